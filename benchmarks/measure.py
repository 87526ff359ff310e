"""Taking times and memory: medians, a child's peak memory, what machine it was."""

import importlib.metadata
import json
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

#: ru_maxrss is in kibibytes on Linux and in bytes on macOS.
_RSS_UNIT = 1 if sys.platform == "darwin" else 1024
_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Child:
    """A finished child process.

    Attributes:
        seconds: wall time from its start to its end.
        peak_mib: its largest resident set.
        output: what it wrote on stdout.
        cpu_seconds: processor time of itself and of children that it waited for.
    """

    seconds: float
    peak_mib: float
    output: str
    cpu_seconds: float


# A process begins with the peak memory of the one that it was forked from, so a small one starts the command and tells
# what it took.
_LAUNCHER = """
import json, os, subprocess, sys, time
started = time.perf_counter()
process = subprocess.Popen(sys.argv[2:])
_, status, usage = os.wait4(process.pid, 0)
taken = [time.perf_counter() - started, os.waitstatus_to_exitcode(status), usage.ru_maxrss]
taken.append(usage.ru_utime + usage.ru_stime)
os.write(int(sys.argv[1]), json.dumps(taken).encode())
os._exit(0)
"""


def run_child(command: Sequence[str], *, environment: dict[str, str] | None = None) -> Child:
    """Run a command to its end; its stderr goes to ours.

    Raises:
        RuntimeError: it ended with another status than 0.
    """
    reading, writing = os.pipe()
    try:
        done = subprocess.run(
            [sys.executable, "-S", "-E", "-c", _LAUNCHER, str(writing), *command],
            stdout=subprocess.PIPE, text=True, check=True, pass_fds=(writing,),
            env={**os.environ, **(environment or {})},
        )  # fmt: skip
        seconds, status, peak, cpu_seconds = json.loads(os.read(reading, 200))
    finally:
        os.close(reading)
        os.close(writing)
    if status != 0:
        raise RuntimeError(f"{' '.join(command)} ended with {status}.")
    return Child(seconds, peak * _RSS_UNIT / _MIB, done.stdout, cpu_seconds)


def seconds_of(function: Callable[[], object]) -> float:
    """Wall time of one call."""
    started = time.perf_counter()
    function()
    return time.perf_counter() - started


def median_seconds(function: Callable[[], object], *, rounds: int) -> float:
    """Median wall time of several calls; the first, which warms caches, is not counted."""
    function()
    return statistics.median(seconds_of(function) for _ in range(rounds))


def alternate(ours: Callable[[], object], peer: Callable[[], object], *, rounds: int) -> tuple[float, float]:
    """Median seconds of two functions called in turn, so that a busy machine hits both alike."""
    ours()
    peer()
    pairs = [(seconds_of(ours), seconds_of(peer)) for _ in range(rounds)]
    return statistics.median(pair[0] for pair in pairs), statistics.median(pair[1] for pair in pairs)


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least this share of the values do not exceed (nearest rank).

    >>> percentile([5.0, 1.0, 3.0, 2.0], 0.5), percentile([5.0, 1.0, 3.0, 2.0], 0.99)
    (2.0, 5.0)
    """
    ordered = sorted(values)
    rank = max(1, -(-len(ordered) * share // 1))
    return ordered[int(rank) - 1]


def peak_of_process(pid: int) -> float | None:
    """Largest resident set of a running process so far in MiB; None where the system does not tell (not Linux)."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text("ascii", "replace").splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:")), None)


def machine() -> str:
    """Processor, cores, system, and the versions that figures depend on."""
    packages = ("numpy", "scipy", "networkx", "neo4j", "graphql-core", "pypdfium2", "spacy")
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in packages)
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    return (
        f"{_processor()}, {os.cpu_count()} cores, load {load}; {platform.system()} {platform.machine()}; "
        f"Python {platform.python_version()}, {versions}"
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8", "replace").splitlines()
    except OSError:
        return platform.processor() or "unknown processor"
    return next(
        (line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown processor"
    )
