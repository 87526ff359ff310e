"""Tables that domain experts write: what good ones become, and where each fault is found."""

import os
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ontology import CurationGraph, check_curation, read_curation
from ontology._curation_faults import CurationFault, fault_words
from ontology.errors import CurationError, SourceMissingError
from ontology.records import Concept, Matches, Occupation, Requires, Skill
from ontology.vocabulary import MatchKind, Scheme
from tests.pages import page_text

TODAY = date(2026, 11, 22)
ESCO = "http://data.europa.eu/esco/"
COURIER, RIDER, TYPIST = "csco:4-02-07-08", "csco:4-02-07-99", "csco:3-01-02-05"
POST, CLERK = ESCO + "occupation/aaaa-1", ESCO + "occupation/bbbb-2"
SORT, STORE = ESCO + "skill/cccc-3", ESCO + "skill/dddd-4"

LABELS = "id,language,label,alt,action,source,date,editor,note\n"
REQUIREMENTS = "occupation,skill,essential,importance,action,source,date,editor,note\n"
MATCHES = "from,to,match,action,source,date,editor,note\n"
TAIL = "add,CSCO 2022 p. 310,2026-11-20,,\n"
CORRECT, REMOVE = TAIL.replace("add", "correct"), TAIL.replace("add", "remove")


def occupation(node_id: str, scheme: Scheme, **labels: str) -> Occupation:
    return Occupation(id=node_id, scheme=scheme, labels=labels, source="s", source_version="1", licence="l")


def skill(node_id: str, **fields: dict[str, str] | dict[str, tuple[str, ...]]) -> Skill:
    return Skill(id=node_id, scheme=Scheme.ESCO, source="s", source_version="1", licence="l", **fields)


def graph() -> CurationGraph:
    concepts: list[Concept] = [
        occupation(COURIER, Scheme.CSCO, zh="快递员"),
        occupation(RIDER, Scheme.CSCO, zh="网约配送员"),
        occupation(TYPIST, Scheme.CSCO, zh="打字员"),
        occupation(POST, Scheme.ESCO, en="courier", zh="速递员"),
        occupation(CLERK, Scheme.ESCO, en="mail clerk"),
        skill(SORT, labels={"en": "sort mail", "zh": "分拣邮件"}, alt_labels={"zh": ("邮件分类", "分信")}),
        skill(STORE, labels={"en": "warehouse work"}),
    ]
    return CurationGraph(
        concepts={concept.id: concept for concept in concepts},
        requirements={(POST, SORT): ["esco"]},
        matches={(COURIER, POST): ["pathloom-csco-esco"], (RIDER, POST): ["pathloom-csco-esco"]},
        exact=[(COURIER, POST)],
    )


def write(folder: Path, **tables: str | bytes) -> Path:
    for name, text in tables.items():
        (folder / f"{name}.csv").write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def found(folder: Path) -> list[tuple[str, int, int, str]]:
    faults = check_curation(folder, today=TODAY, graph=graph()).faults
    return [(fault.file, fault.line, fault.column, fault.code) for fault in faults]


