"""Decision records: they carry what decided, nothing more, and give the same answer when the rules are gone."""

import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from policy import RuleBase, load_rule_base
from policy.errors import (
    ContradictoryFactsError,
    RecordAlteredError,
    RecordFormatError,
    RecordRulesError,
    RecordUnfaithfulError,
    RecordVersionError,
    UnknownBenefitError,
    UnknownFactError,
)
from policy.records import (
    Case,
    DecisionRecord,
    Provenance,
    concerns,
    make_record,
    read_record,
    record_page,
    record_text,
    replay,
)
from policy.records import _make as making
from policy.records._canonical import canonical
from policy.records._record import sealed
from tests.policy.small_rules import PERSON, RULES, write_small_rules

NOON = datetime(2026, 4, 10, 12, tzinfo=UTC)
CLAIM = date(2026, 4, 10)
README = Path(str(resources.files("policy"))) / "README.md"

Maker = Callable[..., DecisionRecord]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_small_rules(tmp_path / "then")


@pytest.fixture
def small(folder: Path) -> RuleBase:
    return load_rule_base(folder)


@pytest.fixture
def make(folder: Path, small: RuleBase) -> Maker:
    """Make a record of the person in Example City; keywords override."""

    def made(facts: Mapping[str, object] = PERSON, **options: Any) -> DecisionRecord:
        asked = {"on": CLAIM, "jurisdiction": "XX-01", "recorded_at": NOON, "directory": folder, **options}
        return make_record(small, facts, **asked)

    return made


def _again(record: DecisionRecord) -> DecisionRecord:
    return read_record(record.to_text().encode())


def _edited(record: DecisionRecord, *steps: str | int, value: object) -> DecisionRecord:
    """The record as somebody would edit its file: one value changed, digests left."""
    document = json.loads(record.to_text())
    place = document
    for step in steps[:-1]:
        place = place[step]
    place[steps[-1]] = value
    return read_record(json.dumps(document, ensure_ascii=False).encode())


def test_record_holds_the_answer_worked_out_by_hand(make: Maker) -> None:
    """Article 7: 60 % of the base; the city's base from 2025-07-01 is 1500: 900 a month. Article 8: 12-59 months: 6."""
    decision = make(benefits=["xx-allowance"]).decision("xx-allowance")

    assert decision is not None
    assert decision["verdict"] == "eligible"
    assert float(decision["amount_per_month"]["amount"]) == 900
    assert decision["duration_months"] == 6
    assert decision["outputs"]["monetary_eligibility"]["value"] is True


def test_replay_of_a_fresh_record_is_the_same(make: Maker) -> None:
    found = replay(_again(make()))

    assert (found.outcome, found.causes, found.differences, found.wording, found.today) == ("same", (), (), (), None)


def test_replay_needs_no_rule_file_on_disk(make: Maker, folder: Path) -> None:
    text = make().to_text()
    for file in folder.rglob("*.yaml"):
        file.unlink()

    assert replay(read_record(text.encode())).outcome == "same"


def test_record_keeps_only_facts_that_its_rules_read(make: Maker) -> None:
    record = make(benefits=["xx-loan"], facts={**PERSON, "plan_approved": True})

    assert {fact["id"] for fact in record.document["facts"]} == {"plan_approved", "claim_date"}
    assert "shoe" not in record.to_text()


def test_record_keeps_only_rows_of_the_days_in_question(make: Maker) -> None:
    """2026-04: the base of 2020 had ended and Next City plays no part; both rows of the correction stay."""
    documents = make(benefits=["xx-allowance"]).document["rules"]["documents"]

    national = {
        item["id"]: [row["value"] for row in item["rows"]] for item in documents["rules/XX/example.yaml"]["parameters"]
    }
    assert national["base"] == [1100, 1200]
    assert {place["code"] for place in documents["rules/jurisdictions.yaml"]["jurisdictions"]} == {"XX", "XX-01"}
    assert {source["id"] for source in documents["rules/sources.yaml"]["sources"]} == {"xx-act", "xx-notice"}


def test_record_names_nobody_unless_the_caseworker_does(make: Maker) -> None:
    assert make().document["case"] is None
    assert make(case=Case("A-17", "window 3")).document["case"] == {"reference": "A-17", "recorded_by": "window 3"}


