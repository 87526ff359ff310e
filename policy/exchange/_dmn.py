"""One provision as a DMN 1.3 document: conditions as a decision table, a sum or duration as an expression.

A table has one row for each conjunction that makes the provision true (`eligible`), and one for each that makes it
false (`not_eligible`); where no row matches, the output is null: unknown. Several rows may match, all with the same
output, hence the hit policy ANY.
"""

from datetime import date
from typing import Any

from lxml import etree

from policy._base import Plan, RuleBase
from policy._calendar import check_day
from policy._rules import ConditionRule, Provision, row_on
from policy._values import Text
from policy.errors import ExchangeUnsupportedError
from policy.exchange._cases import Case, Cases, Column
from policy.exchange._feel import TYPES, Feel, literal

#: Namespace of DMN 1.3 (OMG formal/2021-02-01).
NAMESPACE = "https://www.omg.org/spec/DMN/20191111/MODEL/"
_FEEL = "https://www.omg.org/spec/DMN/20191111/FEEL/"
_OWN = "https://w3id.org/pathloom/dmn"
_WORDS: dict[str, Text] = {
    "day": {
        "zh": "按 {on} 有效的规定与数值生成；申请日为当天。空值（null）表示未知，不等于否。",
        "en": "Made from the rules and values of {on}, for a claim on that day. null is unknown, which is not false.",
    },
    "policy": {
        "zh": "命中策略 ANY：可有多行同时成立，结论相同；没有一行成立时结论为 null（未知）。",
        "en": "Hit policy ANY: several rows may hold, all with one output; if none holds, the output is null: unknown.",
    },
    "status": {"zh": "核实状态：{status}", "en": "Status: {status}"},
    "conditions": {"zh": "条件与依据", "en": "Conditions and citations"},
    "verdict": {"zh": "结论", "en": "Verdict"},
}


def dmn_document(
    rule_base: RuleBase,
    benefit_id: str,
    *,
    on: date,
    jurisdiction: str,
    slot: str = "eligibility",
    language: str = "en",
) -> bytes:
    """One provision as a DMN 1.3 XML document in UTF-8.

    Args:
        on: the day whose rules and values are written; also the claim date.
        slot: the provision, for example `eligibility`, `monthly`, `duration`.
        language: `zh` or `en`, for labels.
    Raises:
        UnknownBenefitError, UnknownJurisdictionError, DayRangeError: as `evaluate_benefit`.
        ExchangeUnsupportedError: no such provision on that day, one that is only a text, or one that DMN cannot say.
    """
    check_day(on)
    plan = rule_base.plan(benefit_id, jurisdiction)
    return _Document(rule_base, plan, _provision(plan, slot, on), on, language).write()


def _provision(plan: Plan, slot: str, on: date) -> Provision:
    layers = plan.slots.get(slot)
    if layers is None:
        raise ExchangeUnsupportedError(
            f"{plan.benefit.id} has no provision {slot!r} in {plan.jurisdiction}.",
            hint=f"It has: {', '.join(plan.slots)}.",
            hint_zh=f"它有：{'、'.join(plan.slots)}。",
            slot=slot,
        )
    found = row_on(layers, on)
    if found.row is None:
        raise ExchangeUnsupportedError(
            f"No provision {slot!r} of {plan.benefit.id} speaks in {plan.jurisdiction} on {on} ({found.missing}).",
            hint="Choose another day.",
            reason=found.missing,
        )
    if found.row.group is None and found.row.value is None:
        raise ExchangeUnsupportedError(
            f"The provision {slot!r} of {plan.benefit.id} is a text; there is nothing to put into a table.",
            hint="Export a provision with conditions or a formula.",
            slot=slot,
        )
    return found.row


