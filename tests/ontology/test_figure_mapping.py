"""Figures on their way to occupations: which codes count, what they become together, and what is lost."""

from pathlib import Path

import pytest

from ontology import MatchKind, Scheme, map_figures, read_figures
from ontology.records import Figure, Matches, Occupation, OccupationGroup, Requires, Skill

from .figure_files import write_eloundou, write_felten, write_projections, write_sheets, write_soc_crosswalk

ORIGIN = {"source": "t", "source_version": "1.1.1", "licence": "l"}
ESCO, ISCO = "http://data.europa.eu/esco/occupation/", "http://data.europa.eu/esco/isco/C"
BETA, GROWTH, AIOE, ILO = (
    "ai_exposure_eloundou_beta", "employment_growth_2024_34_us", "ai_exposure_felten_aioe", "ai_exposure_ilo_2025",
)  # fmt: skip


def onet(code: str, **fields: object) -> Occupation:
    values: dict[str, object] = {**ORIGIN, "source_version": "30.1", **fields}
    return Occupation(id=f"onet:{code}", scheme=Scheme.ONET, soc_code=code, **values)


def esco(name: str, **fields: object) -> Occupation:
    return Occupation(id=f"{ESCO}{name}", scheme=Scheme.ESCO, **{**ORIGIN, **fields})


def match(left: str, right: str, kind: MatchKind) -> Matches:
    return Matches(from_id=left, to_id=right, kind=kind, **ORIGIN)


def eloundou(folder: Path, **betas: float) -> None:
    """Beta per SOC code written without its dash: `s111011=0.4` is 11-1011.00."""
    rows = (f"{code[1:3]}-{code[3:]}.00,,0,{beta},1,0,0,0" for code, beta in betas.items())
    write_eloundou(folder, *rows)


def figures_of(
    folder: Path, *occupations: Occupation, matches: tuple[Matches, ...] = ()
) -> dict[str, dict[str, Figure]]:
    mapped = map_figures(read_figures([folder]), occupations, matches)
    return {one.id: {figure.name: figure for figure in one.figures} for one in mapped.occupations}


def test_figure_of_the_very_code_came_over_nothing(tmp_path: Path) -> None:
    eloundou(tmp_path, s111011=0.4)

    figure = figures_of(tmp_path, onet("11-1011.00"))["onet:11-1011.00"][BETA]

    assert (figure.value, figure.via, figure.codes, figure.spread) == (0.4, "", 1, ())


def test_several_codes_become_their_mean_with_number_and_spread(tmp_path: Path) -> None:
    """(0.2 + 0.3 + 0.7) / 3 = 0.4."""
    eloundou(tmp_path, s111011=0.2, s111021=0.7, s111031=0.3)
    codes = ("11-1011.00", "11-1021.00", "11-1031.00")
    matches = tuple(match(f"{ESCO}a", f"onet:{code}", MatchKind.CLOSE) for code in codes)

    figure = figures_of(tmp_path, esco("a"), *map(onet, codes), matches=matches)[f"{ESCO}a"][BETA]

    assert (figure.value, figure.codes, figure.spread) == (0.4, 3, (0.2, 0.7))
    assert figure.via == "onet-soc-2019 > esco (close)"


def test_exact_match_is_not_diluted_by_a_broad_one(tmp_path: Path) -> None:
    eloundou(tmp_path, s111011=0.2, s111021=0.8)
    matches = (
        match(f"{ESCO}a", "onet:11-1011.00", MatchKind.BROAD), match(f"{ESCO}a", "onet:11-1021.00", MatchKind.EXACT),
    )  # fmt: skip

    figure = figures_of(tmp_path, esco("a"), onet("11-1011.00"), onet("11-1021.00"), matches=matches)[f"{ESCO}a"][BETA]

    assert (figure.value, figure.codes, figure.via) == (0.8, 1, "onet-soc-2019 > esco (exact)")


def test_match_written_the_other_way_round_is_seen_from_the_occupation(tmp_path: Path) -> None:
    """The O*NET occupation says that ESCO's is narrower, so O*NET's is the broader one."""
    eloundou(tmp_path, s111011=0.2)
    matches = (match("onet:11-1011.00", f"{ESCO}a", MatchKind.NARROW),)

    figure = figures_of(tmp_path, esco("a"), onet("11-1011.00"), matches=matches)[f"{ESCO}a"][BETA]

    assert figure.via == "onet-soc-2019 > esco (broad)"


