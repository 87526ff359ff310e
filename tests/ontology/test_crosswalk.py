"""The importer of the official ESCO-O*NET crosswalk."""

from collections import Counter
from pathlib import Path

import pytest

from ontology import read_crosswalk
from ontology.errors import (
    SourceColumnsError,
    SourceEncodingError,
    SourceMissingError,
    SourceRowError,
    VocabularyError,
)
from ontology.records import Matches
from ontology.vocabulary import MatchKind

ESCO = "http://data.europa.eu/esco/"
PREAMBLE = (
    "Mapping project name,ESCO-O*NET Crosswalk,,,,,\nMapping project version,1,,,,,\n"
    "Mapping project version date,Sep-22,,,,,\nClassification 2 Name,ESCO,,,,,\n,,,,,,\n"
)
HEADER = (
    "O*NET Id,O*NET Title,O*NET Description,ESCO or ISCO URI,ESCO or ISCO Title,ESCO or ISCO Description,"
    "Type of Match\n"
)


def crosswalk(folder: Path, *rows: str, preamble: str = PREAMBLE, header: str = HEADER) -> Path:
    path = folder / "crosswalk.csv"
    path.write_text("\ufeff" + preamble + header + "".join(rows), encoding="utf-8")
    return path


def row(code: str, uri: str, kind: str) -> str:
    return f'{code},Title,"A, description.",{ESCO}{uri},title,Text.,{kind}\n'


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("exactMatch", MatchKind.EXACT),
        ("closeMatch", MatchKind.CLOSE),
        ("broadMatch", MatchKind.BROAD),
        ("narrowMatch", MatchKind.NARROW),
        ("exactISCO", MatchKind.EXACT),
    ],
)
def test_crosswalk_leads_from_esco_to_onet(tmp_path: Path, word: str, kind: MatchKind) -> None:
    (match,) = read_crosswalk(crosswalk(tmp_path, row("11-1011.00", "occupation/boss", word)))

    assert isinstance(match, Matches)
    assert (match.from_id, match.to_id, match.kind) == (f"{ESCO}occupation/boss", "onet:11-1011.00", kind)
    assert match.source_version == "1 (Sep-22)"


def test_crosswalk_pair_listed_twice_is_taken_once_and_reported(tmp_path: Path) -> None:
    reader = read_crosswalk(
        crosswalk(tmp_path, row("1", "occupation/a", "exactMatch"), row("1", "occupation/a", "closeMatch"))
    )

    assert len(list(reader)) == 1
    assert [(entry.reason, entry.line) for entry in reader.report.skipped] == [("repeated-pair", 8)]


@pytest.mark.parametrize(
    "broken",
    [
        row("1", "occupation/b", "sameAs"),
        "1,Title,Text,https://example.org/b,t,d,exactMatch\n",
        "1,Title,Text\n",
    ],
)
def test_crosswalk_broken_row_is_refused_with_its_line(tmp_path: Path, broken: str) -> None:
    path = crosswalk(tmp_path, row("1", "occupation/a", "exactMatch"), broken)

    with pytest.raises(SourceRowError) as caught:
        list(read_crosswalk(path))

    # five lines of preamble, the header, one good row
    assert caught.value.details["line"] == 8


def test_crosswalk_without_its_preamble_or_header_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceColumnsError, match="do not describe"):
        read_crosswalk(crosswalk(tmp_path, preamble=""))
    with pytest.raises(SourceColumnsError, match="header row"):
        read_crosswalk(crosswalk(tmp_path, header="a,b\n"))


def test_crosswalk_of_another_kind_missing_or_in_another_encoding_is_refused(tmp_path: Path) -> None:
    with pytest.raises(VocabularyError, match="esco-onet"):
        read_crosswalk(crosswalk(tmp_path), kind="esco-csco")
    with pytest.raises(SourceMissingError, match=r"nowhere\.csv"):
        read_crosswalk(tmp_path / "nowhere.csv")
    (tmp_path / "wide.csv").write_bytes((PREAMBLE + HEADER).encode("utf-16"))
    with pytest.raises(SourceEncodingError):
        read_crosswalk(tmp_path / "wide.csv")


@pytest.mark.shared_data
def test_crosswalk_of_2022_is_read_in_full(shared: Path) -> None:
    reader = read_crosswalk(shared / "crosswalks" / "esco_onet_official" / "crosswalk_esco_onet.csv")

    kinds = Counter(match.kind for match in reader if isinstance(match, Matches))

    # 498 exactMatch and 43 exactISCO
    assert kinds == {
        MatchKind.EXACT: 541, MatchKind.CLOSE: 1_432, MatchKind.BROAD: 2_053, MatchKind.NARROW: 227,
    }  # fmt: skip
