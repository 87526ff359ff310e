"""Which codes of a figure's own classification stand for an occupation, and over which crosswalks."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ontology._figure_terms import Native
from ontology._wages import combined_groups
from ontology.records import Matches, Occupation, OccupationGroup
from ontology.vocabulary import MatchKind, Scheme

_ISCO_GROUP = "http://data.europa.eu/esco/isco/C"
_SOC_LENGTH = 7
# The nearest kind of match that leads to a value is the only one used: an exact match is not diluted by broad ones.
_NEAREST_FIRST = (MatchKind.EXACT, MatchKind.CLOSE, MatchKind.BROAD, MatchKind.NARROW)
_REVERSED = {MatchKind.BROAD: MatchKind.NARROW, MatchKind.NARROW: MatchKind.BROAD}


@dataclass(frozen=True, slots=True)
class Way:
    """Codes that stand for an occupation together, and the crosswalks between, see `Figure.via`."""

    codes: tuple[str, ...]
    via: str


class Crosswalks:
    """The ways from occupations to the codes of figures, over the store's matches and the SOC tables.

    Args:
        occupations: all of the store.
        matches: all of the store; those between occupations, or an occupation and an ISCO group, are used.
        groups: all of the store; their codes are known even where no occupation has them.
        soc_2010: SOC 2018 code -> SOC 2010 codes.
    """

    def __init__(
        self,
        occupations: Iterable[Occupation],
        matches: Iterable[Matches],
        groups: Iterable[OccupationGroup],
        soc_2010: Mapping[str, tuple[str, ...]],
    ) -> None:
        self._occupations = {occupation.id: occupation for occupation in occupations}
        self._soc_2010 = soc_2010
        self._soc_codes = frozenset(code for codes in soc_2010.values() for code in codes)
        self._groups = combined_groups()
        self._isco = frozenset(
            group.id.removeprefix(_ISCO_GROUP) for group in groups if group.id.startswith(_ISCO_GROUP)
        )
        # occupation -> kind of match, seen from it -> ids of the other ends
        self._matched = defaultdict[str, dict[MatchKind, list[str]]](lambda: defaultdict(list))
        for match in matches:
            if match.from_id in self._occupations or match.to_id in self._occupations:
                self._matched[match.from_id][match.kind].append(match.to_id)
                self._matched[match.to_id][_REVERSED.get(match.kind, match.kind)].append(match.from_id)

    def ways(self, occupation: Occupation, native: Native, values: Mapping[str, object]) -> Iterator[Way]:
        """The ways to codes that have a value, best first; mostly one or none."""
        if native is Native.ISCO:
            yield from self._isco_ways(occupation, values)
        elif occupation.scheme is Scheme.ONET:
            yield from self._soc_way(occupation.soc_code, native, values, "")
        elif occupation.soc_code:
            yield from self._soc_way(occupation.soc_code, native, values, f" > {occupation.scheme}")
        else:
            yield from self._matched_ways(occupation, native, values)

    def knows(self, native: Native, code: str) -> bool:
        """Whether a classification has a code; True where the store and its crosswalks hold no list of it."""
        if native is Native.ISCO:
            return not self._isco or code in self._isco
        if not self._soc_2010:
            return True
        if native is not Native.SOC_2010:
            return code[:_SOC_LENGTH] in self._soc_2010 or code in self._groups.values()
        return any(code == known or code in _groups_of(known) for known in self._soc_codes)

    def _soc_way(self, code: str, native: Native, values: Mapping[str, object], end: str) -> Iterator[Way]:
        """From an O*NET-SOC code; `end` is what comes after it, "" for the O*NET occupation itself."""
        if native is Native.ONET:
            if code in values:
                yield Way((code,), f"{Native.ONET}{end}" if end else "")
            return
        soc = code[:_SOC_LENGTH]
        if native is Native.SOC_2018:
            group = self._groups.get(soc, "")
            if soc in values:
                yield Way((soc,), f"{native} > {Native.ONET}{end}")
            elif group in values:
                yield Way((group,), f"{native} (broad) > {Native.ONET}{end}")
            return
        parts = [(_own_or_group(old, values), old) for old in self._soc_2010.get(soc, ())]
        codes = tuple(dict.fromkeys(found for found, _ in parts if found))
        if codes:
            wider = " (broad)" if any(found and found != old for found, old in parts) else ""
            yield Way(codes, f"{native}{wider} > {Native.SOC_2018} > {Native.ONET}{end}")

    def _matched_ways(self, occupation: Occupation, native: Native, values: Mapping[str, object]) -> Iterator[Way]:
        """Over matches to O*NET occupations, nearest kind first."""
        for kind in _NEAREST_FIRST:
            others = [self._occupations.get(other) for other in sorted(set(self._matched[occupation.id].get(kind, ())))]
            end = f" > {occupation.scheme} ({kind})"
            found = [
                way
                for other in others
                if other is not None and other.scheme is Scheme.ONET
                for way in self._soc_way(other.soc_code, native, values, end)
            ]
            if found:
                yield _joined(found)

    def _isco_ways(self, occupation: Occupation, values: Mapping[str, object]) -> Iterator[Way]:
        if occupation.isco_code:
            if occupation.isco_code in values:
                yield Way((occupation.isco_code,), f"{Native.ISCO} > {occupation.scheme}")
            return
        scheme = Native.ONET if occupation.scheme is Scheme.ONET else occupation.scheme
        for kind in _NEAREST_FIRST:
            direct, over = list[str](), list[str]()
            for other in sorted(set(self._matched[occupation.id].get(kind, ()))):
                if re.fullmatch(rf"{re.escape(_ISCO_GROUP)}\d{{4}}", other):
                    direct.append(other.removeprefix(_ISCO_GROUP))
                elif (known := self._occupations.get(other)) and known.scheme is Scheme.ESCO:
                    over.append(known.isco_code)
            for codes, via in (
                (direct, f"{Native.ISCO} > {scheme} ({kind})"),
                (over, f"{Native.ISCO} > {Native.ESCO} > {scheme} ({kind})"),
            ):
                valued = tuple(sorted({code for code in codes if code in values}))
                if valued:
                    yield Way(valued, via)


def _own_or_group(code: str, values: Mapping[str, object]) -> str:
    """The code, or the broad or minor group of SOC 2010 that a source gives in its place, or ""."""
    if code in values:
        return code
    return next((group for group in _groups_of(code) if group in values), "")


def _groups_of(code: str) -> tuple[str, str]:
    """Broad and minor group of a SOC code."""
    return f"{code[:6]}0", f"{code[:4]}000"


def _joined(ways: list[Way]) -> Way:
    # Several matched occupations may lie in one source code, which then counts once.
    return Way(tuple(sorted({code for way in ways for code in way.codes})), max((way.via for way in ways), key=len))
