"""A mapping between classifications as text and as a document. Nothing is worked out here."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ontology import Classification, Code, classification_name, graph_id
from pathloom._table import table

if TYPE_CHECKING:
    from ontology import CodeMapping, Concordance, MappedCode, MappingPath

_RELATIONS: Mapping[str, tuple[str, str]] = {
    "exact": ("exact", "等同"),
    "close": ("close", "近似"),
    "broad": ("broader", "更宽"),
    "narrow": ("narrower", "更窄"),
    "related": ("related", "相关"),
}
_HEAD = (
    ("code", "代码"),
    ("title", "名称"),
    ("it is", "关系"),
    ("confidence", "置信度"),
    ("codes", "对应"),
    ("over", "途经"),
)
_SAY: Mapping[str, tuple[str, str]] = {
    "none": (
        "No chain of tables leads from this code to {}. Read: {}.",
        "没有任何对照表链把该代码引到{}。已读取：{}。",
    ),
    "more": ("... and {} more, weaker ones; --most {} shows all.", "……另有 {} 个较弱的对应，--most {} 可全部列出。"),
    "legend": (
        "codes: n:1 several codes fall together on this one, 1:n the code is divided, n:m both.",
        "对应：n:1 多个代码合并为此代码，1:n 该代码被拆分，n:m 两者皆有。",
    ),
    "table": ("table", "对照表"),
    "release": ("release {}", "版本 {}"),
}


def mapping_text(mapping: "CodeMapping", concordance: "Concordance", language: str, *, most: int) -> str:
    """The mapped codes as a table, strongest first, and the tables that they rest on.

    Args:
        most: number of codes shown; what is left out is counted.
    """
    at = 1 if language == "zh" else 0
    name = classification_name(mapping.target, language)
    asked = f"{classification_name(mapping.source.classification, language)} {mapping.notation}"
    heading = f"{asked} {_title(mapping.source, mapping.title, language)}".rstrip() + f" → {name}"
    if not mapping.found:
        read = [key for key, crosswalk in concordance.crosswalks.items() if crosswalk.rows]
        return f"{heading}\n{_SAY['none'][at].format(name, ', '.join(sorted(read)))}"
    shown = mapping.found[:most]
    rows = [_row(mapped, concordance, language) for mapped in shown]
    lines = [heading, "", *table([column[at] for column in _HEAD], rows, numbers=frozenset({3}))]
    if len(mapping.found) > most:
        lines.append(_SAY["more"][at].format(len(mapping.found) - most, len(mapping.found)))
    lines += ["", _SAY["legend"][at]]
    for used in sorted({step.crosswalk for mapped in shown for step in mapped.paths[0].steps}):
        crosswalk = concordance.crosswalks[used]
        release = _SAY["release"][at].format(crosswalk.version)
        lines.append(f"{_SAY['table'][at]} {used}: {release}; {crosswalk.licence}; {crosswalk.url}".rstrip("; "))
    return "\n".join(lines)


def mapping_document(mapping: "CodeMapping", concordance: "Concordance") -> dict[str, object]:
    """Everything that is known of the mapping, JSON-representable; every path with its steps."""
    used = {step.crosswalk for mapped in mapping.found for path in mapped.paths for step in path.steps}
    return {
        "source": _code(mapping.source, mapping.notation, mapping.title),
        "target": str(mapping.target),
        "found": [
            {
                **_code(mapped.target, mapped.notation, mapped.title),
                "relation": str(mapped.relation),
                "confidence": mapped.confidence,
                "loss": {
                    "split": mapped.loss.split,
                    "collapsed": mapped.loss.collapsed,
                    "cardinality": mapped.loss.cardinality,
                },
                "paths": [_path(path) for path in mapped.paths],
            }
            for mapped in mapping.found
        ],
        "crosswalks": {
            name: {"version": one.version, "licence": one.licence, "url": one.url}
            for name, one in sorted(concordance.crosswalks.items())
            if name in used
        },
    }


def _row(mapped: "MappedCode", concordance: "Concordance", language: str) -> list[str]:
    # The last step ends at the code itself, which stands in front already.
    over = [
        f"{classification_name(step.target.classification, language)} {concordance.notation(step.target)}"
        for step in mapped.paths[0].steps[:-1]
    ]
    return [
        mapped.notation,
        _title(mapped.target, mapped.title, language),
        _RELATIONS[mapped.relation][1 if language == "zh" else 0],
        f"{mapped.confidence:.2f}",
        mapped.loss.cardinality,
        ", ".join(over),
    ]


def _title(code: Code, title: str, language: str) -> str:
    """Our Chinese label where there is one (ESCO and ISCO-08); the publisher's English title elsewhere."""
    if language == "zh" and code.classification in (Classification.ESCO, Classification.ISCO_08):
        from ontology._labels import read_labels

        translation = read_labels("zh").get(graph_id(code) or "")
        if translation is not None:
            return translation.label
    return title


def _code(code: Code, notation: str, title: str) -> dict[str, object]:
    return {
        "classification": str(code.classification),
        "code": code.code,
        "notation": notation,
        "title": title,
        "id": graph_id(code),
    }


def _path(path: "MappingPath") -> dict[str, object]:
    return {
        "relation": str(path.relation),
        "confidence": path.confidence,
        "steps": [
            {
                "from": {"classification": str(step.source.classification), "code": step.source.code},
                "to": {"classification": str(step.target.classification), "code": step.target.code},
                "relation": str(step.relation),
                "confidence": step.confidence,
                "crosswalk": step.crosswalk,
            }
            for step in path.steps
        ],
    }
