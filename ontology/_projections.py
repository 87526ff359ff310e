"""Importer of the US Employment Projections 2024-34 (BLS): growth, openings, exits, wage, education, by occupation.

Table 1.2 has the worker characteristics, table 1.10 the separations. Only line items are read: a summary row is a sum
of them. A dash is a value that BLS does not give; a wage at the publication's upper limit is kept as "at least".
"""

import re
from collections.abc import Iterator
from pathlib import Path

from ontology._coded_figures import CodedFigures, FigureColumn
from ontology._tables import row_error
from ontology._workbook import read_sheet

_CODE, _TYPE = "2024 National Employment Matrix code", "Occupation type"
_TYPES = ("Line item", "Summary")
_NOT_GIVEN = "—"
_WAGE = "median_wage_2024_us"
_AT_LEAST = re.compile(r">=\$(\d{1,3}(?:,\d{3})*)", re.ASCII)
#: sheet -> figure -> column; counts of people are in thousands.
_SHEETS = {
    "Table 1.2": {
        "employment_growth_2024_34_us": "Employment change, percent, 2024–34",
        "employment_2024_us": "Employment, 2024",
        "openings_2024_34_us": "Occupational openings, 2024–34 annual average",
        _WAGE: "Median annual wage, dollars, 2024[1]",
        "self_employed_share_2024_us": "Percent self employed, 2024",
        "education_needed_us": "Typical education needed for entry",
        "experience_needed_us": "Work experience in a related occupation",
        "training_needed_us": "Typical on-the-job training needed to attain competency in the occupation",
    },
    "Table 1.10": {
        "labour_force_exit_rate_2024_34_us": "Labor force exit rate, 2024–34 annual average",
        "occupational_transfer_rate_2024_34_us": "Occupational transfer rate, 2024–34 annual average",
    },
}


def read_projections(path: Path) -> tuple[CodedFigures, ...]:
    """The ten figures of `occupation.xlsx`, by code of the National Employment Matrix (SOC 2018 with some groups).

    Raises:
        SourceMissingError, SourceArchiveError, SourceColumnsError: the file, a sheet or a column is not as it was.
        SourceRowError: a code, word or number is not; a rate is outside 0 to 100.
    Source: https://www.bls.gov/emp/data/occupational-data.htm
    """
    found: list[CodedFigures] = []
    for sheet, names in _SHEETS.items():
        columns = [FigureColumn(name, f"{path.name} ({sheet})") for name in names]
        for line, code, cells in _line_items(path, sheet, tuple(names.values())):
            for column, text in zip(columns, cells, strict=True):
                _add(column, line, code, text)
        found += [column.done() for column in columns]
    return tuple(found)


def _add(column: FigureColumn, line: int, code: str, text: str) -> None:
    limit = _AT_LEAST.fullmatch(text) if column.name == _WAGE else None
    if text == _NOT_GIVEN:
        column.withhold(code)
    elif limit:
        column.add(line, code, limit[1].replace(",", ""), at_least=True)
    else:
        column.add(line, code, text)


def _line_items(path: Path, sheet: str, columns: tuple[str, ...]) -> Iterator[tuple[int, str, tuple[str, ...]]]:
    for line, (code, kind, *cells) in read_sheet(path, sheet=sheet, columns=(_CODE, _TYPE, *columns), header_row=2):
        if not code and not kind:  # footnotes below the table
            continue
        if kind not in _TYPES:
            raise row_error(f"{path.name} ({sheet})", line, f"the occupation type of {code!r} is {kind!r}")
        if kind == "Line item":
            yield line, code, tuple(cells)
