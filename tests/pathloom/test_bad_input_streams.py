"""Pairs, lines on stdin, closed and full outputs, Ctrl-C, two writers at once, odd locales."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import Answer
from .hostile import Call, call, check_refused, run_all, version

FORKLIFT = "starter:skill/forklift-driving"
PAIRS = ("empty file", "no header", "one column", "short line", "long line", "open quote", "GBK", "huge cell",
         "missing file")  # fmt: skip
OTHERS = ("no top", "unknown scheme", "unknown kind", "host that is none", "port that is none",
          "pairs and ids")  # fmt: skip


@pytest.fixture(scope="module")
def calls(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Call]:
    folder = tmp_path_factory.mktemp("streams")

    def pairs(name: str, data: bytes, *says: str) -> Call:
        (folder / name).write_bytes(data)
        return call("transition", "--pairs", folder / name, status=4, code="INPUT_FILE", says=(name, *says))

    def usage(*arguments: str, says: str, code: str = "USAGE") -> Call:
        return call(*arguments, status=2, code=code, says=(says,))

    return {
        "empty file": pairs("empty.csv", b"", "empty"),
        "no header": pairs("bare.csv", b"a,b\nc,d\n", "columns a, b", "'line': 1"),
        "one column": pairs("one.csv", b"from\na\n", "from and to"),
        "short line": pairs("short.csv", b"from,to\na,b\nc\n", "line 3"),
        "long line": pairs("long.csv", b"from,to\na,b,c\n", "line 2"),
        "open quote": pairs("quote.csv", b'from,to\n"a,b\n', "end of data"),
        "GBK": pairs("gbk.csv", "from,to\na,b\n骑手,c\n".encode("gbk"), "UTF-8", "'line': 3"),
        "huge cell": pairs("huge.csv", b"from,to\n" + b"x" * 200_000 + b",y\n", "field larger"),
        "missing file": call(
            "transition", "--pairs", folder / "gone.csv", status=4, code="INPUT_FILE", says=("gone.csv",)
        ),
        "no top": usage("link", "--kind", "skill", "--top", "0", says="--top"),
        "unknown scheme": usage("link", "--kind", "skill", "--scheme", "isco", says="--scheme"),
        "unknown kind": usage("link", "--kind", "job", says="--kind"),
        "host that is none": usage("serve", "--host", "no-such-host.invalid", says="--host", code="SETTING"),
        "port that is none": usage("serve", "--port", "70000", says="--port"),
        "pairs and ids": usage("transition", "--pairs", "x.csv", "--from", "a", says="--pairs"),
    }


@pytest.fixture(scope="module")
def answers(pathloom: Callable[..., Answer], calls: dict[str, Call]) -> dict[str, Answer]:
    return run_all(pathloom, calls)


@pytest.mark.parametrize("name", [*PAIRS, *OTHERS])
def test_a_call_that_cannot_be_followed_is_refused(
    name: str, calls: dict[str, Call], answers: dict[str, Answer]
) -> None:
    assert set(calls) == {*PAIRS, *OTHERS}
    check_refused(answers[name], calls[name])


def test_pairs_may_begin_with_a_byte_order_mark(pathloom: Callable[..., Answer], tmp_path: Path) -> None:
    (tmp_path / "pairs.csv").write_bytes(b"\xef\xbb\xbfto,from\r\nnobody,starter:occupation/courier\r\n")

    answer = pathloom("transition", "--pairs", tmp_path / "pairs.csv", "--json")

    assert answer.status == 0
    assert json.loads(answer.out)["error"]["code"] == "UNKNOWN_ID"


def test_link_answers_odd_lines_and_names_the_one_that_is_no_text(pathloom: Callable[..., Answer]) -> None:
    """An empty line, a NUL, a megabyte and Windows line ends are texts; the fifth line is GBK, which is none here."""
    lines = [b"", b"\x00", b"forklift driving " * 60_000, "叉车驾驶\r".encode(), "叉车驾驶".encode("gbk")]

    # The plainest locale there is, and one that would read stdin as GBK.
    answer = pathloom(
        "link", "--kind", "skill", "--top", "1", stdin=b"\n".join(lines), LC_ALL="C", PYTHONIOENCODING="gbk"
    )

    rows = [json.loads(line) for line in answer.out.splitlines()]
    assert rows[0] == rows[1] == []
    assert rows[2][0]["id"] == rows[3][0]["id"] == FORKLIFT
    assert len(rows) == 4
    assert answer.status == 4
    assert "Line 5 of stdin is not UTF-8" in answer.err


def _shell(command: str, home: Path) -> tuple[str, str]:
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("PATHLOOM", "LC_"))}
    done = subprocess.run(
        ["bash", "-c", command.replace("pathloom", f"{sys.executable} -m pathloom")],
        capture_output=True, text=True, check=False, timeout=120,
        env={**clean, "LANG": "C.UTF-8", "PATHLOOM_HOME": str(home)},
    )  # fmt: skip
    return done.stdout, done.stderr


def test_a_reader_that_has_seen_enough_is_no_error(starter_home: Path) -> None:
    out, err = _shell("pathloom stats --json | head -1; echo ${PIPESTATUS[0]}", starter_home)

    assert out.split() == ["{", "0"]
    assert err == ""


def test_an_output_that_is_full_or_closed_is_told(starter_home: Path) -> None:
    out, err = _shell("pathloom stats --json > /dev/full; echo $?; pathloom stats --json >&-; echo $?", starter_home)

    assert out.split() == ["5", "0"]
    assert "FILE_ACCESS: The output cannot be written: No space left on device." in err
    assert "Traceback" not in err


def _start(home: Path, *arguments: str) -> subprocess.Popen[str]:
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("PATHLOOM", "LC_"))}
    return subprocess.Popen(
        [sys.executable, "-m", "pathloom", *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**clean, "LANG": "C.UTF-8", "PATHLOOM_HOME": str(home)},
    )  # fmt: skip


def test_ctrl_c_leaves_an_import_undone(starter_home: Path, tmp_path: Path) -> None:
    """Wherever it strikes, while modules load or records are written: 130 and the version of before."""
    shutil.copy(starter_home / "graph.sqlite", tmp_path / "graph.sqlite")
    # Python itself ends by the signal where it strikes in the midst of an import; shells show both as 130.
    stopped = {130, -signal.SIGINT}
    answers = []
    for delay_s in (0.4, 0.8, 1.6):
        process = _start(tmp_path, "import", "starter", "--json")
        time.sleep(delay_s)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
        answers.append(out)
        assert "Traceback" not in err
        # On a quick machine the last one may strike after the answer, while Python itself shuts down.
        assert process.returncode in stopped or (out and process.returncode == 0)

    finished = [json.loads(answer)["version"] for answer in answers if answer]
    assert len(finished) < len(answers)
    assert version(tmp_path / "graph.sqlite") == 1 + len(finished)


def test_two_imports_at_once_both_arrive_or_one_is_told(tmp_path: Path) -> None:
    both = [_start(tmp_path, "import", "starter", "--json") for _ in range(2)]

    ended = [(process.communicate(timeout=120), process.returncode) for process in both]

    codes = [status for _, status in ended]
    assert 0 in codes
    assert set(codes) <= {0, 5}
    for (out, err), status in ended:
        assert "Traceback" not in err
        assert status == 0 or json.loads(out)["error"]["code"] == "STORE_LOCKED"
    assert version(tmp_path / "graph.sqlite") == codes.count(0)


def test_ctrl_c_ends_serving_in_good_order(starter_home: Path) -> None:
    process = _start(starter_home, "serve", "--port", "0")
    assert process.stderr is not None
    shown = re.search(r"http://127\.0\.0\.1:\d+", process.stderr.readline())
    assert shown
    _wait_for(f"{shown[0]}/healthz")

    # It answers, and warms up in the background.
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=120)

    assert process.returncode == 0
    assert err == ""


def _wait_for(url: str) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(url, timeout=5).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"{url} did not answer within 30 s")
