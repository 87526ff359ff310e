"""Which groups each row of concepts belongs to."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from graph._links import compress, first_of_each
from graph._reading import Rows
from graph._snapshot import Links
from ontology.records import Occupation

_ISCO = "http://data.europa.eu/esco/isco/C"
_SOC = "soc:"
#: `15-1252.00` (O*NET-SOC 2019) and `15-1252` (SOC 2018) lie in the same SOC group.
_SOC_LENGTH = len("15-1252")


def membership(
    concepts: Rows,
    group_ids: Sequence[str],
    broader: Mapping[str, Sequence[str]],
    named: Mapping[int, Iterable[str]],
) -> Links:
    """Rows x groups.

    A concept is in the first groups that its chain of broader concepts reaches: ESCO hangs many concepts under other
    concepts, and only the topmost of those under a group.

    Args:
        concepts: members' ids and their rows.
        group_ids: in the order of the result's columns.
        broader: id -> ids of its broader concepts and groups.
        named: row -> further groups that its record names by code; those not in `group_ids` are passed over.
    """
    column_of = {group_id: column for column, group_id in enumerate(group_ids)}
    pairs = {(row, column_of[group]) for row, groups in named.items() for group in groups if group in column_of}
    for concept_id, (row, _) in concepts.items():
        pairs |= {(row, column) for column in _first_groups(concept_id, column_of, broader)}
    joined = np.array(sorted(pairs), np.int32).reshape(-1, 2)
    rows, columns = joined[:, 0], joined[:, 1]
    order = first_of_each(rows, columns)
    count = max((row for row, _ in concepts.values()), default=-1) + 1
    return compress(rows[order], columns[order], {}, shape=(count, len(group_ids)))


def _first_groups(concept_id: str, column_of: Mapping[str, int], broader: Mapping[str, Sequence[str]]) -> Iterable[int]:
    waiting, seen = [concept_id], {concept_id}
    while waiting:
        for parent in broader.get(waiting.pop(), ()):
            if parent in column_of:
                yield column_of[parent]
            elif parent not in seen:
                seen.add(parent)
                waiting.append(parent)


def groups_by_code(occupations: Iterable[Occupation]) -> dict[int, tuple[str, ...]]:
    """Row -> ids of the ISCO and SOC groups whose codes the occupation's record carries."""
    return {
        row: tuple(_code_groups(occupation))
        for row, occupation in enumerate(occupations)
        if occupation.isco_code or occupation.soc_code
    }


def _code_groups(occupation: Occupation) -> Iterable[str]:
    if occupation.isco_code:
        yield _ISCO + occupation.isco_code
    if occupation.soc_code:
        yield _SOC + occupation.soc_code[:_SOC_LENGTH]
