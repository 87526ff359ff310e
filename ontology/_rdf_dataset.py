"""The description of a dump: VoID and DCAT, with what it holds, where it comes from and under which licences."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from ontology._rdf_terms import DCTERMS, ID, NS, RDFS, SKOS, XSD
from ontology.errors import ShapeError

DATASET = "https://w3id.org/pathloom/dataset"
_DCAT, _VOID, _FOAF = "http://www.w3.org/ns/dcat#", "http://rdfs.org/ns/void#", "http://xmlns.com/foaf/0.1/"
_SPDX = "https://spdx.org/licenses/"
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
    sources: Iterable[tuple[str, str, str]],
    version: str,
    issued: date,
) -> str:
    """The description as Turtle; addresses of files are relative to where it is published.

    Args:
        dumps: the files that hold the graph; all say the same.
        counts: class name -> how many things or statements of it there are.
        sources: (source, version, licence) of everything in it.
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
            f"    void:classPartition [ void:class pl:{name} ; void:entities {count} ] ;"
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


def _part(part: tuple[str, str, str]) -> list[str]:
    source, version, licence = part
    if not licence:
        raise ShapeError(f"The source {source!r} has no licence.", hint="Give its records one before publishing them.")
    if licence in _SPDX_IDS:
        terms = f"    dcterms:license <{_SPDX}{licence}> ."
    else:
        terms = f"    dcterms:rights [ a dcterms:RightsStatement ; rdfs:label {_text(licence)} ] ."
    return [
        f"<{_subset(part)}> a void:Dataset, dcat:Dataset ;",
        f"    dcterms:title {_text(source)} ;",
        f"    dcterms:isPartOf <{DATASET}> ;",
        f"    dcat:version {_text(version)} ;",
        terms,
    ]


def _subset(part: tuple[str, str, str]) -> str:
    return f"{DATASET}#source-{'-'.join(_slug(word) for word in part)}"


def _slug(text: str) -> str:
    return quote(text.replace(" ", "_"), safe="._~-")


def _text(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    return f'"{escaped}"'