def test_provenance_is_kept_and_declared_where_nobody_said(make: Maker) -> None:
    told = {"paid_months": Provenance("record", "window 3", date(2026, 4, 9), "contribution list")}

    facts = {fact["id"]: fact for fact in make(provenance=told).document["facts"]}

    assert facts["paid_months"] == {
        "id": "paid_months", "value": 30, "provenance": "record", "by": "window 3", "at": "2026-04-09",
        "evidence": "contribution list",
    }  # fmt: skip
    assert facts["registered"] == {"id": "registered", "value": True, "provenance": "declared"}


def test_provenance_of_a_fact_that_is_not_given_is_refused(make: Maker) -> None:
    with pytest.raises(UnknownFactError, match="plan_approved"):
        make(provenance={"plan_approved": Provenance("record")})


def test_known_at_is_kept_and_replayed(make: Maker) -> None:
    """Until 2026-03-01 the national base of 2024 was held to be 1100: 660 a month; then 1200: 720."""
    amounts = {}
    for day in (date(2026, 2, 28), date(2026, 3, 1)):
        record = _again(make(benefits=["xx-allowance"], jurisdiction="XX-02", known_at=day))
        assert replay(record).outcome == "same"
        amounts[day.isoformat()] = float(record.document["decisions"][0]["amount_per_month"]["amount"])

    assert amounts == {"2026-02-28": 660, "2026-03-01": 720}


def test_an_expired_rule_stays_expired_in_the_record(tmp_path: Path) -> None:
    """The city's base ends: on 2026-04-10 the city has fallen silent, and the record must still show it."""
    folder = write_small_rules(tmp_path / "ended")
    city = folder / "rules" / "XX-01" / "example.yaml"
    city.write_text(city.read_text("utf-8").replace("'2025-07-01',", "'2025-07-01', to: '2026-01-01',"), "utf-8")
    rules = load_rule_base(folder)

    record = make_record(rules, PERSON, on=CLAIM, jurisdiction="XX-01", recorded_at=NOON, directory=folder)

    assert record.document["decisions"][0]["amount_cannot_say"] == "expired"
    assert replay(_again(record)).outcome == "same"


def test_today_says_what_would_be_different_and_which_rule_changed(make: Maker, tmp_path: Path) -> None:
    """The share rises from 60 to 70 %: 1500 x 0.7 = 1050 a month."""
    record = make(benefits=["xx-allowance"])
    later = write_small_rules(tmp_path / "later", rules=RULES.replace("value: 0.60", "value: 0.70"))

    found = replay(record, today=load_rule_base(later), directory=later)

    assert found.outcome == "same"
    assert found.today is not None
    assert not found.today.same
    changed = {item.path: item for item in found.today.differences}
    assert float(changed["amount_per_month"].found["amount"]) == 1050
    assert [(item.how, item.what, item.name) for item in found.today.changes] == [("changed", "value", "share")]


def test_today_says_when_a_benefit_is_gone(make: Maker, tmp_path: Path) -> None:
    record = make(benefits=["xx-loan"], facts={"plan_approved": True})
    rules = RULES.replace("    feeds: [xx-loan]\n", "")
    without = (
        rules[: rules.index("  - id: xx-loan")]
        + rules[rules.index("provisions:") : rules.rindex("  - benefit: xx-loan")]
    )
    later = write_small_rules(tmp_path / "later", rules=without)

    found = replay(record, today=load_rule_base(later), directory=later)

    assert found.outcome == "same"
    assert found.today is not None
    assert found.today.gone == ("benefit xx-loan",)
    assert not found.today.same


def test_an_edited_fact_is_found_and_its_effect_shown(make: Maker) -> None:
    record = make(benefits=["xx-allowance"])
    at = next(index for index, fact in enumerate(record.document["facts"]) if fact["id"] == "paid_months")

    found = replay(_edited(record, "facts", at, "value", value=11))

    assert found.outcome == "altered"
    assert found.causes[0].details == {"parts": ["facts", "record"]}
    assert ("verdict", "eligible", "not_eligible") in [(d.path, d.recorded, d.found) for d in found.differences]


def test_an_edited_rule_is_found_and_its_effect_shown(make: Maker) -> None:
    record = make(benefits=["xx-allowance"])
    parameters = record.document["rules"]["documents"]["rules/XX/example.yaml"]["parameters"]
    at = next(index for index, item in enumerate(parameters) if item["id"] == "share")

    found = replay(_edited(
        record, "rules", "documents", "rules/XX/example.yaml", "parameters", at, "rows", 0, "value", value=0.9
    ))  # fmt: skip

    assert found.outcome == "altered"
    assert found.causes[0].details == {"parts": ["rules", "record"]}
    assert "amount_per_month" in {item.path for item in found.differences}


