"""The eight classifications of occupations that codes can be mapped between, and how their codes are written.

`Scheme` names the concept schemes of the graph, which holds one release of each. A concordance needs the releases
apart (SOC 2010 is not SOC 2018) and two that the graph does not hold, so it has names of its own.
"""

import re
import unicodedata
from enum import StrEnum
from typing import NamedTuple

from ontology.vocabulary import Language

ESCO_URI = "http://data.europa.eu/esco/occupation/"
ISCO_URI = "http://data.europa.eu/esco/isco/C"
#: Hyphens, dashes and the minus sign.
_DASHES = re.compile("[\u2010-\u2015\u2212\u30fc]")


class Classification(StrEnum):
    """A classification of occupations, of one release."""

    ESCO = "esco"
    ISCO_08 = "isco08"
    ONET_2010 = "onet2010"
    ONET_2019 = "onet2019"
    SOC_2010 = "soc2010"
    SOC_2018 = "soc2018"
    CENSUS_2018 = "census2018"
    CSCO = "csco"


class Code(NamedTuple):
    """A code of a classification, in its one canonical form (an ESCO occupation is its URI)."""

    classification: Classification
    code: str


class _Form(NamedTuple):
    en: str
    zh: str
    pattern: str
    example: str
    #: What graph ids put before the code; "" where the graph holds no such node.
    prefix: str = ""


_FORMS = {
    Classification.ESCO: _Form("ESCO", "ESCO 职业", rf"{ESCO_URI}[\w-]+|\d{{4}}(\.\d+)+", "2512.4"),
    Classification.ISCO_08: _Form("ISCO-08", "国际标准职业分类 ISCO-08", r"\d{1,4}", "2512", ISCO_URI),
    Classification.ONET_2010: _Form("O*NET-SOC 2010", "O*NET-SOC 2010", r"\d\d-\d{4}\.\d\d", "15-1132.00"),
    Classification.ONET_2019: _Form("O*NET-SOC 2019", "O*NET-SOC 2019", r"\d\d-\d{4}\.\d\d", "15-1252.00", "onet:"),
    Classification.SOC_2010: _Form("SOC 2010", "美国标准职业分类 SOC 2010", r"\d\d-\d{4}", "15-1132"),
    Classification.SOC_2018: _Form("SOC 2018", "美国标准职业分类 SOC 2018", r"\d\d-\d{4}", "15-1252", "soc:"),
    Classification.CENSUS_2018: _Form("Census 2018", "美国人口普查职业代码 2018", r"\d{4}", "1021"),
    Classification.CSCO: _Form("CSCO 2022", "职业分类大典 2022", r"\d(-\d\d){3}", "2-02-10-03", "csco:"),
}


def classification_name(classification: Classification, language: str = Language.EN) -> str:
    """What people call a classification.

    >>> classification_name(Classification.CSCO), classification_name(Classification.CSCO, "zh")
    ('CSCO 2022', '职业分类大典 2022')
    """
    form = _FORMS[classification]
    return form.zh if language == Language.ZH else form.en


def example_code(classification: Classification) -> str:
    """A code that shows how those of a classification are written."""
    return _FORMS[classification].example


def written_like(code: str) -> tuple[Classification, ...]:
    """The classifications whose codes are written like this one; a form says nothing about whether the code is there.

    >>> [str(found) for found in written_like("15-1252.00")]
    ['onet2010', 'onet2019']
    """
    return tuple(name for name, form in _FORMS.items() if re.fullmatch(form.pattern, bare_code(name, code), re.ASCII))


def bare_code(classification: Classification, text: str) -> str:
    """The code without what graph ids put before it, and as a keyboard set to English types it.

    Blanks, invisible characters, full-width digits and the dashes that a text program makes are no other code.

    >>> bare_code(Classification.SOC_2018, " soc:15-1252"), bare_code(Classification.ISCO_08, ISCO_URI + "2512")
    ('15-1252', '2512')
    >>> bare_code(Classification.CSCO, "４－０２－０７－０８"), bare_code(Classification.SOC_2018, "15 – 1252")
    ('4-02-07-08', '15-1252')
    """
    prefix = _FORMS[classification].prefix
    plain = text.strip()
    if any(sign.isdigit() for sign in plain):
        # A title keeps its blanks: it is looked up as it is.
        plain = _DASHES.sub("-", unicodedata.normalize("NFKC", plain))
        plain = "".join(sign for sign in plain if sign.isprintable() and not sign.isspace())
    return plain.removeprefix(prefix) if prefix else plain


def graph_id(code: Code) -> str | None:
    """The id under which the graph holds a code (`ontology.ids`); None for a release that it does not hold.

    >>> graph_id(Code(Classification.SOC_2018, "15-1252")), graph_id(Code(Classification.SOC_2010, "15-1132"))
    ('soc:15-1252', None)
    """
    if code.classification is Classification.ESCO:
        return code.code
    prefix = _FORMS[code.classification].prefix
    return prefix + code.code if prefix else None
