"""Counters and timings in a registry of our own, so that two apps in one process do not meet."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from api._engine import Engine

#: Paths that get a label of their own; any other counts as `other`, so that callers cannot make labels.
ROUTES = frozenset(
    {"/", "/graphql", "/graphiql", "/docs", "/openapi.json", "/healthz", "/readyz", "/metrics", "/v1/parse",
     "/v1/paths", "/v1/transition", "/v1/match", "/v1/benefits", "/v1/routes", "/v1/plan", "/v1/search",
     "/v1/samples", "/v1/texts", "/sparql"}
)  # fmt: skip


class Metrics:
    """What `/metrics` shows. Labels hold nothing that a caller wrote."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "pathloom_http_requests_total", "Requests.", ["route", "method", "status"], registry=self.registry
        )
        self._seconds = Histogram(
            "pathloom_http_request_seconds",
            "Seconds from the first byte of a request to the last of its answer.",
            ["route"],
            registry=self.registry,
            buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
        )
        self._errors = Counter("pathloom_graphql_errors_total", "GraphQL errors.", ["code"], registry=self.registry)
        version = Gauge("pathloom_snapshot_version", "Version of the graph that answers.", registry=self.registry)
        version.set_function(lambda: float(self.engine.snapshot.version))

    def request(self, path: str, method: str, status: int, seconds: float) -> None:
        """Count one request."""
        route = path if path in ROUTES else "other"
        known = method if method in {"GET", "POST", "HEAD", "OPTIONS"} else "other"
        self._requests.labels(route, known, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def graphql_error(self, code: str) -> None:
        """Count one GraphQL error by its code."""
        self._errors.labels(code).inc()

    def render(self) -> bytes:
        """Everything in the Prometheus text format."""
        return generate_latest(self.registry)
