"""The concordance on three small tables whose mappings can be seen at a glance.

ESCO rider and racer lie in ISCO 8321, cook in 5120. ISCO 8321 is divided into SOC 2010 53-3031 and 53-3099;
5120 is 35-2014. 53-3099 became 53-3054 and 53-3099, the others kept their codes.
"""

import pytest

from ontology import Classification, Code, CodeList, Concordance, Crosswalk, CrosswalkRow, Loss, Relation, graph_id
from ontology.errors import CrosswalkAbsentError, UnknownCodeError, VocabularyError, WrongClassificationError

ESCO = "http://data.europa.eu/esco/occupation/"
EXACT, CLOSE, BROAD, NARROW, RELATED = Relation


def table(source: Classification, target: Classification, *rows: CrosswalkRow, name: str = "") -> Crosswalk:
    return Crosswalk(
        name=name or f"{source}-{target}", source=source, target=target, rows=rows, version="1", licence="none"
    )


def row(source: str, target: str, relation: Relation, confidence: float = 1.0) -> CrosswalkRow:
    return CrosswalkRow(source, target, relation, confidence)


TABLES = (
    table(
        Classification.ESCO,
        Classification.ISCO_08,
        row(ESCO + "rider", "8321", BROAD),
        row(ESCO + "racer", "8321", BROAD),
        row(ESCO + "cook", "5120", BROAD),
    ),
    table(
        Classification.ISCO_08,
        Classification.SOC_2010,
        row("8321", "53-3031", NARROW, 0.8),
        row("8321", "53-3099", NARROW),
        row("5120", "35-2014", EXACT),
    ),
    table(
        Classification.SOC_2010,
        Classification.SOC_2018,
        row("53-3031", "53-3031", EXACT),
        row("53-3099", "53-3054", NARROW),
        row("53-3099", "53-3099", NARROW),
        row("35-2014", "35-2014", EXACT),
    ),
)
LISTS = (
    CodeList(
        Classification.ESCO,
        {ESCO + "rider": "rider", ESCO + "racer": "racer", ESCO + "cook": "cook"},
        {ESCO + "rider": "8321.1", ESCO + "racer": "8321.1.1", ESCO + "cook": "5120.1"},
    ),
    CodeList(Classification.ISCO_08, {"8321": "Motorcycle drivers", "5120": "Cooks", "1111": "Legislators"}),
)


@pytest.fixture
def concordance() -> Concordance:
    return Concordance(TABLES, LISTS)


def test_a_path_goes_down_the_tables_and_back_up(concordance: Concordance) -> None:
    """cook is narrower than ISCO 5120, which is 35-2014 in both releases: broad, and certain."""
    there = concordance.map_code("5120.1", source=Classification.ESCO, target=Classification.SOC_2018)
    (mapped,) = there.found

    assert (there.source.code, there.notation, there.title) == (ESCO + "cook", "5120.1", "cook")
    assert (mapped.target, mapped.relation, mapped.confidence) == (Code(Classification.SOC_2018, "35-2014"), BROAD, 1.0)
    assert [step.crosswalk for step in mapped.paths[0].steps] == ["esco-isco08", "isco08-soc2010", "soc2010-soc2018"]

    back = concordance.map_code("35-2014", source=Classification.SOC_2018, target=Classification.ESCO)
    assert [(one.notation, one.title, one.relation) for one in back.found] == [("5120.1", "cook", NARROW)]


def test_loss_counts_what_is_divided_and_what_falls_together(concordance: Concordance) -> None:
    """rider and racer fall together on each of three SOC 2018 codes: up to the group, then down, 0.3 for the turn."""
    found = concordance.map_code("8321.1", source=Classification.ESCO, target=Classification.SOC_2018).found

    assert [(one.target.code, one.relation, one.confidence, one.loss) for one in found] == [
        ("53-3054", RELATED, 0.3, Loss(split=3, collapsed=2)),
        ("53-3099", RELATED, 0.3, Loss(split=3, collapsed=2)),
        ("53-3031", RELATED, 0.24, Loss(split=3, collapsed=2)),
    ]
    assert {one.loss.cardinality for one in found} == {"n:m"}


