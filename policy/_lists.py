"""List operators: sums, counts and ranks over the entries of a list fact.

They stand only in `derive` (fact files) and `derivations` (rule files). Rules themselves see the scalars that come
out, so that everything downstream - trace, need-sets, cohorts - deals with scalars alone.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from policy._expression import Builder, Compiler, Expression, Scope, Vocabulary, join
from policy._operators import BUILDERS
from policy._values import Kind, Text


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field of a record, or the entries of a list of plain values; bounds are inclusive."""

    id: str
    type: str
    unit: str = ""
    minimum: Decimal | int | None = None
    maximum: Decimal | int | None = None
    words: Mapping[str, Text] = field(default_factory=dict)
    name: Text | None = None

    @property
    def kind(self) -> Kind:
        """The static kind that expressions see."""
        return _KINDS.get(self.type, Kind.WORD)


@dataclass(frozen=True, slots=True)
class ItemSpec:
    """What the entries of a list are.

    Attributes:
        fields: by name for records; a list of plain values has one, under the empty name.
    """

    fields: Mapping[str, FieldSpec]

    @property
    def is_record(self) -> bool:
        """Whether entries are records."""
        return "" not in self.fields


_KINDS = {"number": Kind.NUMBER, "integer": Kind.NUMBER, "boolean": Kind.BOOLEAN, "date": Kind.DATE}


class ListCompiler(Compiler):
    """A compiler that knows list facts; inside an operator over entries also `item`."""

    def __init__(
        self, vocabulary: Vocabulary, lists: Mapping[str, ItemSpec], *, where: str, entry: ItemSpec | None = None
    ) -> None:
        super().__init__(vocabulary, LIST_BUILDERS, where=where)
        self.lists = lists
        self.entry = entry

    def inside(self, name: str) -> "ListCompiler":
        """The compiler of an expression over the entries of a list."""
        return ListCompiler(self.vocabulary, self.lists, where=self.where, entry=self.lists[name])


@dataclass(slots=True)
class _EntryScope:
    """The scope of one entry: everything of the outer scope, and the entry."""

    outer: Scope
    entry: Any
    facts: Mapping[str, Any] = field(init=False)
    on: date = field(init=False)

    def __post_init__(self) -> None:
        self.facts, self.on = self.outer.facts, self.outer.on

    def parameter(self, name: str) -> Any:
        return self.outer.parameter(name)

    def assume(self, fact: str) -> None:
        self.outer.assume(fact)

    def leave_to_official(self) -> None:
        self.outer.leave_to_official()


def _item(operator: str, raw: list[Any], compiler: Compiler) -> Expression:
    entry = compiler.entry if isinstance(compiler, ListCompiler) else None
    if entry is None:
        raise compiler.fault("'item' stands outside a list.", "Use it inside 'sum' or 'count'.")
    name = raw[0] if raw else ""
    spec = entry.fields.get(name) if len(raw) < 2 else None
    if spec is None:
        known = ", ".join(entry.fields) if entry.is_record else "none, the entries are plain values: {item: []}"
        raise compiler.fault(f"The entries have no field {name!r}.", f"Fields: {known}.")
    if name:
        return join(operator, (), spec.kind, lambda scope: scope.entry.get(name), literal=name)  # type: ignore[attr-defined]
    return join(operator, (), spec.kind, lambda scope: scope.entry, literal=name)  # type: ignore[attr-defined]


def _is(operator: str, raw: list[Any], compiler: Compiler) -> Expression:
    """`is` of a record's enum field; of a fact it is the ordinary one."""
    if not (isinstance(compiler, ListCompiler) and raw and isinstance(raw[0], dict) and "item" in raw[0]):
        return BUILDERS["is"](operator, raw, compiler)
    subject = compiler.compile(raw[0])
    words = compiler.entry.fields[subject.literal].words if compiler.entry else {}
    for word in raw[1:]:
        if word not in words:
            raise compiler.fault(f"{word!r} is no word of {subject.literal!r}.", f"Use one of: {', '.join(words)}.")
    wanted, read_subject = frozenset(raw[1:]), subject.read

    def read(scope: Scope) -> Any:
        value = read_subject(scope)
        return None if value is None else value in wanted

    return join(operator, (subject,), Kind.BOOLEAN, read, literal=tuple(raw[1:]))


def _list(raw: object, operator: str, compiler: Compiler) -> tuple[Expression, ListCompiler]:
    if not isinstance(compiler, ListCompiler) or compiler.entry is not None:
        raise compiler.fault(f"{operator!r} does not stand here.", "Use it in `derive` or `derivations`, not nested.")
    found = compiler.compile(raw)
    if found.operator != "var" or found.kind is not Kind.LIST:
        raise compiler.fault(f"{operator!r} goes over a list.", "Name a fact of type list: {var: ...}.")
    return found, compiler.inside(found.name)


def _entries(listed: Expression, inner: Expression, scope: Scope) -> Iterator[Any] | None:
    """The value of an expression for each entry; None when the list is unknown. An unknown entry gives None."""
    entries = listed.read(scope)
    if entries is None:
        return None
    return (None if entry is None else inner.read(_EntryScope(scope, entry)) for entry in entries)


def _sum(operator: str, raw: list[Any], compiler: Compiler) -> Expression:
    if len(raw) not in (1, 2):
        raise compiler.fault("'sum' takes a list and at most one expression.", "Check the brackets.")
    listed, inside = _list(raw[0], operator, compiler)
    inner = inside.compile(raw[1] if len(raw) == 2 else {"item": []})
    compiler.expect(inner, Kind.NUMBER, "what 'sum' adds")

    def read(scope: Scope) -> Any:
        values = _entries(listed, inner, scope)
        return None if values is None else _total(values)

    return join(operator, (listed, inner), Kind.NUMBER, read)


def _total(values: Iterator[Any]) -> Any:
    result: Any = 0
    for value in values:
        if value is None:
            return None
        result += value
    return result


def _count(operator: str, raw: list[Any], compiler: Compiler) -> Expression:
    if len(raw) != 2:
        raise compiler.fault("'count' takes a list and a test.", "Check the brackets.")
    listed, inside = _list(raw[0], operator, compiler)
    test = inside.compile(raw[1])
    compiler.expect(test, Kind.BOOLEAN, "test of 'count'")

    def read(scope: Scope) -> Any:
        values = _entries(listed, test, scope)
        if values is None:
            return None
        found = list(values)
        return None if None in found else sum(found)

    return join(operator, (listed, test), Kind.NUMBER, read)


def _largest(operator: str, raw: list[Any], compiler: Compiler) -> Expression:
    if len(raw) != 2 or isinstance(raw[1], bool) or not isinstance(raw[1], int) or raw[1] < 1:
        raise compiler.fault("'largest' takes a list and a rank.", "Write {largest: [{var: list}, 2]} for the second.")
    listed, inside = _list(raw[0], operator, compiler)
    inner, rank = inside.compile({"item": []}), raw[1]
    compiler.expect(inner, Kind.NUMBER, "what 'largest' ranks")

    def read(scope: Scope) -> Any:
        values = _entries(listed, inner, scope)
        if values is None:
            return None
        found = list(values)
        if None in found or len(found) < rank:
            return None
        return sorted(found, reverse=True)[rank - 1]

    return join(operator, (listed, inner), Kind.NUMBER, read, literal=rank)


#: All operators with those of lists.
LIST_BUILDERS: Mapping[str, Builder] = {
    **BUILDERS, "is": _is, "item": _item, "sum": _sum, "count": _count, "largest": _largest
}  # fmt: skip
