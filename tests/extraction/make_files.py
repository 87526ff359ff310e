"""Small documents for the tests, good and bad, made in memory."""

import io
import zipfile

from make_samples import pdf

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def pdf_of(operators: str) -> bytes:
    """A one-page PDF that draws the operators."""
    return pdf(operators)


def text_pdf(lines: list[tuple[int, int, str]]) -> bytes:
    """A PDF with a Helvetica 11 line at each (x, y), in the order given."""
    return pdf("\n".join(f"BT /F1 11 Tf {x} {y} Td ({text}) Tj ET" for x, y, text in lines))


def encrypted_pdf() -> bytes:
    """A PDF of the standard security handler whose user password is not the empty one."""
    body = pdf("BT /F1 11 Tf 50 700 Td (secret) Tj ET")
    key = b"<" + b"41" * 32 + b">"
    entry = b"/Encrypt << /Filter /Standard /V 1 /R 2 /O %s /U %s /P -4 >> /ID [<00> <00>] >>" % (key, key)
    return body.replace(b"/Root 1 0 R >>", b"/Root 1 0 R " + entry)


def scanned_pdf() -> bytes:
    """A PDF whose only page shows a picture."""
    return pdf("q 300 0 0 300 100 100 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \xffEI Q")


def docx_of(body: str, *, extra: dict[str, bytes] | None = None) -> bytes:
    """A DOCX with a body; `extra` are further members."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>')
        for name, content in (extra or {}).items():
            archive.writestr(name, content)
    return data.getvalue()
