"""Requirements carried over a crosswalk: what ESCO asks of the matching occupations, for occupations without any.

Of several targets each counts with its weight, the match's confidence times the factor of its kind in `transfer.toml`.
A skill's share is the weighted mean of how strongly the targets ask for it (1 essential, 1/2 optional, 0 not at all);
its confidence is that share times the greatest weight. So one target hands its requirements on at its own weight, and
what only one of three narrower occupations needs is needed by a third of the work. An ISCO-08 group counts where no
occupation does, and stands for the occupations in it, each with an equal part of its weight.
"""

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from ontology._reader import Origin
from ontology.ids import scheme_of
from ontology.records import Matches, Occupation, Requires
from ontology.vocabulary import Scheme

TRANSFERRED = Origin(source="pathloom-transferred", source_version="1", licence="Apache-2.0")
_ISCO = "http://data.europa.eu/esco/isco/C"
#: Evidence names so many targets, the heaviest first.
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Transfer:
    """What came over a crosswalk.

    Attributes:
        edges: from each occupation in order of id, surest first, equal ones by skill id.
        unknown: matches (from_id, to_id) of which an end is no occupation, or no group with occupations, that we know.
        empty: occupations that are matched, and of whose targets none requires anything.
    """

    edges: tuple[Requires, ...]
    unknown: tuple[tuple[str, str], ...]
    empty: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Target:
    occupation: str
    weight: float
    reason: str


def transfer_requirements(
    matches: Iterable[Matches],
    requires: Iterable[Requires],
    occupations: Iterable[Occupation],
    *,
    to: Scheme = Scheme.CSCO,
) -> Transfer:
    """Work out what the occupations of a scheme require, from the ESCO occupations that they match.

    Essential is what more than half of the targets' weight calls essential. O(matches + requirements).

    Args:
        matches: edges with the scheme's occupation as subject; matches of other schemes are passed over.
        requires: requirements of ESCO occupations; others are passed over.
        occupations: the known ones of both schemes, for the check of ends and the members of ISCO-08 groups.
        to: the scheme of the occupations that receive requirements.
    Source: our own choice, weights in `ontology/transfer.toml`.
    """
    known: set[str] = set()
    groups: dict[str, list[str]] = defaultdict(list)
    for occupation in occupations:
        known.add(occupation.id)
        if occupation.scheme is Scheme.ESCO and occupation.isco_code:
            groups[_ISCO + occupation.isco_code].append(occupation.id)
    asked: dict[str, dict[str, bool]] = defaultdict(dict)
    for edge in requires:
        if scheme_of(edge.from_id) is Scheme.ESCO:
            asked[edge.from_id][edge.to_id] = edge.essential
    by_subject: dict[str, list[Matches]] = defaultdict(list)
    unknown: list[tuple[str, str]] = []
    for match in matches:
        if scheme_of(match.from_id) is not to or scheme_of(match.to_id) is not Scheme.ESCO:
            continue
        if match.from_id in known and (match.to_id in known or match.to_id in groups):
            by_subject[match.from_id].append(match)
        else:
            unknown.append((match.from_id, match.to_id))
    edges: list[Requires] = []
    empty: list[str] = []
    for subject in sorted(by_subject):
        found = sorted(
            _combined(subject, _targets(by_subject[subject], groups), asked),
            key=lambda edge: (-edge.confidence, edge.to_id),
        )
        edges += found
        if not found:
            empty.append(subject)
    return Transfer(tuple(edges), tuple(sorted(unknown)), tuple(empty))


def _targets(matches: list[Matches], groups: Mapping[str, list[str]]) -> list[_Target]:
    factors: Mapping[str, float] = _settings()["factor"]
    weighted = [(match, match.confidence * factors[match.kind.value]) for match in matches]
    direct = [_Target(match.to_id, weight, _reason(match)) for match, weight in weighted if match.to_id not in groups]
    if direct:
        return direct
    return [
        _Target(member, weight / len(groups[match.to_id]), _reason(match))
        for match, weight in weighted
        for member in groups[match.to_id]
    ]


def _combined(subject: str, targets: list[_Target], asked: Mapping[str, Mapping[str, bool]]) -> Iterator[Requires]:
    settings = _settings()
    total = sum(target.weight for target in targets)
    if not total:
        return
    # Members of one group share its weight; together they vouch for it as one occupation would.
    by_reason: dict[str, float] = defaultdict(float)
    share: dict[str, float] = defaultdict(float)
    essential: dict[str, float] = defaultdict(float)
    reasons: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for target in targets:
        by_reason[target.reason] += target.weight
        for skill, is_essential in asked.get(target.occupation, {}).items():
            part = target.weight * settings["strength"]["essential" if is_essential else "optional"]
            share[skill] += part
            reasons[skill][target.reason] += part
            essential[skill] += target.weight if is_essential else 0
    greatest = max(by_reason.values())
    for skill, part in share.items():
        confidence = round(greatest * part / total, 6)
        if confidence >= settings["least_confidence"]:
            named = sorted(reasons[skill], key=lambda reason: (-reasons[skill][reason], reason))[:_NAMED]
            yield Requires(
                from_id=subject, to_id=skill, essential=essential[skill] > total / 2, confidence=confidence,
                evidence="; ".join(named), **TRANSFERRED,
            )  # fmt: skip


def _reason(match: Matches) -> str:
    return f"{match.to_id} ({match.kind.value} {match.confidence:.2f})"


@lru_cache(maxsize=1)
def _settings() -> dict[str, Any]:
    return tomllib.loads(files("ontology").joinpath("transfer.toml").read_text("utf-8"))
