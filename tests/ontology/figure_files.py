"""Small files of figures in the form of the real ones."""

from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook

CROSSWALK_HEADER = "2010 SOC Code,2010 SOC Title,2018 SOC Code,2018 SOC Title\n"
ELOUNDOU_HEADER = (
    "O*NET-SOC Code,Title,dv_rating_alpha,dv_rating_beta,dv_rating_gamma,"
    "human_rating_alpha,human_rating_beta,human_rating_gamma\n"
)
TABLE_1_2 = (
    "2024 National Employment Matrix title", "2024 National Employment Matrix code", "Occupation type",
    "Employment, 2024", "Employment change, percent, 2024–34", "Percent self employed, 2024",
    "Occupational openings, 2024–34 annual average", "Median annual wage, dollars, 2024[1]",
    "Typical education needed for entry", "Work experience in a related occupation",
    "Typical on-the-job training needed to attain competency in the occupation",
)  # fmt: skip
TABLE_1_10 = (
    "2024 National Employment Matrix title", "2024 National Employment Matrix code", "Occupation type",
    "Labor force exit rate, 2024–34 annual average", "Occupational transfer rate, 2024–34 annual average",
)  # fmt: skip
#: One occupation with everything, one with dashes and a wage at the limit, a summary row that is not read.
ROWS_1_2 = (
    ("  Drivers", "53-3000", "Summary", 30, 1.0, 1.0, 3, 40000, "—", "—", "—"),
    ("    Riders", "53-3031", "Line item", 10.5, 8.8, 6.9, 1.5, 37130, "High school diploma or equivalent", "None",
     "Short-term on-the-job training"),
    ("    Surgeons", "29-1249", "Line item", 20, -3.5, "—", 2, ">=$239,200", "Doctoral or professional degree",
     "5 years or more", "Internship/residency"),
)  # fmt: skip
ROWS_1_10 = (
    ("  Drivers", "53-3000", "Summary", 1, 1),
    ("    Riders", "53-3031", "Line item", 4.4, 5.6),
    ("    Surgeons", "29-1249", "Line item", 2.0, 0.5),
)


def write_sheets(path: Path, sheets: dict[str, Sequence[Sequence[object]]]) -> Path:
    """A workbook with these sheets."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def write_projections(
    folder: Path,
    *,
    rows: Sequence[Sequence[object]] = ROWS_1_2,
    rates: Sequence[Sequence[object]] = ROWS_1_10,
    header: Sequence[str] = TABLE_1_2,
) -> Path:
    """`occupation.xlsx` as BLS lays it out: a title, the header, rows, footnotes."""
    return write_sheets(
        folder / "occupation.xlsx",
        {
            "Table 1.2": [("Table 1.2 Occupational projections",), header, *rows, ("Footnotes:",)],
            "Table 1.10": [("Table 1.10 Separations",), TABLE_1_10, *rates, ("Source: BLS",)],
        },
    )


def write_eloundou(folder: Path, *rows: str) -> Path:
    """`occ_level.csv` with these rows."""
    path = folder / "occ_level.csv"
    path.write_text(ELOUNDOU_HEADER + "".join(f"{row}\n" for row in rows), "utf-8")
    return path


def write_felten(folder: Path, *rows: tuple[str, float]) -> Path:
    """`AIOE_DataAppendix.xlsx` with these codes and scores."""
    table = [("SOC Code", "Occupation Title", "AIOE"), *((code, "", score) for code, score in rows)]
    return write_sheets(folder / "AIOE_DataAppendix.xlsx", {"Appendix A": table})


def write_soc_crosswalk(folder: Path, *pairs: tuple[str, str]) -> Path:
    """The SOC crosswalk with these pairs of 2010 and 2018 codes."""
    path = folder / "crosswalk_soc2010_to_soc2018.csv"
    path.write_text(CROSSWALK_HEADER + "".join(f"{old},,{new},\n" for old, new in pairs), "utf-8")
    return path