# What each fault looks like: table, its rows (the first is line 2), line and column where it must be found.
SEEDED: dict[str, tuple[str, str, int, int]] = {
    "empty": ("labels", f"{COURIER},,派件员,,{CORRECT}", 2, 2),
    "too-long": ("labels", f"{COURIER},zh,{'派件' * 15}员,,{CORRECT}", 2, 3),
    "control-character": ("labels", f"{COURIER},zh,派\u200b件员,,{CORRECT}", 2, 3),
    "action": ("labels", f"{COURIER},zh,派件员,,{TAIL.replace('add', 'change')}", 2, 5),
    "no-source": ("labels", f"{COURIER},zh,派件员,,correct,无,2026-11-20,,\n", 2, 6),
    "date": ("labels", f"{COURIER},zh,派件员,,correct,CSCO,20/11/2026,,\n", 2, 7),
    "future-date": ("labels", f"{COURIER},zh,派件员,,correct,CSCO,2026-11-23,,\n", 2, 7),
    "language": ("labels", f"{COURIER},cn,派件员,,{CORRECT}", 2, 2),
    "nothing-said": ("labels", f"{COURIER},zh,,,{CORRECT}", 2, 3),
    "id": ("labels", f"快递员,zh,派件员,,{CORRECT}", 2, 1),
    "unknown-id": ("labels", f"csco:4-02-07-09,zh,派件员,,{CORRECT}", 2, 1),
    "exists": ("labels", f"{COURIER},zh,派件员,,{TAIL}", 2, 3),
    "not-there": ("labels", f"{SORT},zh,,派信,{REMOVE}", 2, 4),
    "last-label": ("labels", f"{COURIER},zh,快递员,,{REMOVE}", 2, 3),
    "same-label": ("labels", f"{COURIER},zh,打字员,,{CORRECT}", 2, 3),
    "repeated-alternative": ("labels", f"{COURIER},zh,派件员,收件员|派件员,{CORRECT}", 2, 4),
    "punctuation": ("labels", f"{COURIER},zh,派件员。,,{CORRECT}", 2, 3),
    "latin": ("labels", f"{COURIER},zh,派件员,courier员,{CORRECT}", 2, 4),
    "not-simplified": ("labels", f"{COURIER},zh,快递員,,{CORRECT}", 2, 3),
    "glossary": ("labels", f"{STORE},zh,盘点,,{TAIL}", 2, 3),
    "repeated-row": ("labels", f"{COURIER},zh,派件员,,{CORRECT}{COURIER},zh,收件员,,{CORRECT}", 3, 1),
    "width": ("labels", f"{COURIER},zh,派件员,,correct,CSCO, p. 3,2026-11-20,,\n", 2, 10),
    "quotes": ("labels", f'{COURIER},zh,"派"件员,,{CORRECT}', 2, 0),
    "essential": ("requirements", f"{CLERK},{SORT},maybe,,{TAIL}", 2, 3),
    "importance": ("requirements", f"{CLERK},{SORT},true,80,{TAIL}", 2, 4),
    "kind": ("requirements", f"{SORT},{SORT},true,,{TAIL}", 2, 1),
    "match": ("matches", f"{TYPIST},{CLERK},same,{TAIL}", 2, 3),
    "same-scheme": ("matches", f"{TYPIST},{COURIER},close,{TAIL}", 2, 2),
    "turned": ("matches", f"{POST},{RIDER},close,{CORRECT}", 2, 1),
    "second-exact": ("matches", f"{TYPIST},{POST},exact,{TAIL}", 2, 2),
}
HEADERS = {"labels": LABELS, "requirements": REQUIREMENTS, "matches": MATCHES}

# Faults of a whole file: what the folder holds, and where.
FILES: dict[str, tuple[dict[str, str | bytes], tuple[str, int, int]]] = {
    "no-header": ({"matches": ""}, ("matches.csv", 1, 0)),
    "unknown-file": ({"matches": MATCHES, "label": LABELS}, ("label.csv", 0, 0)),
    "encoding": ({"labels": (LABELS + f"{COURIER},zh,派件员,,{CORRECT}").encode("gbk")}, ("labels.csv", 2, 3)),
    "separator": ({"labels": LABELS.replace(",", "，")}, ("labels.csv", 1, 1)),
    "missing-column": ({"labels": LABELS.replace(",source", "")}, ("labels.csv", 1, 0)),
    "unknown-column": ({"labels": LABELS.replace("editor", "author")}, ("labels.csv", 1, 8)),
    "repeated-column": ({"labels": LABELS.replace("editor", "note")}, ("labels.csv", 1, 9)),
}


@pytest.mark.parametrize("code", SEEDED)
def test_each_fault_is_found_at_its_line_and_column(tmp_path: Path, code: str) -> None:
    table, rows, line, column = SEEDED[code]

    assert found(write(tmp_path, **{table: HEADERS[table] + rows})) == [(f"{table}.csv", line, column, code)]


@pytest.mark.parametrize("code", FILES)
def test_each_fault_of_a_file_is_found(tmp_path: Path, code: str) -> None:
    tables, place = FILES[code]

    assert found(write(tmp_path, **tables)) == [(*place, code)]


def test_every_code_is_seeded_and_has_words_in_both_languages() -> None:
    # These two are about the folder, and have tests of their own below.
    assert {*SEEDED, *FILES, "no-tables", "unreadable"} == set(fault_words())
    for words in fault_words().values():
        assert list(words) == ["en", "zh", "do_en", "do_zh"]
        assert all(re.search("[一-龥]", words[key]) for key in ("zh", "do_zh"))


@pytest.mark.checkout
def test_every_code_is_explained_in_the_how_to() -> None:
    page = page_text("docs/how-to/curate.md")

    assert [code for code in fault_words() if f"`{code}`" not in page] == []


