"""Pay as postings state it, brought to a month."""

import re
from dataclasses import dataclass

#: Working hours and weeks of a full-time year: 40 h a week, 52 weeks (US OPM's 2,080 hours less the rounding).
_HOURS_PER_MONTH = 40 * 52 / 12
_PER = {
    "hour": _HOURS_PER_MONTH, "hr": _HOURS_PER_MONTH, "hourly": _HOURS_PER_MONTH, "小时": _HOURS_PER_MONTH,
    "时": _HOURS_PER_MONTH, "week": 52 / 12, "weekly": 52 / 12, "周": 52 / 12, "day": 5 * 52 / 12, "天": 21.75,
    "日": 21.75, "month": 1.0, "monthly": 1.0, "月": 1.0, "year": 1 / 12, "yr": 1 / 12, "annum": 1 / 12,
    "annually": 1 / 12, "年": 1 / 12,
}  # fmt: skip  # 21.75 paid days a month: China, MoHRSS notice 2008 no. 3
_NUMBER = r"(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)[ ]?([kK千万])?"
_RANGE = rf"{_NUMBER}[ ]?(?:元)?(?:[ ]?(?:-|–|—|~|～|至|to)[ ]?(?:[$¥￥]|RMB|USD)?[ ]?{_NUMBER})?"
_WESTERN = re.compile(
    rf"(?:\$|USD|US\$)[ ]?{_RANGE}[ ]?(?:USD)?[ ]?(?:/|per |an? )?[ ]?"
    r"(hourly|hour|hr|weekly|week|day|monthly|month|year|yr|annum|annually)\b",
    re.IGNORECASE,
)
_CHINESE = re.compile(
    rf"(?:[¥￥]|RMB|CNY|月薪|薪资|底薪|综合工资|工资|待遇|薪酬)[ ]?[:：]?[ ]?(?:CNY|RMB|[¥￥])?[ ]?{_RANGE}"
    r"[ ]?(?:元|块|RMB|CNY)?"
    r"[ ]?(?:(?:/|每|per )[ ]?(小时|时|天|日|周|月|年|hour|day|month|year))?"
    rf"|{_RANGE}[ ]?(?:元|块|RMB|CNY)[ ]?(?:/|每|per )[ ]?(小时|时|天|日|周|月|年|hour|day|month|year)"
    rf"|{_RANGE}[ ]?(?:/)[ ]?(月)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Pay:
    """Pay per month; `low` <= `high`."""

    low: float
    high: float
    currency: str
    start: int
    end: int


def find_pay(text: str) -> Pay | None:
    """The first pay in a posting, per month and rounded to two decimals; None if none is stated."""
    western, chinese = _WESTERN.search(text), _CHINESE.search(text)
    found = min((hit for hit in (western, chinese) if hit), key=lambda hit: hit.start(), default=None)
    if found is None:
        return None
    parts = list(found.groups())
    while parts and all(part is None for part in parts[:2]) and len(parts) > 5:
        parts = parts[5:]
    first, first_unit, second, second_unit, per = (*parts, None, None, None, None, None)[:5]
    low = _amount(first, first_unit or (second_unit if second else None))
    high = _amount(second, second_unit) if second else low
    factor = _PER[(per or "月").lower()]
    if low is None or high is None or high < low:
        return None
    currency = "USD" if found is western else "CNY"
    return Pay(round(low * factor, 2), round(high * factor, 2), currency, found.start(), found.end())


def _amount(number: str | None, unit: str | None) -> float | None:
    if number is None:
        return None
    return float(number.replace(",", "")) * {"k": 1e3, "K": 1e3, "千": 1e3, "万": 1e4, None: 1}[unit]
