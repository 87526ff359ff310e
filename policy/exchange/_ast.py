"""The rules' syntax trees as JSON text with exact decimals, for literals that carry them."""

from policy._expression import Expression
from policy._records import expression_to_json, group_to_json
from policy._rules import Provision
from policy.records._canonical import canonical


def provision_text(row: Provision) -> str:
    """A provision's conditions or formula in canonical JSON; `null` for one that is only a text."""
    if row.group is not None:
        return canonical(group_to_json(row.group, row))
    return canonical(expression_to_json(row.value) if row.value else None)


def expression_text(expression: Expression) -> str:
    """An expression in canonical JSON, operands always as a list."""
    return canonical(expression_to_json(expression))
