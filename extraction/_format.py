"""What a file really is: told by its first bytes, compared with what its name promises."""

import zipfile
from io import BytesIO
from pathlib import PurePosixPath

from extraction._document import Limits
from extraction.errors import (
    DocumentBombError,
    DocumentBrokenError,
    DocumentEmptyError,
    DocumentEncryptedError,
    DocumentMislabelledError,
    DocumentTooLargeError,
    DocumentUnsupportedError,
)

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
HTML = "text/html"
PLAIN = "text/plain"
JSON = "application/json"

_BY_SUFFIX = {
    ".pdf": PDF, ".docx": DOCX, ".html": HTML, ".htm": HTML, ".xhtml": HTML,
    ".txt": PLAIN, ".text": PLAIN, ".md": PLAIN, ".json": JSON,
}  # fmt: skip
_NAMES = {PDF: "PDF", DOCX: "DOCX", HTML: "HTML", PLAIN: "plain text", JSON: "JSON"}
_MAGIC = (
    (b"\x89PNG", "a PNG picture"), (b"\xff\xd8\xff", "a JPEG picture"), (b"GIF8", "a GIF picture"),
    (b"II*\x00", "a TIFF picture"), (b"MM\x00*", "a TIFF picture"), (b"{\\rtf", "RTF"), (b"\x1f\x8b", "gzip"),
    (b"Rar!", "a RAR archive"), (b"7z\xbc\xaf", "a 7z archive"), (b"MZ", "a program"), (b"\x7fELF", "a program"),
)  # fmt: skip
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HINT = "Save it as PDF, DOCX, HTML, plain text or JSON Resume and try again."


def media_type(data: bytes, *, name: str, limits: Limits) -> str:
    """The type of the content.

    Args:
        name: file name; only its suffix is looked at, an unknown or missing one promises nothing.
    Raises:
        DocumentEmptyError, DocumentTooLargeError: by size.
        DocumentUnsupportedError: a format that is not read.
        DocumentEncryptedError: an Office file with a password.
        DocumentMislabelledError: the suffix promises another format.
        DocumentBrokenError, DocumentBombError: an archive that cannot or must not be unpacked.
    """
    if not data.strip():
        raise DocumentEmptyError("The file holds no bytes but blanks, so there is nothing to read.", hint=_HINT)
    if len(data) > limits.max_bytes:
        raise DocumentTooLargeError(
            f"The file has {len(data):,} bytes; at most {limits.max_bytes:,} are read.",
            hint="Send the resume or the posting alone, without pictures.",
            bytes=len(data),
            limit=limits.max_bytes,
        )
    promised = _BY_SUFFIX.get(PurePosixPath(name.replace("\\", "/")).suffix.lower())
    found = _by_content(data, limits)
    if found == PLAIN and promised in (PLAIN, HTML):
        return promised  # HTML without a doctype, or a text that only mentions a tag
    if promised == PLAIN and found in (HTML, JSON):
        return PLAIN if found == HTML else JSON
    if promised is not None and promised != found:
        raise DocumentMislabelledError(
            f"The name promises {_NAMES[promised]} ({PurePosixPath(name).suffix!r}), the content is {_NAMES[found]}.",
            hint="Give the file its right suffix, or export it again.",
            promised=promised,
            found=found,
        )
    return found


def _by_content(data: bytes, limits: Limits) -> str:
    if data[:1024].find(b"%PDF-") >= 0:
        return PDF
    if data.startswith(b"PK"):
        return _in_archive(data, limits)
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise DocumentEncryptedError(
                "The Office file is protected by a password, so its text cannot be read.",
                hint="Remove the password and try again.",
            )
        raise DocumentUnsupportedError("The file is in the old Office format (.doc), which is not read.", hint=_HINT)
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise DocumentUnsupportedError(f"The file is {what}, which is not read.", hint=_HINT)
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html", b"<head", b"<body")) or (
        head.startswith((b"<?xml", b"<!--")) and b"<html" in head
    ):
        return HTML
    if head.startswith(b"{"):
        return JSON
    if b"\x00" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise DocumentUnsupportedError("The file holds binary data in no format that is read.", hint=_HINT)
    return PLAIN


def _in_archive(data: bytes, limits: Limits) -> str:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise DocumentBrokenError(
            f"The file begins like a DOCX, but its archive cannot be opened: {error}.",
            hint="It may be cut short; export or download it again.",
        ) from error
    _refuse_bomb(members, limits)
    if any(member.flag_bits & 1 for member in members):
        raise DocumentEncryptedError("The archive is protected by a password.", hint="Remove the password.")
    if "word/document.xml" in {member.filename for member in members}:
        return DOCX
    raise DocumentUnsupportedError("The file is a ZIP archive, but no Word document.", hint=_HINT)


def _refuse_bomb(members: list[zipfile.ZipInfo], limits: Limits) -> None:
    total = sum(member.file_size for member in members)
    steep = [
        m for m in members if m.file_size > 1024 * 1024 and m.file_size > limits.max_ratio * max(m.compress_size, 1)
    ]
    if total > limits.max_unpacked_bytes or steep or len(members) > 5000:
        raise DocumentBombError(
            f"The archive says it unpacks to {total:,} bytes in {len(members):,} members; "
            f"at most {limits.max_unpacked_bytes:,} bytes, {limits.max_ratio} times the packed size, are unpacked.",
            hint="Export the document again, without embedded files.",
            bytes=total,
            limit=limits.max_unpacked_bytes,
        )