@pytest.mark.parametrize(
    ("code", "target", "cardinality"),
    [
        (ESCO + "rider", Classification.ISCO_08, "n:1"),
        (ESCO + "cook", Classification.ISCO_08, "1:1"),
        (ESCO + "cook", Classification.ESCO, "1:1"),
    ],
)
def test_cardinality_is_said_in_one_word(
    concordance: Concordance, code: str, target: Classification, cardinality: str
) -> None:
    (mapped,) = concordance.map_code(code, source=Classification.ESCO, target=target).found

    assert mapped.loss.cardinality == cardinality


def test_one_code_divided_is_one_to_many(concordance: Concordance) -> None:
    found = concordance.map_code("8321", source=Classification.ISCO_08, target=Classification.SOC_2018).found

    assert [(one.target.code, one.relation, one.confidence, one.loss.cardinality) for one in found] == [
        ("53-3054", NARROW, 1.0, "1:n"),
        ("53-3099", NARROW, 1.0, "1:n"),
        ("53-3031", NARROW, 0.8, "1:n"),
    ]


def test_a_code_maps_to_its_own_classification_as_itself(concordance: Concordance) -> None:
    (mapped,) = concordance.map_code("8321", source=Classification.ISCO_08, target=Classification.ISCO_08).found

    assert (mapped.target.code, mapped.relation, mapped.confidence, mapped.paths[0].steps) == ("8321", EXACT, 1.0, ())


def test_a_code_that_no_table_maps_has_an_empty_answer(concordance: Concordance) -> None:
    assert concordance.map_code("1111", source=Classification.ISCO_08, target=Classification.SOC_2010).found == ()


def test_paths_below_the_asked_confidence_are_left_out(concordance: Concordance) -> None:
    found = concordance.map_code(
        "8321.1", source=Classification.ESCO, target=Classification.SOC_2018, min_confidence=0.25
    ).found

    assert [one.target.code for one in found] == ["53-3054", "53-3099"]


def test_paths_longer_than_asked_are_not_followed(concordance: Concordance) -> None:
    cook = Code(Classification.ESCO, ESCO + "cook")

    near = concordance.map_code(cook.code, source=Classification.ESCO, target=Classification.SOC_2018, most_hops=2)

    assert near.found == ()
    assert concordance.reach(cook, most_hops=2) == {
        Classification.ISCO_08: {"5120"},
        Classification.SOC_2010: {"35-2014"},
    }


def test_a_longer_path_is_kept_only_where_it_says_more() -> None:
    """rider - 8321 - 53-3031 is related at 0.3; the detour over O*NET is exact at 0.9, and comes first."""
    onet = (
        table(Classification.ESCO, Classification.ONET_2019, row(ESCO + "rider", "53-3031.00", EXACT, 0.9)),
        table(Classification.ONET_2010, Classification.ONET_2019, row("53-3031.00", "53-3031.00", EXACT)),
        table(Classification.ONET_2010, Classification.SOC_2010, row("53-3031.00", "53-3031", EXACT)),
        # Three steps as well, but related at 0.05: that says less than the way over ISCO, and is not told.
        table(Classification.ISCO_08, Classification.ONET_2010, row("8321", "53-3031.00", RELATED, 0.1)),
    )
    concordance = Concordance((*TABLES, *onet), LISTS)

    first = concordance.map_code("8321.1", source=Classification.ESCO, target=Classification.SOC_2010).found[0]

    assert (first.target.code, first.relation, first.confidence) == ("53-3031", EXACT, 0.9)
    assert [(len(path.steps), path.relation, path.confidence) for path in first.paths] == [
        (3, EXACT, 0.9),
        (2, RELATED, 0.24),
    ]
    back = concordance.map_code("53-3031", source=Classification.SOC_2010, target=Classification.ESCO).found[0]
    assert [path.confidence for path in back.paths] == [0.9, 0.24]


