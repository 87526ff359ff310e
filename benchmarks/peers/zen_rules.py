"""Zhengzhou unemployment insurance as a decision graph of zen-engine (GoRules); `PYTHON zen_rules.py CASE.json`.

One expression node; the months are a chain of conditions, which was faster here than a decision table.
"""

import json
import statistics
import sys
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any

import zen


def graph(case: dict[str, Any]) -> dict[str, Any]:
    """Input, the expressions, output."""
    reasons = ", ".join(f"'{reason}'" for reason in case["reasons"])
    eligible = (
        f"ui_contribution_months >= {case['least']} and separation_reason in [{reasons}] and registered_unemployed "
        f"and seeking_work and employment_status == '{case['unemployed']}' and not drawing_pension"
    )
    earned = "0"
    for low, months in sorted(case["grid"]):
        earned = f"(ui_contribution_months >= {low} ? {months} : {earned})"
    expressions = [
        {"id": "1", "key": "eligible", "value": eligible},
        {"id": "2", "key": "months", "value": f"min([{case['cap']}, {earned} + ui_unused_months])"},
    ]
    nodes = [
        {"id": "in", "name": "in", "type": "inputNode", "position": {"x": 0, "y": 0}},
        {
            "id": "rules", "name": "rules", "type": "expressionNode", "position": {"x": 1, "y": 0},
            "content": {"expressions": expressions},
        },
        {"id": "out", "name": "out", "type": "outputNode", "position": {"x": 2, "y": 0}},
    ]  # fmt: skip
    edges = [
        {"id": "a", "type": "edge", "sourceId": "in", "targetId": "rules"},
        {"id": "b", "type": "edge", "sourceId": "rules", "targetId": "out"},
    ]
    return {"contentType": "application/vnd.gorules.decision", "nodes": nodes, "edges": edges}


def main() -> None:
    """Time one evaluation a person."""
    case = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    decision = zen.ZenEngine().create_decision(json.dumps(graph(case)))
    names = list(case["columns"])
    people = [dict(zip(names, row, strict=True)) for row in zip(*case["columns"].values(), strict=True)]
    seconds = []
    for _ in range(case["rounds"] + 1):
        started = time.perf_counter()
        found = [decision.evaluate(person) for person in people]
        seconds.append(time.perf_counter() - started)
    results = [item["result"] for item in found]
    answers = {name: [result[name] for result in results] for name in ("eligible", "months")}
    print(json.dumps({"seconds": statistics.median(seconds[1:]), "version": version("zen-engine"), **answers}))


if __name__ == "__main__":
    main()
