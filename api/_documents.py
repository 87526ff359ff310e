"""GraphQL documents: text -> checked document, in the order that lets the cheap checks stop the costly ones."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from threading import Lock

from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    NoSchemaIntrospectionCustomRule,
    OperationDefinitionNode,
    OperationType,
    VariableNode,
    parse,
    specified_rules,
    validate,
)
from graphql.language import FieldNode, Visitor, visit

from api._limits import Measure, admit, admit_cost, measure
from api._settings import ApiSettings


class InvalidDocumentError(Exception):
    """A document with syntax or validation errors; carries the errors and our code for them."""

    def __init__(self, errors: list[GraphQLError], code: str) -> None:
        super().__init__(code)
        self.errors = errors
        self.code = code


@dataclass(frozen=True, slots=True)
class Checked:
    """A document that passed every check that does not need variables.

    Attributes:
        size: its measure without variables.
        varies: whether a page size comes from a variable, so that the cost has to be measured per request.
    """

    document: DocumentNode
    size: Measure
    varies: bool

    def operation(self, name: str | None) -> OperationDefinitionNode | None:
        """The operation that a request asks for; None when the name fits none or is needed and not given."""
        found = [node for node in self.document.definitions if isinstance(node, OperationDefinitionNode)]
        if name is None:
            return found[0] if len(found) == 1 else None
        return next((node for node in found if node.name and node.name.value == name), None)

    def is_query(self, name: str | None) -> bool:
        """Whether the request only reads; a missing operation is left to execution."""
        node = self.operation(name)
        return node is None or node.operation is OperationType.QUERY


class _PageVariables(Visitor):
    """Looks for `first: $variable`."""

    found = False

    def enter_field(self, node: FieldNode, *_: object) -> None:
        for argument in node.arguments or ():
            if argument.name.value == "first" and isinstance(argument.value, VariableNode):
                self.found = True


class Documents:
    """Parses, measures and validates documents, and keeps those that passed (least recently used go first)."""

    def __init__(self, schema: GraphQLSchema, settings: ApiSettings) -> None:
        self.schema = schema
        self.settings = settings
        self.rules = list(specified_rules)
        if not settings.introspection:
            self.rules.append(NoSchemaIntrospectionCustomRule)
        self._kept: OrderedDict[bytes, Checked] = OrderedDict()
        self._lock = Lock()
        self.hits = 0
        self.misses = 0

    def parse_only(self, text: str) -> DocumentNode:
        """Parse with the token limit.

        Raises:
            InvalidDocumentError: the text is no GraphQL document, or has too many tokens.
        """
        try:
            return parse(text, max_lexical_tokens=self.settings.max_tokens)
        except GraphQLError as error:
            raise InvalidDocumentError([error], "GRAPHQL_PARSE_FAILED") from error

    def check(self, text: str, variables: Mapping[str, object]) -> Checked:
        """Check one request's document.

        Raises:
            InvalidDocumentError: syntax or validation errors.
            QueryTooDeepError, QueryTooLargeError, QueryTooCostlyError: over a limit.
        """
        key = sha256(text.encode()).digest()
        with self._lock:
            checked = self._kept.get(key)
            if checked is not None:
                self._kept.move_to_end(key)
                self.hits += 1
        if checked is None:
            checked = self._admit(text, variables)
            with self._lock:
                self.misses += 1
                self._kept[key] = checked
                while len(self._kept) > self.settings.document_cache:
                    self._kept.popitem(last=False)
        size = measure(self.schema, checked.document, variables) if checked.varies else checked.size
        admit_cost(size, self.settings)
        return checked

    def _admit(self, text: str, variables: Mapping[str, object]) -> Checked:
        document = self.parse_only(text)
        size = measure(self.schema, document, variables)
        admit(document, size, self.settings)
        # A document that costs too much with these variables may be fine with others, but need not be validated now.
        admit_cost(size, self.settings)
        errors = validate(self.schema, document, self.rules, max_errors=self.settings.max_errors, hide_suggestions=True)
        if errors:
            raise InvalidDocumentError(errors, "GRAPHQL_VALIDATION_FAILED")
        pages = _PageVariables()
        visit(document, pages)
        return Checked(document, size, pages.found)