def test_nothing_passes_through_csco() -> None:
    """Our own table leads from 8321 to rider; without ESCO's own table that makes no mapping between those two."""
    ours = (
        table(Classification.CSCO, Classification.ISCO_08, row("4-02-07-08", "8321", BROAD)),
        table(Classification.CSCO, Classification.ESCO, row("4-02-07-08", ESCO + "rider", CLOSE, 0.8)),
    )
    concordance = Concordance((*TABLES[1:], *ours), LISTS)

    there = concordance.map_code("8321", source=Classification.ISCO_08, target=Classification.ESCO)
    away = concordance.map_code("4-02-07-08", source=Classification.CSCO, target=Classification.ESCO)

    assert there.found == ()
    assert Classification.ESCO not in concordance.reach(Code(Classification.ISCO_08, "8321"))
    assert [(one.notation, one.relation) for one in away.found] == [("8321.1", CLOSE)]


def test_a_table_that_lists_both_codes_has_the_last_word() -> None:
    """cook is in 5120 and rider in 8321, says the table; a detour from cook over O*NET to 8321 does not count."""
    detour = (
        table(Classification.ESCO, Classification.ONET_2019, row(ESCO + "cook", "35-2014.00", EXACT)),
        table(Classification.ISCO_08, Classification.ONET_2019, row("8321", "35-2014.00", EXACT)),
        table(Classification.ISCO_08, Classification.CENSUS_2018, row("1111", "0030", EXACT)),
    )
    concordance = Concordance((*TABLES, *detour), LISTS)

    found = concordance.map_code("5120.1", source=Classification.ESCO, target=Classification.ISCO_08).found

    assert [(one.target.code, len(one.paths)) for one in found] == [("5120", 1)]
    assert concordance.reach(Code(Classification.ESCO, ESCO + "cook"))[Classification.ISCO_08] == {"5120"}
    # The list alone is no statement: 1111 is in no row of the table with ESCO, so a detour may reach it.
    onet = table(Classification.CENSUS_2018, Classification.ONET_2019, row("0030", "35-2014.00", EXACT))
    wider = Concordance((*TABLES, *detour, onet), LISTS)
    found = wider.map_code("5120.1", source=Classification.ESCO, target=Classification.ISCO_08).found
    assert [one.target.code for one in found] == ["1111", "5120"]


def test_the_order_of_the_tables_and_rows_does_not_matter() -> None:
    turned = [table(one.source, one.target, *reversed(one.rows), name=one.name) for one in reversed(TABLES)]

    first, second = (
        Concordance(tables, LISTS).map_code("8321.1", source=Classification.ESCO, target=Classification.SOC_2018)
        for tables in (TABLES, turned)
    )

    assert first == second
    assert len(first.found) == 3


@pytest.mark.parametrize("written", ["8321.1", ESCO + "rider", f"  {ESCO}rider "])
def test_a_code_is_found_however_it_is_written(concordance: Concordance, written: str) -> None:
    assert concordance.find(written, Classification.ESCO) == Code(Classification.ESCO, ESCO + "rider")


@pytest.mark.parametrize(
    ("written", "classification", "code"),
    [
        # As a Chinese keyboard, a text program and a table in a web page write them.
        ("\uff18\uff13\uff12\uff11", Classification.ISCO_08, "8321"),
        ("\uff15\uff13\uff0d\uff13\uff10\uff13\uff11", Classification.SOC_2010, "53-3031"),
        ("53\u20133031", Classification.SOC_2010, "53-3031"),
        ("53\u22123031", Classification.SOC_2010, "53-3031"),
        ("\u200b53 - 3031\u00a0\n", Classification.SOC_2010, "53-3031"),
        ("8321\uff0e1", Classification.ESCO, ESCO + "rider"),
    ],
)
def test_signs_of_another_keyboard_are_the_same_code(
    concordance: Concordance, written: str, classification: Classification, code: str
) -> None:
    assert concordance.find(written, classification).code == code


@pytest.mark.parametrize(
    ("written", "classification", "near"),
    [
        ("533031", Classification.SOC_2010, ["53-3031"]),
        ("53.3031", Classification.SOC_2010, ["53-3031"]),
        ("isco:8321", Classification.ISCO_08, ["8321"]),
        ("C8321", Classification.ISCO_08, ["8321"]),
        # A spreadsheet takes codes for numbers.
        ("8321.0", Classification.ISCO_08, ["8321"]),
        ("08321", Classification.ISCO_08, ["8321"]),
        ("83211", Classification.ESCO, ["8321.1"]),
    ],
)
def test_digits_of_a_code_find_it(
    concordance: Concordance, written: str, classification: Classification, near: list[str]
) -> None:
    with pytest.raises(UnknownCodeError) as caught:
        concordance.find(written, classification)

    assert caught.value.details["near"] == near
    assert near[0] in caught.value.hint
    assert near[0] in caught.value.hint_zh


