"""A decision record: what it holds, and the strict reading of one from a file."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import jsonschema

from policy.errors import RecordFormatError, RecordVersionError
from policy.records._canonical import digest, from_text, to_text

#: What marks a file as a decision record, and the version of the format that this program writes and reads.
FORMAT, VERSION = "pathloom-decision-record", "1"
#: Parts with a digest of their own, so that a change can be located.
PARTS = ("question", "facts", "decisions", "rules")


@dataclass(frozen=True, slots=True)
class DecisionRecord:
    """One decision record as data; the keys are those of `policy/schema/decision-record.schema.json`."""

    document: Mapping[str, Any]

    @property
    def digest(self) -> str:
        """SHA-256 over everything but the digests: what a printed page or a review refers to."""
        return whole_digest(self.document)

    @property
    def altered(self) -> tuple[str, ...]:
        """Parts whose content no longer has the digest that was written; `record` for the whole."""
        written = self.document["digests"]
        parts = [part for part in PARTS if digest(self.document[part]) != written[part]]
        return (*parts, *(("record",) if self.digest != written["record"] else ()))

    @property
    def benefits(self) -> tuple[str, ...]:
        """Ids of the benefits that were decided."""
        return tuple(self.document["question"]["benefits"])

    def decision(self, benefit: str) -> Mapping[str, Any] | None:
        """The recorded decision of a benefit."""
        found: Mapping[str, Any] | None = next(
            (item for item in self.document["decisions"] if item["benefit_id"] == benefit), None
        )
        return found

    def to_text(self) -> str:
        """The record as a file holds it."""
        return to_text(self.document)


def whole_digest(document: Mapping[str, Any]) -> str:
    """The digest of a record without its digests."""
    return digest({key: value for key, value in document.items() if key != "digests"})


def sealed(document: Mapping[str, Any]) -> DecisionRecord:
    """A record with the digests of its parts."""
    digests = {**{part: digest(document[part]) for part in PARTS}, "record": whole_digest(document)}
    return DecisionRecord({**document, "digests": digests})


def read_record(data: bytes) -> DecisionRecord:
    """Read a decision record; its digests are not judged here (see `DecisionRecord.altered`).

    Raises:
        RecordFormatError: cut short, no JSON, not a record, or a part of the wrong form.
        RecordVersionError: another version of the format.
    """
    document = from_text(data)
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise RecordFormatError(
            "The file is JSON, but no decision record.", hint="Give a file that `pathloom record` has written."
        )
    if document.get("version") != VERSION:
        raise RecordVersionError(
            f"The record is of format version {document.get('version')!r}; this program reads version {VERSION!r}.",
            hint="Use a Pathloom of the time of the record; `engine` in the file names it.",
            version=document.get("version"),
        )
    fault = jsonschema.exceptions.best_match(_validator().iter_errors(document))
    if fault is not None:
        where = "/".join(str(step) for step in fault.absolute_path) or "(top)"
        raise RecordFormatError(
            f"The record is not whole: at {where}, {_short(fault.message)}.",
            hint="Get the whole file again; policy/schema/decision-record.schema.json says what a record holds.",
            where=where,
        )
    return DecisionRecord(document)


def _short(message: str) -> str:
    # The message of the validator repeats the value, which may be a whole record with somebody's facts.
    return message if len(message) <= 160 else f"{message[:80]} ... {message[-60:]}"


@cache
def _validator() -> jsonschema.Draft202012Validator:
    text = resources.files("policy").joinpath("schema", "decision-record.schema.json").read_text(encoding="utf-8")
    return jsonschema.Draft202012Validator(json.loads(text))
