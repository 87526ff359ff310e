import json
import threading

import pytest
from make_files import docx_of, encrypted_pdf, pdf_of, scanned_pdf, text_pdf

from extraction import Limits, read_document
from extraction.errors import (
    DocumentBombError,
    DocumentBrokenError,
    DocumentEmptyError,
    DocumentEncodingError,
    DocumentEncryptedError,
    DocumentMemoryError,
    DocumentMislabelledError,
    DocumentScannedError,
    DocumentSchemaError,
    DocumentTimeoutError,
    DocumentTooLargeError,
    DocumentUnsupportedError,
)

TWO_COLUMNS = [
    (x, 700 - 20 * row, f"{side} {row}") for row in range(6) for x, side in ((50, "left line"), (320, "right line"))
]


def text_of(data: bytes, name: str) -> str:
    return read_document(data, name=name).text


def test_pdf_reads_columns_one_after_the_other():
    lines = [line for line in text_of(text_pdf(TWO_COLUMNS), "cv.pdf").split("\n") if line]

    assert lines == [f"left line {row}" for row in range(6)] + [f"right line {row}" for row in range(6)]


def test_pdf_keeps_dates_at_the_right_edge_on_their_lines():
    jobs = [("Rider at Fast Food Co", "2021"), ("Packer at Warehouse", "2019"), ("Cook at Noodle House", "2017"),
            ("Guard at Night Watch", "2015"), ("Porter at River Hotel", "2012")]  # fmt: skip
    drawn = [
        (x, 700 - 20 * row, text)
        for row, job in enumerate(jobs)
        for x, text in zip((50, 500 - row * 9), job, strict=True)
    ]

    assert text_of(text_pdf(drawn), "cv.pdf").split("\n")[0] == "Rider at Fast Food Co\t2021"


def test_docx_reads_headers_tables_text_boxes_and_controls_once():
    para = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>".format
    box = (
        '<w:p><w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<mc:Choice><w:txbxContent>{para('boxed')}</w:txbxContent></mc:Choice>"
        f"<mc:Fallback><w:txbxContent>{para('boxed')}</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    nested = f"<w:tbl><w:tr><w:tc>{para('inner')}</w:tc></w:tr></w:tbl>"
    body = (
        para("first")
        + f"<w:tbl><w:tr><w:tc>{para('a')}</w:tc><w:tc>{para('b')}</w:tc></w:tr>"
        + f"<w:tr><w:tc>{nested}</w:tc></w:tr></w:tbl>"
        + box
        + f"<w:sdt><w:sdtContent>{para('controlled')}</w:sdtContent></w:sdt>"
        + '<w:p><w:del w:id="1"><w:r><w:delText>gone</w:delText></w:r></w:del></w:p>'
    )
    header = f'<w:hdr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{para("head")}</w:hdr>'

    text = text_of(docx_of(body, extra={"word/header1.xml": header.encode()}), "cv.docx")

    assert [line for line in text.split("\n") if line] == ["head", "first", "a\tb", "inner", "boxed", "controlled"]


def test_html_leaves_furniture_out():
    page = b"<html><body><nav>Home</nav><h1>Rider</h1><ul><li>Ride</li></ul><script>x()</script></body></html>"

    assert text_of(page, "job.html").split() == ["Rider", "•", "Ride"]


def test_html_takes_the_job_posting_from_json_ld():
    posting = {"@graph": [{"@type": "JobPosting", "title": "Dispatcher", "description": "<p>Plan <b>routes</b></p>"}]}
    page = f'<html><script type="application/ld+json">{json.dumps(posting)}</script><body>Please log in</body></html>'

    document = read_document(page.encode(), name="job.html")

    assert document.hint == "posting"
    assert document.text.split() == ["Dispatcher", "Plan", "routes"]


def test_html_with_broken_json_ld_is_read_as_a_page():
    page = b'<html><script type="application/ld+json">{"@type": </script><body>Packer wanted</body></html>'

    assert text_of(page, "job.html") == "Packer wanted"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_plain_text_is_decoded(encoding: str):
    assert text_of("熟练使用办公软件和电子表格".encode(encoding), "cv.txt") == "熟练使用办公软件和电子表格"


def test_plain_western_text_is_not_taken_for_chinese():
    words = "Résumé of a café manager, née Dupré"

    assert text_of(words.encode("cp1252"), "cv.txt") == words


def test_json_resume_becomes_sections_without_name_and_contact():
    resume = {
        "basics": {"name": "Ann Example", "email": "ann@example.com", "label": "Rider"},
        "work": [
            {"name": "Fast Co", "position": "Courier", "startDate": "2021-03-01", "highlights": ["Planned routes"]}
        ],
        "skills": [{"name": "Excel", "keywords": ["pivot tables"]}],
    }

    document = read_document(json.dumps(resume).encode(), name="cv.json")

    assert document.hint == "resume"
    assert document.text.split("\n") == [
        "Rider", "", "Experience", "Courier\tFast Co\t2021-03 - present", "• Planned routes", "", "Skills",
        "Excel\tpivot tables",
    ]  # fmt: skip


def test_contact_details_are_blanked_at_their_place():
    words = "姓名：王小明\t电话：13812345678\n邮箱 a.b@example.com\nSSN 123-45-6789\n身份证 41010119900101123X"

    text = text_of(words.encode(), "cv.txt")

    assert text == f"姓名：___\t电话：{'_' * 11}\n邮箱 {'_' * 15}\nSSN {'_' * 11}\n身份证 {'_' * 18}"


@pytest.mark.parametrize(
    ("data", "name", "error"),
    [
        (b"", "cv.pdf", DocumentEmptyError),
        (b" \n\t ", "cv.txt", DocumentEmptyError),
        (docx_of("<w:p/>"), "cv.docx", DocumentEmptyError),
        (pdf_of(""), "cv.pdf", DocumentEmptyError),
        (encrypted_pdf(), "cv.pdf", DocumentEncryptedError),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "cv.docx",
            DocumentEncryptedError,
        ),
        (scanned_pdf(), "cv.pdf", DocumentScannedError),
        (b"%PDF-1.4 no pdf at all", "cv.pdf", DocumentBrokenError),
        (text_pdf(TWO_COLUMNS)[:300], "cv.pdf", DocumentBrokenError),
        (docx_of("<w:p/>")[:120], "cv.docx", DocumentBrokenError),
        (docx_of("<w:p>"), "cv.docx", DocumentBrokenError),
        (b'{"basics": ', "cv.json", DocumentBrokenError),
        (b"[" * 5000, "cv.json", DocumentMislabelledError),
        (b'{"a":' * 50_000, "cv.json", DocumentBrokenError),
        (docx_of("<w:p/>"), "cv.pdf", DocumentMislabelledError),
        (b"%PDF-1.4", "cv.docx", DocumentMislabelledError),
        (b"plain words", "cv.pdf", DocumentMislabelledError),
        (b"\x89PNG\r\n\x1a\n", "cv.png", DocumentUnsupportedError),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "cv.doc", DocumentUnsupportedError),
        (b"words\x00\x01\x02", "cv.txt", DocumentUnsupportedError),
        (b"\xff\xfea", "cv.txt", DocumentEncodingError),
        (b"words \x81\x8d\x8f", "cv.txt", DocumentEncodingError),
        (b'{"hello": 1}', "cv.json", DocumentSchemaError),
        (b'{"work": {"name": "x"}}', "cv.json", DocumentSchemaError),
        (b'{"work": [{"position": 3}]}', "cv.json", DocumentSchemaError),
        (docx_of("<w:p/>", extra={"word/media/a.bin": b"\0" * 5_000_000}), "cv.docx", DocumentBombError),
    ],
)
def test_bad_document_has_its_own_error(data: bytes, name: str, error: type[Exception]):
    with pytest.raises(error) as raised:
        read_document(data, name=name)

    assert type(raised.value) is error
    assert raised.value.hint
    assert raised.value.message_zh


