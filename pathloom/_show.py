"""The answers that `pathloom run` prints for the sample people: profile, paths, benefits, plan, postings."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

from ontology import PostingProfile, Profile
from pathloom._render import match_text, paths_text, statement_text, word
from pathloom._render_benefits import decisions_text
from pathloom._render_plan import plan_text
from pathloom._samples import Sample, people, posting, posting_names
from pathloom.commands._output import print_json

if TYPE_CHECKING:
    from pathloom._engine import Engine


def show_samples(engine: "Engine", *, as_json: bool = False) -> None:
    """Print the whole answer for each sample person, in the person's own language; with `as_json` one document."""
    if as_json:
        print_json([_document(engine, sample) for sample in people()])
        return
    for sample in people():
        _print(engine, sample)


def _profile(engine: "Engine", sample: Sample) -> Profile:
    found = engine.extract(sample.document(), name=sample.resume)
    if not isinstance(found, Profile):
        raise TypeError(f"{sample.resume} is no resume")
    return found


def _postings(engine: "Engine", language: str) -> list[PostingProfile]:
    found = (engine.extract(posting(name), name=name) for name in posting_names())
    return [item for item in found if isinstance(item, PostingProfile) and item.language == language]


def benefit_names(engine: "Engine") -> dict[str, Mapping[str, str]]:
    """Benefit id -> name per language."""
    return {benefit.id: benefit.name for benefit in engine.rule_base.benefits.values()}


def _print(engine: "Engine", sample: Sample) -> None:
    language = sample.language
    profile = _profile(engine, sample)
    on, place = sample.on, sample.jurisdiction
    constraints = sample.constraints()
    paths = engine.career_paths(profile, constraints, facts=sample.facts, on=on, jurisdiction=place)
    parts = [
        f"━━━ {sample.labels[language]} ━━━ {sample.resume} · {place} · {on}",
        statement_text(profile, engine.snapshot, language),
        "",
        paths_text(paths, language, benefits=benefit_names(engine)),
        "",
        word("postings", language),
        *(match_text(engine.match(profile, item), language) for item in _postings(engine, language)),
        "",
        _benefits_text(engine, sample),
        "",
        plan_text(engine.funded_plan(profile, sample.facts, constraints, on=on, jurisdiction=place), language),
        "",
    ]
    click.echo("\n".join(parts))


def _benefits_text(engine: "Engine", sample: Sample) -> str:
    on, place = sample.on, sample.jurisdiction
    decisions = engine.benefits(sample.facts, on=on, jurisdiction=place)
    figures = {
        decision.benefit_id: engine.benefit_outputs(sample.facts, decision.benefit_id, on=on, jurisdiction=place)
        for decision in decisions
    }
    return decisions_text(decisions, sample.language, on=on, place=place, figures=figures)


def _document(engine: "Engine", sample: Sample) -> dict[str, object]:
    from policy import decision_to_json
    from reasoning import to_json

    profile = _profile(engine, sample)
    on, place = sample.on, sample.jurisdiction
    constraints = sample.constraints()
    paths = engine.career_paths(profile, constraints, facts=sample.facts, on=on, jurisdiction=place)
    plan = engine.funded_plan(profile, sample.facts, constraints, on=on, jurisdiction=place)
    decisions = engine.benefits(sample.facts, on=on, jurisdiction=place)
    return {
        "person": sample.key,
        "profile": to_json(profile),
        "paths": to_json(paths),
        "postings": [to_json(engine.match(profile, item)) for item in _postings(engine, sample.language)],
        "benefits": [decision_to_json(decision) for decision in decisions],
        "plan": to_json(plan),
    }
