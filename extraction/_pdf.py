"""Text of a PDF in reading order, with PDFium."""

import ctypes
from collections.abc import Iterator

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from extraction._columns import Piece, reading_order
from extraction._document import Limits
from extraction.errors import (
    DocumentBrokenError,
    DocumentEmptyError,
    DocumentEncryptedError,
    DocumentScannedError,
    DocumentTooLargeError,
)


def pdf_text(data: bytes, *, limits: Limits) -> str:
    """All pages' text; columns are read one after the other.

    Raises:
        DocumentEncryptedError: a password is needed.
        DocumentBrokenError: no readable PDF.
        DocumentTooLargeError: more pages than `limits.max_pages`.
        DocumentScannedError: the pages hold pictures, but no text.
        DocumentEmptyError: the pages hold nothing.
    """
    document = _open(data)
    try:
        if len(document) > limits.max_pages:
            raise DocumentTooLargeError(
                f"The PDF has {len(document)} pages; at most {limits.max_pages} are read.",
                hint="Send the resume or the posting alone.",
                pages=len(document),
                limit=limits.max_pages,
            )
        pages = [_page_text(document, number) for number in range(len(document))]
        text = "\n\n".join(pages)
        if not text.strip():
            raise _nothing(document)
        return text
    finally:
        document.close()


def _open(data: bytes) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if pdfium_c.FPDF_GetLastError() == pdfium_c.FPDF_ERR_PASSWORD or "assword" in str(error):
            raise DocumentEncryptedError(
                "The PDF is protected by a password, so its text cannot be read.",
                hint="Remove the password and try again.",
            ) from error
        raise DocumentBrokenError(
            f"The PDF cannot be opened: {error}", hint="It may be cut short; export or download it again."
        ) from error


def _nothing(document: pdfium.PdfDocument) -> DocumentScannedError | DocumentEmptyError:
    for page in document:
        if next(iter(page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE])), None) is not None:
            return DocumentScannedError(
                f"The PDF has {len(document)} pages with pictures, but no text: this looks like a scan.",
                hint="Export it from the program it was written in, or paste the text.",
                pages=len(document),
            )
    return DocumentEmptyError("The PDF's pages hold no text.", hint="Export it again, with its text.")


def _page_text(document: pdfium.PdfDocument, number: int) -> str:
    try:
        page = document[number]
        text = page.get_textpage()
    except pdfium.PdfiumError as error:
        raise DocumentBrokenError(
            f"Page {number + 1} of the PDF is damaged: {error}", hint="Export or download it again.", page=number + 1
        ) from error
    try:
        return "\n".join(reading_order(list(_pieces(text))))
    finally:
        text.close()
        page.close()


def _pieces(text: pdfium.PdfTextPage) -> Iterator[Piece]:
    """Runs of characters on one line, cut where a gap is wider than a blank."""
    run: list[str] = []
    left = right = bottom = top = 0.0
    for index in range(text.count_chars()):
        character = chr(pdfium_c.FPDFText_GetUnicode(text.raw, index))
        box = _box(text, index)
        if character in "\r\n" or box is None:
            continue
        x0, y0, x1, y1 = box
        height = max(y1 - y0, 1.0)
        same_line = bool(run) and abs((y0 + y1) - (bottom + top)) < 0.8 * height
        gap = x0 - right
        if run and (not same_line or gap > 1.2 * height or gap < -1.5 * height):
            yield Piece(left, bottom, right, top, "".join(run).strip())
            run = []
        if not run:
            if character.isspace():
                continue
            left, bottom, right, top = x0, y0, x1, y1
        elif gap > 0.18 * height and not run[-1].isspace() and not character.isspace():
            run.append(" ")
        run.append(character)
        right = max(right, x1)
        if not character.isspace():
            bottom, top = min(bottom, y0), max(top, y1)
    if run:
        yield Piece(left, bottom, right, top, "".join(run).strip())


def _box(text: pdfium.PdfTextPage, index: int) -> tuple[float, float, float, float] | None:
    if pdfium_c.FPDFText_IsGenerated(text.raw, index) == 1:
        return None  # blanks and line ends that PDFium adds; gaps tell the same
    rectangle = pdfium_c.FS_RECTF()
    if not pdfium_c.FPDFText_GetLooseCharBox(text.raw, index, ctypes.byref(rectangle)):
        return None
    return (
        rectangle.left,
        min(rectangle.bottom, rectangle.top),
        rectangle.right,
        max(rectangle.bottom, rectangle.top),
    )
