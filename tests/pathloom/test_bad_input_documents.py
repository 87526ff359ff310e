"""Documents that are none: each refused by its own code, before any graph is loaded for it."""

import os
from collections.abc import Callable
from importlib import resources
from pathlib import Path

import pytest

from .conftest import Answer
from .hostile import MODES_COUNT, Call, call, check_refused, run_all

SAMPLES = Path(str(resources.files("pathloom").joinpath("samples")))
PDF = (SAMPLES / "call-centre-albany.pdf").read_bytes()
DOCX = (SAMPLES / "rider-zhengzhou.docx").read_bytes()


def _page(operators: bytes, trailer: bytes = b"") -> bytes:
    """A one-page PDF without a cross-reference table; readers rebuild it."""
    return (
        b"%%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
        b"2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n"
        b"3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << >> >>\nendobj\n"
        b"4 0 obj\n<< /Length %d >>\nstream\n%s\nendstream\nendobj\n"
        b"trailer\n<< /Root 1 0 R /Size 5 %s >>\n%%%%EOF\n" % (len(operators), operators, trailer)
    )


def _zip(folder: Path, name: str, members: dict[str, bytes]) -> Path:
    import zipfile

    with zipfile.ZipFile(folder / name, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, content in members.items():
            archive.writestr(member, content)
    return folder / name


NAMES = ("empty", "blank", "huge", "encrypted", "scanned", "bomb", "renamed", "sheet", "half", "garbage", "picture",
         "odd-bytes", "folder", "missing", "unreadable", "pipe", "endless", "resume-json",
         "odd-name")  # fmt: skip


@pytest.fixture(scope="module")
def calls(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Call]:
    folder = tmp_path_factory.mktemp("documents")

    def file(name: str, data: bytes) -> Path:
        (folder / name).write_bytes(data)
        return folder / name

    def refused(path: Path, code: str, *says: str, first: str = "") -> Call:
        return call("extract", path, status=4, code=code, says=says, first=first)

    huge = file("huge.pdf", b"%PDF-1.7\n")
    with huge.open("r+b") as stream:
        stream.truncate(200 * 1024 * 1024)  # sparse: takes no disk
    unreadable = file("unreadable.txt", b"Skills: Excel")
    unreadable.chmod(0)
    os.mkfifo(folder / "pipe.txt")
    key = b"<" + b"41" * 32 + b">"
    lock = b"/Encrypt << /Filter /Standard /V 1 /R 2 /O %s /U %s /P -4 >> /ID [<00> <00>]" % (key, key)
    picture = b"q 300 0 0 300 100 100 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \xffEI Q"
    return {
        "empty": refused(file("empty.pdf", b""), "DOCUMENT_EMPTY"),
        "blank": refused(file("blank.txt", b"\r\n \t\n"), "DOCUMENT_EMPTY"),
        "huge": refused(huge, "DOCUMENT_TOO_LARGE", "209,715,200", "huge.pdf"),
        "encrypted": refused(file("locked.pdf", _page(b"", lock)), "DOCUMENT_ENCRYPTED"),
        "scanned": refused(file("scan.pdf", _page(picture)), "DOCUMENT_SCANNED"),
        "bomb": refused(
            _zip(folder, "bomb.docx", {"word/document.xml": b"<w/>", "word/media/a.bin": bytes(80 << 20)}),
            "DOCUMENT_BOMB",
        ),
        "renamed": refused(file("resume.docx", PDF), "DOCUMENT_MISLABELLED", "DOCX", "PDF"),
        "sheet": refused(_zip(folder, "sheet.docx", {"xl/workbook.xml": b"<w/>"}), "DOCUMENT_UNSUPPORTED"),
        "half": refused(file("half.docx", DOCX[: len(DOCX) // 2]), "DOCUMENT_BROKEN"),
        "garbage": refused(file("garbage.txt", bytes(range(256)) * 20), "DOCUMENT_UNSUPPORTED"),
        "picture": refused(file("photo.pdf", b"\xff\xd8\xff\xe0 JFIF"), "DOCUMENT_UNSUPPORTED", "JPEG"),
        # 0x81 and 0x8D are unassigned in Windows-1252; alone they are no UTF-8 and no GB 18030.
        "odd-bytes": refused(file("odd.txt", b"Skills \x81 \x8d \xff"), "DOCUMENT_ENCODING", "UTF-8"),
        "folder": refused(folder, "INPUT_FILE", str(folder)),
        "missing": refused(folder / "nothing.pdf", "INPUT_FILE", "nothing.pdf"),
        "unreadable": refused(unreadable, "INPUT_FILE", "unreadable.txt", first=MODES_COUNT),
        "pipe": refused(folder / "pipe.txt", "INPUT_FILE", "pipe.txt"),
        "endless": refused(Path("/dev/zero"), "INPUT_FILE", "/dev/zero"),
        # Bytes that are no UTF-8 reach Python as lone surrogates, which JSON and most encoders refuse.
        "odd-name": refused(file(os.fsdecode(b"\xc0\xff.txt"), b""), "DOCUMENT_EMPTY"),
        "resume-json": refused(file("resume.json", b'{"basics": ["not", "an object"]}'), "DOCUMENT_SCHEMA"),
    }


@pytest.fixture(scope="module")
def answers(pathloom: Callable[..., Answer], calls: dict[str, Call]) -> dict[str, Answer]:
    return run_all(pathloom, calls)


@pytest.mark.parametrize("name", NAMES)
def test_a_document_that_cannot_be_read_is_refused(
    name: str, calls: dict[str, Call], answers: dict[str, Answer]
) -> None:
    assert set(NAMES) == set(calls)
    check_refused(answers[name], calls[name])