@pytest.mark.parametrize(
    ("data", "name", "limits"),
    [
        (b"x" * 101, "cv.txt", Limits(max_bytes=100)),
        (b"x" * 101, "cv.txt", Limits(max_characters=100)),
        (text_pdf([(50, 700, "one page")]), "cv.pdf", Limits(max_pages=0)),
    ],
)
def test_document_above_a_limit_is_refused(data: bytes, name: str, limits: Limits):
    with pytest.raises(DocumentTooLargeError):
        read_document(data, name=name, limits=limits)


def test_document_at_the_limit_of_size_is_read():
    assert read_document(b"x" * 100, name="cv.txt", limits=Limits(max_bytes=100, max_characters=100)).text == "x" * 100


def test_reading_that_takes_too_long_is_stopped_and_the_next_document_is_read():
    page = b"<html><body>" + b"<div>" * 300 + b"<p>word " * 400_000

    with pytest.raises(DocumentTimeoutError):
        read_document(page, name="slow.html", limits=Limits(timeout_s=0.05))

    assert text_of(b"still here", "cv.txt") == "still here"


def test_reading_that_needs_too_much_memory_is_stopped_and_the_next_document_is_read():
    body = "<w:p><w:r><w:t>word</w:t></w:r></w:p>" * 900_000

    with pytest.raises(DocumentMemoryError):
        read_document(docx_of(body), name="cv.docx", limits=Limits(memory_mib=150, max_ratio=10_000))

    assert text_of(b"still here", "cv.txt") == "still here"


def test_documents_are_read_from_several_threads():
    found: list[str] = []
    threads = [
        threading.Thread(target=lambda number=number: found.append(text_of(f"document {number}".encode(), "cv.txt")))
        for number in range(6)
    ]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(found) == [f"document {number}" for number in range(6)]


def test_document_id_comes_from_the_content_alone():
    first, second = (read_document(b"same words", name=name) for name in ("Ann Example.txt", "b.txt"))

    assert first.id == second.id
    assert "Ann" not in first.id