def test_checking_goes_on_after_the_first_fault(tmp_path: Path) -> None:
    rows = "".join(SEEDED[code][1] for code in ("date", "quotes", "language"))
    write(tmp_path, labels=LABELS + rows, matches=MATCHES + SEEDED["match"][1])

    assert found(tmp_path) == [
        ("labels.csv", 2, 7, "date"), ("labels.csv", 3, 0, "quotes"), ("labels.csv", 4, 2, "language"),
        ("matches.csv", 2, 3, "match"),
    ]  # fmt: skip


def test_a_fault_says_what_why_and_what_to_do_in_both_languages(tmp_path: Path) -> None:
    write(tmp_path, labels=LABELS + f"csco:4-02-07-9,zh,派件员,,{CORRECT}")

    (fault,) = check_curation(tmp_path, today=TODAY, graph=graph()).faults

    assert fault.told("en") == (
        "labels.csv, line 2, column 1 (id): [unknown-id] The store has no concept “csco:4-02-07-9”, so the row would "
        "hang in the air. Correct the id, or import its source first. Did you mean csco:4-02-07-99, csco:4-02-07-08?"
    )
    assert fault.told("zh") == (
        "labels.csv，第 2 行，第 1 列（id）：[unknown-id] 存储中没有概念 “csco:4-02-07-9”，这一行没有归属。"
        "请更正标识，或先导入其来源。是否为 csco:4-02-07-99、csco:4-02-07-08？"
    )


def test_a_label_where_an_id_belongs_finds_the_id(tmp_path: Path) -> None:
    write(tmp_path, matches=MATCHES + f"打字员,{CLERK},close,{TAIL}")

    (fault,) = check_curation(tmp_path, today=TODAY, graph=graph()).faults
    (alone,) = check_curation(tmp_path, today=TODAY).faults

    assert (fault.code, fault.advice["en"].rpartition("courier.")[2]) == ("id", f" Did you mean {TYPIST}?")
    assert (alone.code, alone.advice["en"].rpartition("courier.")[2]) == ("id", "")


def test_no_folder_no_table_and_no_ordinary_file(tmp_path: Path) -> None:
    with pytest.raises(SourceMissingError, match="gone"):
        check_curation(tmp_path / "gone", today=TODAY)
    assert found(tmp_path) == [(str(tmp_path), 0, 0, "no-tables")]
    os.mkfifo(tmp_path / "labels.csv")
    assert found(tmp_path) == [("labels.csv", 0, 0, "unreadable")]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_what_excel_writes_is_understood(tmp_path: Path, delimiter: str) -> None:
    """A byte order mark, CRLF, a line that names the delimiter, rows of empty cells, TRUE, a date with slashes."""
    rows = f"{CLERK},{SORT},TRUE,0.8,add,“CSCO”, 2026/3/5 ,,\n,,,,,,,,\n"
    text = ("sep=,\n" + REQUIREMENTS + rows).replace(",", delimiter).replace("\n", "\r\n")
    write(tmp_path, requirements=b"\xef\xbb\xbf" + text.encode())

    (edge,) = read_curation(tmp_path, today=TODAY, graph=graph())

    assert isinstance(edge, Requires)
    assert (edge.from_id, edge.to_id, edge.essential, edge.importance) == (CLERK, SORT, True, 0.8)
    assert (edge.source, edge.source_version, edge.confidence) == ("curation", "2026-03-05 · “CSCO”", 1.0)


def test_names_are_added_corrected_and_removed_and_the_rest_stays(tmp_path: Path) -> None:
    rows = [
        f"{CLERK},zh,邮件处理员,分信员,{TAIL}",
        f"{COURIER},zh,快递派送员,,{CORRECT}",
        f"{SORT},zh,,分信,{REMOVE}",
        f"{SORT},en,,mail sorting,{TAIL}",
    ]
    write(tmp_path, labels=LABELS + "".join(rows))

    records = {record.id: record for record in read_curation(tmp_path, today=TODAY, graph=graph())}

    clerk, courier, sort = records[CLERK], records[COURIER], records[SORT]
    assert isinstance(clerk, Occupation)
    assert (clerk.labels, clerk.alt_labels) == ({"en": "mail clerk", "zh": "邮件处理员"}, {"zh": ("分信员",)})
    assert (clerk.source, clerk.source_version) == ("s", "1 + curation zh 2026-11-20 · CSCO 2022 p. 310")
    assert courier.labels == {"zh": "快递派送员"}
    assert isinstance(sort, Skill)
    assert sort.alt_labels == {"zh": ("邮件分类",), "en": ("mail sorting",)}
    assert sort.labels == {"en": "sort mail", "zh": "分拣邮件"}