def test_nearest_match_without_a_value_gives_way_to_the_next(tmp_path: Path) -> None:
    eloundou(tmp_path, s111011=0.2)
    matches = (
        match(f"{ESCO}a", "onet:11-1011.00", MatchKind.BROAD), match(f"{ESCO}a", "onet:11-1021.00", MatchKind.EXACT),
    )  # fmt: skip

    figure = figures_of(tmp_path, esco("a"), onet("11-1011.00"), onet("11-1021.00"), matches=matches)[f"{ESCO}a"][BETA]

    assert (figure.value, figure.via) == (0.2, "onet-soc-2019 > esco (broad)")


def test_step_of_a_scale_is_the_lower_middle_one_and_a_count_of_several_is_missing(tmp_path: Path) -> None:
    """Education 2 and 8 make 2, not 5; employment 10.5 and 20 is neither's; growth (8.8 - 3.5) / 2 = 2.65."""
    write_projections(tmp_path)
    matches = tuple(match(f"{ESCO}a", f"onet:{code}.00", MatchKind.CLOSE) for code in ("53-3031", "29-1249"))
    occupations = (esco("a"), onet("53-3031.00"), onet("29-1249.00"))

    mapped = map_figures(read_figures([tmp_path]), occupations, matches)

    found = {figure.name: figure for one in mapped.occupations if one.id == f"{ESCO}a" for figure in one.figures}
    education = found["education_needed_us"]
    assert (education.value, education.text) == (2, "High school diploma or equivalent")
    assert (education.codes, education.spread) == (2, (2, 8))
    assert "employment_2024_us" not in found
    assert found[GROWTH].value == pytest.approx(2.65)
    # 239,200 at least and 37,130: their mean is "at least" too.
    wage = found["median_wage_2024_us"]
    assert (wage.value, wage.unit, wage.text) == (138165, "USD/year, at least", "")
    losses = {loss.figure: loss for loss in mapped.losses}
    assert losses["employment_2024_us"].refused == 1
    assert (losses[GROWTH].refused, losses[GROWTH].averaged) == (0, 1)


def test_codes_of_the_older_soc_come_over_the_official_table(tmp_path: Path) -> None:
    """15-1252 was made of 15-1132 (1.2) and 15-1133 (1.4): 1.3. 15-1253 of the same two. 19-9999 is in no table."""
    write_felten(tmp_path, ("15-1132", 1.2), ("15-1133", 1.4), ("19-9999", 0.5))
    pairs = (("15-1132", "15-1252"), ("15-1132", "15-1253"), ("15-1133", "15-1252"), ("15-1133", "15-1253"))
    write_soc_crosswalk(tmp_path, *pairs)

    mapped = map_figures(read_figures([tmp_path]), (onet("15-1252.00"), onet("15-1253.00")), ())

    assert [one.figures[0].value for one in mapped.occupations] == [1.3, 1.3]
    figure = mapped.occupations[0].figures[0]
    assert (figure.codes, figure.spread, figure.via) == (2, (1.2, 1.4), "soc-2010 > soc-2018 > onet-soc-2019")
    (loss,) = mapped.losses
    assert (loss.codes, loss.unknown, loss.unreached, loss.averaged) == (3, ("19-9999",), 0, 2)


def test_group_given_in_place_of_its_members_says_that_it_is_wider(tmp_path: Path) -> None:
    """Of SOC 2010 the source has 25-1000 alone; of SOC 2018 it has 31-1120, which BLS publishes for 31-1121."""
    write_felten(tmp_path, ("25-1000", 1.1))
    write_soc_crosswalk(tmp_path, ("25-1011", "25-1011"))
    aides = ("Aides", "31-1120", "Line item", 4347.7, 17.0, 2.8, 765.8, 34900, "No formal educational credential",
             "None", "None")  # fmt: skip
    write_projections(tmp_path, rows=(aides,), rates=(("Aides", "31-1120", "Line item", 8.6, 6.1),))

    found = figures_of(tmp_path, onet("25-1011.00"), onet("31-1121.00"))

    teacher, aide = found["onet:25-1011.00"][AIOE], found["onet:31-1121.00"][GROWTH]
    assert (teacher.value, teacher.via) == (1.1, "soc-2010 (broad) > soc-2018 > onet-soc-2019")
    assert (aide.value, aide.via) == (17, "soc-2018 (broad) > onet-soc-2019")


