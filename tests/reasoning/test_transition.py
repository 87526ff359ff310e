import pytest

from ontology import UnknownIdError
from reasoning import transition
from reasoning.errors import NoRequirementsError


def test_transition_score_is_base_plus_points(market, model):
    """Rider -> dispatcher: navigate .5 of 1.5 held, so .1 + .8 / 3."""
    answer = transition(market, model, "starter:occupation/rider", "starter:occupation/dispatcher")

    assert answer.score == pytest.approx(0.1 + 0.8 / 3)
    assert answer.explanation.base + sum(p.points for p in answer.explanation.contributions) == pytest.approx(
        answer.score, abs=1e-9
    )
    assert answer.overlap == pytest.approx(1 / 3)
    assert answer.origin.labels == {"zh": "骑手", "en": "rider"}


def test_transition_has_a_direction(market, model):
    """Manager -> dispatcher covers plan (.5 of 1.5); dispatcher -> manager covers plan (.4 of 1)."""
    down = transition(market, model, "starter:occupation/manager", "starter:occupation/dispatcher")
    up = transition(market, model, "starter:occupation/dispatcher", "starter:occupation/manager")

    assert down.score == pytest.approx(0.1 + 0.8 / 3)
    assert up.score == pytest.approx(0.1 + 0.8 * 0.4)


def test_transition_warns_of_untrained_model(market, model):
    model.trained = False

    answer = transition(market, model, "starter:occupation/rider", "starter:occupation/courier")

    assert answer.warnings == ("model_untrained:coverage/1",)


def test_transition_refuses_unknown_id(market, model):
    with pytest.raises(UnknownIdError, match="astronaut"):
        transition(market, model, "starter:occupation/astronaut", "starter:occupation/rider")


@pytest.mark.parametrize("ends", [("poet", "rider"), ("rider", "poet")])
def test_transition_refuses_occupation_without_requirements(market, model, ends):
    with pytest.raises(NoRequirementsError, match="poet"):
        transition(market, model, *(f"starter:occupation/{slug}" for slug in ends))
