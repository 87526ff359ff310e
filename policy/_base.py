"""The loaded rule base, and which of its rows speak for a jurisdiction."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from policy._dated import by_date, was_known
from policy._facts import Contradiction, FactSpec
from policy._rules import Benefit, Derivation, Edition, Jurisdiction, Parameter, ParameterRow, Provision, Source
from policy.errors import UnknownBenefitError, UnknownJurisdictionError

#: Views of `known_at` that are kept; auditors ask about few days.
_MOST_VIEWS = 64
_CHINESE_CODE = re.compile(r"CN-\d{6}")


@dataclass(frozen=True, slots=True)
class Plan:
    """What one benefit's evaluation needs in one jurisdiction: rows by slot and parameter, nearest layer first."""

    benefit: Benefit
    jurisdiction: str
    chain: tuple[str, ...]
    slots: Mapping[str, tuple[tuple[Provision, ...], ...]]
    parameters: Mapping[str, tuple[tuple[ParameterRow, ...], ...]]
    derivations: Mapping[str, tuple[tuple[Derivation, ...], ...]]


@dataclass(frozen=True, slots=True)
class RuleBase:
    """Everything that the rule files say.

    Attributes:
        benefits, facts, jurisdictions, parameters: by id, in file order.
        rows: dated values by (parameter, jurisdiction), sorted by date.
        provisions: by (benefit, slot, jurisdiction), sorted by date.
        derivations: by (fact, jurisdiction), sorted by date.
        corrected: rows that a correction has replaced; only `known_at` brings them back.
        sources: every listed source by id, also those that no rule cites yet.
    """

    benefits: Mapping[str, Benefit]
    facts: Mapping[str, FactSpec]
    jurisdictions: Mapping[str, Jurisdiction]
    parameters: Mapping[str, Parameter]
    rows: Mapping[tuple[str, str], tuple[ParameterRow, ...]]
    provisions: Mapping[tuple[str, str, str], tuple[Provision, ...]]
    derivations: Mapping[tuple[str, str], tuple[Derivation, ...]]
    contradictions: tuple[Contradiction, ...]
    edition: Edition
    corrected: "tuple[ParameterRow | Provision | Derivation, ...]" = ()
    sources: Mapping[str, Source] = field(default_factory=dict)
    #: Plans and their look-ups, kept by the evaluator; they hold rows only, nothing about a person.
    memories: dict[tuple[str, str], object] = field(default_factory=dict, compare=False, repr=False)
    _views: "dict[date, RuleBase]" = field(default_factory=dict, compare=False, repr=False)

    def known_at(self, day: date) -> "RuleBase":
        """The rules as we knew them on a day: without what was recorded later, with what was corrected later.

        Raises:
            RuleOverlapError: a correction and the row it replaces were both held on that day.
        """
        view = self._views.get(day)
        if view is None:
            rows: list[ParameterRow | Provision | Derivation] = [
                *(row for found in self.rows.values() for row in found),
                *(row for found in self.provisions.values() for row in found),
                *(row for found in self.derivations.values() for row in found),
            ]
            held = [row for row in (*rows, *self.corrected) if was_known(row, day)]
            view = replace(self, **grouped(held), corrected=(), memories={}, _views={})
            if len(self._views) > _MOST_VIEWS:
                self._views.clear()
            self._views[day] = view
        return view

    def chain(self, code: str) -> tuple[str, ...]:
        """The jurisdictions that speak for a code, nearest first; an unlisted city counts as its province.

        Raises:
            UnknownJurisdictionError: neither the code nor anything above it is known.

        Example: `CN-440106` gives `("CN-440100", "CN-440000", "CN")`.
        """
        candidates = _ancestors(code.removeprefix("region:"))
        known: str | None = next((item for item in candidates if item in self.jurisdictions), None)
        if known is None:
            raise UnknownJurisdictionError(
                f"{code!r} is no jurisdiction that we know, so no rule can be chosen.",
                hint="Use CN, CN- and six digits of GB/T 2260, US, or US- and a state: CN-410100, US-NY.",
                jurisdiction=code,
            )
        result: list[str] = []
        while known is not None:
            result.append(known)
            known = self.jurisdictions[known].parent
        return tuple(result)

    def benefits_in(self, code: str) -> tuple[Benefit, ...]:
        """The benefits that exist in a jurisdiction's chain, the widest first."""
        chain = self.chain(code)
        found = [benefit for benefit in self.benefits.values() if benefit.jurisdiction in chain]
        return tuple(sorted(found, key=lambda benefit: -chain.index(benefit.jurisdiction)))

    def plan(self, benefit_id: str, code: str) -> Plan:
        """Collect the rows for one benefit in one jurisdiction.

        Raises:
            UnknownBenefitError: no such benefit, or it does not exist there.
            UnknownJurisdictionError: as in `chain`.
        """
        chain = self.chain(code)
        benefit = self.benefits.get(benefit_id)
        if benefit is None or benefit.jurisdiction not in chain:
            here = ", ".join(item.id for item in self.benefits_in(code)) or "none"
            raise UnknownBenefitError(
                f"There is no benefit {benefit_id!r} in {code}.",
                hint=f"Benefits there: {here}.",
                hint_zh=f"当地的待遇：{here}。",
                benefit=benefit_id,
            )
        slots: dict[str, list[tuple[Provision, ...]]] = {}
        for place in chain:
            for (owner, slot, where), rows in self.provisions.items():
                if owner == benefit_id and where == place:
                    slots.setdefault(slot, []).append(rows)
        parameters = {
            name: tuple(self.rows[name, place] for place in chain if (name, place) in self.rows)
            for name in self.parameters
        }
        derivations: dict[str, list[tuple[Derivation, ...]]] = {}
        for place in chain:
            for (fact, where), found in self.derivations.items():
                if where == place:
                    derivations.setdefault(fact, []).append(found)
        return Plan(
            benefit,
            code,
            chain,
            {slot: tuple(layers) for slot, layers in slots.items()},
            parameters,
            {fact: tuple(layers) for fact, layers in derivations.items()},
        )


def grouped(rows: "list[ParameterRow | Provision | Derivation]") -> dict[str, Any]:
    """Rows as the fields of a rule base: `rows`, `provisions` and `derivations`, by their keys and by date.

    Raises:
        RuleOverlapError: two rows speak on the same day.
    """
    return {
        "rows": by_date(
            [row for row in rows if isinstance(row, ParameterRow)], lambda row: (row.parameter, row.jurisdiction)
        ),
        "provisions": by_date(
            [row for row in rows if isinstance(row, Provision)], lambda row: (row.benefit, row.slot, row.jurisdiction)
        ),
        "derivations": by_date(
            [row for row in rows if isinstance(row, Derivation)], lambda row: (row.fact, row.jurisdiction)
        ),
    }


def _ancestors(code: str) -> list[str]:
    """A code and what its form says lies above it; a bare country is no place above a code of the wrong form."""
    if _CHINESE_CODE.fullmatch(code):
        return list(dict.fromkeys((code, code[:7] + "00", code[:5] + "0000")))
    parts = code.split("-")
    return ["-".join(parts[:count]) for count in range(len(parts), 1, -1)] or [code]