class _Document:
    """Builds the XML of one provision."""

    def __init__(self, rule_base: RuleBase, plan: Plan, row: Provision, on: date, language: str) -> None:
        self._facts = rule_base.facts
        self._plan = plan
        self._row = row
        self._on = on
        self._language = language
        self._feel = Feel(on, self._value)
        self._root = etree.Element(f"{{{NAMESPACE}}}definitions", nsmap={None: NAMESPACE})  # type: ignore[dict-item]

    def _value(self, name: str) -> Any:
        found = row_on(self._plan.parameters.get(name, ()), self._on).row
        return None if found is None else found.value

    def write(self) -> bytes:
        """The document."""
        row = self._row
        identity = f"{row.benefit}-{row.slot}-{row.jurisdiction}-{row.effective_from}"
        for key, value in (
            ("id", f"definitions-{identity}"),
            ("name", f"{self._text(self._plan.benefit.name)}: {row.slot}"),
            ("namespace", _OWN),
            ("expressionLanguage", _FEEL),
            ("typeLanguage", _FEEL),
            ("exporter", "Pathloom"),
        ):
            self._root.set(key, value)
        self._describe(self._root, self._about())
        decision = self._add(self._root, "decision", id=f"decision-{identity}", name=f"{row.benefit} {row.slot}")
        if row.group is not None:
            self._describe(decision, self._words("policy"))
            self._add(decision, "variable", id="verdict", name="verdict", typeRef="string")
            facts = self._table_of(decision)
        else:
            facts = self._formula_of(decision)
        self._requirements(decision, facts)
        etree.indent(self._root)
        return bytes(etree.tostring(self._root, xml_declaration=True, encoding="UTF-8"))

    def _about(self) -> str:
        row = self._row
        span = f"{row.effective_from} – {row.effective_to or ''}".rstrip()
        lines = [self._words("day", on=self._on.isoformat()), self._words("status", status=row.status.value), span]
        lines.append(self._cite(row))
        if row.interpretation:
            lines.append(self._text(row.interpretation.rationale))
        return "\n".join(lines)

    def _table_of(self, decision: etree._Element) -> list[str]:
        cases = Cases(self._row, self._facts, self._feel)
        rows = [("eligible", case) for case in cases.of(True)] + [("not_eligible", case) for case in cases.of(False)]
        columns = list(dict.fromkeys(column for _, case in rows for column in case.tests))
        table = etree.Element(f"{{{NAMESPACE}}}decisionTable", id="table", hitPolicy="ANY")
        for number, column in enumerate(columns, 1):
            self._input(table, number, column)
        output = self._add(table, "output", id="output", name="verdict", typeRef="string", label=self._words("verdict"))
        self._add_text(output, "outputValues", '"eligible", "not_eligible"', id="output-values")
        self._add(table, "annotation", name=self._words("conditions"))
        for number, (verdict, case) in enumerate(rows, 1):
            self._rule(table, number, columns, case, verdict)
        facts = list(dict.fromkeys(fact for column in columns for fact in column.facts))
        self._decide(decision, table, facts)
        return facts

    def _formula_of(self, decision: etree._Element) -> list[str]:
        value = self._row.value
        assert value is not None  # noqa: S101 -- _provision refuses a row with neither
        self._add(decision, "variable", id="result", name="result", typeRef=TYPES[value.kind])
        formula = etree.Element(f"{{{NAMESPACE}}}literalExpression", id="formula", typeRef=TYPES[value.kind])
        self._add(formula, "text").text = self._feel.write(value)
        facts = list(value.facts)
        self._decide(decision, formula, facts)
        return facts

    def _decide(self, decision: etree._Element, logic: etree._Element, facts: list[str]) -> None:
        """The schema wants requirements before the logic."""
        for fact in facts:
            needed = self._add(decision, "informationRequirement", id=f"needs-{fact}")
            self._add(needed, "requiredInput", href=f"#input-{fact}")
        cited = self._add(decision, "authorityRequirement", id="authority")
        self._add(cited, "requiredAuthority", href="#source")
        decision.append(logic)

    def _requirements(self, decision: etree._Element, facts: list[str]) -> None:
        for fact in facts:
            spec = self._facts[fact]
            data = self._add(self._root, "inputData", id=f"input-{fact}", name=fact, label=self._text(spec.short_name))
            self._describe(data, self._text(spec.question) + (f" ({spec.unit})" if spec.unit else ""))
            self._add(data, "variable", id=f"variable-{fact}", name=fact, typeRef=TYPES[spec.kind])
        source = self._row.citation.source
        title = self._text(source.title)
        attributes = {"id": "source", "name": title} | ({"locationURI": source.url} if source.url else {})
        self._describe(self._add(self._root, "knowledgeSource", **attributes), self._cite(self._row))
        # `decision` was added first; diagrams are left to the editor that opens the file.
        self._root.remove(decision)
        self._root.append(decision)

    def _input(self, table: etree._Element, number: int, column: Column) -> None:
        spec = self._facts.get(column.feel)
        label = self._text(spec.short_name) if spec else column.feel
        element = self._add(table, "input", id=f"column-{number}", label=label)
        expression = self._add(element, "inputExpression", id=f"expression-{number}", typeRef=column.type)
        self._add(expression, "text").text = column.feel
        if spec and spec.words:
            words = ", ".join(literal(word) for word in spec.words)
            self._add_text(element, "inputValues", words, id=f"values-{number}")

    def _rule(self, table: etree._Element, number: int, columns: list[Column], case: Case, verdict: str) -> None:
        rule = self._add(table, "rule", id=f"rule-{number}")
        for at, column in enumerate(columns, 1):
            test = case.tests.get(column)
            self._add_text(rule, "inputEntry", test.feel() if test else "-", id=f"rule-{number}-{at}")
        self._add_text(rule, "outputEntry", literal(verdict), id=f"rule-{number}-output")
        said = [self._condition(rule_) for rule_ in self._row.conditions if rule_.id in case.conditions]
        self._add_text(rule, "annotationEntry", "\n".join(said))

    def _condition(self, rule: ConditionRule) -> str:
        citation = rule.citation
        return f"{rule.id}: {self._text(rule.text)} ({self._text(citation.source.title)} {citation.article})"

    def _cite(self, row: Provision) -> str:
        citation = row.citation
        number = f" {citation.source.doc_no}" if citation.source.doc_no else ""
        quote = f" “{citation.quote}”" if citation.quote else ""
        return f"{self._text(citation.source.title)}{number} {citation.article}{quote}"

    def _text(self, text: Text) -> str:
        return text[self._language]

    def _words(self, key: str, **values: str) -> str:
        return _WORDS[key][self._language].format(**values)

    @staticmethod
    def _add(parent: etree._Element, tag: str, **attributes: str) -> etree._Element:
        return etree.SubElement(parent, f"{{{NAMESPACE}}}{tag}", {}, None, **attributes)

    def _add_text(self, parent: etree._Element, tag: str, text: str, **attributes: str) -> None:
        self._add(self._add(parent, tag, **attributes), "text").text = text

    def _describe(self, parent: etree._Element, text: str) -> None:
        self._add(parent, "description").text = text
