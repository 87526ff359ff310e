"""What no graph can be made of though each record is sound: an id twice, labels that cannot be shown, a circle."""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from ontology._esco_checks import refuse_cycle, unshowable
from ontology.errors import SourceRdfError
from ontology.records import Broader, Concept, Edge, Node

#: The name of a file beside the dump: neither an address nor a way to another folder.
_BESIDE = re.compile(r"[\w-]+(\.[\w-]+)*")


def refuse_elsewhere(path: Path, form: str) -> None:
    """Refuse a file of which reading would fetch or unfold what is not in it: other contexts, entities of XML.

    Raises:
        SourceRdfError: it names a context that does not lie beside it, or declares an entity.
    """
    if form == "json-ld":
        try:
            parts: list[object] = [json.loads(path.read_bytes())]
        except (ValueError, RecursionError):
            return  # the parser says what is wrong
        while parts:
            part = parts.pop()
            if isinstance(part, dict):
                parts += part.values()
                named = part.get("@context")
                for context in [*(named if isinstance(named, list) else [named]), part.get("@import")]:
                    if isinstance(context, str) and not _BESIDE.fullmatch(context):
                        raise _refused(
                            path.name, context[:120], f"its context {context[:120]!r} does not lie beside it, and "
                            "nothing is fetched", f"其上下文 {context[:120]!r} 不在同一文件夹中，且不会下载",
                        )  # fmt: skip
            elif isinstance(part, list):
                parts += part
    elif form == "xml" and re.search(b"<!\\s*ENTITY", path.read_bytes().replace(b"\0", b""), re.IGNORECASE):
        raise _refused(
            path.name, "", "it declares an entity, which may stand for another file or unfold without end",
            "声明了实体，可能指向其他文件或无限展开",
        )  # fmt: skip


def sound(records: Iterable[Node | Edge], *, file: str) -> Iterator[Node | Edge]:
    """The same records, held against each other.

    Raises:
        SourceRdfError: an id is said of two nodes, or a label holds a control character.
        SourceHierarchyError: at the end: a concept is broader than itself.
    """
    seen: set[str] = set()
    parents: defaultdict[str, list[str]] = defaultdict(list)
    for record in records:
        if isinstance(record, Node):
            if record.id in seen:
                raise _refused(file, record.id, f"{record.id} is described twice", f"{record.id} 出现了两次")
            seen.add(record.id)
            _refuse_labels(record, file)
        elif isinstance(record, Broader) and record.valid_to is None:
            parents[record.from_id].append(record.to_id)
        yield record
    refuse_cycle(parents, file=file)


def _refuse_labels(node: Node, file: str) -> None:
    names = list(node.labels.values())
    if isinstance(node, Concept):
        names += [name for several in node.alt_labels.values() for name in several]
    for name in names:
        sign = unshowable(name)
        if sign is not None:
            code = f"U+{ord(sign):04X}"
            raise _refused(
                file, node.id, f"a label of {node.id} holds the control character {code}: {name[:80]!r}",
                f"{node.id} 的标签含有控制字符 {code}：{name[:80]!r}",
            )  # fmt: skip


def _refused(file: str, subject: str, what: str, what_zh: str) -> SourceRdfError:
    return SourceRdfError(
        f"{file}: {what}. Nothing was imported.",
        hint="Check the file with the shapes (ontology/shapes.ttl), or export it anew.",
        hint_zh="请用 ontology/shapes.ttl 中的形状检查该文件，或重新导出。",
        file=file,
        subject=subject,
        text={"zh": f"{file}：{what_zh}。未导入任何内容。"},
    )
