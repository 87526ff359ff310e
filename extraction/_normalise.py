"""One form of text for everything that is matched: PDF look-alikes folded, widths and blanks made equal.

PDFs printed by browsers carry CJK radicals (U+2E80-U+2FD5) where the writer typed ordinary characters, because fonts
share the glyph; matching fails silently unless they are folded. Kangxi radicals fold by NFKC; the supplement block
needs Unicode's EquivalentUnifiedIdeograph (Unicode 17); for two Kangxi radicals simplified Chinese writes another form
than NFKC gives.
"""

import re
import unicodedata

#: EquivalentUnifiedIdeograph of U+2E81-U+2EF3, radical then ideograph (U+2E80 has none).
_SUPPLEMENT = (
    "⺁厂⺂乛⺃乚⺄乙⺅亻⺆冂⺇𠘨⺈刀⺉刂⺊卜⺋㔾⺌小⺍小⺎兀⺏尣⺐尢⺑𡯂⺒巳⺓幺⺔彑⺕𫜹⺖忄⺗心⺘扌⺙攵⺛旡⺜日⺝月⺞歺⺟母⺠民"
    "⺡氵⺢氺⺣灬⺤爫⺥爫⺦丬⺧牛⺨犭⺩王⺪𤴔⺫目⺬示⺭礻⺮𥫗⺯糹⺰纟⺱罓⺲罒⺳㓁⺴冗⺵𦉫⺶羊⺷𦍌⺸𦍋⺹耂⺺肀⺻聿⺼肉⺽𦥑⺾艹"
    "⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻇𧢲⻈讠⻉贝⻊𧾷⻋车⻌辶⻍辶⻎辶⻏邑⻐钅⻑長⻒镸⻓长⻔门⻕𨸏⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞"
    "⻝食⻞𩙿⻟飠⻠饣⻡𩠐⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟"
)
#: Kangxi radicals whose NFKC form is not what simplified Chinese writes.
_SIMPLIFIED = {"⼾": "户", "⾭": "青"}


def _folding() -> dict[int, str | None]:
    table: dict[int, str | None] = {
        ord(radical): plain for radical, plain in zip(_SUPPLEMENT[::2], _SUPPLEMENT[1::2], strict=True)
    }
    for code in range(0x2F00, 0x2FD6):
        table[code] = _SIMPLIFIED.get(chr(code), unicodedata.normalize("NFKC", chr(code)))
    for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B)):
        table[code] = chr(code - 0xFEE0)  # full-width letters and digits; punctuation keeps its width
    for code in range(0xFB00, 0xFB07):
        table[code] = unicodedata.normalize("NFKC", chr(code))  # Latin ligatures (ff, fi, ...)
    for code in (0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF):
        table[code] = None
    for code in (0xA0, 0x2002, 0x2003, 0x2007, 0x2009, 0x202F, 0x3000, 0x0B):
        table[code] = " "
    for code in (0x2028, 0x2029, 0x0C, 0x85):
        table[code] = "\n"
    table[0x2011] = "-"
    table[0x2010] = "-"
    table[0xFF0B] = "+"
    return table


_FOLDING = _folding()
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff]")
_SPACED_HAN = re.compile(r"(?:[\u4e00-\u9fff] ){2,}[\u4e00-\u9fff](?![^\W\d_])")


def fold(text: str) -> str:
    """Fold single characters: radicals, ligatures, full-width letters and digits, invisible and odd blanks."""
    return unicodedata.normalize("NFC", text).translate(_FOLDING)


def normalise(text: str) -> str:
    r"""The text that is matched and that evidence points into.

    Lines end with "\n"; a gap of two or more blanks becomes one tab (it separates columns), other runs of blanks one
    blank; no line starts or ends with a blank; at most one empty line in a row. Idempotent.

    >>> normalise("⼯作经历\r\n  2021.03 –  ⾄今   外卖员 ")
    '工作经历\n2021.03 –\t至今\t外卖员'
    """
    text = fold(text).replace("\r\n", "\n").replace("\r", "\n")
    text = _CONTROL.sub("", text)
    text = _SPACED_HAN.sub(lambda run: run.group().replace(" ", ""), text)
    text = re.sub(r" *\t[ \t]*| {2,}", "\t", text)
    text = re.sub(r"[ \t]*\n[ \t]*", "\n", text)
    return re.sub(r"\n{3,}", "\n\n", text).strip()