@pytest.mark.parametrize("classification", [Classification.ESCO, Classification.ISCO_08, Classification.SOC_2010])
@pytest.mark.parametrize(
    "odd", ["", " \t", "-", ".", "\0", "\ud800", "\U0001f4a5", "'; DROP TABLE", "\u0668\u0663", "x" * 5000, "9" * 5000]
)
def test_what_is_no_code_is_an_error_of_ours(
    concordance: Concordance, odd: str, classification: Classification
) -> None:
    with pytest.raises((UnknownCodeError, WrongClassificationError)) as caught:
        concordance.find(odd, classification)

    error = caught.value
    assert len(error.message) < 300
    assert error.hint
    assert error.hint_zh
    text = error.details["text"]
    assert isinstance(text, dict)
    assert text["zh"]


def test_no_code_at_all_is_said_so(concordance: Concordance) -> None:
    with pytest.raises(UnknownCodeError, match=r"^No code of ISCO-08 was given"):
        concordance.find("  ", Classification.ISCO_08)


def test_ids_of_the_graph_are_taken_and_given(concordance: Concordance) -> None:
    isco = "http://data.europa.eu/esco/isco/C8321"

    assert concordance.find(isco, Classification.ISCO_08) == Code(Classification.ISCO_08, "8321")
    assert concordance.find("soc:53-3031", Classification.SOC_2018).code == "53-3031"
    assert graph_id(Code(Classification.ISCO_08, "8321")) == isco
    assert graph_id(Code(Classification.CENSUS_2018, "9130")) is None


@pytest.mark.parametrize(
    ("wrong", "near"),
    [("8321.2", ["8321.1", "8321.1.1"]), ("Cook", ["5120.1"]), ("9999.9.9", [])],
)
def test_an_unknown_code_names_codes_near_it(concordance: Concordance, wrong: str, near: list[str]) -> None:
    with pytest.raises(UnknownCodeError) as caught:
        concordance.map_code(wrong, source=Classification.ESCO, target=Classification.ISCO_08)

    assert caught.value.details["near"] == near
    assert repr(wrong) in caught.value.message


@pytest.mark.parametrize(
    ("wrong", "said", "looks_like"),
    [
        # The form alone says it: no O*NET table was read.
        ("53-3031.00", Classification.SOC_2018, ["onet2010", "onet2019"]),
        # A code of the older release, which the newer one does not have.
        ("53-3054", Classification.SOC_2010, ["soc2018"]),
        ("8321", Classification.ESCO, ["isco08"]),
        ("8321.1", Classification.ISCO_08, ["esco"]),
    ],
)
def test_a_code_of_another_classification_says_of_which(
    concordance: Concordance, wrong: str, said: Classification, looks_like: list[str]
) -> None:
    with pytest.raises(WrongClassificationError) as caught:
        concordance.map_code(wrong, source=said, target=Classification.ISCO_08)

    assert caught.value.details["looks_like"] == looks_like


def test_a_classification_without_a_table_is_an_error_not_an_empty_answer(concordance: Concordance) -> None:
    with pytest.raises(CrosswalkAbsentError) as caught:
        concordance.map_code("8321", source=Classification.ISCO_08, target=Classification.CSCO)

    assert caught.value.details["classification"] == "csco"


@pytest.mark.parametrize("options", [{"most_hops": 0}, {"most_hops": 5}, {"min_confidence": 1.1}])
def test_limits_out_of_range_are_refused(concordance: Concordance, options: dict[str, int]) -> None:
    with pytest.raises(VocabularyError):
        concordance.map_code("8321", source=Classification.ISCO_08, target=Classification.SOC_2010, **options)


def test_two_tables_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="two crosswalks named esco-isco08"):
        Concordance((TABLES[0], TABLES[0]))
