"""The two fictional people and six postings that ship with Pathloom, and the facts they state."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reasoning.answers import Constraints


@dataclass(frozen=True, slots=True)
class Sample:
    """One fictional person.

    Attributes:
        key: stable name, also the anchor on the page.
        labels: who this is, per language.
        language: the person's own, which the printed answer uses.
        resume: file name under `pathloom/samples`.
        facts: what the person states about work and insurance, as `policy` takes it.
        jurisdiction: whose law applies; also the region that pay is looked up in.
        on: day of the claim.
        months, pay_floor: wishes.
        target: occupation that the funded plan aims at; "" for the best path's.
    """

    key: str
    labels: Mapping[str, str]
    language: str
    resume: str
    facts: Mapping[str, object]
    jurisdiction: str
    on: date
    months: int
    pay_floor: int
    target: str = ""

    def document(self) -> bytes:
        """The resume's bytes."""
        return resources.files("pathloom").joinpath("samples", self.resume).read_bytes()

    def constraints(self) -> "Constraints":
        """The wishes as reasoning takes them."""
        from pathloom._profiles import constraints

        return constraints(
            pay_floor=self.pay_floor or None,
            months=self.months,
            region=self.jurisdiction,
            exclude=(),
            target=self.target,
        )


@cache
def people() -> tuple[Sample, ...]:
    """The sample people, in the order that they are shown."""
    text = resources.files("pathloom").joinpath("samples", "people.toml").read_text("utf-8")
    return tuple(Sample(**fields) for fields in tomllib.loads(text)["people"])


@cache
def posting_names() -> tuple[str, ...]:
    """File names of the sample postings, sorted."""
    folder = resources.files("pathloom").joinpath("samples")
    return tuple(sorted(item.name for item in folder.iterdir() if item.name.startswith("posting-")))


def posting(name: str) -> bytes:
    """The bytes of one sample posting."""
    return resources.files("pathloom").joinpath("samples", name).read_bytes()
