"""Places: the region that a document says somebody lives or a job is in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from extraction._vocabulary import RegionEntry

_LABELLED = re.compile(
    r"(?:现居住?地?|居住地址?|所在地|所在城市|居住城市|现住址|住址|地址|工作地点|工作城市|上班地点|期望城市"
    r"|location|address|based in|lives? in)"
    r"[ \t]*[:：]?[ \t]*([^\n\t|；;]{2,40})",
    re.IGNORECASE,
)
_SUFFIX = re.compile(r"(?:特别行政区|维吾尔自治区|壮族自治区|回族自治区|自治区|省|市|地区)$")
_CITY_STATE = re.compile(r"\b([A-Z][A-Za-z .'-]{1,28}),[ ]?([A-Z]{2})\b(?:[ ]\d{5})?")


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a text; `region` is a code or ""."""

    start: int
    end: int
    name: str
    region: str
    confidence: float


class PlaceFinder:
    """Finds regions by name; the most specific one of the most telling line wins."""

    def __init__(self, regions: Mapping[str, RegionEntry]) -> None:
        self._regions = regions
        self._states = {code[3:]: code for code in regions if re.fullmatch(r"US-[A-Z]{2}", code)}
        names: dict[str, str] = {}
        for region in regions.values():
            for label in region.labels.values():
                for name in {label, _SUFFIX.sub("", label)}:
                    if len(name) > 1 and (name not in names or _depth(region.code) > _depth(names[name])):
                        names[name] = region.code
        self._names = names
        choices = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
        self._pattern = re.compile(rf"(?<![A-Za-z])(?:{choices})(?![A-Za-z])") if choices else None

    def find(self, text: str, *, reach: int) -> Place | None:
        """The place a document is about: a labelled one anywhere, else one among its first `reach` characters."""
        for labelled in _LABELLED.finditer(text):
            place = self.in_span(text, labelled.start(1), labelled.end(1), confidence=0.95)
            if place is not None:
                return place
        return self.in_span(text, 0, min(reach, len(text)), confidence=0.8)

    def in_span(self, text: str, start: int, end: int, *, confidence: float) -> Place | None:
        """The most specific place in a stretch of text."""
        best: tuple[int, Place] | None = None
        if self._pattern is not None:
            for found in self._pattern.finditer(text, start, end):
                code = self._names[found.group()]
                depth = _depth(code)
                if best is None or depth > best[0]:
                    best = (depth, Place(found.start(), found.end(), found.group(), code, confidence))
        for found in _CITY_STATE.finditer(text, start, end):
            code = self._states.get(found.group(2), "")
            if code and (best is None or _depth(code) > best[0]):
                name = found.group(1) + ", " + found.group(2)
                best = (_depth(code), Place(found.start(1), found.end(2), name, code, confidence))
        return None if best is None else best[1]


def _depth(code: str) -> int:
    """How small a region is: 1 a country, 2 a province or state, 3 a city, 4 a district.

    >>> [_depth(code) for code in ("CN", "CN-410000", "CN-410100", "US-NY", "US-NY-Albany")]
    [1, 2, 3, 2, 3]
    """
    if re.fullmatch(r"CN-\d{6}", code):
        return 4 - (code.endswith("00")) - (code.endswith("0000"))
    return 1 + code.count("-") if code else 0
