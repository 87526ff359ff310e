"""Figures out of the published files, each value looked up in them by hand."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from ontology import MatchKind, Scheme, map_figures, read_crosswalk, read_figures, read_starter
from ontology._figure_mapping import FigureLoss, MappedFigures
from ontology._figure_sources import FigureTables
from ontology.records import Figure, Matches, Occupation

pytestmark = pytest.mark.shared_data

ORIGIN = {"source": "t", "source_version": "30.1", "licence": "l"}
ESCO = "http://data.europa.eu/esco/occupation/"
CODES = (
    "11-1011.00", "13-1031.00", "15-1252.00", "29-1141.00", "31-1121.00", "41-2011.00", "41-9041.00", "43-9041.00",
    "49-3011.00", "49-9081.00", "51-2011.00", "51-2031.00", "53-3031.00",
)  # fmt: skip
CLAIMS, ASSEMBLER = "01a83071-6533-4675-b2da-f0c6d02669f5", "036dc42f-bd4d-4533-a3cc-fcd313227ce3"


@pytest.fixture(scope="module")
def tables(shared: Path) -> FigureTables:
    return read_figures([shared])


@pytest.fixture(scope="module")
def mapped(shared: Path, tables: FigureTables) -> MappedFigures:
    """A dozen O*NET occupations, two of ESCO with their official matches, and the starter occupations."""
    onet = [Occupation(id=f"onet:{code}", scheme=Scheme.ONET, soc_code=code, **ORIGIN) for code in CODES]
    esco = [
        Occupation(id=f"{ESCO}{name}", scheme=Scheme.ESCO, isco_code=isco, **ORIGIN)
        for name, isco in ((CLAIMS, "3315"), (ASSEMBLER, "8211"))
    ]
    starter = [record for record in read_starter() if isinstance(record, Occupation)]
    crosswalk = read_crosswalk(shared / "crosswalks" / "esco_onet_official" / "crosswalk_esco_onet.csv")
    matches = [record for record in crosswalk if isinstance(record, Matches)]
    return map_figures(tables, [*onet, *esco, *starter], matches)


@pytest.fixture(scope="module")
def found(mapped: MappedFigures) -> Mapping[str, Mapping[str, Figure]]:
    return {one.id: {figure.name: figure for figure in one.figures} for one in mapped.occupations}


# growth, openings, wage, exits, transfers, education, experience of tables 1.2 and 1.10; alpha, beta, gamma;
# AIOE; Frey-Osborne; applicability.
PUBLISHED = {
    "11-1011.00": (4.3, 22.2, 206420, 3.0, 3.6, "Bachelor's degree", "5 years or more",
                   0.1, 0.46, 0.82, 1.334246, 0.015, 0.155503),
    "41-2011.00": (-9.9, 542.6, 31190, 9.8, 9.4, "No formal educational credential", "None",
                   0.139535, 0.209302, 0.279070, -0.248089, 0.97, 0.330421),
    "41-9041.00": (-22.1, 6.5, 34410, 5.2, 8.1, "No formal educational credential", "None",
                   0.611111, 0.805556, 1.0, 1.118129, 0.99, 0.404480),
}  # fmt: skip
NAMES = (
    "employment_growth_2024_34_us", "openings_2024_34_us", "median_wage_2024_us", "labour_force_exit_rate_2024_34_us",
    "occupational_transfer_rate_2024_34_us", "education_needed_us", "experience_needed_us",
    "ai_exposure_eloundou_alpha", "ai_exposure_eloundou_beta", "ai_exposure_eloundou_gamma",
    "ai_exposure_felten_aioe", "automation_frey_osborne", "ai_exposure_microsoft_applicability",
)  # fmt: skip


@pytest.mark.parametrize("code", PUBLISHED)
def test_occupation_has_the_published_figures(code: str, found: Mapping[str, Mapping[str, Figure]]) -> None:
    figures = found[f"onet:{code}"]

    got = tuple(figures[name].text or figures[name].value for name in NAMES)

    assert got == pytest.approx(PUBLISHED[code], abs=1e-9)


def test_software_developers_of_2018_are_two_codes_of_2010(found: Mapping[str, Mapping[str, Figure]]) -> None:
    """15-1132 and 15-1133: AIOE (1.200923 + 1.283308) / 2, Frey-Osborne (0.042 + 0.13) / 2."""
    figures = found["onet:15-1252.00"]

    aioe, automation = figures["ai_exposure_felten_aioe"], figures["automation_frey_osborne"]
    assert (aioe.value, aioe.codes, aioe.spread) == (pytest.approx(1.2421155, abs=1e-6), 2, (1.200923, 1.283308))
    assert (automation.value, automation.codes, automation.spread) == (0.086, 2, (0.042, 0.13))


def test_home_health_aides_have_the_projections_of_their_wider_group(found: Mapping[str, Mapping[str, Figure]]) -> None:
    growth = found["onet:31-1121.00"]["employment_growth_2024_34_us"]

    assert (growth.value, growth.via) == (17, "soc-2018 (broad) > onet-soc-2019")


def test_nurses_and_wind_technicians(found: Mapping[str, Mapping[str, Figure]]) -> None:
    """Nurses: Frey-Osborne 0.009 under a code of SOC 2000. Technicians: 49.9 %, the fastest growing of all."""
    nurse, technician = found["onet:29-1141.00"], found["onet:49-9081.00"]

    assert (nurse["automation_frey_osborne"].value, nurse["median_wage_2024_us"].value) == (0.009, 93600)
    assert technician["employment_growth_2024_34_us"].value == 49.9
    assert technician["training_needed_us"].text == "Long-term on-the-job training"
    assert "automation_frey_osborne" not in technician


def test_insurance_claims_handler_stands_between_two_us_occupations(found: Mapping[str, Mapping[str, Figure]]) -> None:
    """Close matches 13-1031 (growth -5.1, wage 76,790) and 43-9041 (-3.7, 48,450)."""
    figures = found[f"{ESCO}{CLAIMS}"]

    growth = figures["employment_growth_2024_34_us"]
    assert (growth.value, growth.codes, growth.spread) == (-4.4, 2, (-5.1, -3.7))
    assert growth.via == "soc-2018 > onet-soc-2019 > esco (close)"
    assert figures["median_wage_2024_us"].value == 62620
    assert "employment_2024_us" not in figures


def test_engine_assembler_takes_close_matches_before_the_broad_one(found: Mapping[str, Mapping[str, Figure]]) -> None:
    """Close: 49-3011 (4.0, award after school) and 51-2011 (-14.5, high school); broad: 51-2031 (-21.1), not used."""
    figures = found[f"{ESCO}{ASSEMBLER}"]

    growth, education = figures["employment_growth_2024_34_us"], figures["education_needed_us"]
    assert (growth.value, growth.spread) == (-5.25, (-14.5, 4.0))
    assert (education.value, education.text, education.spread) == (2, "High school diploma or equivalent", (2, 4))


def test_ilo_score_of_cashiers_and_software_developers(tables: FigureTables) -> None:
    """5230: (.4125 + .33 + .615 + .45 + .42 + .5 + .2575 + .17) / 8 = .394375; 2512: 4.2125 / 8 = .5265625."""
    values = next(one.values for one in tables.figures if one.term.name == "ai_exposure_ilo_2025")

    assert (values["5230"].value, values["2512"].value) == (0.3944, 0.5266)


def test_every_source_is_there_in_full(tables: FigureTables) -> None:
    counts = {one.term.name: len(one.values) for one in tables.figures}

    assert not tables.lacking
    assert counts["employment_growth_2024_34_us"] == 832
    assert counts["median_wage_2024_us"] == 826
    assert counts["ai_exposure_eloundou_beta"] == 923
    assert counts["ai_exposure_felten_aioe"] == 774
    assert counts["automation_frey_osborne"] == 702
    assert counts["ai_exposure_microsoft_applicability"] == 785
    assert counts["ai_exposure_ilo_2025"] == 427


def test_codes_that_soc_2010_does_not_have_are_reported(mapped: MappedFigures) -> None:
    """Of 702 codes 16 are not in SOC 2010: four are groups whose members are (25-1000, 29-1060, 15-1150, 45-2090)."""
    losses: Mapping[str, FigureLoss] = {loss.figure: loss for loss in mapped.losses}

    assert losses["automation_frey_osborne"].unknown == (
        "13-1078", "15-1179", "15-1799", "25-3999", "29-2037", "29-2799", "29-9799", "31-9799", "39-4831", "47-4799",
        "49-9799", "51-9399",
    )  # fmt: skip
    assert losses["employment_growth_2024_34_us"].unknown == ()
    assert losses["ai_usage_anthropic"].lost == (20.17, 100)


def test_starter_figures_written_by_hand_agree_with_the_files(found: Mapping[str, Mapping[str, Figure]]) -> None:
    """Each of the 679 figures that the starter data state is the one that its own codes lead to."""
    wrong, compared = [], 0
    for occupation in (record for record in read_starter() if isinstance(record, Occupation)):
        for figure in occupation.figures:
            compared += 1
            again = found[occupation.id][figure.name]
            # Written with four digits; one was rounded from a mean that lay on the border.
            if abs(again.value - figure.value) > 1.01e-4 or (again.year, again.source) != (figure.year, figure.source):
                wrong.append((occupation.id, figure, again))

    assert compared == 679
    assert wrong == []


def test_matches_of_the_two_esco_occupations_are_what_the_tests_say(shared: Path) -> None:
    crosswalk = read_crosswalk(shared / "crosswalks" / "esco_onet_official" / "crosswalk_esco_onet.csv")

    close = {
        record.to_id
        for record in crosswalk
        if isinstance(record, Matches) and record.from_id == f"{ESCO}{CLAIMS}" and record.kind is MatchKind.CLOSE
    }

    assert close == {"onet:13-1031.00", "onet:43-9041.00"}
