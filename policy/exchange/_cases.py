"""A tree of conditions as cases: the ways in which it comes out true, and the ways in which it comes out false.

Strong Kleene logic is a distributive lattice with De Morgan's laws, so the disjunctive form of a test is true exactly
when the test is, and that of its negation exactly when the test is false. Where neither has a case, it is unknown. Laws
that need "either a or not a" are not used.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from policy._expression import Expression
from policy._facts import FactSpec
from policy._rules import Group, Provision
from policy.errors import ExchangeUnsupportedError
from policy.exchange._feel import TYPES, Feel, literal

#: Rows of a table that somebody can still review; far more come only from rules that no table helps to read.
MOST_CASES = 400


@dataclass(frozen=True, slots=True)
class Span:
    """Numbers or days between two bounds; None is open."""

    low: Decimal | int | date | None = None
    high: Decimal | int | date | None = None
    with_low: bool = True
    with_high: bool = True

    def feel(self) -> str:
        """As a FEEL unary test."""
        if self.low is not None and self.low == self.high:
            return literal(self.low)
        if self.high is None:
            return f"{'>=' if self.with_low else '>'} {literal(self.low)}"
        if self.low is None:
            return f"{'<=' if self.with_high else '<'} {literal(self.high)}"
        opening, closing = "[" if self.with_low else "(", "]" if self.with_high else ")"
        return f"{opening}{literal(self.low)}..{literal(self.high)}{closing}"


@dataclass(frozen=True, slots=True)
class Words:
    """Some words of an enum fact."""

    words: frozenset[str]

    def feel(self) -> str:
        """As a FEEL unary test."""
        return ", ".join(literal(word) for word in sorted(self.words))


@dataclass(frozen=True, slots=True)
class Flag:
    """True or false."""

    value: bool

    def feel(self) -> str:
        """As a FEEL unary test."""
        return literal(self.value)


Test = Span | Words | Flag


@dataclass(frozen=True, slots=True)
class Column:
    """An input of the table: a FEEL expression over facts."""

    feel: str
    type: str
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """Tests that together decide, by column, and the conditions of the law that they come from."""

    tests: Mapping[Column, Test]
    conditions: frozenset[str] = field(default=frozenset(), compare=False)


class Cases:
    """Works out the cases of one eligibility provision."""

    def __init__(self, provision: Provision, facts: Mapping[str, FactSpec], feel: Feel) -> None:
        self._provision = provision
        self._facts = facts
        self._feel = feel

    def of(self, outcome: bool) -> list[Case]:
        """The cases in which the provision comes out so, shortest forms only, in the order of the law.

        Raises:
            ExchangeUnsupportedError: more cases than anybody can review, or an operator that FEEL lacks.
        """
        group = self._provision.group
        return [] if group is None else self._group(group, outcome)

    def _group(self, group: Group, outcome: bool) -> list[Case]:
        parts = []
        for member in group.members:
            if isinstance(member, int):
                rule = self._provision.conditions[member]
                cases = self._test(rule.test, outcome)
                parts.append([Case(case.tests, frozenset((rule.id,))) for case in cases])
            else:
                parts.append(self._group(member, outcome))
        return _both(parts) if (group.mode == "all") is outcome else _either(parts)

    def _test(self, test: Expression, outcome: bool) -> list[Case]:
        operator = test.operator
        if operator == "!":
            return self._test(test.operands[0], not outcome)
        if operator in ("and", "or"):
            parts = [self._test(operand, outcome) for operand in test.operands]
            return _both(parts) if (operator == "and") is outcome else _either(parts)
        if operator == "if":
            return self._choice(test.operands, outcome)
        if operator == "undecided":
            return []
        if operator == "literal":
            return [Case({})] if test.literal is outcome else []
        if operator == "is":
            return self._words(test, outcome)
        if operator == "var":
            return [Case({Column(test.name, "boolean", (test.name,)): Flag(outcome)})]
        return self._comparison(test, outcome)

    def _choice(self, operands: tuple[Expression, ...], outcome: bool) -> list[Case]:
        """With an unknown test, the outcome stands where both branches agree."""
        test, then, other = operands
        chosen, left = self._test(then, outcome), self._test(other, outcome)
        return _either([_both([self._test(test, True), chosen]), _both([self._test(test, False), left]),
                        _both([chosen, left])])  # fmt: skip

    def _words(self, test: Expression, outcome: bool) -> list[Case]:
        name = test.operands[0].name
        # The other words are listed: in FEEL, not("a") would also hold for null.
        every = frozenset(self._facts[name].words)
        words = frozenset(test.literal) if outcome else every - frozenset(test.literal)
        return [Case({Column(name, "string", (name,)): Words(words)})] if words else []

    def _comparison(self, test: Expression, outcome: bool) -> list[Case]:
        operator = test.operator
        left, right = test.operands
        if operator in ("==", "!="):
            parts = [self._order("<=", left, right, True), self._order(">=", left, right, True)]
            if (operator == "==") is outcome:
                return _both(parts)
            return _either([self._order("<=", left, right, False), self._order(">=", left, right, False)])
        if operator in ("<", ">"):
            return self._order(">=" if operator == "<" else "<=", left, right, not outcome)
        if operator in ("<=", ">="):
            return self._order(operator, left, right, outcome)
        # Something that no case can take apart (the first known of several facts, say) is an input as a whole.
        return [Case({Column(self._feel.write(test), "boolean", test.facts): Flag(outcome)})]

    def _order(self, operator: str, left: Expression, right: Expression, outcome: bool) -> list[Case]:
        """`left <= right` or `left >= right`, true or false."""
        facts = tuple(dict.fromkeys((*left.facts, *right.facts)))
        if not right.facts and (bound := self._feel.constant(right)) is not None and left.facts:
            column = Column(self._feel.write(left), TYPES[left.kind], facts)
            return [Case({column: _span(operator, bound, outcome)})]
        if right.operator == "param" and self._feel.constant(right) is None:
            return []
        return [
            Case(
                {
                    Column(f"{self._feel.write(left)} {operator} {self._feel.write(right)}", "boolean", facts): Flag(
                        outcome
                    )
                }
            )
        ]


def _span(operator: str, bound: Decimal | int | date, outcome: bool) -> Span:
    if operator == ">=":
        return Span(low=bound) if outcome else Span(high=bound, with_high=False)
    return Span(high=bound) if outcome else Span(low=bound, with_low=False)


def _either(parts: Iterable[list[Case]]) -> list[Case]:
    return _shortest([case for part in parts for case in part])


def _both(parts: Iterable[list[Case]]) -> list[Case]:
    joined = [Case({})]
    for part in parts:
        joined = [both for one in joined for other in part if (both := _join(one, other)) is not None]
        joined = _shortest(joined)
    return joined


def _join(one: Case, other: Case) -> Case | None:
    """Both cases at once; None where they exclude each other."""
    tests = dict(one.tests)
    for column, test in other.tests.items():
        met = test if column not in tests else _meet(tests[column], test)
        if met is None:
            return None
        tests[column] = met
    return Case(tests, one.conditions | other.conditions)


def _meet(one: Test, other: Test) -> Test | None:
    if isinstance(one, Words) and isinstance(other, Words):
        return Words(one.words & other.words) if one.words & other.words else None
    if isinstance(one, Span) and isinstance(other, Span):
        return _overlap(one, other)
    return one if one == other else None


def _overlap(one: Span, other: Span) -> Span | None:
    low, with_low = _tighter(one.low, one.with_low, other.low, other.with_low, highest=True)
    high, with_high = _tighter(one.high, one.with_high, other.high, other.with_high, highest=False)
    if low is not None and high is not None and (low > high or (low == high and not (with_low and with_high))):  # type: ignore[operator]
        return None
    return Span(low, high, with_low, with_high)


def _tighter(
    one: Decimal | int | date | None,
    with_one: bool,
    other: Decimal | int | date | None,
    with_other: bool,
    *,
    highest: bool,
) -> tuple[Decimal | int | date | None, bool]:
    if one is None or other is None:
        return (other, with_other) if one is None else (one, with_one)
    if one == other:
        return one, with_one and with_other
    return (one, with_one) if (one > other) is highest else (other, with_other)  # type: ignore[operator]


def _shortest(cases: list[Case]) -> list[Case]:
    """Without cases that ask for more than another one does; the conditions of equal cases are put together."""
    if len(cases) > MOST_CASES:
        raise ExchangeUnsupportedError(
            f"The rule has more than {MOST_CASES} cases; nobody can review such a table.",
            hint="Review the rule as it stands, or split it into conditions.",
        )
    kept: list[Case] = []
    for case in cases:
        if any(_covers(other, case) for other in kept):
            continue
        kept = [other for other in kept if not _covers(case, other)]
        kept.append(case)
    return kept


def _covers(wide: Case, narrow: Case) -> bool:
    """Every test of the wide case is in the narrow one as well, so the narrow one adds nothing."""
    return all(narrow.tests.get(column) == test for column, test in wide.tests.items())
