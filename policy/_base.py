"""The loaded rule base, and which of its rows speak for a jurisdiction."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from policy._facts import Contradiction, FactSpec
from policy._rules import Benefit, Jurisdiction, Parameter, ParameterRow, Provision
from policy.errors import UnknownBenefitError, UnknownJurisdictionError

_CHINESE_CODE = re.compile(r"CN-\d{6}")


@dataclass(frozen=True, slots=True)
class Plan:
    """What one benefit's evaluation needs in one jurisdiction: rows by slot and parameter, nearest layer first."""

    benefit: Benefit
    jurisdiction: str
    chain: tuple[str, ...]
    slots: Mapping[str, tuple[tuple[Provision, ...], ...]]
    parameters: Mapping[str, tuple[tuple[ParameterRow, ...], ...]]


@dataclass(frozen=True, slots=True)
class RuleBase:
    """Everything that the rule files say.

    Attributes:
        benefits, facts, jurisdictions, parameters: by id, in file order.
        rows: dated values by (parameter, jurisdiction), sorted by date.
        provisions: by (benefit, slot, jurisdiction), sorted by date.
    """

    benefits: Mapping[str, Benefit]
    facts: Mapping[str, FactSpec]
    jurisdictions: Mapping[str, Jurisdiction]
    parameters: Mapping[str, Parameter]
    rows: Mapping[tuple[str, str], tuple[ParameterRow, ...]]
    provisions: Mapping[tuple[str, str, str], tuple[Provision, ...]]
    contradictions: tuple[Contradiction, ...]
    #: Plans and their look-ups, kept by the evaluator; they hold rows only, nothing about a person.
    memories: dict[tuple[str, str], object] = field(default_factory=dict, compare=False, repr=False)

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
                f"There is no benefit {benefit_id!r} in {code}.", hint=f"Benefits there: {here}.", benefit=benefit_id
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
        return Plan(benefit, code, chain, {slot: tuple(layers) for slot, layers in slots.items()}, parameters)


def _ancestors(code: str) -> list[str]:
    """A code and what its form says lies above it; a bare country is no place above a code of the wrong form."""
    if _CHINESE_CODE.fullmatch(code):
        return list(dict.fromkeys((code, code[:7] + "00", code[:5] + "0000")))
    parts = code.split("-")
    return ["-".join(parts[:count]) for count in range(len(parts), 1, -1)] or [code]
