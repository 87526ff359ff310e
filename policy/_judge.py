"""The verdict of a benefit's conditions, with the trace of every one and the sentence that sums them up."""

from collections.abc import Sequence

from ontology import Verdict
from policy import _texts as texts
from policy._decision import CannotSay, Condition
from policy._kept_traces import Sheet, Trace, sheet_of
from policy._kleene import Met, combine, deciding
from policy._rules import Group, Provision
from policy._scope import Scope, Selection
from policy._values import Text


class Outcome:
    """The verdict of the eligibility provision with what led to it."""

    __slots__ = ("cannot_say", "conditions", "hopeless", "judged", "reason", "unknown_facts", "verdict")

    def __init__(self) -> None:
        self.verdict = Verdict.UNKNOWN
        self.cannot_say: CannotSay | None = None
        self.conditions: tuple[Condition, ...] = ()
        self.reason: Text = {}
        self.unknown_facts: tuple[str, ...] = ()
        self.judged = False
        self.hopeless = False


def judge(selection: Selection, scope: Scope) -> Outcome:
    """Evaluate the eligibility provision; every condition is evaluated, so that the trace is whole."""
    outcome = Outcome()
    provision = selection.eligibility
    if provision is None or provision.group is None:
        outcome.cannot_say = CannotSay(selection.eligibility_missing or "no_source")
        outcome.reason = texts.cannot_say(outcome.cannot_say)
        outcome.hopeless = True
        return outcome
    scope.move(selection.days[provision.slot])
    sheet: Sheet | None = selection.prepared.get("eligibility")
    if sheet is None:
        sheet = selection.prepared["eligibility"] = sheet_of(scope.memory, provision, provision.group, scope.event)
    conditions, traces = _trace_all(sheet, scope)
    outcome.conditions = conditions
    met = tuple([condition.met for condition in conditions])
    result = _joined(sheet, provision.group, met)
    if result is None:
        _leave_open(outcome, provision, sheet, traces, met, scope)
        return outcome
    if result:
        outcome.verdict = Verdict.ELIGIBLE
        outcome.judged = sheet.has_caseworker and any(item.caseworker and item.met for item in conditions)
    else:
        outcome.verdict = Verdict.NOT_ELIGIBLE
        outcome.hopeless = True
    outcome.reason = sheet.reasons.get(met) or _reason(result, provision, sheet, met)
    return outcome


def _trace_all(sheet: Sheet, scope: Scope) -> tuple[tuple[Condition, ...], list[Trace | None]]:
    """Every condition, and the kept trace that it was taken from, if it was."""
    get = scope.facts.get
    conditions, traces = list[Condition](), list[Trace | None]()
    for fact, kept, tracer, write in sheet.rows:
        if write is not None:
            conditions.append(write(scope))
            traces.append(None)
            continue
        trace = kept.get(get(fact)) if fact else None
        if trace is None:
            trace = tracer.trace(scope)
        elif trace.effects is not None:
            trace.effects.note(scope)
        conditions.append(trace.condition)
        traces.append(trace)
    return tuple(conditions), traces


def _joined(sheet: Sheet, group: Group, met: tuple[Met, ...]) -> Met:
    if sheet.flat == "all":
        return False if False in met else None if None in met else True
    return combine(group, met)


def _reason(result: bool, provision: Provision, sheet: Sheet, met: tuple[Met, ...]) -> Text:
    """The sentence of a decided verdict; kept by which conditions are met, since it says nothing else."""
    rules = provision.conditions
    if result:
        judged = [rule.text for rule, value in zip(rules, met, strict=True) if rule.caseworker and value]
        found = texts.eligible(provision.status, judged)
    else:
        found = texts.not_eligible([rules[place].text for place in _deciding(provision, met, False)])
    sheet.reasons[met] = found
    return found


def _deciding(provision: Provision, met: Sequence[Met], value: Met) -> list[int]:
    return deciding(provision.group, met, value) if provision.group else []


def _leave_open(
    outcome: Outcome, provision: Provision, sheet: Sheet, traces: list[Trace | None], met: tuple[Met, ...], scope: Scope
) -> None:
    """Say what would decide an unknown verdict: facts, an official, or a rule that we do not hold."""
    places = sheet.open_rows.get(met)
    if places is None:
        places = sheet.open_rows[met] = tuple(_deciding(provision, met, None))
    wanted: dict[str, None] = {}
    # In the order of the law, whatever the order in which groups name them.
    for place in sorted(places):
        wanted.update(dict.fromkeys(sheet.rows[place][2].lacking(traces[place], scope)))
    outcome.unknown_facts = tuple(wanted)
    outcome.judged = scope.official or any(provision.conditions[place].caseworker for place in places)
    if scope.missing and not wanted and not scope.official:
        outcome.cannot_say = CannotSay(next(iter(scope.missing.values())))
        outcome.reason = texts.cannot_say(outcome.cannot_say)
        return
    found = sheet.reasons.get(met)
    if found is None:
        found = sheet.reasons[met] = texts.possible([provision.conditions[place].text for place in places])
    outcome.reason = found
