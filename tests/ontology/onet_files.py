"""An O*NET database in miniature, in the form of 30.1 (`write_30_1`) and with the names of 30.3 (`write_30_3`)."""

from pathlib import Path

import openpyxl

RIDER, CLERK = "43-5021.00", "43-5021.01"

TABLES = {
    "Occupation Data": (
        "O*NET-SOC Code\tTitle\tDescription\n"
        f"{RIDER}\tCouriers and Messengers\tPick up and deliver.\n"
        f'{CLERK}\tMail "Desk" Clerks\tSort.\n'
    ),
    "Task Statements": (
        "O*NET-SOC Code\tTask ID\tTask\tTask Type\tIncumbents Responding\tDate\tDomain Source\n"
        f"{RIDER}\t2\tRide.\tCore\t95\t08/2023\tIncumbent\n"
        f"{RIDER}\t1\tDeliver.\tSupplemental\tn/a\t08/2023\tIncumbent\n"
    ),
    "Alternate Titles": (
        "O*NET-SOC Code\tAlternate Title\tShort Title\tSource(s)\n"
        f"{RIDER}\tBicycle Courier\tn/a\t08\n"
        f"{RIDER}\tRapid Delivery Courier\tRDC\t08\n"
        f"{RIDER}\tCouriers and Messengers\tn/a\t08\n"
    ),
    "Sample of Reported Titles": (
        f"O*NET-SOC Code\tReported Job Title\tShown in My Next Move\n{RIDER}\tBicycle Courier\tY\n{RIDER}\tDriver\tN\n"
    ),
    "Technology Skills": (
        "O*NET-SOC Code\tExample\tCommodity Code\tCommodity Title\tHot Technology\tIn Demand\n"
        f"{RIDER}\tBigMaps\t43232503\tMap software\tY\tN\n"
        f"{RIDER}\tOpenMaps\t43232503\tMap software\tN\tN\n"
        f"{CLERK}\tSheets\t43232110\tSpreadsheet software\tY\tY\n"
        f"{CLERK}\tBigMaps\t43232503\tMap software\tN\tN\n"
    ),
    "Related Occupations": (
        "O*NET-SOC Code\tRelated O*NET-SOC Code\tRelatedness Tier\tIndex\n"
        f"{RIDER}\t{CLERK}\tPrimary-Short\t1\n{CLERK}\t{RIDER}\tSupplemental\t11\n"
    ),
    "Job Zones": f"O*NET-SOC Code\tJob Zone\tDate\tDomain Source\n{RIDER}\t2\t08/2023\tAnalyst\n",
    "Interests": (
        "O*NET-SOC Code\tElement ID\tElement Name\tScale ID\tData Value\tDate\tDomain Source\n"
        f"{RIDER}\t1.B.1.a\tRealistic\tOI\t6.10\t11/2023\tMachine Learning\n"
        f"{RIDER}\t1.B.1.g\tFirst Interest High-Point\tIH\t1.00\t11/2023\tMachine Learning\n"
    ),
    "Work Styles": (
        "O*NET-SOC Code\tElement ID\tElement Name\tScale ID\tData Value\tDate\tDomain Source\n"
        f"{RIDER}\t1.D.1.a\tInnovation\tDR\t7.00\t12/2025\tAI/Expert\n"
        f"{RIDER}\t1.D.1.a\tInnovation\tWI\t-0.30\t12/2025\tAI/Expert\n"
    ),
    "Education, Training, and Experience": (
        "O*NET-SOC Code\tElement ID\tElement Name\tScale ID\tCategory\tData Value\tN\tStandard Error\tLower CI Bound\t"
        "Upper CI Bound\tRecommend Suppress\tDate\tDomain Source\n"
        f"{RIDER}\t2.D.1\tRequired Level of Education\tRL\t1\t25.50\t28\t1\tn/a\tn/a\tN\t08/2023\tIncumbent\n"
        f"{RIDER}\t2.D.1\tRequired Level of Education\tRL\t2\t70.00\t28\t1\tn/a\tn/a\tY\t08/2023\tIncumbent\n"
        f"{RIDER}\t3.A.1\tRelated Work Experience\tRW\t1\t99.00\t28\t1\tn/a\tn/a\tN\t08/2023\tIncumbent\n"
    ),
    "Education, Training, and Experience Categories": (
        "Element ID\tElement Name\tScale ID\tCategory\tCategory Description\n"
        "2.D.1\tRequired Level of Education\tRL\t1\tLess than a High School Diploma\n"
        "2.D.1\tRequired Level of Education\tRL\t2\tHigh School Diploma - or the equivalent (for example, GED)\n"
        "3.A.1\tRelated Work Experience\tRW\t1\tNone\n"
    ),
    "Content Model Reference": (
        "Element ID\tElement Name\tDescription\n"
        "2.A.1\tContent\tBackground structures.\n2.A.1.a\tReading\tUnderstanding sentences.\n"
        "2.C.1\tBusiness\tOf business.\n2.C.1.a\tClerical\tOf offices.\n"
    ),
}
_RENAMED = {
    "Alternate Titles": ("Job Titles", {"Alternate Title": "Job Title"}),
    "Technology Skills": (
        "Software Skills",
        {"Example": "Workplace Example", "Commodity Code": "Element ID", "Commodity Title": "Element Name"},
    ),
    "Interests": ("Career Interest Types", {}),
    "Education, Training, and Experience": ("Education", {}),
    "Education, Training, and Experience Categories": ("Education Categories", {}),
}

RATING_COLUMNS = (
    "O*NET-SOC Code", "Title", "Element ID", "Element Name", "Scale ID", "Scale Name", "Data Value", "N",
    "Standard Error", "Lower CI Bound", "Upper CI Bound", "Recommend Suppress", "Not Relevant", "Date", "Domain Source",
)  # fmt: skip


def write_30_1(folder: Path, **changed: str | bytes) -> Path:
    """Write the tables; keyword arguments replace one, named with `_` for each blank and without commas."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "Read Me.txt").write_text("O*NET 30.1 Database\nDecember 2025 Release\n", encoding="utf-8")
    for name, text in TABLES.items():
        content = changed.get(name.replace(",", "").replace(" ", "_"), text)
        data = content if isinstance(content, bytes) else content.encode()
        (folder / f"{name}.txt").write_bytes(data)
    return folder


def write_30_3(folder: Path) -> Path:
    write_30_1(folder)
    (folder / "Read Me.txt").write_text("O*NET 30.3 Database\n", encoding="utf-8")
    for old, (new, columns) in _RENAMED.items():
        header, _, rows = (folder / f"{old}.txt").read_text("utf-8").partition("\n")
        renamed = "\t".join(columns.get(column, column) for column in header.split("\t"))
        (folder / f"{new}.txt").write_text(f"{renamed}\n{rows}", encoding="utf-8")
        (folder / f"{old}.txt").unlink()
    return folder


def rating(
    code: str,
    element: str,
    name: str,
    scale: str,
    value: object,
    *,
    suppress: str | None = "N",
    irrelevant: str | None = None,
) -> tuple[object, ...]:
    return (code, "", element, name, scale, "", value, 8, 0, 0, 0, suppress, irrelevant, "08/2023", "Analyst")


def write_book(path: Path, *rows: tuple[object, ...], columns: tuple[str, ...] = RATING_COLUMNS) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (columns, *rows):
        sheet.append(row)
    book.save(path)
    return path
