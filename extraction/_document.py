"""A document as text, and the limits under which it is read."""

from dataclasses import dataclass
from hashlib import sha256

from ontology.ids import DocumentId


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What reading one document may cost. Our own choice: a resume is a few pages and a few hundred kilobytes.

    Attributes:
        max_bytes: size of the file.
        max_unpacked_bytes: size of all members of an archive (DOCX) together.
        max_ratio: unpacked to packed size of one archive member; honest XML stays below 40.
        max_pages: pages of a PDF.
        max_characters: length of the text.
        timeout_s: wall-clock seconds.
        memory_mib: address space of the reading process, where the system can limit it.
    """

    max_bytes: int = 10 * 1024 * 1024
    max_unpacked_bytes: int = 64 * 1024 * 1024
    max_ratio: int = 200
    max_pages: int = 60
    max_characters: int = 300_000
    timeout_s: float = 20.0
    memory_mib: int = 1024


#: The limits that `read_document` uses unless told otherwise.
DEFAULT_LIMITS = Limits()


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """Normalised text of one document; evidence spans are offsets into `text`.

    Attributes:
        id: made from the content; says nothing about the file's name, which often holds a person's.
        media_type: what the content is, whatever it was called.
        text: normalised (see `_normalise`), contact details blanked out (see `_privacy`), lines separated by "\\n".
        hint: `resume` or `posting` where the format itself says so (JSON Resume, schema.org JobPosting), else "".
    """

    id: DocumentId
    media_type: str
    text: str
    hint: str = ""


def document_id(data: bytes) -> DocumentId:
    """Id of a document's content: equal bytes, equal id."""
    return DocumentId(f"document:{sha256(data).hexdigest()[:24]}")
