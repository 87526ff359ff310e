"""Which concepts become one row, and what the merged record holds."""

from dataclasses import replace

from graph._merge import group_concepts, merged_occupation, merged_skill
from ontology.records import Figure
from ontology.vocabulary import Scheme

from .samples import occupation, skill


def _ids(groups: list) -> list[list[str]]:
    return [[member.id for member in group] for group in groups]


def test_exact_matches_join_schemes_with_the_most_believed_first() -> None:
    concepts = [
        occupation("onet:1", scheme=Scheme.ONET),
        occupation("esco:1", scheme=Scheme.ESCO),
        occupation("starter:1"),
        occupation("csco:1", scheme=Scheme.CSCO),
        occupation("esco:2", scheme=Scheme.ESCO),
    ]

    groups = group_concepts(
        concepts, [("starter:1", "esco:1"), ("esco:1", "onet:1"), ("starter:1", "csco:1"), ("esco:2", "unknown")]
    )

    assert _ids(groups) == [["esco:2"], ["starter:1", "esco:1", "onet:1", "csco:1"]]


def test_exact_match_is_symmetric() -> None:
    concepts = [occupation("esco:1", scheme=Scheme.ESCO), occupation("starter:1")]

    assert _ids(group_concepts(concepts, [("esco:1", "starter:1"), ("starter:1", "esco:1")])) == [
        ["starter:1", "esco:1"]
    ]


def test_concepts_that_another_scheme_splits_stay_apart() -> None:
    concepts = [
        occupation("esco:1", scheme=Scheme.ESCO),
        occupation("esco:2", scheme=Scheme.ESCO),
        occupation("onet:1", scheme=Scheme.ONET),
        occupation("onet:2", scheme=Scheme.ONET),
    ]

    # esco:1 and esco:2 are both onet:1; esco:2 is also onet:2.
    groups = group_concepts(concepts, [("esco:1", "onet:1"), ("esco:2", "onet:1"), ("esco:2", "onet:2")])

    assert _ids(groups) == [["esco:1"], ["esco:2"], ["onet:1"], ["onet:2"]]


def test_a_split_in_one_scheme_does_not_hinder_the_match_in_another() -> None:
    concepts = [
        occupation("starter:1"),
        occupation("esco:1", scheme=Scheme.ESCO),
        occupation("onet:1", scheme=Scheme.ONET),
        occupation("onet:2", scheme=Scheme.ONET),
    ]

    groups = group_concepts(concepts, [("starter:1", "esco:1"), ("starter:1", "onet:1"), ("starter:1", "onet:2")])

    assert _ids(groups) == [["onet:1"], ["onet:2"], ["starter:1", "esco:1"]]


def test_a_chain_never_brings_two_concepts_of_one_scheme_together() -> None:
    concepts = [
        occupation("starter:1"),
        occupation("starter:2"),
        occupation("esco:1", scheme=Scheme.ESCO),
        occupation("onet:1", scheme=Scheme.ONET),
    ]

    # starter:1 = esco:1 = onet:1 = starter:2; pairs with the starter scheme come first, so the last link falls away.
    groups = group_concepts(concepts, [("esco:1", "onet:1"), ("starter:1", "esco:1"), ("starter:2", "onet:1")])

    assert _ids(groups) == [["starter:1", "esco:1"], ["starter:2", "onet:1"]]


def test_matches_within_one_scheme_do_not_merge() -> None:
    concepts = [occupation("starter:1"), occupation("starter:2")]

    assert _ids(group_concepts(concepts, [("starter:1", "starter:2")])) == [["starter:1"], ["starter:2"]]


def test_groups_do_not_depend_on_the_order_of_matches() -> None:
    concepts = [occupation(f"{scheme}:{number}", scheme=scheme) for scheme in list(Scheme)[:4] for number in range(4)]
    matches = [
        (f"{one}:{number}", f"{other}:{(number + shift) % 4}")
        for number in range(4)
        for shift, one, other in [
            (0, "starter", "esco"),
            (1, "esco", "onet"),
            (2, "onet", "csco"),
            (1, "starter", "csco"),
        ]
    ]

    forward = _ids(group_concepts(concepts, matches))
    backward = _ids(group_concepts(reversed(concepts), [match[::-1] for match in reversed(matches)]))

    assert forward == backward


def test_merged_occupation_joins_lists_and_takes_first_known_values() -> None:
    def figure(value: float) -> Figure:
        return Figure(name="beta", value=value, unit="share", year=2023, source="s")

    members = [
        occupation("s", labels={"en": "Rider", "zh": "骑手"}, alt_labels={"en": ("Courier",)}, figures=(figure(0.1),)),
        occupation(
            "e", scheme=Scheme.ESCO, labels={"en": "Bicycle rider"},
            alt_labels={"en": ("Rider", "Courier", "Messenger")},
            descriptions={"en": "ESCO text"}, isco_code="9331", tasks=("ride",), figures=(figure(0.9),),
            collections=("green",), flexible=False,
        ),
        occupation(
            "o", scheme=Scheme.ONET, labels={"en": "Rider"}, descriptions={"en": "O*NET text"}, isco_code="1111",
            soc_code="43-5021.00", tasks=("deliver", "ride"), job_zone=2, interests={"Realistic": 5.0},
            collections=("green", "bright"), flexible=True,
        ),
    ]  # fmt: skip

    merged = merged_occupation(members)

    assert merged.id == "s"
    assert merged.labels == {"en": "Rider", "zh": "骑手"}
    assert merged.alt_labels == {"en": ("Courier", "Bicycle rider", "Messenger")}
    assert merged.descriptions == {"en": "ESCO text"}
    assert (merged.isco_code, merged.soc_code, merged.job_zone) == ("9331", "43-5021.00", 2)
    assert merged.tasks == ("ride", "deliver")
    assert merged.figures == (figure(0.1),)
    assert merged.collections == ("green", "bright")
    assert merged.interests == {"Realistic": 5.0}
    assert merged.flexible is False


def test_merged_skill_keeps_the_canonical_kind() -> None:
    members = [
        skill("s", labels={"zh": "表格"}),
        skill("e", scheme=Scheme.ESCO, labels={"zh": "电子表格", "en": "Sheets"}, reuse_level="cross-sector"),
    ]

    merged = merged_skill(members)

    assert (merged.id, merged.scheme, merged.reuse_level) == ("s", Scheme.STARTER, "cross-sector")
    assert merged.labels == {"zh": "表格", "en": "Sheets"}
    assert merged.alt_labels == {"zh": ("电子表格",)}


def test_merged_occupation_prefers_the_figure_that_its_source_states_itself() -> None:
    """ESCO's came over the match to the very O*NET occupation that has it; of two that came over, the first counts."""
    own = Figure(name="beta", value=0.4, unit="share", year=2023, source="s")
    over = replace(own, value=0.5, via="onet-soc-2019 > esco (exact)")
    members = [
        occupation("e", scheme=Scheme.ESCO, figures=(over, replace(over, name="gamma"))),
        occupation("o", scheme=Scheme.ONET, figures=(own, replace(over, name="gamma", value=0.6))),
    ]

    figures = {figure.name: figure.value for figure in merged_occupation(members).figures}

    assert figures == {"beta": 0.4, "gamma": 0.5}
