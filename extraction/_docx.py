"""Text of a DOCX by walking its XML: headers, body, tables, text boxes, content controls, footers."""

import zipfile
from collections.abc import Iterator
from io import BytesIO

from lxml import etree

from extraction._document import Limits
from extraction.errors import DocumentBombError, DocumentBrokenError

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_DELETED = {f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", f"{_W}delText"}


def docx_text(data: bytes, *, limits: Limits) -> str:
    """All text that a reader of the document sees, a paragraph or table row per line.

    A table row whose cells hold one paragraph each becomes one line with tabs; a cell with more paragraphs is
    layout, its lines come one after the other. A text box follows the paragraph that it is anchored in. A list item
    starts with a bullet. `mc:Fallback` repeats its text box and is left out, so is deleted text.

    Raises:
        DocumentBrokenError: a part is missing, cut short or no XML.
        DocumentBombError: a part is larger than its archive says.
    """
    lines: list[str] = []
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = sorted(archive.namelist())
            headers = [name for name in names if name.startswith("word/header")]
            footers = [name for name in names if name.startswith(("word/footer", "word/footnotes"))]
            for name in (*headers, "word/document.xml", *footers):
                lines.extend(_blocks(_parse(archive, name, limits)))
                lines.append("")
    except (zipfile.BadZipFile, EOFError, OSError, etree.XMLSyntaxError, KeyError, NotImplementedError) as error:
        raise DocumentBrokenError(
            f"The Word document is damaged: {error}.", hint="Open it in your word processor and save it again."
        ) from error
    return "\n".join(lines)


def _parse(archive: zipfile.ZipFile, name: str, limits: Limits) -> etree._Element:
    with archive.open(name) as part:
        content = part.read(limits.max_unpacked_bytes + 1)
    if len(content) > limits.max_unpacked_bytes:
        raise DocumentBombError(f"{name} unpacks to more than {limits.max_unpacked_bytes:,} bytes.", member=name)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        if not error.lineno:  # libxml2 names a line for every fault of the text; without one it ran out of memory
            raise MemoryError(name) from error
        raise


def _blocks(element: etree._Element) -> Iterator[str]:
    for child in element:
        if child.tag == f"{_W}p":
            yield from _paragraph(child)
        elif child.tag == f"{_W}tbl":
            yield from _table(child)
        elif child.tag != _FALLBACK and isinstance(child.tag, str):
            yield from _blocks(child)


def _table(table: etree._Element) -> Iterator[str]:
    for row in table.iter(f"{_W}tr"):
        if next(row.iterancestors(f"{_W}tbl"), None) is not table:
            continue  # a row of a nested table comes with its cell
        cells = [list(_blocks(cell)) for cell in row.iter(f"{_W}tc") if next(cell.iterancestors(f"{_W}tr")) is row]
        cells = [[line for line in cell if line.strip()] for cell in cells]
        if all(len(cell) <= 1 for cell in cells):
            yield "\t".join(cell[0] for cell in cells if cell)
        else:
            for cell in cells:
                yield from cell
                yield ""


def _paragraph(paragraph: etree._Element) -> Iterator[str]:
    pieces: list[str] = []
    boxes: list[etree._Element] = []
    if paragraph.find(f"{_W}pPr/{_W}numPr") is not None:
        pieces.append("• ")
    _collect(paragraph, pieces, boxes)
    yield from "".join(pieces).split("\n")
    for box in boxes:
        yield from _blocks(box)


def _collect(element: etree._Element, pieces: list[str], boxes: list[etree._Element]) -> None:
    for child in element:
        if child.tag == f"{_W}t":
            pieces.append(child.text or "")
        elif child.tag == f"{_W}tab":
            pieces.append("\t")
        elif child.tag in (f"{_W}br", f"{_W}cr"):
            pieces.append("\n")
        elif child.tag == f"{_W}noBreakHyphen":
            pieces.append("-")
        elif child.tag == f"{_W}txbxContent":
            boxes.append(child)
        elif child.tag not in (_FALLBACK, f"{_W}pPr", f"{_W}rPr") and child.tag not in _DELETED:
            _collect(child, pieces, boxes)
