"""What the queries answer, over the real engine and the starter data."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

from api._ids import global_id

Ask = Callable[..., dict[str, Any]]
RIDER, COURIER = "starter:occupation/food-delivery-rider", "starter:occupation/courier"


def refusal(client: TestClient, query: str, variables: dict[str, object] | None = None) -> dict[str, Any]:
    """The one error of a query that must fail."""
    [error] = client.post("/graphql", json={"query": query, "variables": variables}).json()["errors"]
    found: dict[str, Any] = error["extensions"] | {"message": error["message"]}
    return found


def test_occupation_is_found_by_key_and_by_global_id(ask: Ask) -> None:
    query = "query Q($id: ID!) { occupation(id: $id) { id key label(language: ZH) } }"

    by_key = ask(query, {"id": RIDER})["occupation"]
    by_id = ask(query, {"id": by_key["id"]})["occupation"]

    assert by_key == by_id == {"id": global_id("Occupation", RIDER), "key": RIDER, "label": "外卖骑手"}


def test_unknown_occupation_is_null(ask: Ask) -> None:
    assert ask('{ occupation(id: "starter:occupation/astronaut") { id } }') == {"occupation": None}


def test_figure_tells_its_source_and_the_way_that_it_came(ask: Ask) -> None:
    """The starter data state this one for the rider itself: no way, one code, no spread."""
    query = (
        "query Q($id: ID!) { occupation(id: $id) { figures { name value unit year source via codes spread text } } }"
    )

    figures = ask(query, {"id": RIDER})["occupation"]["figures"]

    assert {
        "name": "employment_growth_2024_34_us", "value": 8.8, "unit": "percent", "year": 2024, "source": "bls-ep-2024",
        "via": "", "codes": 1, "spread": [], "text": "",
    } in figures  # fmt: skip


def test_label_follows_accept_language(client: TestClient) -> None:
    query = {"query": f'{{ occupation(id: "{RIDER}") {{ label }} }}'}

    chinese = client.post("/graphql", json=query, headers={"accept-language": "zh-CN,en;q=0.5"}).json()
    english = client.post("/graphql", json=query, headers={"accept-language": "fr,en;q=0.5"}).json()

    assert chinese["data"]["occupation"]["label"] == "外卖骑手"
    assert english["data"]["occupation"]["label"] == "Food delivery rider"


@pytest.mark.parametrize("kind", ["Occupation", "Skill", "Course", "Benefit"])
def test_node_gives_back_what_its_id_names(ask: Ask, kind: str) -> None:
    key = {
        "Occupation": RIDER,
        "Skill": "starter:skill/excel",
        "Course": None,
        "Benefit": "cn-unemployment-insurance",
    }[kind]
    if kind == "Skill":
        key = ask("{ skills(first: 1) { edges { node { key } } } }")["skills"]["edges"][0]["node"]["key"]
    if kind == "Course":
        key = ask('{ search(text: "course", kind: SKILL, first: 50) { node { ... on Skill { courses { key } } } } }')
        key = next(one["key"] for hit in key["search"] for one in hit["node"]["courses"])
    if kind == "Benefit":
        answer = ask('{ benefits(facts: {}, jurisdiction: "CN-410100") { benefit { key } } }')
        key = answer["benefits"][0]["benefit"]["key"]

    node = ask("query Q($id: ID!) { node(id: $id) { __typename id } }", {"id": global_id(kind, str(key))})["node"]

    assert node == {"__typename": kind, "id": global_id(kind, str(key))}


def test_pages_join_into_the_whole_list(ask: Ask) -> None:
    query = """query Q($after: String) { occupations(first: 100, after: $after) {
      totalCount pageInfo { hasNextPage hasPreviousPage endCursor } edges { node { key } } } }"""
    keys: list[str] = []
    after = None

    while True:
        page = ask(query, {"after": after})["occupations"]
        assert page["pageInfo"]["hasPreviousPage"] is bool(keys)
        keys += [edge["node"]["key"] for edge in page["edges"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break

    assert len(keys) == page["totalCount"] > 100
    assert keys == sorted(set(keys))


@pytest.mark.parametrize("first", ["0", "101", "-1", "null"])
def test_page_of_a_wrong_size_is_refused(client: TestClient, first: str) -> None:
    error = refusal(client, f"{{ skills(first: {first}) {{ totalCount }} }}")

    assert (error["code"], error["reason"]) == ("BAD_USER_INPUT", "BAD_CURSOR")


def test_requirements_are_sorted_by_importance(ask: Ask) -> None:
    asked = "requirements(first: 50) { edges { node { importance essential } } }"
    query = f'{{ occupation(id: "{RIDER}") {{ {asked} }} }}'
    nodes = [edge["node"] for edge in ask(query)["occupation"]["requirements"]["edges"]]
    essential = ask(query.replace("first: 50", "first: 50, essential: true"))["occupation"]["requirements"]["edges"]

    assert len(nodes) >= 10
    assert [one["importance"] for one in nodes] == sorted((one["importance"] for one in nodes), reverse=True)
    assert [edge["node"] for edge in essential] == [one for one in nodes if one["essential"]]


def test_requirements_say_who_states_them_and_how_sure(ask: Ask) -> None:
    """The starter data state all of theirs, so none is worked out."""
    asked = "requirements(first: 50) { edges { node { confidence source { source version licence } } } }"
    nodes = [
        edge["node"]
        for edge in ask(f'{{ occupation(id: "{RIDER}") {{ {asked} }} }}')["occupation"]["requirements"]["edges"]
    ]

    stated = {"source": "pathloom-review-2026", "version": "2026", "licence": "Apache-2.0"}
    assert {tuple(sorted(one["source"].items())) for one in nodes} == {tuple(sorted(stated.items()))}
    assert all(0 < one["confidence"] <= 1 for one in nodes)


def test_transition_score_is_base_plus_points(ask: Ask) -> None:
    answer = ask(
        f'{{ transition(from: "{RIDER}", to: "{COURIER}") {{ score explanation {{ base contributions {{ points }} }} '
        "target { key } gap { matched { skill { key } status } missing { status } } } }"
    )["transition"]

    points = sum(part["points"] for part in answer["explanation"]["contributions"])
    assert answer["score"] == pytest.approx(answer["explanation"]["base"] + points, abs=1e-9)
    assert answer["target"]["key"] == COURIER
    assert {one["status"] for one in answer["gap"]["matched"]} == {"MATCHED"}
    assert {one["status"] for one in answer["gap"]["missing"]} <= {"MISSING"}


def test_transition_from_an_unknown_occupation_is_not_found(client: TestClient) -> None:
    error = refusal(client, f'{{ transition(from: "starter:occupation/astronaut", to: "{COURIER}") {{ score }} }}')

    assert (error["code"], error["reason"]) == ("NOT_FOUND", "UNKNOWN_ID")


def test_career_paths_of_a_sample_have_reasons(ask: Ask) -> None:
    answer = ask(
        '{ careerPaths(person: {sample: "rider-zhengzhou"}) { best { feasibility steps { transition { score } } '
        "utility utilityParts { value } } alternatives { months } snapshot sources { source } } }"
    )["careerPaths"]

    assert len(answer["best"]) == 3
    assert len(answer["alternatives"]) == 5
    for path in answer["best"]:
        product = 1.0
        for step in path["steps"]:
            product *= step["transition"]["score"]
        assert path["feasibility"] == pytest.approx(product, abs=1e-6)


def test_career_paths_of_a_profile_respect_wishes(ask: Ask) -> None:
    query = """query Q($person: PersonInput!, $wishes: ConstraintsInput) {
      careerPaths(person: $person, constraints: $wishes) {
        best { months steps { transition { target { key } } } }
        alternatives { months steps { transition { target { key } } } } } }"""
    person = {"profile": {"language": "ZH", "occupation": RIDER, "region": "CN-410100"}}
    free = ask(query, {"person": person})["careerPaths"]
    target = free["best"][0]["steps"][0]["transition"]["target"]["key"]

    bound = ask(query, {"person": person, "wishes": {"exclude": [target], "months": 6, "maxMoves": 1}})["careerPaths"]

    paths = bound["best"] + bound["alternatives"]
    assert paths
    assert all(path["months"] <= 6 and len(path["steps"]) == 1 for path in paths)
    assert target not in {step["transition"]["target"]["key"] for path in paths for step in path["steps"]}


@pytest.mark.parametrize(
    ("wishes", "said"),
    [
        ({"months": 0}, "months is 0"),
        ({"maxMoves": 5}, "max_moves is 5"),
        ({"maxExposure": 1.5}, "max_exposure is 1.5"),
        ({"payFloor": {"amount": "1", "currency": "yuan"}}, "'yuan' is no currency"),
    ],
)
def test_impossible_wishes_are_refused(client: TestClient, wishes: dict[str, object], said: str) -> None:
    query = """query Q($wishes: ConstraintsInput) {
      careerPaths(person: {sample: "rider-zhengzhou"}, constraints: $wishes) { considered } }"""

    error = refusal(client, query, {"wishes": wishes})

    assert error["code"] == "BAD_USER_INPUT"
    assert said in error["message"]


@pytest.mark.parametrize(
    "person",
    [
        "{}",
        '{sample: "rider-zhengzhou", profile: {}}',
        '{sample: "nobody"}',
        '{profile: {skills: [{skill: "no/such"}]}}',
    ],
)
def test_person_that_is_nobody_is_refused(client: TestClient, person: str) -> None:
    error = refusal(client, f"{{ careerPaths(person: {person}) {{ considered }} }}")

    assert error["code"] in {"GRAPHQL_VALIDATION_FAILED", "BAD_USER_INPUT", "NOT_FOUND"}


def test_benefits_answer_with_conditions_and_clauses(ask: Ask) -> None:
    facts = {"employment_status": "unemployed", "separation_reason": "resigned", "ui_contribution_months": 38}
    answer = ask(
        'query Q($facts: Facts!) { benefits(facts: $facts, jurisdiction: "CN-410100", on: "2026-11-22") { verdict '
        "benefit { key } reason { zh en } "
        "conditions { met have need haveText { zh en } needText { zh en } citation { article title { zh } } } } }",
        {"facts": facts},
    )["benefits"]

    assert len(answer) >= 3
    assert {one["verdict"] for one in answer} <= {"ELIGIBLE", "NOT_ELIGIBLE", "UNKNOWN"}
    for one in answer:
        assert one["reason"]["zh"]
        assert one["reason"]["en"]
        # A benefit with a condition that is known not to be met is not open.
        assert one["conditions"]
    months = next(each for one in answer for each in one["conditions"] if each["have"] == "38")
    assert months["haveText"] == {"zh": "38 个月", "en": "38 months"}
    assert months["needText"] == {"zh": "至少 12 个月", "en": "at least 12 months"}


@pytest.mark.parametrize(
    ("facts", "on", "place", "reason"),
    [
        ({"shoe_size": 42}, "2026-11-22", "CN-410100", "FACT_UNKNOWN"),
        ({"ui_contribution_months": "many"}, "2026-11-22", "CN-410100", "FACT_TYPE"),
        ({"job_end_date": "2026-02-30"}, "2026-11-22", "CN-410100", "FACT_DATE"),
        (
            {"job_end_date": "2026-05-31", "unemployment_registration_date": "2026-05-01"},
            "2026-11-22",
            "CN-410100",
            "FACTS_CONTRADICT",
        ),
        ({}, "2026-02-30", "CN-410100", "BAD_DATE"),
        ({}, "22.11.2026", "CN-410100", "BAD_DATE"),
        ({}, "2026-11-22", "XX-1", "JURISDICTION_UNKNOWN"),
        ({"age": [1]}, "2026-11-22", "CN-410100", "BAD_PERSON"),
    ],
)
def test_bad_facts_are_refused_with_a_reason(
    client: TestClient, facts: dict[str, object], on: str, place: str, reason: str
) -> None:
    query = """query Q($facts: Facts!, $on: Date!, $place: String!) {
      benefits(facts: $facts, on: $on, jurisdiction: $place) { verdict } }"""

    error = refusal(client, query, {"facts": facts, "on": on, "place": place})

    assert error.get("reason") == reason
    assert error["code"] in {"BAD_USER_INPUT", "NOT_FOUND"}


def test_need_sets_name_the_change_that_opens_a_benefit(ask: Ask) -> None:
    """Everything is met but the registration as unemployed."""
    facts = {
        "employment_status": "unemployed",
        "separation_reason": "layoff",
        "job_end_date": "2026-10-31",
        "registered_unemployed": False,
        "seeking_work": True,
        "ui_contribution_months": 38,
    }
    query = """query Q($facts: Facts!) { benefits(facts: $facts, jurisdiction: "CN-410100", on: "2026-11-22") {
      verdict benefit { key kind } conditions { facts met } } }"""
    found = next(
        one
        for one in ask(query, {"facts": facts})["benefits"]
        if one["benefit"]["kind"] == "insurance"
        and {"registered_unemployed"}
        == {fact for part in one["conditions"] if part["met"] is False for fact in part["facts"]}
    )

    sets = ask(
        'query Q($facts: Facts!, $id: ID!) { needSets(benefit: $id, facts: $facts, jurisdiction: "CN-410100", '
        'on: "2026-11-22") { changes { fact before after } } }',
        {"facts": facts, "id": found["benefit"]["key"]},
    )["needSets"]

    assert any({"fact": "registered_unemployed", "before": "false", "after": "true"} in one["changes"] for one in sets)


PARTLY_KNOWN = {"employment_status": "unemployed", "separation_reason": "layoff", "registered_unemployed": False}


def test_benefit_figures_have_a_value_or_a_reason(ask: Ask) -> None:
    facts = {**PARTLY_KNOWN, "ui_contribution_months": 38}
    found = ask(
        """query Q($facts: Facts!) { benefitFigures(benefit: "cn-unemployment-insurance", facts: $facts,
          jurisdiction: "CN-310000", on: "2026-11-22") {
            name value money { amount currency } reason text { zh en } } }""",
        {"facts": facts},
    )["benefitFigures"]

    by_name = {one["name"]: one for one in found}
    # Shanghai, from 2026-08-16: two months for each full year, 2340 a month.
    assert by_name["duration_months"]["value"] == "6"
    assert float(by_name["amount_per_month"]["money"]["amount"]) == 2340
    assert (by_name["weeks"]["value"], by_name["weeks"]["reason"]) == (None, "not_applicable")
    assert all((one["reason"] is None) == (one["value"] is not None or one["money"] is not None) for one in found)
    assert all(one["text"] is None or (one["text"]["zh"] and one["text"]["en"]) for one in found)


def test_possible_if_says_in_words_what_is_missing(ask: Ask) -> None:
    ways = ask(
        """query Q($facts: Facts!) { possibleIf(benefit: "cn-unemployment-insurance", facts: $facts,
          jurisdiction: "CN-310000", on: "2026-11-22") { facts confirm text { zh en } } }""",
        {"facts": PARTLY_KNOWN},
    )["possibleIf"]

    assert "registered_unemployed" in ways[0]["facts"]
    assert "registered_unemployed" not in ways[0]["confirm"]
    assert "ui_contribution_months" in ways[0]["confirm"]
    assert ways[0]["text"]["zh"].startswith("如果")


def test_fact_form_asks_what_the_rules_of_a_place_read(ask: Ask) -> None:
    form = ask(
        """{ factForm(jurisdiction: "CN-310000", benefits: ["cn-unemployment-insurance"], on: "2026-11-22") {
          schema fields { id input minimum maximum step label { zh en } options { value label { zh } } benefits } } }"""
    )["factForm"]

    by_id = {field["id"]: field for field in form["fields"]}
    assert by_id["ui_contribution_months"]["step"] == 1
    assert {"value": "layoff", "label": {"zh": "裁员或单位解除合同"}} in by_id["separation_reason"]["options"]
    assert set(json.loads(form["schema"])["properties"]) == set(by_id)


def test_next_questions_rank_what_is_missing(ask: Ask) -> None:
    """As `pathloom ask`: five open benefits are for people who draw unemployment insurance."""
    found = ask(
        """query Q($facts: Facts!) { nextQuestions(facts: $facts, jurisdiction: "CN-410100", on: "2026-11-22",
          most: 3) { fact { id question { zh } } gain settled benefits { benefit { key } gain } } }""",
        {"facts": {"employment_status": "unemployed", "separation_reason": "layoff", "ui_contribution_months": 76}},
    )["nextQuestions"]

    assert found[0]["fact"]["id"] == "receiving_ui"
    assert found[0]["fact"]["question"]["zh"] == "现在是否正在领取失业保险金？"
    assert found[0]["benefits"][0]["benefit"]["key"] == "cn-ui-medical-insurance"
    assert found[0]["settled"] >= found[1]["settled"] >= found[2]["settled"] > 0
    assert len(found) == 3


@pytest.mark.parametrize("most", [0, 51])
def test_next_questions_are_one_to_fifty(client: TestClient, most: int) -> None:
    error = refusal(client, f'{{ nextQuestions(facts: {{}}, jurisdiction: "CN", most: {most}) {{ gain }} }}')

    assert (error["code"], error["reason"]) == ("BAD_USER_INPUT", "BAD_CURSOR")


def test_unknown_benefit_is_refused_everywhere(client: TestClient) -> None:
    for query in (
        '{ benefitFigures(benefit: "no-such", facts: {}, jurisdiction: "CN") { name } }',
        '{ possibleIf(benefit: "no-such", facts: {}, jurisdiction: "CN") { facts } }',
        '{ factForm(jurisdiction: "CN", benefits: ["no-such"]) { schema } }',
    ):
        assert refusal(client, query)["code"] == "NOT_FOUND"


def test_funded_plan_balances_month_by_month(ask: Ask) -> None:
    sample = ask("{ samples { key facts jurisdiction } }")["samples"][0]
    plan = ask(
        "query Q($key: String!, $facts: Facts!, $place: String!) { fundedPlan(person: {sample: $key}, facts: $facts, "
        'jurisdiction: $place, on: "2026-11-22") { months { month items { kind amount { amount } } balance { amount } '
        "confidence } caveats { zh en } totalIncome { amount } } }",
        {"key": sample["key"], "facts": sample["facts"], "place": sample["jurisdiction"]},
    )["fundedPlan"]

    balance = 0.0
    for month in plan["months"]:
        balance += sum(float(item["amount"]["amount"]) for item in month["items"])
        assert float(month["balance"]["amount"]) == pytest.approx(balance, abs=0.02)
    wages = sum(float(i["amount"]["amount"]) for m in plan["months"] for i in m["items"] if i["kind"] == "wage")
    assert float(plan["totalIncome"]["amount"]) == pytest.approx(wages, abs=0.02)
    assert all(caveat["zh"] and caveat["en"] for caveat in plan["caveats"])


def test_benefit_routes_respect_their_order(ask: Ask) -> None:
    sample = ask("{ samples { key facts jurisdiction } }")["samples"][0]
    routes = ask(
        "query Q($facts: Facts!, $place: String!) { benefitRoutes(facts: $facts, jurisdiction: $place, "
        'on: "2026-11-22") { steps { benefit { key } after verdict } openQuestions } }',
        {"facts": sample["facts"], "place": sample["jurisdiction"]},
    )["benefitRoutes"]

    assert routes
    for route in routes:
        keys = [step["benefit"]["key"] for step in route["steps"]]
        assert len(keys) == len(set(keys))
        for place, step in enumerate(route["steps"]):
            assert set(step["after"]) & set(keys) <= set(keys[:place])


def test_parse_resume_gives_evidence_and_negation(ask: Ask) -> None:
    text = "工作经历\n2023年3月 - 至今 外卖骑手\n负责外卖配送，会使用电子表格。\n没有驾驶汽车的经验。"
    profile = ask(
        'query Q($text: String!) { parseResume(document: {name: "resume.txt", text: $text}) { language skills { label '
        "negated evidence { start end text confidence } } experiences { title occupation { key } } } }",
        {"text": text},
    )["parseResume"]

    assert profile["language"] == "zh"
    assert profile["skills"]
    for skill in profile["skills"]:
        for found in skill["evidence"]:
            assert found["end"] - found["start"] == len(found["text"]) or found["text"]
    assert RIDER in {job["occupation"]["key"] for job in profile["experiences"] if job["occupation"]}


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        ({"name": "a.txt"}, "BAD_PERSON"),
        ({"name": "a.txt", "text": "x", "base64": "eA=="}, "BAD_PERSON"),
        ({"name": "a.txt", "base64": "%%%"}, "BAD_PERSON"),
        ({"name": "a.pdf", "base64": "bm90IGEgcGRm"}, "DOCUMENT_MISLABELLED"),
    ],
)
def test_bad_document_is_refused(client: TestClient, document: dict[str, str], reason: str) -> None:
    query = "query Q($document: DocumentInput!) { parseResume(document: $document) { language } }"

    assert refusal(client, query, {"document": document})["reason"] == reason


def test_match_counts_what_a_posting_asks(ask: Ask) -> None:
    posting = (
        "招聘 快递员\n岗位职责：派送快递。\n任职要求：\n熟悉路线，会使用电动车，有客户服务经验。\n薪资 6000-8000元/月"
    )
    answer = ask(
        'query Q($text: String!) { match(person: {sample: "rider-zhengzhou"}, posting: {name: "job.txt", text: $text}) '
        "{ title score matched { skill { key } } partial { skill { key } } missing { skill { key } } } }",
        {"text": posting},
    )["match"]

    assert 0 <= answer["score"] <= 1
    assert answer["matched"] or answer["partial"] or answer["missing"]


def test_statistics_count_the_starter_graph(ask: Ask) -> None:
    answer = ask("{ statistics { version nodes { name count } edges { name count } sources { source licence } } }")[
        "statistics"
    ]

    counts = {one["name"]: one["count"] for one in answer["nodes"]}
    assert counts["Occupation"] >= 120
    assert counts["Course"] >= 60
    assert answer["version"] >= 1
    assert all(source["licence"] for source in answer["sources"])


def test_facts_have_questions_in_both_languages(ask: Ask) -> None:
    for fact in ask("{ facts { id type question { zh en } options { value label { zh en } } } }")["facts"]:
        assert fact["question"]["zh"]
        assert fact["question"]["en"]
        assert (fact["type"] == "enum") == bool(fact["options"])