def _ilo(folder: Path, **scores: float) -> None:
    rows = [(code[1:], score, round(score, 2)) for code, score in scores.items()]
    write_sheets(
        folder / "Final_Scores_ISCO08_Gmyrek_et_al_2025.xlsx",
        {"Sheet1": [("ISCO_08", "score_2025", "mean_score_2025"), *rows]},
    )


def test_isco_figure_comes_by_the_occupations_own_group_or_over_esco(tmp_path: Path) -> None:
    """O*NET's occupation matches two of ESCO, in 2511 (0.4) and 2512 (0.6), and a third in 2512 again: 0.5 of two."""
    _ilo(tmp_path, c2511=0.4, c2512=0.6)
    occupations = (
        esco("a", isco_code="2511"), esco("b", isco_code="2512"), esco("c", isco_code="2512"), onet("15-1252.00"),
    )  # fmt: skip
    matches = tuple(match(f"{ESCO}{name}", "onet:15-1252.00", MatchKind.CLOSE) for name in "abc")

    found = figures_of(tmp_path, *occupations, matches=matches)

    assert found[f"{ESCO}a"][ILO].via == "isco-08 > esco"
    figure = found["onet:15-1252.00"][ILO]
    assert (figure.value, figure.codes, figure.spread) == (0.5, 2, (0.4, 0.6))
    assert figure.via == "isco-08 > esco > onet-soc-2019 (close)"


def test_chinese_occupation_gets_the_isco_index_over_its_crosswalk_and_nothing_of_the_us(tmp_path: Path) -> None:
    _ilo(tmp_path, c8321=0.25)
    write_projections(tmp_path)
    eloundou(tmp_path, s533031=0.3)
    rider = Occupation(id="csco:4-02-07-10", scheme=Scheme.CSCO, **ORIGIN)
    lone = Occupation(id="csco:4-02-07-08", scheme=Scheme.CSCO, **ORIGIN)
    matches = (
        match("csco:4-02-07-10", f"{ISCO}8321", MatchKind.BROAD),
        match("csco:4-02-07-10", "onet:53-3031.00", MatchKind.CLOSE),
    )

    found = figures_of(tmp_path, rider, lone, onet("53-3031.00"), matches=matches)

    assert "csco:4-02-07-08" not in found
    assert list(found["csco:4-02-07-10"]) == [ILO]
    figure = found["csco:4-02-07-10"][ILO]
    assert (figure.value, figure.via) == (0.25, "isco-08 > csco (broad)")


def test_own_codes_of_a_starter_occupation_lead_to_figures_and_replace_those_of_their_name(tmp_path: Path) -> None:
    eloundou(tmp_path, s533031=0.333333)
    old = Figure(name=BETA, value=0.3, unit="share of tasks", year=2023, source="eloundou-2023")
    other = Figure(name="survey", value=1, unit="score", year=2020, source="s")
    starter = Occupation(
        id="starter:occupation/rider", scheme=Scheme.STARTER, soc_code="53-3031.00", figures=(old, other), **ORIGIN
    )

    (mapped,) = map_figures(read_figures([tmp_path]), (starter,), ()).occupations

    found = {figure.name: figure for figure in mapped.figures}
    assert (found[BETA].value, found[BETA].via) == (0.333333, "onet-soc-2019 > starter")
    assert found["survey"] == other
    assert (mapped.id, mapped.source, mapped.source_version) == (starter.id, starter.source, starter.source_version)


def test_mapping_twice_changes_nothing_the_second_time(tmp_path: Path) -> None:
    eloundou(tmp_path, s111011=0.4)
    tables = read_figures([tmp_path])

    first = map_figures(tables, (onet("11-1011.00"), onet("11-1021.00")), ())
    second = map_figures(tables, first.occupations, ())

    assert [one.id for one in first.occupations] == ["onet:11-1011.00"]
    assert second.occupations == ()


