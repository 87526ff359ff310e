"""The Cypher statements of the Neo4j store, generated from the shapes. Values are always parameters.

Every node has the label `Node`, under which its id is unique, and the label of its type. That makes the ends of an
edge findable by id alone.
"""

from graph._schema import Shape, edge_shapes, node_shapes

CONSTRAINTS = (
    "CREATE CONSTRAINT pathloom_node_id IF NOT EXISTS FOR (n:Node) REQUIRE n.id IS UNIQUE",
    "CREATE CONSTRAINT pathloom_store_name IF NOT EXISTS FOR (s:PathloomStore) REQUIRE s.name IS UNIQUE",
)
ANY_NODE = "MATCH (n) RETURN count(n) AS count"
CREATE_STORE = (
    "MERGE (s:PathloomStore {name: 'store'}) "
    "ON CREATE SET s.store_id = $store_id, s.version = 0, s.schema = $schema RETURN s.store_id"
)
READ_STORE = "MATCH (s:PathloomStore {name: 'store'}) RETURN s.store_id, s.version, s.schema"
RAISE_SCHEMA = "MATCH (s:PathloomStore {name: 'store'}) SET s.schema = $schema"
#: The first statement of every write: the lock on this one node makes writers take turns.
RAISE_VERSION = "MATCH (s:PathloomStore {name: 'store'}) SET s.version = s.version + 1 RETURN s.version"
#: Waits for the same lock, and changes nothing.
PROBE_LOCK = "MATCH (s:PathloomStore {name: 'store'}) SET s.probe = 1 REMOVE s.probe"
#: On edges, between the statements of one write; no field of a record can have this name.
_REPLACED = "`to be replaced`"


def escaped(name: str) -> str:
    """A label, type or property name; the only place where a name gets into a statement."""
    return "`" + name.replace("`", "``") + "`"


def put_nodes(shape: Shape) -> str:
    """Upsert `$rows`, maps of all properties; returns how many rows were not of another label."""
    label = escaped(shape.name)
    return (
        f"UNWIND $rows AS row MERGE (n:Node {{id: row.id}}) ON CREATE SET n:{label} "
        f"WITH n, row WHERE n:{label} SET n = row RETURN count(*) AS written"
    )


def other_label(shape: Shape) -> str:
    """The first of `$ids` that is stored with another label."""
    return (
        f"UNWIND $ids AS id MATCH (n:Node {{id: id}}) WHERE NOT n:{escaped(shape.name)} "
        "RETURN n.id, [label IN labels(n) WHERE label <> 'Node'][0] LIMIT 1"
    )


def put_edges(shape: Shape) -> str:
    """Upsert `$rows`, each `[from_id, to_id, properties]`; returns how many had both ends."""
    return (
        "UNWIND $rows AS row MATCH (a:Node {id: row[0]}) MATCH (b:Node {id: row[1]}) "
        f"MERGE (a)-[e:{escaped(shape.name)} {{source: row[2].source}}]->(b) SET e = row[2] "
        "RETURN count(*) AS written"
    )


def mark_replaced(shape: Shape) -> str:
    """Mark the edges of `$sources`; `put_edges` takes the mark off what it states again, as all other properties."""
    return f"MATCH ()-[e:{escaped(shape.name)}]->() WHERE e.source IN $sources SET e.{_REPLACED} = true"


def drop_replaced(shape: Shape) -> str:
    """Delete the edges that still have the mark; returns source and number."""
    return (
        f"MATCH ()-[e:{escaped(shape.name)}]->() WHERE e.{_REPLACED} WITH e, e.source AS source "
        "DELETE e RETURN source, count(*)"
    )


DANGLING = (
    "UNWIND $rows AS row OPTIONAL MATCH (a:Node {id: row[0]}) OPTIONAL MATCH (b:Node {id: row[1]}) "
    "WITH row, a, b WHERE a IS NULL OR b IS NULL RETURN DISTINCT row[0], row[1]"
)


def drop_nodes(shape: Shape) -> str:
    """Delete the nodes of one label among `$ids`, with their edges."""
    return f"UNWIND $ids AS id MATCH (n:Node:{escaped(shape.name)} {{id: id}}) DETACH DELETE n"


def read_nodes(shape: Shape) -> str:
    """id and properties of every node of one label, sorted by id."""
    columns = "".join(f", n.{escaped(column.name)}" for column in shape.columns)
    return f"MATCH (n:{escaped(shape.name)}) RETURN n.id{columns} ORDER BY n.id"


def read_edges(shape: Shape, columns: tuple[str, ...]) -> str:
    """Per start, sorted: its id and a list of `[to_id, source, *columns]` in no order.

    Grouped, since a row per edge takes three times as long over Bolt.
    """
    wanted = "".join(f", e.{escaped(name)}" for name in columns)
    return (
        f"MATCH (a:Node)-[e:{escaped(shape.name)}]->(b:Node) WITH a, [b.id, e.source{wanted}] AS edge "
        "RETURN a.id, collect(edge) ORDER BY a.id"
    )


def read_sources() -> str:
    """Source, version and licence of all nodes and edges."""
    told = "RETURN DISTINCT x.source, x.source_version, x.licence"
    nodes = (f"MATCH (x:{escaped(shape.name)}) {told}" for shape in node_shapes())
    edges = (f"MATCH ()-[x:{escaped(shape.name)}]->() {told}" for shape in edge_shapes())
    return " UNION ".join([*nodes, *edges])


def count_nodes() -> str:
    """Name and number of every label."""
    return " UNION ALL ".join(
        f"MATCH (n:{escaped(shape.name)}) RETURN '{shape.name}' AS name, count(n) AS number" for shape in node_shapes()
    )


def count_edges() -> str:
    """Name and number of every edge type."""
    return " UNION ALL ".join(
        f"MATCH ()-[e:{escaped(shape.name)}]->() RETURN '{shape.name}' AS name, count(e) AS number"
        for shape in edge_shapes()
    )
