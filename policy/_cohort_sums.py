"""The figures of a benefit for many persons, worked out as `policy._sums` does for one."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from policy import _cohort_numbers as numbers
from policy import _cohort_rounding as rounding
from policy._cohort_numbers import UNKNOWN, Number
from policy._cohort_program import Program, Sheet
from policy._cohort_truth import first_known
from policy._expression import Expression
from policy._rules import Provision, Role
from policy._scope import Selection

#: Field of `Sums` -> the name under which `outputs` and the cohort give it.
NAMES: Mapping[str, str] = {
    "weekly": "weekly_amount",
    "weekly_with_dependents": "weekly_amount_with_dependents",
    "weekly_payable": "weekly_payable",
    "weeks": "weeks",
    "maximum_total": "maximum_total",
    "waiting_weeks": "waiting_weeks",
    "weeks_claimed": "payable_for_weeks_claimed",
    "per_month": "amount_per_month",
    "once": "amount_once",
    "per_day": "amount_per_day",
    "duration_months": "duration_months",
    "days": "duration_days",
    "first_payment": "first_payment",
}
_WEEKS, _MONTHS, _DAYS = numbers.constant(52), numbers.constant(12), numbers.constant(30)
_NOTHING = numbers.constant(0)


def work_out_all(program: Program, selection: Selection, sheet: Sheet, on: date) -> dict[str, Number]:
    """Every figure that somebody has, by its name in `outputs`."""
    worker = _Worker(program, selection, sheet, on)
    worker.amounts()
    worker.durations()
    worker.first_payment()
    worker.totals()
    return {NAMES[name]: value for name, value in worker.found.items() if value.known is not False}


class _Worker:
    """Collects figures; `found` is by field of `Sums`, and a person without one keeps what was found before."""

    def __init__(self, program: Program, selection: Selection, sheet: Sheet, on: date) -> None:
        self.program = program
        self.selection = selection
        self.sheet = sheet
        self.day = on
        self.found: dict[str, Number] = {}

    def amounts(self) -> None:
        """Amounts by month, week, day, once and in all."""
        for row in self.selection.by_kind.get("amount", ()):
            value = self._value(row)
            if row.role is Role.CEILING:
                continue
            if row.output != "per_month":
                self._keep(row.output, value)
            elif not row.details.get("months") or _first_month(row) == 1:
                self._keep("per_month", value)
            if row.output == "weekly":
                year = numbers.divide(numbers.multiply(value, _WEEKS), _MONTHS, self.sheet.doubt)
                self._keep("per_month", rounding.rounded(year, 2, self.sheet.doubt))
            elif row.output == "per_day":
                self._keep("per_month", numbers.multiply(value, _DAYS))

    def durations(self) -> None:
        """Months, weeks or days of payment."""
        doubt = self.sheet.doubt
        for row in self.selection.by_kind.get("duration", ()):
            value = months = self._value(row)
            if row.details["unit"] == "week":
                self.found["waiting_weeks"] = self._whole(row.details.get("waiting_weeks"))
                self._keep("weeks", rounding.truncate(value, doubt))
                months = numbers.divide(numbers.multiply(value, _MONTHS), _WEEKS, doubt)
            elif row.details["unit"] == "day":
                self._keep("days", rounding.truncate(value, doubt))
                months = numbers.divide(value, _DAYS, doubt)
            if row.role is not Role.CEILING:
                self._keep("duration_months", months)

    def first_payment(self) -> None:
        """The earliest day of payment."""
        for row in self.selection.by_kind.get("first_payment", ()):
            self.found["first_payment"] = self._value(row)

    def totals(self) -> None:
        """What follows from the other figures."""
        weekly, weeks = self.found.get("weekly", UNKNOWN), self.found.get("weeks", UNKNOWN)
        if "weekly_with_dependents" not in self._described():
            self.found["weekly_with_dependents"] = weekly
        if "maximum_total" not in self._described():
            self.found["maximum_total"] = numbers.multiply(weekly, weeks)
        self._claimed()

    def _claimed(self) -> None:
        row = next(iter(self.selection.by_kind.get("duration", ())), None)
        counted: Any = row.details.get("claimed_weeks") if row else None
        if counted is None:
            return
        claimed = self._whole(counted)
        payable, waiting, most = (
            self.found.get(name, UNKNOWN) for name in ("weekly_payable", "waiting_weeks", "maximum_total")
        )
        paid = numbers.smaller(numbers.subtract(claimed, waiting), _NOTHING, larger=True)
        self.found["weeks_claimed"] = numbers.smaller(numbers.multiply(payable, paid), most)

    def _described(self) -> set[str]:
        """The sums that a provision of their own gives, or gave until it ended."""
        ended = (output for slot, output in self.selection.amount_slots.items() if slot in self.selection.missing)
        return {*ended, *(row.output for row in self.selection.by_kind.get("amount", ()))}

    def _value(self, row: Provision) -> Number:
        if row.value is None:
            return UNKNOWN
        self.day = self.selection.days[row.slot]
        return self._read(row.value)

    def _read(self, expression: Expression) -> Number:
        return self.sheet.number(self.program.add(expression), self.day)

    def _whole(self, expression: Any) -> Number:
        return UNKNOWN if expression is None else rounding.truncate(self._read(expression), self.sheet.doubt)

    def _keep(self, name: str, value: Number) -> None:
        before = self.found.get(name)
        found = value if before is None else first_known(value, before)
        if isinstance(found, Number):
            self.found[name] = found


def _first_month(row: Provision) -> int:
    months: Any = row.details["months"]
    first: int = months[0]
    return first