def test_an_edited_verdict_is_found(make: Maker) -> None:
    found = replay(_edited(make(benefits=["xx-allowance"]), "decisions", 0, "verdict", value="not_eligible"))

    assert found.outcome == "altered"
    assert [(item.path, item.recorded, item.found) for item in found.differences] == [
        ("verdict", "not_eligible", "eligible")
    ]


@pytest.mark.parametrize("honest", [False, True], ids=["edited", "sealed"])
def test_an_unknown_operator_is_a_clear_error(make: Maker, honest: bool) -> None:
    """Edited by hand it is an altered record; sealed by a newer engine its rules cannot be read by this one."""
    path = ("rules", "documents", "rules/XX/example.yaml", "provisions", 1, "value")
    edited = _edited(make(benefits=["xx-allowance"]), *path, value={"sqrt": [{"param": "base"}]})
    record = sealed({key: value for key, value in edited.document.items() if key != "digests"}) if honest else edited

    with pytest.raises(RecordRulesError if honest else RecordAlteredError, match="sqrt"):
        replay(record)


def test_a_fact_that_the_rules_of_the_record_lack_is_a_clear_error(make: Maker) -> None:
    document = dict(make().document)
    document["facts"] = [{"id": "shoe_colour", "value": "red", "provenance": "declared"}]
    del document["digests"]

    with pytest.raises(RecordFormatError, match="shoe_colour"):
        replay(sealed(document))


@pytest.mark.parametrize("share", [0, 0.01, 0.3, 0.7, 0.999])
def test_a_truncated_file_is_a_clear_error(make: Maker, share: float) -> None:
    data = make().to_text().rstrip().encode()

    with pytest.raises(RecordFormatError):
        read_record(data[: int(len(data) * share)])


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"[]", "no decision record"),
        (b'{"format": "invoice"}', "no decision record"),
        (b'{"format": "pathloom-decision-record", "version": "1"}', "not whole"),
        (b'{"format": 1, "format": 2}', "stands twice"),
        (b'{"format": NaN}', "NaN"),
        (b"\xff\xfe", "UTF-8"),
        (b"[" * 100_000, "recursion"),
        (b'{"a": ' + b"9" * 5000 + b"}", "digits"),
    ],
)
def test_what_is_no_record_is_a_clear_error(data: bytes, said: str) -> None:
    with pytest.raises(RecordFormatError, match=said):
        read_record(data)


def test_another_version_of_the_format_is_named(make: Maker) -> None:
    with pytest.raises(RecordVersionError, match="'7'"):
        _edited(make(), "version", value="7")


def test_a_day_that_does_not_exist_is_a_clear_error(make: Maker) -> None:
    record = _edited(make(), "question", "on", value="2026-02-30")

    with pytest.raises(RecordAlteredError, match="2026-02-30"):
        replay(record)


def test_a_rule_path_outside_its_folder_is_refused(make: Maker) -> None:
    document = json.loads(make().to_text())
    document["rules"]["documents"]["rules/../../evil.yaml"] = {}

    with pytest.raises(RecordFormatError):
        read_record(json.dumps(document).encode())


def test_a_reformatted_file_is_not_altered(make: Maker) -> None:
    """Another program may sort keys and write 0.6 for 0.60; the canonical form, and so the digest, is the same."""
    record = make()
    reformatted = read_record(json.dumps(json.loads(record.to_text()), sort_keys=True).encode())

    assert '"value": 0.60' in record.to_text()
    assert (reformatted.altered, reformatted.digest) == ((), record.digest)
    assert replay(reformatted).outcome == "same"


def test_another_engine_is_named_as_a_cause(make: Maker) -> None:
    document = {**make().document, "engine": {"name": "pathloom", "version": "0.0.1"}}
    del document["digests"]

    found = replay(sealed(document))

    assert [cause.code for cause in found.causes] == ["ENGINE_CHANGED"]
    assert found.outcome == "same"


def test_a_missing_decision_is_named(make: Maker) -> None:
    document = dict(make().document)
    document["decisions"] = document["decisions"][:1]
    del document["digests"]

    found = replay(sealed(document))

    assert found.outcome == "differs"
    assert [cause.code for cause in found.causes] == ["DECISION_MISSING"]


