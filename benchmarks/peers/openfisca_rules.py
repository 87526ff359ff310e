"""Zhengzhou unemployment insurance in openfisca-core; run by a Python that has it, never imported by this project.

`PYTHON openfisca_rules.py CASE.json` prints median seconds and answers as JSON. The case holds persons by column and
the dated values; see `benchmarks.bench_cohort`.
"""

import json
import statistics
import sys
import time
from importlib.metadata import version
from pathlib import Path

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.indexed_enums import Enum
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

CASE = json.loads(Path(sys.argv[1]).read_text("utf-8"))
PERIOD = "2026-11"
Person = build_entity(key="person", plural="persons", label="Person", is_person=True)
TYPES = {name: type(column[0]) for name, column in CASE["columns"].items()}


ENUMS = {
    name: Enum(name, {word: word for word in sorted(set(column))})
    for name, column in CASE["columns"].items()
    if TYPES[name] is str
}


def given(name: str) -> type:
    """An input variable; words are OpenFisca's indexed enums."""
    own = {"value_type": TYPES[name], "entity": Person, "definition_period": DateUnit.MONTH, "label": name}
    if name in ENUMS:
        own |= {"value_type": Enum, "possible_values": ENUMS[name], "default_value": next(iter(ENUMS[name]))}
    return type(name, (Variable,), own)


def is_one_of(column, name: str, words: list[str]):
    """Whose word is one of these, compared by index."""
    return np.isin(
        column.view(np.ndarray), [ENUMS[name][word].index for word in words if word in ENUMS[name].__members__]
    )


class ui_eligible(Variable):  # noqa: N801 - OpenFisca names variables so
    value_type = bool
    entity = Person
    definition_period = DateUnit.MONTH
    label = "Eligible"

    def formula(person, period, parameters):  # noqa: N805
        reason = person("separation_reason", period)
        return (
            (person("ui_contribution_months", period) >= parameters(period).least_months)
            * is_one_of(reason, "separation_reason", CASE["reasons"])
            * person("registered_unemployed", period)
            * person("seeking_work", period)
            * is_one_of(person("employment_status", period), "employment_status", [CASE["unemployed"]])
            * np.logical_not(person("drawing_pension", period))
        )


class ui_months(Variable):  # noqa: N801
    value_type = int
    entity = Person
    definition_period = DateUnit.MONTH
    label = "Months granted"

    def formula(person, period, parameters):  # noqa: N805
        values = parameters(period)
        earned = values.grid.calc(person("ui_contribution_months", period))
        return np.minimum(values.cap, earned + person("ui_unused_months", period))


def system() -> TaxBenefitSystem:
    """The rules with their values."""
    found = TaxBenefitSystem([Person])
    for name in CASE["columns"]:
        found.add_variable(given(name))
    found.add_variable(ui_eligible)
    found.add_variable(ui_months)
    day = "2011-07-01"
    brackets = [{"threshold": {day: {"value": low}}, "amount": {day: {"value": most}}} for low, most in CASE["grid"]]
    found.parameters = ParameterNode(
        "",
        data={
            "least_months": {"values": {day: {"value": CASE["least"]}}},
            "cap": {"values": {day: {"value": CASE["cap"]}}},
            "grid": {"metadata": {"type": "single_amount"}, "brackets": brackets},
        },
    )
    return found


def main() -> None:
    """Time whole simulations: persons in, answers out."""
    rules = system()
    columns = {name: np.array(column) for name, column in CASE["columns"].items()}
    columns |= {name: words.encode(columns[name]) for name, words in ENUMS.items()}
    size = len(next(iter(columns.values())))
    seconds = []
    for _ in range(CASE["rounds"] + 1):
        started = time.perf_counter()
        simulation = SimulationBuilder().build_default_simulation(rules, count=size)
        for name, column in columns.items():
            simulation.set_input(name, PERIOD, column)
        eligible = simulation.calculate("ui_eligible", PERIOD)
        months = simulation.calculate("ui_months", PERIOD)
        seconds.append(time.perf_counter() - started)
    answers = {"eligible": eligible.astype(bool).tolist(), "months": months.astype(int).tolist()}
    print(json.dumps({"seconds": statistics.median(seconds[1:]), "version": version("openfisca-core"), **answers}))


if __name__ == "__main__":
    main()
