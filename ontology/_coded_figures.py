"""Figures as their source gives them: by code of the source's own classification, checked one by one."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from ontology._figure_terms import FigureTerm, Native, figure_terms
from ontology._tables import number, row_error
from ontology.records import Figure

#: How a code of each classification is written.
_CODES = {
    Native.SOC_2010: re.compile(r"\d\d-\d{4}", re.ASCII),
    Native.SOC_2018: re.compile(r"\d\d-\d{4}", re.ASCII),
    Native.ONET: re.compile(r"\d\d-\d{4}\.\d\d", re.ASCII),
    Native.ISCO: re.compile(r"\d{4}", re.ASCII),
}


@dataclass(frozen=True, slots=True)
class CodedFigures:
    """All values of one figure.

    Attributes:
        values: code of the source's classification -> figure, with `via` empty.
        withheld: codes whose value the source does not publish.
        lost: what was lost before any crosswalk and of how much; empty where nothing can be.
    """

    term: FigureTerm
    values: Mapping[str, Figure]
    withheld: tuple[str, ...] = ()
    lost: tuple[float, ...] = ()


@dataclass(slots=True)
class FigureColumn:
    """Collects one figure while a table is read, row by row."""

    name: str
    file: str
    values: dict[str, Figure] = field(default_factory=dict)
    withheld: list[str] = field(default_factory=list)

    @property
    def term(self) -> FigureTerm:
        """What the figure is."""
        return figure_terms()[self.name]

    def withhold(self, code: str) -> None:
        """Note that the source does not publish the value for this code."""
        self.withheld.append(code)

    def add(self, line: int, code: str, text: str, *, at_least: bool = False) -> None:
        """Read one value: a number in range, or a word of the figure's scale.

        Args:
            at_least: the source says that the value is this or more; its unit then says so too.
        Raises:
            SourceRowError: the code is written wrongly or given twice, or the value is out of range or no word.
        """
        term = self.term
        code = term.source.codes.get(code, code)
        check_code(code, term.source.classification, file=self.file, line=line)
        if code in self.values:
            raise row_error(self.file, line, f"{code} has {self.name} twice")
        if term.words:
            if text not in term.words:
                raise row_error(self.file, line, f"{self.name} of {code} is {text!r}, not one of the known words")
            value, word = term.words.index(text) + 1.0, text
        else:
            value, word = read_value(term, text, code, file=self.file, line=line), ""
        if term.year is None:
            raise row_error(self.file, line, f"{self.name} has no year in figures.toml")
        unit = f"{term.unit}, at least" if at_least else term.unit
        self.values[code] = Figure(
            name=self.name, value=value, unit=unit, year=term.year, source=term.source.id, text=word
        )

    def done(self, lost: tuple[float, ...] = ()) -> CodedFigures:
        """The figure with all its values."""
        return CodedFigures(self.term, self.values, tuple(self.withheld), lost)


def read_value(term: FigureTerm, text: str, code: str, *, file: str, line: int) -> float:
    """A value within the figure's range, rounded to six digits: some files carry the noise of binary fractions.

    Raises:
        SourceRowError: no number, or outside.
    """
    return round(number(text, file=file, line=line, low=term.low, high=term.high, what=f"{term.name} of {code}"), 6)


def check_code(code: str, classification: Native, *, file: str, line: int) -> None:
    """Refuse what is not written like a code of the classification; whether the code exists is not asked here.

    Raises:
        SourceRowError: it is not.
    """
    if not _CODES[classification].fullmatch(code):
        raise row_error(file, line, f"{code!r} is not written like a code of {classification}")
