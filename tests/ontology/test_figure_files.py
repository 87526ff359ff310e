"""Files of figures: what is read of them, and how each fault is told."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ontology import figure_sources, figure_terms, read_figures
from ontology.errors import SourceError

from .figure_files import (
    ROWS_1_2,
    ROWS_1_10,
    TABLE_1_2,
    write_eloundou,
    write_felten,
    write_projections,
    write_sheets,
    write_soc_crosswalk,
)


def values(folder: Path, name: str) -> dict[str, float]:
    found = next(figures for figures in read_figures([folder]).figures if figures.term.name == name)
    return {code: figure.value for code, figure in found.values.items()}


def test_projections_are_read_without_summaries_dashes_and_footnotes(tmp_path: Path) -> None:
    write_projections(tmp_path)

    found = {figures.term.name: figures for figures in read_figures([tmp_path]).figures}

    assert values(tmp_path, "employment_growth_2024_34_us") == {"53-3031": 8.8, "29-1249": -3.5}
    assert values(tmp_path, "occupational_transfer_rate_2024_34_us") == {"53-3031": 5.6, "29-1249": 0.5}
    assert found["self_employed_share_2024_us"].withheld == ("29-1249",)
    assert list(found["self_employed_share_2024_us"].values) == ["53-3031"]


def test_projections_words_become_steps_of_a_scale_that_keep_the_word(tmp_path: Path) -> None:
    """Second of eight levels of education, first of three of experience, second of six of training."""
    write_projections(tmp_path)

    rider = {figures.term.name: figures.values["53-3031"] for figures in read_figures([tmp_path]).figures}

    assert rider["education_needed_us"].value == 2
    assert rider["education_needed_us"].text == "High school diploma or equivalent"
    assert (rider["experience_needed_us"].value, rider["training_needed_us"].value) == (1, 2)


def test_wage_at_the_limit_is_told_as_at_least(tmp_path: Path) -> None:
    write_projections(tmp_path)

    wages = next(f for f in read_figures([tmp_path]).figures if f.term.name == "median_wage_2024_us").values

    assert (wages["29-1249"].value, wages["29-1249"].unit) == (239200, "USD/year, at least")
    assert (wages["53-3031"].value, wages["53-3031"].unit) == (37130, "USD/year")


def test_ilo_score_is_the_mean_of_the_tasks(tmp_path: Path) -> None:
    """(0.1 + 0.2 + 0.25) / 3 = 0.1833; the file says 0.18."""
    rows = [("ISCO_08", "score_2025", "mean_score_2025"), *(("5230", score, 0.18) for score in (0.1, 0.2, 0.25))]
    write_sheets(tmp_path / "Final_Scores_ISCO08_Gmyrek_et_al_2025.xlsx", {"Sheet1": rows})

    assert values(tmp_path, "ai_exposure_ilo_2025") == {"5230": 0.1833}


def test_usage_of_a_task_is_divided_among_its_occupations_and_the_rest_is_counted_as_lost(tmp_path: Path) -> None:
    """60 % is one occupation's task, 30 % that of two (15 each), 10 % of none: lost."""
    (tmp_path / "onet_task_mappings.csv").write_text("task_name,pct\nwrite code.,60\nTeach.,30\nnone,10\n", "utf-8")
    head = (
        "\tO*NET-SOC Code\tTask ID\tTask\tTask Type\tTitle\thuman_exposure_agg\tgpt4_exposure\t"
        "gpt4_exposure_alt_rubric\tgpt_3_relevant\tgpt4_automation\talpha\tbeta\tgamma\tautomation\thuman_labels\n"
    )
    rows = [("15-1252.00", "Write code."), ("25-1021.00", "Teach."), ("25-2031.00", "Teach."), ("53-3031.00", "Ride.")]
    text = "".join(f"{at}\t{code}\t1\t{task}" + "\t" * 12 + "\n" for at, (code, task) in enumerate(rows))
    (tmp_path / "full_labelset.tsv").write_text(head + text, "utf-8")

    (usage,) = read_figures([tmp_path]).figures

    assert {code: figure.value for code, figure in usage.values.items()} == {
        "15-1252.00": 60, "25-1021.00": 15, "25-2031.00": 15,
    }  # fmt: skip
    assert usage.lost == (10, 100)


def test_nurses_of_the_older_soc_are_read_as_those_of_2010(tmp_path: Path) -> None:
    (tmp_path / "frey_osborne_automation_risk_index_clean.csv").write_text(
        "Rank,Probability,Label,SOC code,Occupation\n46,0.009,0,29-1111,Registered nurses\n", "utf-8"
    )
    write_soc_crosswalk(tmp_path, ("29-1141", "29-1141"))

    assert values(tmp_path, "automation_frey_osborne") == {"29-1141": 0.009}


def test_what_lacks_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    write_felten(tmp_path, ("53-3031", -0.7))
    write_eloundou(tmp_path, "53-3031.00,Riders,0.1,0.2,0.3,0,0,0")

    tables = read_figures([tmp_path])

    assert {figures.term.source.id for figures in tables.figures} == {"eloundou-2023"}
    assert tables.lacking["felten-2021"] == ("crosswalk_soc2010_to_soc2018.csv",)
    assert tables.lacking["bls-ep-2024"] == ("occupation.xlsx",)


def test_single_files_may_be_named(tmp_path: Path) -> None:
    path = write_eloundou(tmp_path, "53-3031.00,Riders,0.1,0.2,0.3,0,0,0")

    assert len(read_figures([path]).figures) == 3


