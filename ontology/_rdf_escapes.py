"""Escapes of N-Triples: what a backslash and the signs after it stand for."""

import re

from ontology.errors import SourceRdfError

_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", '"': '"', "'": "'", "\\": "\\"}


def unescaped(text: str, *, file: str, line: int) -> str:
    """A text of N-Triples as it is meant.

    Raises:
        SourceRdfError: an escape stands for no character, or for half of one, which can be stored nowhere.
    """

    def plain(found: re.Match[str]) -> str:
        return chr(int(found[1] or found[2], 16)) if found[3] is None else _ESCAPED.get(found[3], found[3])

    try:
        meant = _ESCAPE.sub(plain, text)
        meant.encode()
    except (ValueError, OverflowError) as error:
        raise no_text(file, line) from error
    return meant


def no_text(file: str, line: int | None = None) -> SourceRdfError:
    """The error for an escape that stands for no character; `line` where the form has lines."""
    place, place_zh = (f"Line {line} of {file}", f"{file} 第 {line} 行") if line else (file, file)
    return SourceRdfError(
        f"{place} holds an escape for what is no character. Nothing was imported.",
        hint="Export it anew.", hint_zh="请重新导出。", file=file, line=line,
        text={"zh": f"{place_zh} 含有不代表任何字符的转义。未导入任何内容。"},
    )  # fmt: skip
