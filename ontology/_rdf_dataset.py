"""The description of a dump: VoID and DCAT, with what it holds, where it comes from and under which licences."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from urllib.parse import quote

from ontology._figure_terms import figure_sources, figure_terms
from ontology._rdf_terms import DCTERMS, ID, NS, RDFS, SKOS, XSD
from ontology.errors import ShapeError

DATASET = "https://w3id.org/pathloom/dataset"
_DCAT, _VOID, _FOAF = "http://www.w3.org/ns/dcat#", "http://rdfs.org/ns/void#", "http://xmlns.com/foaf/0.1/"
_SPDX_PAGE = "https://spdx.org/licenses/"
#: A licence's name, also as people write it (`CC BY 4.0`), before what a source says beside it.
_SPDX = re.compile(r"CC BY(?:-SA)? \d\.\d|[\w.-]+(?=$| \()")
#: Licences of our sources that have an address of their own; other words stand as a rights statement.
_SPDX_IDS = frozenset({"Apache-2.0", "CC-BY-4.0", "CC-BY-SA-4.0", "CC0-1.0", "MIT", "BSD-3-Clause", "ODC-By-1.0"})
_MEDIA = {
    ".nt": "application/n-triples",
    ".ttl": "text/turtle",
    ".jsonld": "application/ld+json",
}

_WORDS = """\
    dcterms:title "Pathloom graph of occupations, skills and benefits"@en,
        "Pathloom 职业、技能与待遇图谱"@zh ;
    dcterms:description "Occupations, skills, moves, wages and benefits of several classifications; no persons."@en,
        "多种分类体系的职业、技能、转换、工资与待遇及其关联；不含个人数据。"@zh ;
    dcterms:rights "Each part keeps the licence of its source, see void:subset."@en,
        "各部分沿用其来源的许可，见 void:subset。"@zh ;""".splitlines()


@dataclass(frozen=True, slots=True, order=True)
class Part:
    """One source of a dump in one version, under one licence.

    Attributes:
        title: its full name, where it has one besides its key.
        publisher, page: who publishes it, and the address where; "" where the key says it all.
    """

    source: str
    version: str
    licence: str
    title: str = ""
    publisher: str = ""
    page: str = ""


@cache
def figure_part(name: str, source: str) -> Part:
    """The source of a figure, as `figures.toml` describes it; a figure itself names no licence."""
    term = figure_terms().get(name)
    known = figure_sources().get(source) or (term.source if term else None)
    if known is None:
        return Part(source, "", "Licence not recorded")
    return Part(source, "", known.licence, title=known.title, publisher=known.publisher, page=known.url)


@dataclass(frozen=True, slots=True)
class Dump:
    """One file of a dump: its name, size in bytes, and how many triples it says (0 for none of the graph)."""

    name: str
    size: int
    triples: int


def describe_dataset(
    *,
    dumps: Sequence[Dump],
    counts: Mapping[str, int],
    sources: Iterable[Part],
    version: str,
    issued: date,
) -> str:
    """The description as Turtle; addresses of files are relative to where it is published.

    Args:
        dumps: the files that hold the graph; all say the same.
        counts: class -> how many things or statements of it there are; a class is `pl:Occupation`, `skos:Concept`.
        sources: of everything in it, the figures on its concepts too.
        version: of the store it was written from.
    Raises:
        ShapeError: there is no file, or a source has no licence: nobody could know what they may do with it.
    """
    if not dumps:
        raise ShapeError("A dataset without a file cannot be described.", hint="Name at least one dump.")
    parts = sorted(set(sources))
    lines = [
        f"@prefix dcat: <{_DCAT}> .",
        f"@prefix dcterms: <{DCTERMS}> .",
        f"@prefix foaf: <{_FOAF}> .",
        f"@prefix pl: <{NS}> .",
        f"@prefix rdfs: <{RDFS}> .",
        f"@prefix skos: <{SKOS}> .",
        f"@prefix void: <{_VOID}> .",
        f"@prefix xsd: <{XSD}> .",
        "",
        f"<{DATASET}> a void:Dataset, dcat:Dataset ;",
        *_WORDS,
        f'    dcterms:issued "{issued.isoformat()}"^^xsd:date ;',
        f"    dcat:version {_text(version)} ;",
        f"    dcterms:conformsTo <{NS.rstrip('#')}> ;",
        f"    void:vocabulary <{NS}>, <{SKOS}>, <{DCTERMS}> ;",
        f'    void:uriSpace "{ID}" ;',
        f"    void:triples {dumps[0].triples} ;",
        f"    void:classes {len(counts)} ;",
        *(f"    void:dataDump <{dump.name}> ;" for dump in dumps),
        *(f"    dcat:distribution <{DATASET}#{_slug(dump.name)}> ;" for dump in dumps),
        *(f"    void:subset <{_subset(part)}> ;" for part in parts),
        *(
            f"    void:classPartition [ void:class {name} ; void:entities {count} ] ;"
            for name, count in sorted(counts.items())
        ),
        "    foaf:homepage <https://w3id.org/pathloom> .",
    ]
    for dump in dumps:
        suffix = dump.name[dump.name.rindex(".") :]
        lines += [
            "",
            f"<{DATASET}#{_slug(dump.name)}> a dcat:Distribution ;",
            f"    dcterms:title {_text(dump.name)} ;",
            f"    dcat:downloadURL <{dump.name}> ;",
            f"    dcat:mediaType <https://www.iana.org/assignments/media-types/{_MEDIA[suffix]}> ;",
            f"    dcat:byteSize {dump.size} .",
        ]
    for part in parts:
        lines += ["", *_part(part)]
    return "\n".join(lines) + "\n"


def _part(part: Part) -> list[str]:
    if not part.licence:
        raise ShapeError(
            f"The source {part.source!r} has no licence.", hint="Give its records one before publishing them."
        )
    return [
        f"<{_subset(part)}> a void:Dataset, dcat:Dataset ;",
        f"    dcterms:title {_text(part.title or part.source)} ;",
        f"    dcterms:identifier {_text(part.source)} ;",
        *([f"    dcterms:publisher [ a foaf:Agent ; foaf:name {_text(part.publisher)} ] ;"] if part.publisher else []),
        *([f"    foaf:page <{part.page}> ;"] if part.page else []),
        f"    dcterms:isPartOf <{DATASET}> ;",
        *([f"    dcat:version {_text(part.version)} ;"] if part.version else []),
        *_terms(part.licence),
    ]


def _terms(licence: str) -> list[str]:
    """A known licence by its address, and what the source says beyond it or instead of it as a rights statement."""
    found = _SPDX.match(licence)
    name = found[0].replace(" ", "-") if found else ""
    known = name in _SPDX_IDS
    lines = [f"    dcterms:license <{_SPDX_PAGE}{name}>"] if known else []
    if not known or (found and found[0] != licence):
        lines.append(f"    dcterms:rights [ a dcterms:RightsStatement ; rdfs:label {_text(licence)} ]")
    return [*(f"{line} ;" for line in lines[:-1]), f"{lines[-1]} ."]


def _subset(part: Part) -> str:
    return f"{DATASET}#source-{'-'.join(_slug(word) for word in (part.source, part.version, part.licence) if word)}"


def _slug(text: str) -> str:
    return quote(text.replace(" ", "_"), safe="._~-")


def _text(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    return f'"{escaped}"'
