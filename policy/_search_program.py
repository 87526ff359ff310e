"""What the search for need-sets prepares: a benefit's rule as a tree for one set of dated values.

It is kept per provision and per stretch of days on which no parameter that the provision reads changes. It holds
rules and dated values, nothing about a person.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import permutations
from typing import Any

from policy._base import RuleBase
from policy._codegen import Function, generate
from policy._expression import Expression, join
from policy._facts import FactScope, FactSpec
from policy._rules import Group, Provision
from policy._scope import PlanMemory
from policy._search_range import Grid
from policy._search_tree import Joined, Node, Only, TreeBuilder, facts_of, whole_test
from policy._search_turns import Functions
from policy._sharing import Numbering, numbering_of
from policy._values import Kind

#: Operators over lists; no need-set changes a list, and only the closures read one.
_LISTS = frozenset(("item", "sum", "count", "largest"))
#: A fact that follows from others, and how.
Deriver = tuple[str, Function]
#: Up to how many parts that share facts are repaired in every order.
_MOST_PERMUTED = 3


@dataclass(frozen=True, slots=True)
class Constraint:
    """Something that changed facts must not make true, with the tree of its opposite."""

    breaks: Function
    node: Node


@dataclass(frozen=True, slots=True)
class Constraints:
    """All constraints that read one fact: `any_breaks` asks them at once, which is quicker than one by one."""

    any_breaks: Function
    each: tuple[Constraint, ...]


@dataclass(frozen=True, slots=True)
class Program:
    """A provision's rule, prepared.

    Attributes:
        test: the whole rule; `eligible` its function: true, false or unknown.
        musts: parts that one fact decides and that must hold, by fact.
        rest: the other parts that must hold; `orders` are the orders in which they are repaired.
        shared: facts of the rest; `crowded` those that several parts read.
        apart: enum facts that bear on nothing but their own part, so that any word of it does as well.
        derivers: how facts follow from others; `derived_from` names their places here by these others.
        replaces: facts whose change alters which rows are valid, or other facts by a derivation of the law.
    """

    test: Expression
    eligible: Function
    musts: Mapping[str, Only]
    rest: tuple[Node, ...]
    orders: tuple[tuple[int, ...], ...]
    shared: frozenset[str]
    crowded: frozenset[str]
    apart: frozenset[str]
    replaces: frozenset[str]
    builder: TreeBuilder
    constraints: Mapping[str, Constraints]
    derivers: tuple[Deriver, ...]
    derived_from: Mapping[str, tuple[int, ...]]

    @property
    def specs(self) -> Mapping[str, FactSpec]:
        """The fact schema."""
        return self.builder.specs

    def grid(self, fact: str) -> Grid:
        """The grid of a number or date fact."""
        return self.builder.grid(fact)


def program_of(rule_base: RuleBase, memory: PlanMemory, provision: Provision, group: Group, day: date) -> Program:
    """The program of a provision on an event date."""
    key = (id(provision), memory.stretch(provision, day))
    found = memory.programs.get(key)
    if not isinstance(found, Program):
        found = memory.programs[key] = _prepare(rule_base, memory, provision, group, day)
    return found


def _prepare(rule_base: RuleBase, memory: PlanMemory, provision: Provision, group: Group, day: date) -> Program:
    functions = Functions(lambda name: memory.resolve(name, day)[0], memory.numbering)
    builder = TreeBuilder(rule_base.facts, functions)
    test = whole_test(group, provision.conditions)
    root = builder.build(test, True)
    parts = root.parts if isinstance(root, Joined) and root.every else (root,)
    musts = {node.fact: node for node in parts if isinstance(node, Only)}
    rest = tuple(node for node in parts if not isinstance(node, Only))
    derived = {fact for rows in memory.plan.derivations.values() for layer in rows for row in layer
               for fact in row.value.facts}  # fmt: skip
    shared = frozenset(fact for node in rest for fact in facts_of(node))
    replaces = frozenset((*memory.event_facts, *derived))
    constraints, (derivers, derived_from) = _constraints(rule_base), _derivers(rule_base)
    apart = {fact for fact, node in musts.items() if rule_base.facts[fact].type == "enum"}
    return Program(
        test=test,
        eligible=functions.of(test),
        musts=musts,
        rest=rest,
        orders=_orders(rest),
        shared=shared,
        crowded=_crowded(parts),
        apart=frozenset(apart - shared - replaces - constraints.keys()),
        replaces=replaces,
        builder=builder,
        constraints=constraints,
        derivers=derivers,
        derived_from=derived_from,
    )


def _orders(rest: tuple[Node, ...]) -> tuple[tuple[int, ...], ...]:
    """Parts that share no fact can be repaired in any order; others in all orders, or to and fro if there are many."""
    places = tuple(range(len(rest)))
    facts = [fact for node in rest for fact in facts_of(node)]
    if len(facts) == len(set(facts)):
        return (places,)
    return tuple(permutations(places)) if len(rest) <= _MOST_PERMUTED else (places, places[::-1])


def _crowded(parts: tuple[Node, ...]) -> frozenset[str]:
    counted = Counter(fact for node in parts for fact in _read_by_leaves(node))
    return frozenset(fact for fact, count in counted.items() if count > 1)


def _read_by_leaves(node: Node) -> list[str]:
    if isinstance(node, Joined):
        return [fact for part in node.parts for fact in _read_by_leaves(part)]
    return list(facts_of(node))


def _constraints(rule_base: RuleBase) -> Mapping[str, Constraints]:
    """Contradictions by the facts that they read, with those between a fact and what it follows from."""
    kept = rule_base.memories.get(("", "constraints"))
    if isinstance(kept, dict):
        return kept
    functions = Functions(_no_parameter, numbering_of(rule_base))
    builder = TreeBuilder(rule_base.facts, functions)
    tests = [item.test for item in rule_base.contradictions]
    tests += [_differs(spec, spec.derive) for spec in rule_base.facts.values() if spec.derive]
    found: dict[str, list[tuple[Expression, Constraint]]] = {}
    for test in tests:
        if not _reads_list(test):
            constraint = Constraint(functions.of(test), builder.build(test, False))
            for fact in test.facts:
                found.setdefault(fact, []).append((test, constraint))
    result = {}
    for fact, both in found.items():
        one = both[0][0]
        every = one if len(both) == 1 else join("or", tuple(test for test, _ in both), Kind.BOOLEAN, one.read)
        result[fact] = Constraints(functions.of(every), tuple(constraint for _, constraint in both))
    rule_base.memories["", "constraints"] = result
    return result


def _derivers(rule_base: RuleBase) -> tuple[tuple[Deriver, ...], Mapping[str, tuple[int, ...]]]:
    """The derivations of the fact files, in their order, and their places by the facts that they read."""
    kept = rule_base.memories.get(("", "derivers"))
    if not isinstance(kept, tuple):
        specs = [spec for spec in rule_base.facts.values() if spec.derive]
        places: dict[str, tuple[int, ...]] = {}
        for place, spec in enumerate(specs):
            for fact in spec.derive.facts if spec.derive else ():
                places[fact] = (*places.get(fact, ()), place)
        numbering = numbering_of(rule_base)
        derivers = tuple((spec.id, _reader(spec.derive, numbering)) for spec in specs if spec.derive)
        kept = rule_base.memories["", "derivers"] = (derivers, places)
    return kept


def _reader(derive: Expression, numbering: Numbering) -> Function:
    """How a fact follows from others; only closures read lists."""
    if _reads_list(derive):
        return lambda facts, _: derive.read(FactScope(facts))
    return generate(derive, _no_parameter, numbering)


def _no_parameter(name: str) -> Any:
    raise KeyError(name)


def _differs(spec: FactSpec, derive: Expression) -> Expression:
    """That a fact is not what follows from others."""
    own = Expression("var", (), spec.kind, derive.read, spec.id, None, (spec.id,))
    if spec.kind is not Kind.BOOLEAN:
        return join("!=", (own, derive), Kind.BOOLEAN, derive.read)
    ways = (
        join("and", (own, join("!", (derive,), Kind.BOOLEAN, derive.read)), Kind.BOOLEAN, derive.read),
        join("and", (join("!", (own,), Kind.BOOLEAN, derive.read), derive), Kind.BOOLEAN, derive.read),
    )
    return join("or", ways, Kind.BOOLEAN, derive.read)


def _reads_list(test: Expression) -> bool:
    return test.operator in _LISTS or any(map(_reads_list, test.operands))
