"""From the rows of curation tables to changes that say what is meant; what a row itself gets wrong is noted."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ontology._curation_faults import CurationRow, Faults, near_told
from ontology._curation_tables import FORMS, LABELS, MATCHES, REQUIREMENTS, TableForm
from ontology._label_checks import LONGEST, Label, LabelFault, label_faults
from ontology.vocabulary import Language, MatchKind

#: Our two languages, then those that ESCO is published in.
LANGUAGES = (
    *Language, "ar", "bg", "cs", "da", "de", "el", "es", "et", "fi", "fr", "ga", "hr", "hu", "is", "it", "lt", "lv",
    "mt", "nl", "no", "pl", "pt", "ro", "sk", "sl", "sv", "uk",
)  # fmt: skip

#: Longest texts, in characters. Labels of ESCO reach 150; Chinese ones have a limit of their own.
_LONGEST = {"label": 200, "alt": 2_000, "source": 300, "editor": 100, "note": 2_000}
_LONGEST_ID = 200
_BETWEEN = "|"
_TRUE = frozenset({"true", "yes", "1", "是"})
_FALSE = frozenset({"false", "no", "0", "否"})
#: What people write when they have no source.
_NO_SOURCE = frozenset({"-", "--", "?", "??", "？", "n/a", "na", "none", "tbd", "todo", "无", "暂无", "待定", "不详"})
# Excel writes a date the way the machine does; year first is plain, the others could be read in two ways.
_DAY = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})", re.ASCII)
_ID = re.compile(
    r"http://data\.europa\.eu/esco/[\w./-]+|(?:csco|onet|soc):[\w./-]+|starter:(?:occupation|skill)/[\w-]+", re.ASCII
)


class Action(StrEnum):
    """What a row does."""

    ADD = "add"
    CORRECT = "correct"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class Change:
    """What all rows say: what to do, on what grounds, since when."""

    row: CurationRow
    action: Action
    source: str
    day: date


@dataclass(frozen=True, slots=True)
class LabelChange(Change):
    """A label, alternatives, or both, of one concept in one language."""

    id: str
    language: str
    label: str
    alt: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RequirementChange(Change):
    """An occupation and a skill; `essential` and `importance` say nothing where the action is remove."""

    occupation: str
    skill: str
    essential: bool
    importance: float | None


@dataclass(frozen=True, slots=True)
class MatchChange(Change):
    """Two concepts of different schemes; `kind` says nothing where the action is remove."""

    start: str
    end: str
    kind: MatchKind


@dataclass(frozen=True, slots=True)
class Changes:
    """The changes of a folder, in the order of its tables and rows."""

    labels: tuple[LabelChange, ...] = ()
    requirements: tuple[RequirementChange, ...] = ()
    matches: tuple[MatchChange, ...] = ()

    def __len__(self) -> int:
        return len(self.labels) + len(self.requirements) + len(self.matches)


#: Ids that a text may stand for.
Near = Callable[[str], Sequence[str]]


def read_changes(
    tables: dict[str, list[CurationRow]], faults: Faults, *, today: date, near: Near = lambda _: ()
) -> Changes:
    """The changes that rows without a fault ask for."""
    usable: dict[str, list[CurationRow]] = {}
    for form in FORMS:
        rows = tables.get(form.file, [])
        _note_repeated(rows, form, faults)
        usable[form.file] = [row for row in rows if _is_plain(row, form, faults)]
    reader = _Reader(faults, today, near)
    return Changes(
        tuple(reader.labels(usable[LABELS.file])),
        tuple(reader.requirements(usable[REQUIREMENTS.file])),
        tuple(reader.matches(usable[MATCHES.file])),
    )


def _is_plain(row: CurationRow, form: TableForm, faults: Faults) -> bool:
    """Whether a row has what every row needs, in characters that can be seen."""
    before = len(faults.found)
    for name, cell in row.cells.items():
        if name in form.filled and not cell.text:
            faults.at(row, name, "empty")
        longest = _LONGEST.get(name, _LONGEST_ID)
        if len(cell.text) > longest:
            faults.at(row, name, "too-long", a=len(cell.text), b=longest)
        # A note may have several lines.
        if not (cell.text.replace("\n", "").replace("\r", "") if name == "note" else cell.text).isprintable():
            faults.at(row, name, "control-character")
    return len(faults.found) == before


def _note_repeated(rows: Sequence[CurationRow], form: TableForm, faults: Faults) -> None:
    seen: dict[tuple[str, ...], int] = {}
    for row in rows:
        key = tuple(row.text(name) for name in form.key)
        if form is MATCHES:
            # A match says the same whichever end is named first.
            key = tuple(sorted(key))
        if not all(key):
            continue
        if key in seen:
            faults.at(row, form.key[0], "repeated-row", value=" · ".join(key), a=seen[key])
        seen.setdefault(key, row.line)


class _Reader:
    def __init__(self, faults: Faults, today: date, near: Near) -> None:
        self._faults, self._today, self._near = faults, today, near

    def labels(self, rows: Sequence[CurationRow]) -> Iterator[LabelChange]:
        for row in rows:
            before = len(self._faults.found)
            common = self._common(row)
            language, label = row.text("language"), row.text("label")
            alt = tuple(part.strip() for part in row.text("alt").split(_BETWEEN) if part.strip())
            self._check_id(row, "id")
            if language not in LANGUAGES:
                self._faults.at(row, "language", "language", a=", ".join(LANGUAGES[2:]))
            if not label and not alt:
                self._faults.at(row, "label", "nothing-said")
            if common and common[0] is not Action.REMOVE:
                self._check_names(row, language, label, alt)
            if common and len(self._faults.found) == before:
                yield LabelChange(row, *common, row.text("id"), language, label, alt)

    def requirements(self, rows: Sequence[CurationRow]) -> Iterator[RequirementChange]:
        for row in rows:
            before = len(self._faults.found)
            common = self._common(row)
            self._check_id(row, "occupation")
            self._check_id(row, "skill")
            removal = common is not None and common[0] is Action.REMOVE
            word, weight = row.text("essential").lower(), row.text("importance")
            if word not in _TRUE | _FALSE and not (removal and not word):
                self._faults.at(row, "essential", "essential" if word else "empty")
            importance = _number(weight)
            if weight and (importance is None or not 0 < importance <= 1):
                self._faults.at(row, "importance", "importance")
            if common and len(self._faults.found) == before:
                yield RequirementChange(
                    row, *common, row.text("occupation"), row.text("skill"), word in _TRUE, importance
                )

    def matches(self, rows: Sequence[CurationRow]) -> Iterator[MatchChange]:
        for row in rows:
            before = len(self._faults.found)
            common = self._common(row)
            self._check_id(row, "from")
            self._check_id(row, "to")
            removal = common is not None and common[0] is Action.REMOVE
            word = row.text("match").lower()
            if word not in set(MatchKind) and not (removal and not word):
                self._faults.at(row, "match", "match" if word else "empty")
            if common and len(self._faults.found) == before:
                yield MatchChange(row, *common, row.text("from"), row.text("to"), MatchKind(word or "exact"))

    def _common(self, row: CurationRow) -> tuple[Action, str, date] | None:
        """Action, source and day of a row; None where one of them is wrong."""
        word, source, day = row.text("action").lower(), row.text("source"), _day(row.text("date"))
        if word not in set(Action):
            self._faults.at(row, "action", "action")
        if source.lower() in _NO_SOURCE:
            self._faults.at(row, "source", "no-source")
        if day is None:
            self._faults.at(row, "date", "date")
        elif day > self._today:
            self._faults.at(row, "date", "future-date", a=self._today.isoformat())
        if word not in set(Action) or day is None:
            return None
        return Action(word), source, day

    def _check_id(self, row: CurationRow, column: str) -> None:
        if not _ID.fullmatch(text := row.text(column)):
            # Often it is the label or the bare code.
            self._faults.at(row, column, "id", a=near_told(self._near(text)))

    def _check_names(self, row: CurationRow, language: str, label: str, alt: tuple[str, ...]) -> None:
        """The rules that our own tables of labels keep to as well; most of them are about Chinese alone."""
        if len({name for name in (label, *alt) if name}) < len(alt) + bool(label):
            self._faults.at(row, "alt", "repeated-alternative")
        if language != Language.ZH:
            return
        names = [("label", label)] if label else []
        for column, name in [*names, *(("alt", name) for name in alt)]:
            for fault in label_faults([Label("", row.line, row.text("id"), name)]):
                a, b = _told_of(fault)
                self._faults.at(row, column, fault.code, value=name, a=a, b=b)


def _told_of(fault: LabelFault) -> tuple[str, str]:
    """The two parts of the message for a fault of a Chinese name."""
    if fault.code == "too-long":
        return str(len(fault.subject)), str(LONGEST)
    # The reason begins with the word or sign itself, in quotation marks.
    return (fault.why.split("'")[1] if fault.code in {"latin", "not-simplified"} else ""), ""


def _day(text: str) -> date | None:
    found = _DAY.fullmatch(text)
    try:
        return date(int(found[1]), int(found[3]), int(found[4])) if found else None
    except ValueError:
        return None


def _number(text: str) -> float | None:
    # Only what people write: float() would also take "nan", "1e-3" and "1_0".
    return float(text) if re.fullmatch(r"\d{1,3}(\.\d{1,9})?", text, re.ASCII) else None