def _rows(**changes: object) -> tuple[tuple[object, ...], ...]:
    """The rows of table 1.2 with other cells for the riders, by the start of their column's name."""
    rider = list(ROWS_1_2[1])
    for column, value in changes.items():
        rider[next(at for at, name in enumerate(TABLE_1_2) if name.startswith(column))] = value
    return (tuple(rider),)


def _half(folder: Path) -> None:
    path = write_projections(folder)
    path.write_bytes(path.read_bytes()[:3000])


def _damaged(folder: Path) -> None:
    """The directory at the end is whole, a sheet in the middle is not."""
    path = write_projections(folder)
    data = bytearray(path.read_bytes())
    at = data.index(b"xl/worksheets/sheet1.xml") + 60
    data[at : at + 80] = bytes(80)
    path.write_bytes(data)


FAULTS: dict[str, tuple[Callable[[Path], object], str, str]] = {
    "half a workbook": (_half, "SOURCE_ARCHIVE", "cut short"),
    "damaged workbook": (_damaged, "SOURCE_ARCHIVE", "cut short"),
    "no workbook": (lambda at: (at / "occupation.xlsx").write_text("<html>"), "SOURCE_ARCHIVE", "no Excel workbook"),
    "column missing": (
        lambda at: write_projections(at, header=[*TABLE_1_2[:4], "Growth", *TABLE_1_2[5:]]),
        "SOURCE_COLUMNS", "'Employment change, percent, 2024–34'",
    ),
    "sheet missing": (
        lambda at: write_sheets(at / "occupation.xlsx", {"Table 1.1": [("x",)]}), "SOURCE_COLUMNS", "'Table 1.2'",
    ),
    "header missing": (
        lambda at: write_sheets(at / "occupation.xlsx", {"Table 1.2": [("x",)]}), "SOURCE_COLUMNS", "row 2",
    ),
    "rate outside its range": (
        lambda at: write_projections(at, rates=(("Riders", "53-3031", "Line item", 104.4, 5.6),)),
        "SOURCE_ROW", "outside 0 to 100",
    ),
    "negative rate": (
        lambda at: write_projections(at, rates=(("Riders", "53-3031", "Line item", 4.4, -0.1),)),
        "SOURCE_ROW", "line 3",
    ),
    "no number": (
        lambda at: write_projections(at, rows=_rows(Median="secret")), "SOURCE_ROW", "'secret', not a number",
    ),
    "not finite": (lambda at: write_projections(at, rows=_rows(Median="nan")), "SOURCE_ROW", "nan"),
    "word of no scale": (
        lambda at: write_projections(at, rows=_rows(Typical="School of life")), "SOURCE_ROW", "'School of life'",
    ),
    "type of no kind": (
        lambda at: write_projections(at, rows=_rows(Occupation="Item")), "SOURCE_ROW", "'Item'",
    ),
    "code of no form": (
        lambda at: write_eloundou(at, "53-3031,Riders,0.1,0.2,0.3,0,0,0"), "SOURCE_ROW", "'53-3031' is not written",
    ),
    "code twice": (
        lambda at: write_eloundou(at, *["53-3031.00,Riders,0.1,0.2,0.3,0,0,0"] * 2), "SOURCE_ROW", "line 3",
    ),
    "share above one": (
        lambda at: write_eloundou(at, "53-3031.00,Riders,0.1,1.2,0.3,0,0,0"), "SOURCE_ROW", "outside 0 to 1",
    ),
    "unknown column": (
        lambda at: (at / "occ_level.csv").write_text("O*NET-SOC Code,rating\n", "utf-8"),
        "SOURCE_COLUMNS", "'rating'",
    ),
    "crosswalk without rows": (lambda at: write_soc_crosswalk(write_felten(at).parent), "SOURCE_COLUMNS", "no rows"),
    "mean that its tasks do not make": (
        lambda at: write_sheets(
            at / "Final_Scores_ISCO08_Gmyrek_et_al_2025.xlsx",
            {"Sheet1": [("ISCO_08", "score_2025", "mean_score_2025"), ("5230", 0.4, 0.2)]},
        ),
        "SOURCE_ROW", "its tasks make 0.4",
    ),
    "nothing of ours": (lambda at: (at / "other.csv").write_text("x"), "SOURCE_MISSING", "nothing to import"),
    "one name twice": (
        lambda at: [write_eloundou(folder) for folder in (at, at / "older") if folder.mkdir(exist_ok=True) is None],
        "SOURCE_COLUMNS", "two files occ_level.csv",
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_fault_is_told(tmp_path: Path, fault: str) -> None:
    make, code, says = FAULTS[fault]
    make(tmp_path)

    with pytest.raises(SourceError) as caught:
        read_figures([tmp_path])

    assert caught.value.code == code
    assert says in str(caught.value)


@pytest.mark.parametrize(("name", "code"), [("gone", "SOURCE_MISSING"), ("diary.txt", "SOURCE_COLUMNS")])
def test_path_that_is_no_file_of_figures_is_refused(tmp_path: Path, name: str, code: str) -> None:
    (tmp_path / "diary.txt").write_text("private", "utf-8")

    with pytest.raises(SourceError) as caught:
        read_figures([tmp_path / name])

    assert caught.value.code == code


def test_every_figure_has_source_year_unit_and_both_languages() -> None:
    for term in figure_terms().values():
        assert term.source.id in figure_sources()
        assert term.year or term.years
        assert term.unit
        assert all(term.labels[language] for language in ("en", "zh"))
        assert term.labels["zh"] != term.labels["en"]


def test_rows_of_the_samples_have_one_cell_per_column() -> None:
    assert {len(row) for row in ROWS_1_2} == {len(TABLE_1_2)}
    assert {len(row) for row in ROWS_1_10} == {5}
