"""The process that opens documents: reads requests on stdin and answers on stdout, one after the other.

PDFium, lxml and selectolax are native code working on files from strangers; they run here, never in the server, under
a limit on memory, and the parent stops the process when time is up. A frame is a JSON head line and then as many
bytes as its `size` says.
"""

import json
import sys
from dataclasses import asdict
from typing import BinaryIO

from extraction._document import Document, Limits, document_id
from extraction._format import DOCX, HTML, JSON, PDF, media_type
from extraction._normalise import normalise
from extraction._privacy import blank_identity
from extraction.errors import DocumentEmptyError, DocumentTooLargeError, ExtractionError


def read(data: bytes, *, name: str, limits: Limits) -> Document:
    """Read one document in this process; `read_document` is the way in for everybody else.

    Raises:
        ExtractionError: see `extraction.errors`.
    """
    kind = media_type(data, name=name, limits=limits)
    text, hint = _text(data, kind, limits)
    if len(text) > limits.max_characters:
        raise DocumentTooLargeError(
            f"The document holds {len(text):,} characters; at most {limits.max_characters:,} are read.",
            hint="Send the resume or the posting alone.",
            characters=len(text),
            limit=limits.max_characters,
        )
    text = blank_identity(normalise(text))
    if not text.strip():
        raise DocumentEmptyError("The document holds no text.", hint="Export it again, with its text.")
    return Document(id=document_id(data), media_type=kind, text=text, hint=hint)


def _text(data: bytes, kind: str, limits: Limits) -> tuple[str, str]:
    # each format's library is loaded only when such a file comes
    if kind == PDF:
        from extraction._pdf import pdf_text

        return pdf_text(data, limits=limits), ""
    if kind == DOCX:
        from extraction._docx import docx_text

        return docx_text(data, limits=limits), ""
    from extraction._plain import decode

    text = decode(data)
    if kind == HTML:
        from extraction._html import html_text

        text, is_posting = html_text(text)
        return text, "posting" if is_posting else ""
    if kind == JSON:
        from extraction._json_resume import json_resume_text

        return json_resume_text(text), "resume"
    return text, ""


def _answer(request: dict[str, object], data: bytes) -> dict[str, object]:
    limits = Limits(**request["limits"])  # type: ignore[arg-type]  # written by the parent from the same class
    try:
        return {"document": asdict(read(data, name=str(request["name"]), limits=limits))}
    except MemoryError:
        return {"error": {"code": "DOCUMENT_MEMORY"}}
    except (ImportError, OSError) as error:  # a library that finds no room to load says it in its own words
        if "map segment" in str(error) or "allocate memory" in str(error):
            return {"error": {"code": "DOCUMENT_MEMORY"}}
        raise
    except RecursionError:
        return {
            "error": {
                "code": "DOCUMENT_BROKEN",
                "message": "The document is nested too deep to be read.",
                "hint": "Export it again.",
            }
        }
    except ExtractionError as error:
        return {"error": {"code": error.code, "message": error.message, "hint": error.hint, "details": error.details}}


def _limit_memory(mebibytes: int) -> None:
    if sys.platform != "win32":
        import resource

        size = mebibytes * 1024 * 1024
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        ceiling = size if hard == resource.RLIM_INFINITY else min(size, hard)
        resource.setrlimit(resource.RLIMIT_AS, (ceiling, hard))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer requests until stdin ends."""
    while head := requests.readline():
        request = json.loads(head)
        data = requests.read(request["size"])
        _limit_memory(request["limits"]["memory_mib"])
        try:
            body = json.dumps(_answer(request, data), ensure_ascii=True).encode("ascii")
        except MemoryError:
            body = b'{"error": {"code": "DOCUMENT_MEMORY"}}'
        answers.write(b"%d\n" % len(body) + body)
        answers.flush()


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