def test_only_the_wording_may_differ_without_another_answer(make: Maker) -> None:
    document = json.loads(make(benefits=["xx-allowance"]).to_text())
    document["decisions"][0]["reason"]["en"] = "Everything is fine."
    del document["digests"]

    found = replay(sealed(document))

    assert found.outcome == "same"
    assert [item.path for item in found.wording] == ["reason/en"]


def test_a_record_that_does_not_repeat_its_answer_is_not_made(make: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = making.slice_documents

    def spoilt(documents: Any, wanted: Any) -> Any:
        found = whole(documents, wanted)
        rules = json.loads(canonical(found["rules/XX/example.yaml"]))
        rules["provisions"] = [item for item in rules["provisions"] if item["slot"] != "duration"]
        return {**found, "rules/XX/example.yaml": rules}

    monkeypatch.setattr(making, "slice_documents", spoilt)

    with pytest.raises(RecordUnfaithfulError, match="duration_months"):
        make()


def test_rule_files_that_changed_since_they_were_loaded_make_no_record(make: Maker, folder: Path) -> None:
    write_small_rules(folder, rules=RULES.replace("value: 0.60", "value: 0.70"))

    with pytest.raises(RecordUnfaithfulError, match="changed since they were loaded"):
        make()


def test_wrong_questions_are_refused(make: Maker) -> None:
    with pytest.raises(UnknownBenefitError, match="xx-pension"):
        make(benefits=["xx-pension"])
    with pytest.raises(ContradictoryFactsError):
        make(facts={**PERSON, "left_on": "2026-04-11"})


def test_concerns_name_discretion_loan_and_what_is_given_up(make: Maker) -> None:
    record = make(facts={**PERSON, "plan_approved": True})

    codes = {benefit: [item.code for item in concerns(record, benefit)] for benefit in record.benefits}

    # The loan is judged by an official, excludes the open allowance, is debt, and rests on hearsay.
    assert codes == {"xx-allowance": [], "xx-loan": ["discretion", "gives_up_benefit", "loan", "unverified_rule"]}


def test_what_is_refused_gives_nothing_up(make: Maker) -> None:
    record = make(facts={**PERSON, "plan_approved": False})

    assert [item.code for item in concerns(record, "xx-loan")] == ["unverified_rule"]


def test_page_prints_everything_and_loads_nothing(make: Maker) -> None:
    record = make(case=Case("<script>alert(1)</script>"))

    for language in ("zh", "en"):
        page = record_page(record, language=language)
        assert not re.search(r"<(script|link|img|iframe)|src=|url\(|@import|href=", page)
        assert "&lt;script&gt;" in page
        assert record.digest in page
        assert "5(4)" in page
        assert "@media print" in page
    assert "Did not resign" in record_page(record, language="en")
    assert "并非辞职" in record_page(record, language="zh")
    assert "900.00 CNY" in record_text(record, language="en")


def test_page_warns_of_an_altered_record(make: Maker) -> None:
    record = _edited(make(benefits=["xx-allowance"]), "decisions", 0, "reason", "en", value="<b>Granted</b>")

    assert "<b>" not in record_page(record, language="en")
    assert "Warning: this record was changed" in record_text(record, language="en")
    assert "Warning" not in record_text(make(), language="en")


def _readme_cases() -> list[tuple[str, dict[str, object]]]:
    text = README.read_text("utf-8")
    blocks = re.findall(r"`((?:CN|US)[-\w]*)`:\n```json\n(.*?)```", text, re.DOTALL)
    return [(place, json.loads(body)) for place, body in blocks]


@pytest.mark.parametrize(("place", "facts"), _readme_cases(), ids=lambda value: value if isinstance(value, str) else "")
def test_every_documented_person_is_recorded_and_replayed(
    rules: RuleBase, place: str, facts: dict[str, object]
) -> None:
    record = make_record(rules, facts, on=date(2026, 11, 22), jurisdiction=place, recorded_at=NOON)

    found = replay(_again(record), today=rules)

    assert found.outcome == "same"
    assert found.today is not None
    assert (found.today.same, found.today.changes) == (True, ())
    assert record.document["rule_base"]["digest"] == rules.edition.digest


def test_the_schema_of_records_is_a_schema() -> None:
    text = (README.parent / "schema" / "decision-record.schema.json").read_text("utf-8")

    jsonschema.Draft202012Validator.check_schema(json.loads(text))