def test_a_folder_may_be_imported_twice(tmp_path: Path) -> None:
    rows = f"{CLERK},zh,邮件处理员,,{TAIL}{SORT},zh,,分信,{REMOVE}{SORT},en,,mail sorting,{TAIL}"
    write(tmp_path, labels=LABELS + rows)
    first = graph()
    once = [record for record in read_curation(tmp_path, today=TODAY, graph=first) if isinstance(record, Concept)]

    after = CurationGraph(concepts={**first.concepts, **{record.id: record for record in once}})

    assert list(read_curation(tmp_path, today=TODAY, graph=after)) == once


def test_edges_are_corrected_and_removed_beside_those_of_other_sources(tmp_path: Path) -> None:
    write(
        tmp_path,
        requirements=REQUIREMENTS + f"{POST},{SORT},,,{REMOVE}{CLERK},{SORT},否,0.3,{TAIL}",
        matches=MATCHES + f"{COURIER},{POST},,{REMOVE}{RIDER},{POST},exact,{CORRECT}",
    )

    records = list(read_curation(tmp_path, today=TODAY, graph=graph()))

    first, second, third, fourth = records
    assert isinstance(first, Requires)
    assert (first.to_id, first.importance, first.valid_to) == (SORT, 0.0, None)
    assert isinstance(second, Requires)
    assert (second.essential, second.importance, second.valid_to) == (False, 0.3, None)
    assert isinstance(third, Matches)
    assert (third.from_id, third.valid_to) == (COURIER, date(2026, 11, 20))
    # Since the other exact match goes in the same folder, this one is the only one.
    assert isinstance(fourth, Matches)
    assert (fourth.from_id, fourth.kind, fourth.valid_to) == (RIDER, MatchKind.EXACT, None)
    assert {record.source for record in records} == {"curation"}


def test_two_concepts_may_exchange_their_labels(tmp_path: Path) -> None:
    write(tmp_path, labels=LABELS + f"{COURIER},zh,打字员,,{CORRECT}{TYPIST},zh,快递员,,{CORRECT}")

    assert found(tmp_path) == []


def test_a_folder_with_a_fault_gives_no_record_and_lists_all(tmp_path: Path) -> None:
    write(tmp_path, labels=LABELS + f"{CLERK},zh,邮件处理员,,{TAIL}" + SEEDED["date"][1] + SEEDED["language"][1])

    with pytest.raises(CurationError, match="for faults: 2") as raised:
        read_curation(tmp_path, today=TODAY, graph=graph())

    faults = raised.value.details["faults"]
    assert isinstance(faults, list)
    assert [(fault["line"], fault["code"]) for fault in faults] == [(3, "date"), (4, "language")]


_WORDS = (COURIER, POST, SORT, "zh", "en", "add", "correct", "remove", "exact", "true", "0.5", "2026-11-20")
CELLS = st.one_of(st.sampled_from(_WORDS), st.text(max_size=8))


def _tables() -> st.SearchStrategy[bytes]:
    rows = st.lists(st.lists(CELLS, min_size=1, max_size=10).map(",".join), max_size=5)
    lines = st.tuples(st.sampled_from([*HEADERS.values(), ""]), rows).map(lambda parts: parts[0] + "\n".join(parts[1]))
    written = lines.map(lambda text: text.encode("utf-8", "surrogatepass"))
    return st.one_of(st.binary(max_size=200), written, st.tuples(written, st.binary(max_size=20)).map(b"".join))


@settings(
    max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(labels=_tables(), requirements=_tables(), matches=_tables())
def test_any_bytes_give_faults_or_records(tmp_path: Path, labels: bytes, requirements: bytes, matches: bytes) -> None:
    write(tmp_path, labels=labels, requirements=requirements, matches=matches)

    curation = check_curation(tmp_path, today=TODAY, graph=graph())

    for fault in curation.faults:
        assert isinstance(fault, CurationFault)
        assert fault.told("zh").isprintable()
        assert fault.told("en").isprintable()
        fault.told("zh").encode()
    if not curation.faults:
        assert len(list(read_curation(tmp_path, today=TODAY, graph=graph()))) <= len(curation.changes)
