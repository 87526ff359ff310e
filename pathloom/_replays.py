"""A replay as JSON and as text."""

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from policy.records import Difference, Replay, RuleChange

_WORDS = {
    "same": ("Re-evaluated: the same answer.", "重算结果：结论相同。"),
    "differs": ("Re-evaluated: another answer.", "重算结果：结论不同。"),
    "altered": ("The record was altered after it was written.", "记录在写成之后被改动过。"),
    "digest": ("digest", "摘要"),
    "recorded": ("recorded", "记录"),
    "found": ("now", "现在"),
    "today": ("On the rules of today", "按现行规则"),
    "today_same": ("nothing would be different", "没有不同"),
    "gone": ("no longer there", "已不存在"),
    "changes": ("Rules changed since", "此后变动的规则"),
    "changed": ("changed", "已修改"),
    "new": ("new", "新增"),
    "wording": ("only the wording differs", "仅措辞不同"),
}
#: Differences that the text shows; the JSON has all of them.
_MOST_SHOWN = 20


def replay_to_json(found: "Replay") -> dict[str, Any]:
    """The replay as JSON-representable data."""
    today = found.today
    return {
        "outcome": found.outcome,
        "digest": found.digest,
        "causes": [
            {"code": cause.code, "text": dict(cause.text), "details": dict(cause.details)} for cause in found.causes
        ],
        "differences": [_difference(item) for item in found.differences],
        "wording": [_difference(item) for item in found.wording],
        "today": today
        and {
            "same": today.same,
            "edition": today.edition,
            "digest": today.digest,
            "differences": [_difference(item) for item in today.differences],
            "gone": list(today.gone),
            "changes": [_change(item) for item in today.changes],
        },
    }


def replay_text(found: "Replay", language: str) -> str:
    """The replay in words, for a terminal."""

    def word(key: str) -> str:
        return _WORDS[key][1 if language == "zh" else 0]

    lines = [word(found.outcome), f"{word('digest')} {found.digest}"]
    lines += [f"  {cause.code}: {cause.text[language]}" for cause in found.causes]
    lines += _listed(found.differences, word("recorded"), word("found"))
    if found.wording:
        lines.append(f"  {word('wording')}: {len(found.wording)}")
    if found.today:
        today = found.today
        differing = [item for item in today.differences if item.kind != "wording"]
        lines += ["", f"{word('today')} ({today.edition}): {word('today_same') if today.same else ''}".rstrip(" :")]
        lines += [f"  {word('gone')}: {name}" for name in today.gone]
        lines += _listed(differing, word("recorded"), word("found"))
        if today.changes:
            lines.append(f"{word('changes')}:")
            lines += [
                f"  {word(item.how)}: {item.name} {item.jurisdiction} {item.since}"
                for item in today.changes[:_MOST_SHOWN]
            ]
            lines += _more(len(today.changes))
    return "\n".join(lines)


def _listed(items: "Iterable[Difference]", recorded: str, found: str) -> list[str]:
    listed = list(items)
    lines = [
        f"  {item.benefit} {item.path}: {recorded} {_short(item.recorded)}, {found} {_short(item.found)}"
        for item in listed[:_MOST_SHOWN]
    ]
    return lines + _more(len(listed))


def _more(count: int) -> list[str]:
    return [f"  ... +{count - _MOST_SHOWN}"] if count > _MOST_SHOWN else []


def _short(value: object) -> str:
    text = str(_plain(value))
    return text if len(text) <= 80 else f"{text[:77]}..."


def _difference(item: "Difference") -> dict[str, Any]:
    return {
        "benefit": item.benefit,
        "path": item.path,
        "kind": item.kind,
        "recorded": _plain(item.recorded),
        "found": _plain(item.found),
    }


def _change(item: "RuleChange") -> dict[str, str]:
    return {
        "how": item.how,
        "what": item.what,
        "name": item.name,
        "jurisdiction": item.jurisdiction,
        "since": item.since,
    }


def _plain(value: Any) -> Any:
    """JSON data without exact decimals, which the printer of JSON does not know."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value