def test_figure_that_no_longer_reaches_an_occupation_goes_from_it(tmp_path: Path) -> None:
    """b's match is gone, so beta goes from b alone; growth is not in the tables of this import, and stays."""
    growth = Figure(name=GROWTH, value=1.0, unit="percent", year=2024, source="bls-ep-2024", via="soc-2018 > esco")
    a, b, source = esco("a"), esco("b", figures=(growth,)), onet("11-1011.00")
    eloundou(tmp_path, s111011=0.4)
    tables = read_figures([tmp_path])
    matches = [match(f"{ESCO}{name}", source.id, MatchKind.EXACT) for name in "ab"]
    before = {one.id: one for one in map_figures(tables, (a, b, source), matches).occupations}

    again = map_figures(tables, tuple(before.values()), matches[:1])

    assert sorted(before) == sorted([a.id, b.id, source.id])
    assert [(one.id, one.figures) for one in again.occupations] == [(b.id, (growth,))]
    assert {loss.figure: loss.removed for loss in again.losses}[BETA] == 1


def test_figure_of_the_starter_data_stays_where_no_import_reaches(tmp_path: Path) -> None:
    """The same figure in an occupation of ESCO can only come from an import, for ESCO itself gives none."""
    own = Figure(name=BETA, value=0.3, unit="share", year=2023, source="eloundou-2023")
    eloundou(tmp_path, s111011=0.4)
    starter = Occupation(id="starter:occupation/x", scheme=Scheme.STARTER, figures=(own,), **ORIGIN)

    mapped = map_figures(read_figures([tmp_path]), (starter, esco("x", figures=(own,))), ())

    assert [(one.id, one.figures) for one in mapped.occupations] == [(f"{ESCO}x", ())]


def test_share_that_cannot_be_counted_any_more_goes(tmp_path: Path) -> None:
    """Two skills, one green: 0.5. Without requirements nothing is known."""
    eloundou(tmp_path, s111011=0.4)
    tables, skills = read_figures([tmp_path]), (skill("one", "green"), skill("two"))
    occupation = esco("a")
    needed = (needs(occupation.id, "one"), needs(occupation.id, "two"))
    (counted,) = map_figures(tables, (occupation,), (), skills=skills, requires=needed).occupations

    (bare,) = map_figures(tables, (counted,), (), skills=skills).occupations

    assert [(figure.name, figure.value) for figure in counted.figures] == [("green_skill_share", 0.5)]
    assert bare.figures == ()


def test_job_zone_reaches_a_matched_occupation_and_keeps_its_release(tmp_path: Path) -> None:
    eloundou(tmp_path, s111011=0.4)
    matches = (match(f"{ESCO}a", "onet:11-1011.00", MatchKind.EXACT), match(f"{ESCO}b", "onet:9", MatchKind.EXACT))
    old = onet("11-1021.00", job_zone=2, source_version="19.0")

    found = figures_of(tmp_path, esco("a"), esco("b"), onet("11-1011.00", job_zone=5), old, matches=matches)

    zone = found[f"{ESCO}a"]["job_zone"]
    assert (zone.value, zone.source, zone.year) == (5, "onet-30.1", 2025)
    # The year of release 19.0 is not written down, so nothing is said.
    assert "onet:11-1021.00" not in found


def skill(name: str, *collections: str, scheme: Scheme = Scheme.ESCO) -> Skill:
    return Skill(id=name, scheme=scheme, collections=collections, **ORIGIN)


def needs(occupation: str, name: str, *, essential: bool = True, source: str = "t") -> Requires:
    origin = {**ORIGIN, "source": source}
    return Requires(from_id=occupation, to_id=name, essential=essential, **origin)


def shares(folder: Path, occupation: Occupation, skills: tuple[Skill, ...], requires: tuple[Requires, ...],
           matches: tuple[Matches, ...] = ()) -> dict[str, Figure]:  # fmt: skip
    eloundou(folder, s111011=0.4)
    mapped = map_figures(read_figures([folder]), (occupation,), matches, skills=skills, requires=requires)
    return {figure.name: figure for one in mapped.occupations for figure in one.figures}


