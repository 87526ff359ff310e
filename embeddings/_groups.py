"""How near two occupations stand in the classifications, as codes say it."""

import re

import numpy as np
from numpy.typing import NDArray

from graph import Snapshot

CodeArray = NDArray[np.int32]

#: Characters of a code that make up each level.
#: ISCO-08: major, sub-major, minor, unit group; SOC 2018: major, minor, broad, detailed.
_ISCO_LEVELS = (1, 2, 3, 4)
_SOC_LEVELS = (2, 3, 5, 6)
_SOC_CODE = re.compile(r"^(\d{2})-(\d{4})")


def group_levels(snapshot: Snapshot) -> tuple[CodeArray, CodeArray]:
    """Each occupation's place in ISCO-08 and in SOC, level by level.

    Returns:
        Two int32 arrays of shape (n_occupations, 4); -1 where the occupation has no such code.
    """
    isco, soc = [], []
    for row in range(len(snapshot.occupations)):
        record = snapshot.occupations.record(row)
        isco.append(_levels(record.isco_code, _ISCO_LEVELS))
        matched = _SOC_CODE.match(record.soc_code)
        soc.append(_levels("".join(matched.groups()) if matched else "", _SOC_LEVELS))
    shape = (len(isco), 4)
    return np.array(isco, dtype=np.int32).reshape(shape), np.array(soc, dtype=np.int32).reshape(shape)


def group_nearness(levels: tuple[CodeArray, CodeArray], row: int) -> NDArray[np.float64]:
    """Share of the four levels that each occupation has in common with one; ISCO-08 first, SOC where it lacks.

    Returns:
        float64, shape (n_occupations,), in {0, .25, .5, .75, 1}; NaN where no classification holds both.
    """
    nearness = np.full(len(levels[0]), np.nan)
    for codes in levels:
        if codes[row, -1] < 0:
            continue
        known = np.isnan(nearness) & (codes[:, -1] >= 0)
        nearness[known] = (codes[known] == codes[row]).mean(axis=1)
    return nearness


def _levels(code: str, levels: tuple[int, ...]) -> list[int]:
    if len(code) < levels[-1] or not code[: levels[-1]].isdigit():
        return [-1] * len(levels)
    # A leading 1 keeps "01" (armed forces) and "1" apart.
    return [int("1" + code[:length]) for length in levels]
