"""Zhengzhou unemployment insurance in JSONLogic, by datalogic-py; `PYTHON datalogic_rules.py CASE.json`.

Persons are parsed before the clock starts; answers leave as the engine gives them, JSON text.
"""

import json
import statistics
import sys
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any

import datalogic_py


def rules(case: dict[str, Any]) -> tuple[Any, Any]:
    """Whether somebody is eligible, and for how many months."""

    def fact(name: str) -> dict[str, str]:
        return {"var": name}

    eligible = {
        "and": [
            {">=": [fact("ui_contribution_months"), case["least"]]},
            {"in": [fact("separation_reason"), case["reasons"]]},
            fact("registered_unemployed"),
            fact("seeking_work"),
            {"==": [fact("employment_status"), case["unemployed"]]},
            {"!": fact("drawing_pension")},
        ]
    }
    steps: list[Any] = []
    for low, months in sorted(case["grid"], reverse=True):
        steps += [{">=": [fact("ui_contribution_months"), low]}, months]
    return eligible, {"min": [case["cap"], {"+": [{"if": [*steps, 0]}, fact("ui_unused_months")]}]}


def main() -> None:
    """Time both rules for every person."""
    case = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    engine = datalogic_py.Engine()
    session = engine.session()
    eligible, months = (engine.compile(rule) for rule in rules(case))
    names = list(case["columns"])
    people = [
        datalogic_py.DataHandle(json.dumps(dict(zip(names, row, strict=True))))
        for row in zip(*case["columns"].values(), strict=True)
    ]
    seconds = []
    for _ in range(case["rounds"] + 1):
        started = time.perf_counter()
        said = session.evaluate_batch(eligible, people)
        granted = session.evaluate_batch(months, people)
        seconds.append(time.perf_counter() - started)
    answers = {"eligible": [json.loads(item) for item in said], "months": [json.loads(item) for item in granted]}
    print(json.dumps({"seconds": statistics.median(seconds[1:]), "version": version("datalogic-py"), **answers}))


if __name__ == "__main__":
    main()
