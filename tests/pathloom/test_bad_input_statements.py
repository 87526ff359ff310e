"""Facts, profiles, ids, options and settings that are wrong: the value is named and nothing is guessed."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from ontology import Profile

from .conftest import Answer
from .hostile import Call, call, check_refused, run_all

COURIER = "starter:occupation/courier"
SHEETS = "starter:skill/spreadsheets"

#: name -> (content of the facts file, day, place, status, code, words of the message)
FACTS: dict[str, tuple[object, str, str, int, str, tuple[str, ...]]] = {
    "contradictory": (
        {"employment_status": "employee", "receiving_ui": True},
        "2026-11-22", "CN-410100", 4, "FACTS_CONTRADICT", ("employment_status", "receiving_ui"),
    ),
    "out of order": (
        {"job_end_date": "2026-06-30", "unemployment_registration_date": "2026-05-01"},
        "2026-11-22", "CN-410100", 4, "FACTS_CONTRADICT", ("job_end_date",),
    ),
    "date that is none": ({"job_end_date": "2026-02-30"}, "2026-11-22", "CN-410100", 4, "FACT_DATE", ("2026-02-30",)),
    "date of another age": (
        {"job_end_date": "9999-12-31"}, "2026-11-22", "CN-410100", 4, "FACT_RANGE", ("9999-12-31", "job_end_date"),
    ),
    "unknown fact": ({"job_end": "2026-06-30"}, "2026-11-22", "CN-410100", 4, "FACT_UNKNOWN", ("'job_end'",)),
    "wrong type": ({"receiving_ui": "yes"}, "2026-11-22", "CN-410100", 4, "FACT_TYPE", ("receiving_ui", "'yes'")),
    "unknown word": ({"employment_status": "retired"}, "2026-11-22", "CN-410100", 4, "FACT_TYPE", ("unemployed",)),
    "out of range": ({"ui_contribution_months": -1}, "2026-11-22", "CN-410100", 4, "FACT_RANGE", ("-1", "720")),
    "misspelt field": ({"facts": {}, "jurisdition": "US-NY"}, "2026-11-22", "CN-410100", 4, "INPUT_FILE",
                       ("'jurisdition'",)),
    "facts that are a list": ({"facts": []}, "2026-11-22", "CN-410100", 4, "INPUT_FILE", ("facts is []",)),
    "unknown place": ({}, "2026-11-22", "CN-999999", 3, "JURISDICTION_UNKNOWN", ("'CN-999999'",)),
    "place that is a number": ({"jurisdiction": 7}, "2026-11-22", "", 4, "INPUT_FILE", ("jurisdiction is 7",)),
    "day of another age": ({}, "9999-12-31", "CN-410100", 4, "DAY_RANGE", ("9999-12-31", "1900-01-01")),
    "day before the calendar of rules": ({}, "1066-10-14", "US-NY", 4, "DAY_RANGE", ("1066-10-14",)),
    "day that is none": ({}, "2026-02-29", "US-NY", 4, "INPUT_FILE", ("'2026-02-29'", "YYYY-MM-DD")),
    "day written otherwise": ({}, "20261122", "US-NY", 4, "INPUT_FILE", ("'20261122'",)),
    "no JSON": (b'{"receiving_ui": tru}', "2026-11-22", "US-NY", 4, "INPUT_FILE", ("line 1", "facts")),
    "GBK": ('{"place": "郑州"}'.encode("gbk"), "2026-11-22", "US-NY", 4, "INPUT_FILE", ("UTF-8",)),
    "too deep": (b'{"facts": ' + b"[" * 5000, "2026-11-22", "US-NY", 4, "INPUT_FILE", ("depth",)),
}  # fmt: skip

#: name -> (profile, status, code, words)
PROFILES: dict[str, tuple[object, int, str, tuple[str, ...]]] = {
    "empty profile": ({}, 4, "PERSON_EMPTY", ()),
    "unknown key": ({"occupation": COURIER, "skils": []}, 4, "INPUT_FILE", ("'skils'",)),
    "unknown key inside": (
        {"skills": [SHEETS, {"skill": SHEETS, "level": 3}]}, 4, "INPUT_FILE", ("'skills[1].level'", "negated"),
    ),
    "occupation that is a number": ({"occupation": 7}, 4, "INPUT_FILE", ("occupation is 7",)),
    "skills that are a text": ({"skills": "Excel"}, 4, "INPUT_FILE", ("skills is 'Excel'",)),
    "flag that is a text": ({"skills": [{"skill": SHEETS, "negated": "no"}]}, 4, "INPUT_FILE", ("skills[0].negated",)),
    "confidence above one": (
        {"skills": [{"skill": SHEETS, "evidence": [{"confidence": 2}]}]},
        4, "INPUT_FILE", ("skills[0].evidence[0].confidence is 2",),
    ),
    "month that is none": (
        {"experiences": [{"title": "Courier", "occupation": COURIER, "start": "2026-13"}]},
        4, "INPUT_FILE", ("experiences[0].start", "YYYY-MM"),
    ),
    "unknown skill": ({"skills": ["starter:skill/nothing"]}, 3, "UNKNOWN_ID", ("starter:skill/nothing",)),
    "unknown occupation": ({"occupation": "99-9999.00"}, 3, "UNKNOWN_ID", ("99-9999.00",)),
}  # fmt: skip


def _calls(folder: Path) -> dict[str, Call]:
    def file(name: str, content: object) -> Path:
        path = folder / f"{name.replace(' ', '-')}.json"
        path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        return path

    calls: dict[str, Call] = {}
    for name, (facts, on, place, status, code, says) in FACTS.items():
        where = ("--jurisdiction", place) if place else ()
        given = ("benefits", "--facts", file(f"facts {name}", facts), "--on", on, *where)
        calls[name] = call(*given, status=status, code=code, says=says)
    for name, (profile, status, code, says) in PROFILES.items():
        calls[name] = call("paths", "--profile", file(name, profile), status=status, code=code, says=says)
    good = file("good", {"occupation": COURIER})
    for name, arguments, status, code, says in (
        ("unknown region", ("--region", "CN-999999"), 3, "UNKNOWN_ID", "CN-999999"),
        ("unknown exclusion", ("--exclude", "starter:occupation/nobody"), 3, "UNKNOWN_ID", "nobody"),
        ("unknown target", ("--target", "nobody"), 3, "UNKNOWN_ID", "nobody"),
        ("floor without a region", ("--pay-floor", "5000"), 4, "INPUT_FILE", "--region"),
        ("no months", ("--months", "0"), 2, "USAGE", "--months"),
    ):
        calls[name] = call("paths", "--profile", good, *arguments, status=status, code=code, says=(says,))
    calls["unknown origin"] = call(
        "transition", "--from", "starter:occupation/courrier", "--to", COURIER, status=3, code="UNKNOWN_ID",
        says=("courrier",),
    )  # fmt: skip
    for name, variable, value, says in (
        ("port that is none", "PATHLOOM_PORT", "9" * 5000, "PATHLOOM_PORT"),
        ("language that is none", "PATHLOOM_LANG", "fr", "'fr'"),
        ("home of nobody", "PATHLOOM_HOME", "~nobody-of-this-name/x", "PATHLOOM_HOME"),
        ("model that is not there", "PATHLOOM_MODEL", str(folder / "none"), "PATHLOOM_MODEL"),
        ("store address that is none", "PATHLOOM_STORE", "bolt://[::1", "bolt://[::1"),
    ):
        calls[name] = call("stats", status=2, code="SETTING", says=(says,), **{variable: value})
    return calls


SETTINGS = ("port that is none", "language that is none", "home of nobody", "model that is not there",
            "store address that is none")  # fmt: skip
OPTIONS = ("unknown region", "unknown exclusion", "unknown target", "floor without a region", "no months",
           "unknown origin")  # fmt: skip


@pytest.fixture(scope="module")
def calls(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Call]:
    return _calls(tmp_path_factory.mktemp("statements"))


@pytest.fixture(scope="module")
def answers(pathloom: Callable[..., Answer], calls: dict[str, Call]) -> dict[str, Answer]:
    return run_all(pathloom, calls)


@pytest.mark.parametrize("name", [*FACTS, *PROFILES, *OPTIONS, *SETTINGS])
def test_a_wrong_statement_is_refused(name: str, calls: dict[str, Call], answers: dict[str, Answer]) -> None:
    check_refused(answers[name], calls[name])


def test_every_wrong_statement_is_looked_at(calls: dict[str, Call]) -> None:
    assert set(calls) == {*FACTS, *PROFILES, *OPTIONS, *SETTINGS}


def test_a_profile_that_extract_wrote_comes_back_whole(starter_home: Path) -> None:
    """The home found in a resume decides where pay is looked up, so it must survive the way through JSON."""
    from pathloom._engine import Engine
    from pathloom._profiles import parse_profile
    from pathloom._settings import read_settings
    from reasoning import to_json

    resume = "郑州市\n工作经历\n2021年3月 – 至今\t郑州速达配送有限公司\t外卖骑手\n技能\n叉车驾驶、电子表格\n"
    with Engine(read_settings({"PATHLOOM_HOME": str(starter_home)})) as engine:
        profile = engine.extract(resume.encode(), name="resume.txt")

        written = json.loads(json.dumps(to_json(profile)))
        read = parse_profile(written, engine.snapshot, file=Path("profile.json"))

    assert isinstance(profile, Profile)
    assert profile.location is not None
    assert read == profile


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    """Editors on Windows write one."""
    from pathloom.commands._output import read_json_object

    (tmp_path / "facts.json").write_bytes(b"\xef\xbb\xbf{}")

    assert read_json_object(tmp_path / "facts.json") == {}
