"""What stays on a concept when its source is imported again."""

from typing import Any

import pytest

from ontology import Figure, Scheme
from ontology.additions import curation_marks, has_additions, with_additions
from ontology.records import Occupation, Skill
from ontology.vocabulary import CURATION_MARK

ZH = f"{CURATION_MARK}zh 2026-11-20 · the guild"


def occupation(*figures: Figure, scheme: Scheme = Scheme.ESCO, version: str = "1", **names: Any) -> Occupation:
    return Occupation(
        id="o", scheme=scheme, source="s", source_version=version, licence="l", figures=figures, **names
    )  # fmt: skip


def figure(name: str, value: float, via: str = "") -> Figure:
    return Figure(name=name, value=value, unit="share", year=2024, source="f", via=via)


def test_imported_figures_stay() -> None:
    before = occupation(figure("beta", 0.25, "onet > esco"))

    now = with_additions(before, occupation(version="2", tasks=("new",)))

    assert (now.figures, now.tasks, now.source_version) == (before.figures, ("new",), "2")


def test_starter_figure_is_the_sources_own_unless_an_import_took_its_place() -> None:
    """alpha: the new statement. beta: came over a crosswalk. gamma: no longer stated."""
    before = occupation(
        figure("alpha", 0.1), figure("beta", 0.2, "onet > starter"), figure("gamma", 0.3), scheme=Scheme.STARTER
    )
    now = occupation(figure("alpha", 0.9), figure("beta", 0.9), scheme=Scheme.STARTER)

    assert [(one.name, one.value) for one in with_additions(before, now).figures] == [("alpha", 0.9), ("beta", 0.2)]


def test_curated_language_stays_and_the_others_follow_the_source() -> None:
    before = occupation(
        version=f"1{ZH}", labels={"en": "old", "zh": "快递员"}, alt_labels={"en": ("older",), "zh": ("送货员",)}
    )
    now = occupation(version="2", labels={"en": "new", "zh": "快递"}, alt_labels={"en": ("newer",), "zh": ("邮差",)})

    kept = with_additions(before, now)

    assert kept.labels == {"en": "new", "zh": "快递员"}
    assert kept.alt_labels == {"en": ("newer",), "zh": ("送货员",)}
    assert kept.source_version == f"2{ZH}"
    assert with_additions(kept, now) == kept


def test_name_that_curation_took_away_stays_away() -> None:
    before = occupation(version=f"1{ZH}", labels={"en": "courier"})

    assert with_additions(before, occupation(labels={"en": "courier", "zh": "快递"})).labels == {"en": "courier"}


def test_curated_record_has_its_own_names() -> None:
    later = f"1{ZH}{CURATION_MARK}zh 2026-11-23 · the guild"
    now = occupation(version=later, labels={"zh": "信使"})

    assert with_additions(occupation(version=f"1{ZH}", labels={"zh": "快递员"}), now) == now
    assert curation_marks(now) == ["zh 2026-11-20 · the guild", "zh 2026-11-23 · the guild"]


@pytest.mark.parametrize(
    ("concept", "has"),
    [
        (occupation(), False),
        (occupation(figure("beta", 0.5)), True),
        (occupation(figure("beta", 0.5), scheme=Scheme.STARTER), False),
        (occupation(figure("beta", 0.5, "onet > starter"), scheme=Scheme.STARTER), True),
        (occupation(version=f"1{ZH}"), True),
        (Skill(id="s", scheme=Scheme.ESCO, source="s", source_version="1", licence="l"), False),
        (Skill(id="s", scheme=Scheme.ESCO, source="s", source_version=f"1{ZH}", licence="l"), True),
    ],
)
def test_concept_has_additions(concept: Occupation | Skill, has: bool) -> None:
    assert has_additions(concept) is has
