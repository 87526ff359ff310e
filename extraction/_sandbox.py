"""Reading documents in a child process, under limits of time and memory.

Children are kept and reused, at most `_KEPT` idle ones, and replaced after `_DOCUMENTS` documents. They get no
environment but what Python needs to start.
"""

import atexit
import json
import os
import subprocess
import sys
import threading
from collections import deque
from dataclasses import asdict
from pathlib import Path
from typing import IO

from extraction._document import DEFAULT_LIMITS, Document, Limits
from extraction._format import media_type
from extraction.errors import (
    BY_CODE,
    DocumentBrokenError,
    DocumentMemoryError,
    DocumentTimeoutError,
    ReaderUnavailableError,
)
from ontology.ids import DocumentId

_KEPT = 2
_DOCUMENTS = 200
_PASSED_ON = ("PATH", "SYSTEMROOT", "TMPDIR", "TEMP", "TMP", "LD_LIBRARY_PATH", "COVERAGE_PROCESS_START")


def read_document(data: bytes, *, name: str, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Read a PDF, DOCX, HTML page, plain text or JSON Resume into normalised text.

    Thread-safe. Nothing of the content is written to disk or logged.

    Args:
        data: the file's bytes.
        name: its name; only the suffix matters.
    Raises:
        ExtractionError: one subclass per thing that can be wrong, see `extraction.errors`.
        ReaderUnavailableError: the child process does not start.
    """
    media_type(data, name=name, limits=limits)  # cheap faults need no child
    child = _take()
    try:
        answer = child.ask(data, name=name, limits=limits)
    except BaseException:
        child.stop()
        raise
    _put_back(child)
    error = answer.get("error")
    if isinstance(error, dict):
        raise _raised(error, limits)
    document = answer["document"]
    if not isinstance(document, dict):
        raise ReaderUnavailableError("The reading process answered with no document.", hint="This is a fault of ours.")
    return Document(
        id=DocumentId(document["id"]),
        media_type=document["media_type"],
        text=document["text"],
        hint=document["hint"],
    )


def _raised(error: dict[str, object], limits: Limits) -> Exception:
    code = str(error["code"])
    if code == DocumentMemoryError.code:
        return DocumentMemoryError(
            f"Reading the document needs more than {limits.memory_mib} MiB of memory, so it was stopped.",
            hint="Export it again without pictures, or paste the text.",
            limit=limits.memory_mib,
        )
    details = error.get("details")
    return BY_CODE[code](
        str(error["message"]), hint=str(error["hint"]), **(details if isinstance(details, dict) else {})
    )


class _Child:
    """One reading process."""

    def __init__(self) -> None:
        root = str(Path(__file__).resolve().parents[1])
        environment = {key: os.environ[key] for key in _PASSED_ON if key in os.environ}
        environment |= {"PYTHONPATH": root, "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}
        self.owner = os.getpid()
        self.documents = 0
        self._memory_mib = 0
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "extraction._reader"],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment,
            )  # fmt: skip
        except OSError as error:
            raise ReaderUnavailableError(
                f"The process that reads documents does not start: {error}.",
                hint="Check that this system may start processes and has memory left.",
            ) from error

    def ask(self, data: bytes, *, name: str, limits: Limits) -> dict[str, object]:
        """Send one document and wait for its answer, at most `limits.timeout_s`."""
        self.documents += 1
        late = threading.Event()

        def stop() -> None:
            late.set()
            self._process.kill()

        timer = threading.Timer(limits.timeout_s, stop)
        timer.daemon = True
        timer.start()
        try:
            body = self._exchange(data, name, limits)
        finally:
            timer.cancel()
        if late.is_set():
            raise DocumentTimeoutError(
                f"Reading the document took longer than {limits.timeout_s:g} s, so it was stopped.",
                hint="Export it again in a simpler form, or paste the text.",
                limit=limits.timeout_s,
            )
        if body is None:
            code = self._process.wait()
            raise DocumentBrokenError(
                f"The document made its reader end with status {code}.",
                hint="It is damaged or made to do harm; export it again, or paste the text.",
                status=code,
            )
        answer: dict[str, object] = json.loads(body)
        return answer

    def _exchange(self, data: bytes, name: str, limits: Limits) -> bytes | None:
        head = {"name": Path(name).suffix, "size": len(data), "limits": asdict(limits)}
        requests, answers = _pipe(self._process.stdin), _pipe(self._process.stdout)
        try:
            requests.write(json.dumps(head).encode() + b"\n" + data)
            requests.flush()
            size = answers.readline()
            body = answers.read(int(size)) if size else b""
        except (BrokenPipeError, ConnectionError):
            return None
        return body if size and len(body) == int(size) else None

    def alive(self) -> bool:
        """Whether it can take another document."""
        return self.owner == os.getpid() and self.documents < _DOCUMENTS and self._process.poll() is None

    def stop(self) -> None:
        """End the process; does nothing to one that a parent of this process started."""
        if self.owner != os.getpid():
            return
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except BrokenPipeError:
                    continue  # the other end is gone, which is what we want
        self._process.wait()


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise ReaderUnavailableError("The reading process has no pipe.", hint="This is a fault of ours.")
    return pipe


_idle: deque[_Child] = deque()
_lock = threading.Lock()


def _take() -> _Child:
    with _lock:
        while _idle:
            child = _idle.pop()
            if child.alive():
                return child
            child.stop()
    return _Child()


def _put_back(child: _Child) -> None:
    with _lock:
        if child.alive() and len(_idle) < _KEPT:
            _idle.append(child)
            return
    child.stop()


@atexit.register
def _stop_all() -> None:
    with _lock:
        while _idle:
            _idle.pop().stop()
