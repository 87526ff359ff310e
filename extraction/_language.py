"""Which language a text is in, by its script."""

from extraction._tokens import is_han


def language_of(text: str) -> str:
    """`zh` or `en`, whichever more words are in; a Chinese word is counted as two characters.

    Resumes mix both ("Excel 基础" in a Chinese one, a school's Chinese name in an English one). Text without
    letters counts as English.

    >>> language_of("熟练使用 Excel 和 Word"), language_of("Worked at 郑州大学 for two years")
    ('zh', 'en')
    """
    han = sum(map(is_han, text))
    latin = sum(1 for word in text.split() if any("a" <= character.lower() <= "z" for character in word))
    return "zh" if han / 2 > latin else "en"


def is_mixed(text: str) -> bool:
    """Whether at least a tenth of the words are in the other language."""
    han = sum(map(is_han, text)) / 2
    latin = sum(1 for word in text.split() if any("a" <= character.lower() <= "z" for character in word))
    return min(han, latin) * 10 >= han + latin > 0
