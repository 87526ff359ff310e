"""Documents per second: read in the child process, and read and linked, beside getting the raw text in this process."""

import io
import zipfile
from collections.abc import Callable, Iterator

import pypdfium2
from lxml import etree
from selectolax.lexbor import LexborHTMLParser

from benchmarks.bench_row import BenchRow
from benchmarks.measure import alternate
from benchmarks.starter_graph import NAME, starter_engine
from extraction import read_document
from pathloom import _samples

_ROUNDS = 7


def rows() -> Iterator[BenchRow]:
    """The two sample resumes and six sample postings."""
    documents = [(person.resume, person.document()) for person in _samples.people()]
    documents += [(name, _samples.posting(name)) for name in _samples.posting_names()]
    count = len(documents)

    def each(function: Callable[[bytes, str], object]) -> Callable[[], object]:
        return lambda: [function(data, name) for name, data in documents]

    kinds = ", ".join(sorted({name.rpartition(".")[2] for name, _ in documents}))
    read, raw = alternate(
        each(lambda data, name: read_document(data, name=name)), each(raw_text), rounds=_ROUNDS
    )  # fmt: skip
    yield BenchRow(
        subject=f"documents read ({kinds})", n=count, unit="documents/s", ours=count / read, higher=True,
        peer="raw text by pypdfium2, zipfile + lxml, selectolax, decode in this process", peer_value=count / raw,
        note="ours: in a child process with limits, columns and tables in reading order, folded and blanked text",
    )  # fmt: skip
    with starter_engine() as engine:
        extracted, _ = alternate(
            each(lambda data, name: engine.extract(data, name=name)), lambda: None, rounds=_ROUNDS
        )  # fmt: skip
    yield BenchRow(
        subject="documents extracted (read, sections, linked, evidence)", n=count, unit="documents/s",
        ours=count / extracted, higher=True, peer="reading them only", peer_value=count / read, note=NAME,
    )  # fmt: skip


def raw_text(data: bytes, name: str) -> str:
    """The least that has to be done to see a document's words."""
    kind = name.rpartition(".")[2]
    if kind == "pdf":
        with pypdfium2.PdfDocument(data) as document:
            return "\n".join(page.get_textpage().get_text_range() for page in document)
    if kind == "docx":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "".join(etree.fromstring(archive.read("word/document.xml")).itertext())
    if kind == "html":
        body = LexborHTMLParser(data).body
        return body.text() if body is not None else ""
    return data.decode()