def test_share_of_green_and_digital_skills_counts_an_optional_one_half(tmp_path: Path) -> None:
    """Essential: green, plain. Optional: green and digital, plain. Weight 1 + 1 + .5 + .5 = 3.
    Green 1 + .5 = 1.5 of 3; digital .5 of 3 = 0.166667."""
    skills = (skill("g", "green"), skill("p"), skill("gd", "digital", "green"), skill("q"))
    requires = (
        needs(f"{ESCO}a", "g"), needs(f"{ESCO}a", "p"),
        needs(f"{ESCO}a", "gd", essential=False), needs(f"{ESCO}a", "q", essential=False),
    )  # fmt: skip

    found = shares(tmp_path, esco("a"), skills, requires)

    green, digital = found["green_skill_share"], found["digital_skill_share"]
    assert (green.value, green.codes, green.via, green.year, green.source) == (0.5, 4, "", 2022, "esco-1.1.1")
    assert digital.value == 0.166667


def test_share_needs_half_of_the_skills_to_be_known_to_esco(tmp_path: Path) -> None:
    """Of two essential skills one is ESCO's own (exactly half): a share. Of three one: none."""
    starter = Occupation(id="starter:occupation/a", scheme=Scheme.STARTER, **ORIGIN)
    skills = (skill("g", "green"), *(skill(f"s{at}", scheme=Scheme.STARTER) for at in range(3)))
    exact = (match("s0", "g", MatchKind.EXACT), match("s1", "g", MatchKind.CLOSE))
    half = tuple(needs(starter.id, name) for name in ("s0", "s1"))
    third = (*half, needs(starter.id, "s2"))

    share = shares(tmp_path, starter, skills, half, exact)["green_skill_share"]

    assert (share.value, share.codes, share.via) == (1, 1, "esco > starter")
    assert shares(tmp_path, starter, skills, third, exact) == {}


def test_share_is_not_counted_from_requirements_that_we_derived(tmp_path: Path) -> None:
    requires = tuple(needs(f"{ESCO}a", "g", source=source) for source in ("pathloom-derived", "pathloom-transferred"))

    assert shares(tmp_path, esco("a"), (skill("g", "green"),), requires) == {}


def test_isco_groups_of_the_store_tell_unknown_codes_from_unreached_ones(tmp_path: Path) -> None:
    """2511 has an occupation, 1113 is a group without one, 9999 is no group."""
    _ilo(tmp_path, c2511=0.4, c1113=0.3, c9999=0.2)
    groups = tuple(OccupationGroup(id=f"{ISCO}{code}", scheme=Scheme.ISCO, **ORIGIN) for code in ("2511", "1113"))

    (loss,) = map_figures(read_figures([tmp_path]), (esco("a", isco_code="2511"),), (), groups=groups).losses

    assert (loss.codes, loss.unknown, loss.unreached, dict(loss.occupations)) == (3, ("9999",), 1, {"esco": 1})


def test_matched_occupations_of_one_soc_code_count_it_once(tmp_path: Path) -> None:
    """53-3031.00 and 53-3031.01 share 8.8, 29-1249.00 has -3.5: (8.8 - 3.5) / 2, not (8.8 + 8.8 - 3.5) / 3."""
    write_projections(tmp_path)
    codes = ("53-3031.00", "53-3031.01", "29-1249.00")
    matches = tuple(match(f"{ESCO}a", f"onet:{code}", MatchKind.CLOSE) for code in codes)

    growth = figures_of(tmp_path, esco("a"), *map(onet, codes), matches=matches)[f"{ESCO}a"][GROWTH]

    assert (growth.value, growth.codes) == (pytest.approx(2.65), 2)


def test_skill_that_is_two_skills_of_esco_is_none_of_them(tmp_path: Path) -> None:
    """Two essential skills; s0 is exactly g, s1 exactly g and p, so it is not known: 1 of 2 is enough, 1 green."""
    starter = Occupation(id="starter:occupation/a", scheme=Scheme.STARTER, **ORIGIN)
    skills = (skill("g", "green"), skill("p"), *(skill(f"s{at}", scheme=Scheme.STARTER) for at in range(2)))
    exact = tuple(match(*ends, MatchKind.EXACT) for ends in (("s0", "g"), ("s1", "g"), ("s1", "p")))

    share = shares(tmp_path, starter, skills, (needs(starter.id, "s0"), needs(starter.id, "s1")), exact)

    assert (share["green_skill_share"].value, share["green_skill_share"].codes) == (1, 1)
