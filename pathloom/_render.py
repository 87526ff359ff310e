"""Answers as text for a terminal, in Chinese or English. Nothing is computed here."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph import Snapshot
    from ontology import Money, PostingProfile, Profile, SkillStatement
    from reasoning.answers import GapSkill, Path, PathsAnswer, Pay, PostingMatch, Step, Transition

_T: Mapping[str, tuple[str, str]] = {
    # key: (English, Chinese)
    "skills": ("Skills", "技能"),
    "experience": ("Experience", "工作经历"),
    "education": ("Education", "教育"),
    "location": ("Location", "所在地"),
    "asks": ("Asks for", "要求"),
    "pay": ("Pay", "薪酬"),
    "not": ("not", "不具备"),
    "best": ("Best paths", "最佳路径"),
    "alternatives": ("Alternatives", "备选路径"),
    "from": ("From", "从"),
    "feasible": ("feasible", "可行性"),
    "months": ("months", "个月"),
    "overlap": ("skill overlap", "技能重合度"),
    "covers": ("of the requirements", "项要求"),
    "learn": ("learn", "需学习"),
    "course": ("course", "课程"),
    "free": ("free", "免费"),
    "why": ("why", "理由"),
    "start": ("any move", "基准"),
    "unknown": ("unknown", "未知"),
    "exposure": ("AI exposure", "AI 影响程度"),
    "if": ("what would change it", "怎样会改变结果"),
    "benefits": ("Benefits", "政策待遇"),
    "eligible": ("eligible", "符合"),
    "not_eligible": ("not eligible", "不符合"),
    "unverified": ("source not verified", "来源未经核实"),
    "expired": ("expired", "已失效"),
    "disputed": ("disputed", "有争议"),
    "reading": ("other reading", "另一种理解"),
    "need": ("need", "要求"),
    "have": ("have", "现状"),
    "sure": ("conf.", "把握"),
    "gains": ("may open", "可能开启"),
    "loses": ("ends", "将终止"),
    "postings": ("Postings", "招聘信息"),
    "has": ("has", "具备"),
}


def word(key: str, language: str) -> str:
    """A word of the interface."""
    return _T[key][language == "zh"]


def money_text(money: "Money | None", language: str) -> str:
    """An amount with its currency sign, without cents."""
    if money is None:
        return word("unknown", language)
    sign = {"CNY": "¥", "USD": "$"}.get(money.currency, money.currency + " ")
    minus = "-" if money.amount < 0 else ""
    return f"{minus}{sign}{abs(money.amount).quantize(Decimal(1)):,}"


def label(labels: Mapping[str, str], language: str) -> str:
    """The text in a language, else in English, else in any."""
    return labels.get(language) or labels.get("en") or next(iter(labels.values()), "")


def percent_text(share: float) -> str:
    """A share in whole percent; what is not certain is never shown as 100 %."""
    return ">99%" if 0.995 <= share < 1 else f"{round(share * 100)}%"


def _pay_text(pay: "Pay | None", language: str) -> str:
    from reasoning import text

    if pay is None:
        return word("unknown", language)
    kind = label(text("statistics", pay.statistic), language)
    sure = f"{word('sure', language)} {percent_text(pay.confidence)}"
    return f"{money_text(pay.money, language)} ({kind}, {pay.source} {pay.year}, {sure})"


def statement_text(found: "Profile | PostingProfile", snapshot: "Snapshot", language: str) -> str:
    """A profile or posting, each statement with its evidence."""
    from ontology import Profile

    lines: list[str] = []
    if isinstance(found, Profile):
        lines += _profile_lines(found, snapshot, language)
    else:
        occupation = (
            f" → {found.occupation_label} ({percent_text(found.occupation_confidence)})" if found.occupation else ""
        )
        lines.append(f"{found.title}{occupation}")
        if found.pay_min is not None or found.pay_max is not None:
            lines.append(f"  {word('pay', language)}: {found.pay_min or ''}-{found.pay_max or ''} {found.currency}")
        lines.append(f"  {word('asks', language)}:")
        lines += _skill_lines(found.skills, snapshot, language)
    lines += [f"  ! {warning}" for warning in found.warnings]
    return "\n".join(lines)


def _profile_lines(profile: "Profile", snapshot: "Snapshot", language: str) -> list[str]:
    lines: list[str] = []
    if profile.location:
        lines.append(f"  {word('location', language)}: {profile.location.name} {profile.location.region}".rstrip())
    lines.append(f"  {word('experience', language)}:")
    for job in profile.experiences:
        when = f"{job.start or '?'} – {'…' if job.current else job.end or '?'}"
        as_what = f" → {job.occupation_label} ({percent_text(job.occupation_confidence)})" if job.occupation else ""
        lines.append(f"    {when}  {job.title}{as_what}")
    lines += [
        f"  {word('education', language)}: {study.institution} {study.field}".rstrip() for study in profile.education
    ]
    lines.append(f"  {word('skills', language)} ({sum(not skill.negated for skill in profile.skills)}):")
    return lines + _skill_lines(profile.skills, snapshot, language)


def _skill_lines(skills: "Iterable[SkillStatement]", snapshot: "Snapshot", language: str) -> list[str]:
    lines = []
    for skill in skills:
        row = snapshot.skills.find(skill.skill)
        name = snapshot.skills.label(row, language) if row is not None else skill.label
        evidence = skill.evidence[0]
        denied = f"{word('not', language)}: " if skill.negated else ""
        place = f"[{evidence.start}:{evidence.end}]"
        lines.append(f"    {denied}{name}  “{evidence.text}” {place} {percent_text(evidence.confidence)}")
    return lines


def transition_text(answer: "Transition", language: str) -> str:
    """One transition: score, contributions, gap."""
    from reasoning import warning_text

    origin = label(answer.origin.labels, language) if answer.origin else word("unknown", language)
    lines = [f"{origin} → {label(answer.target.labels, language)}: {_score_text(answer, language, answer.model)}"]
    lines += _why_lines(answer, language, limit=99)
    gap = answer.gap
    for part in ("matched", "partial", "missing"):
        skills: tuple[GapSkill, ...] = getattr(gap, part)
        names = ", ".join(label(item.skill.labels, language) for item in skills)
        lines.append(f"  {part} ({len(skills)}): {names}")
    lines += [f"! {label(warning_text(warning), language)}" for warning in answer.warnings]
    return "\n".join(lines)


def _score_text(answer: "Transition", language: str, *more: str) -> str:
    """The score beside the plain overlap of skills, which is what it has to beat."""
    beside = "; ".join([f"{word('overlap', language)} {percent_text(answer.overlap)}", *more])
    return f"{percent_text(answer.score)} ({beside})"


def _why_lines(answer: "Transition", language: str, *, limit: int) -> list[str]:
    from reasoning import signal_text

    parts = sorted(answer.explanation.contributions, key=lambda part: -abs(part.points))[:limit]
    texts = [f"{label(signal_text(part.signal), language)} {part.points * 100:+.0f}" for part in parts]
    base = f"{word('start', language)} {answer.explanation.base * 100:.0f}"
    return [f"  {word('why', language)}: {', '.join([base, *texts])}"]


def paths_text(answer: "PathsAnswer", language: str, *, benefits: Mapping[str, Mapping[str, str]] | None = None) -> str:
    """Best paths in full, alternatives with the gap of each step.

    Args:
        benefits: benefit id -> name per language; ids are shown where it has none.
    """
    from reasoning import warning_text

    origin = label(answer.origin.labels, language) if answer.origin else word("unknown", language)
    lines = [f"{word('best', language)} ({word('from', language)} {origin}; {answer.model})"]
    for number, path in enumerate(answer.best, start=1):
        lines += ["", *_path_lines(number, path, language, benefits or {})]
    lines += ["", word("alternatives", language)]
    for number, path in enumerate(answer.alternatives, start=len(answer.best) + 1):
        lines.append(_path_head(number, path, language))
        for position, step in enumerate(path.steps, start=1):
            lines += _gap_lines(position, step, language)
    lines += [f"! {label(warning_text(warning), language)}" for warning in answer.warnings]
    return "\n".join(lines)


def _path_head(number: int, path: "Path", language: str) -> str:
    names = " → ".join(label(step.transition.target.labels, language) for step in path.steps)
    cost = ", ".join(money_text(amount, language) for amount in path.cost if amount.amount) or word("free", language)
    months = _months_text(path.months, language)
    return (
        f"{number}. {names}  |  {word('feasible', language)} {percent_text(path.feasibility)}, {months}, {cost}, "
        f"{word('pay', language)} {money_text(path.pay_end.money if path.pay_end else None, language)}"
    )


def _path_lines(number: int, path: "Path", language: str, benefits: Mapping[str, Mapping[str, str]]) -> list[str]:
    lines = [_path_head(number, path, language)]
    for position, step in enumerate(path.steps, start=1):
        lines += _step_lines(position, step, language, benefits)
    lines += [f"   {word('if', language)}: {label(change.texts, language)}" for change in path.counterfactuals[:2]]
    return lines


def _gap_lines(position: int, step: "Step", language: str) -> list[str]:
    """What sort of move a step is, how much of its requirements is held, and what is missing."""
    from reasoning import text

    gap = step.transition.gap
    held, asked = len(gap.matched), len(gap.matched) + len(gap.partial) + len(gap.missing)
    kind = label(text("move_kinds", step.kind.value), language)
    head = f"   {position}) {label(step.transition.target.labels, language)} [{kind}] "
    lines = [f"{head}{_score_text(step.transition, language)}: {held}/{asked} {word('covers', language)}"]
    if gap.missing:
        names = ", ".join(label(item.skill.labels, language) for item in gap.missing[:6])
        lines.append(f"      {word('learn', language)}: {names}")
    return lines


def _step_lines(position: int, step: "Step", language: str, benefits: Mapping[str, Mapping[str, str]]) -> list[str]:
    lines = _gap_lines(position, step, language)
    for course in step.courses:
        price = money_text(course.cost, language) if course.cost.amount else word("free", language)
        lines.append(f"      {word('course', language)}: {label(course.course.labels, language)} "
                     f"({course.hours:.0f} h, {price}; {course.source})")  # fmt: skip
    lines.append(
        f"      {word('pay', language)}: {_pay_text(step.pay_before, language)} → {_pay_text(step.pay_after, language)}"
    )
    lines.append("      " + "; ".join([_months_text(step.months, language), *_exposure_texts(step, language)]))
    lines.append("    " + _why_lines(step.transition, language, limit=4)[0])
    for key, ids in (("gains", step.benefits_gained), ("loses", step.benefits_lost)):
        if ids:
            names = ", ".join(label(benefits.get(each, {"en": each}), language) for each in ids)
            lines.append(f"      {word(key, language)}: {names}")
    return lines


def _months_text(months: int, language: str) -> str:
    return f"{months}{word('months', language)}" if language == "zh" else f"{months} {word('months', language)}"


def _exposure_texts(step: "Step", language: str) -> list[str]:
    """The first index of AI exposure before and after; the others stand in the JSON answer, never averaged."""
    return [
        f"{word('exposure', language)} {_figure(change.before, language)} → {_figure(change.after, language)} "
        f"({change.unit}, {change.source})"
        for change in step.changes
        if change.figure.startswith("ai_exposure")
    ][:1]


def _figure(value: float | None, language: str) -> str:
    return word("unknown", language) if value is None else f"{value:.2f}"


def match_text(match: "PostingMatch", language: str) -> str:
    """One posting in a line: how many of the asked skills are held, and which are missing."""
    asked = len(match.matched) + len(match.partial) + len(match.missing)
    missing = ", ".join(label(item.skill.labels, language) for item in match.missing[:5])
    tail = f"; {word('learn', language)}: {missing}" if missing else ""
    return f"- {match.title}: {word('has', language)} {len(match.matched)}/{asked} ({percent_text(match.score)}){tail}"
