"""What a GraphQL document may cost, measured before it is validated, in one walk with every fragment seen once."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
    get_named_type,
)

from api._settings import ApiSettings
from api.errors import QueryTooCostlyError, QueryTooDeepError, QueryTooLargeError

#: A page size that is not known before execution is taken for the largest.
MAX_PAGE = 100


@dataclass(frozen=True, slots=True)
class Measure:
    """Size of a selection: deepest nesting, fields after spreading, aliases, cost in points."""

    depth: int = 0
    fields: int = 0
    aliases: int = 0
    cost: int = 0


class _Walk:
    """One walk over a document; unknown fields cost 1 and are left to validation."""

    def __init__(self, schema: GraphQLSchema, document: DocumentNode, variables: Mapping[str, object]) -> None:
        self.schema = schema
        self.variables = variables
        self.fragments = {
            node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)
        }
        self.seen: dict[str, Measure] = {}
        self.busy: set[str] = set()

    def selections(self, node: SelectionSetNode | None, parent: object) -> Measure:
        depth = fields = aliases = cost = 0
        for selection in node.selections if node else ():
            if isinstance(selection, FieldNode):
                part = self.field(selection, parent)
            elif isinstance(selection, FragmentSpreadNode):
                part = self.fragment(selection.name.value)
            elif isinstance(selection, InlineFragmentNode):
                inner = selection.type_condition
                part = self.selections(
                    selection.selection_set, self.schema.type_map.get(inner.name.value) if inner else parent
                )
            else:  # pragma: no cover - the grammar has no fourth kind
                continue
            depth = max(depth, part.depth)
            fields += part.fields
            aliases += part.aliases
            cost += part.cost
        return Measure(depth, fields, aliases, cost)

    def fragment(self, name: str) -> Measure:
        """A fragment in a circle counts nothing: validation refuses it."""
        if name in self.seen:
            return self.seen[name]
        definition = self.fragments.get(name)
        if definition is None or name in self.busy:
            return Measure()
        self.busy.add(name)
        parent = self.schema.type_map.get(definition.type_condition.name.value)
        self.seen[name] = self.selections(definition.selection_set, parent)
        self.busy.discard(name)
        return self.seen[name]

    def field(self, node: FieldNode, parent: object) -> Measure:
        name = node.name.value
        aliases = 1 if node.alias else 0
        if name.startswith("__"):
            # Introspection is bounded by graphql-core's own depth rule; a standard query nests deeper than ours may.
            inner = self.selections(node.selection_set, None)
            return Measure(1, 1 + inner.fields, aliases + inner.aliases, 1)
        definition = parent.fields.get(name) if isinstance(parent, (GraphQLObjectType, GraphQLInterfaceType)) else None
        inner = self.selections(node.selection_set, get_named_type(definition.type) if definition else None)
        weight, size = self.price(node, definition)
        return Measure(inner.depth + 1, inner.fields + 1, inner.aliases + aliases, weight + size * inner.cost)

    def price(self, node: FieldNode, definition: GraphQLField | None) -> tuple[int, int]:
        if definition is None:
            return 1, 1
        weight, size = definition.extensions.get("cost", (1, 1))
        if "first" in definition.args:
            size = self.page(node, definition)
        return weight, size

    def page(self, node: FieldNode, definition: GraphQLField) -> int:
        for argument in node.arguments or ():
            if argument.name.value == "first":
                value = argument.value
                if isinstance(value, IntValueNode):
                    return min(max(int(value.value), 1), MAX_PAGE)
                if isinstance(value, VariableNode):
                    given = self.variables.get(value.name.value)
                    return min(max(given, 1), MAX_PAGE) if type(given) is int else MAX_PAGE
                return MAX_PAGE
        default = definition.args["first"].default
        literal = default.literal if default else None
        return int(literal.value) if isinstance(literal, IntValueNode) else MAX_PAGE


def measure(schema: GraphQLSchema, document: DocumentNode, variables: Mapping[str, object]) -> Measure:
    """Measure the costliest operation of a document."""
    walk = _Walk(schema, document, variables)
    parts = [
        walk.selections(node.selection_set, schema.get_root_type(node.operation))
        for node in document.definitions
        if isinstance(node, OperationDefinitionNode)
    ]
    return Measure(
        max((part.depth for part in parts), default=0),
        sum(part.fields for part in parts),
        sum(part.aliases for part in parts),
        max((part.cost for part in parts), default=0),
    )


def admit(document: DocumentNode, size: Measure, settings: ApiSettings) -> None:
    """Refuse a document that is too large or too deep; the cost is judged per request, with its variables.

    Raises:
        QueryTooDeepError, QueryTooLargeError: with what was counted and what is allowed.
    """
    if size.depth > settings.max_depth:
        raise QueryTooDeepError(
            f"The document is nested {size.depth} fields deep; at most {settings.max_depth} are allowed.",
            hint="Ask for the inner part in a query of its own, by id.",
        )
    counts = _count(document)
    for what, counted, allowed in (
        ("fields", size.fields, settings.max_fields),
        ("aliases", size.aliases, settings.max_aliases),
        ("fragments", counts["fragments"], settings.max_fragments),
        ("directives", counts["directives"], settings.max_directives),
        ("variables", counts["variables"], settings.max_variables),
        ("repeats of one field", counts["repeats"], settings.max_repeats),
    ):
        if counted > allowed:
            raise QueryTooLargeError(
                f"The document has {counted} {what}; at most {allowed} are allowed.",
                hint="Split it into several requests.",
            )


def admit_cost(size: Measure, settings: ApiSettings) -> None:
    """Refuse an operation that costs too much.

    Raises:
        QueryTooCostlyError: with the cost and what is allowed.
    """
    if size.cost > settings.max_cost:
        raise QueryTooCostlyError(
            f"The operation costs {size.cost} points; at most {settings.max_cost} are allowed.",
            hint="Ask for smaller pages (`first`) or fewer nested lists.",
        )


def _count(document: DocumentNode) -> Counter[str]:
    """Count what a selection's size does not show: fragments, variables, directives, repeats of a response key."""
    counts: Counter[str] = Counter()
    stack: list[SelectionSetNode] = []
    for node in document.definitions:
        if isinstance(node, FragmentDefinitionNode):
            counts["fragments"] += 1
        if isinstance(node, (FragmentDefinitionNode, OperationDefinitionNode)):
            counts["variables"] += len(node.variable_definitions or ())
            counts["directives"] += len(node.directives or ())
            stack.append(node.selection_set)
    while stack:
        keys: Counter[str] = Counter()
        for selection in stack.pop().selections:
            counts["directives"] += len(selection.directives or ())
            if isinstance(selection, FieldNode):
                keys[selection.alias.value if selection.alias else selection.name.value] += 1
            elif isinstance(selection, FragmentSpreadNode):
                keys["..." + selection.name.value] += 1
            if isinstance(selection, (FieldNode, InlineFragmentNode)) and selection.selection_set:
                stack.append(selection.selection_set)
        counts["repeats"] = max(counts["repeats"], max(keys.values(), default=0))
    return counts
