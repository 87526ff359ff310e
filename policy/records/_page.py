"""Printing a decision record: one HTML page without anything from outside, or plain text."""

from html import escape
from importlib import resources

from policy.records._record import DecisionRecord
from policy.records._sheet import Block, Sheet


def record_page(record: DecisionRecord, *, language: str) -> str:
    """The record as one HTML page for paper: its style is inside it, and it loads nothing.

    Args:
        language: `zh` or `en`.
    """
    sheet = Sheet(record, language)
    style = resources.files("policy").joinpath("records", "page.css").read_text(encoding="utf-8")
    body = "\n".join(_block(block) for block in sheet.blocks())
    return (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>{escape(sheet.word('title'))} {record.digest[:12]}</title>\n<style>\n{style}</style>\n</head>\n"
        f"<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def record_text(record: DecisionRecord, *, language: str) -> str:
    """The record as plain text, for a terminal or a printer without graphics."""
    lines: list[str] = []
    for block in Sheet(record, language).blocks():
        lines += _lines(block)
    return "\n".join(lines).strip("\n") + "\n"


def _block(block: Block) -> str:
    parts = []
    if block.heading:
        parts.append(f"<h{block.level}>{escape(block.heading)}</h{block.level}>")
    parts += [f"<p>{escape(sentence)}</p>" for sentence in block.sentences]
    if block.rows:
        parts.append(_table(block))
    return "\n".join(parts)


def _table(block: Block) -> str:
    lines = ['<table class="code">' if block.code else "<table>"]
    if block.columns:
        heads = "".join(f'<th scope="col">{escape(column)}</th>' for column in block.columns)
        lines.append(f"<thead><tr>{heads}</tr></thead>")
    lines.append("<tbody>")
    for row in block.rows:
        first, *rest = row
        cells = "".join(f"<td>{escape(cell)}</td>" for cell in rest)
        lines.append(f'<tr><th scope="row">{escape(first)}</th>{cells}</tr>')
    lines.append("</tbody></table>")
    return "\n".join(lines)


def _lines(block: Block) -> list[str]:
    lines = [""]
    if block.heading:
        lines += [block.heading, ("=" if block.level == 1 else "-") * 60] if block.level < 3 else [f"  {block.heading}"]
    lines += block.sentences
    for first, *rest in block.rows:
        lines.append(f"  * {first}")
        if block.columns:
            lines += [f"      {head}: {cell}" for head, cell in zip(block.columns[1:], rest, strict=True) if cell]
        else:
            lines += [f"      {cell}" for cell in rest if cell]
    return lines
