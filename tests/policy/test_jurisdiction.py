"""Which jurisdictions speak for a code."""

import pytest

from policy import RuleBase
from policy.errors import UnknownBenefitError, UnknownJurisdictionError


@pytest.mark.parametrize(
    ("code", "chain"),
    [
        ("CN", ("CN",)),
        ("CN-410100", ("CN-410100", "CN-410000", "CN")),
        ("CN-410105", ("CN-410100", "CN-410000", "CN")),
        ("CN-410200", ("CN-410000", "CN")),
        ("region:CN-310000", ("CN-310000", "CN")),
        ("US-NY", ("US-NY", "US")),
        ("US-NY-Albany", ("US-NY", "US")),
    ],
)
def test_chain_goes_from_near_to_far(rules: RuleBase, code: str, chain: tuple[str, ...]) -> None:
    assert rules.chain(code) == chain


@pytest.mark.parametrize("code", ["", "XX", "CN-99", "CN-990000", "CN-41010", "US-ZZ", "us-ny", "region:"])
def test_chain_refuses_an_unknown_code(rules: RuleBase, code: str) -> None:
    with pytest.raises(UnknownJurisdictionError) as caught:
        rules.chain(code)

    assert caught.value.code == "JURISDICTION_UNKNOWN"
    assert "CN-410100" in caught.value.hint


def test_benefits_of_a_city_include_its_country_but_no_other_city(rules: RuleBase) -> None:
    found = {benefit.id for benefit in rules.benefits_in("CN-410100")}

    assert {"cn-unemployment-insurance", "cn-410100-training-subsidy"} <= found
    assert not {item for item in found if item.startswith(("us-", "cn-44", "cn-31"))}


def test_plan_refuses_a_benefit_of_another_place(rules: RuleBase) -> None:
    with pytest.raises(UnknownBenefitError) as caught:
        rules.plan("us-unemployment-insurance", "CN-410100")

    assert caught.value.code == "BENEFIT_UNKNOWN"
    assert "cn-unemployment-insurance" in caught.value.hint
