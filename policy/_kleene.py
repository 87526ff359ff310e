"""Joining the truth values of conditions in Kleene logic and naming those that decide, without facts or texts."""

from collections.abc import Sequence

from policy._rules import Group

Met = bool | None


def combine(group: Group, met: Sequence[Met]) -> Met:
    """Join conditions: `all` is false as soon as one is false, `any` true as soon as one is true."""
    decisive = group.mode == "any"
    result: Met = not decisive
    for member in group.members:
        value = met[member] if isinstance(member, int) else combine(member, met)
        if value is decisive:
            return decisive
        if value is None:
            result = None
    return result


def deciding(group: Group, met: Sequence[Met], value: Met) -> list[int]:
    """The conditions to which a group owes its value, by place: the false ones, the unknown ones or the true ones."""
    found: list[int] = []
    for member in group.members:
        if isinstance(member, int):
            if met[member] is value:
                found.append(member)
        elif combine(member, met) is value:
            found.extend(deciding(member, met, value))
    return found
