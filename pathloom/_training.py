"""Training the graph embeddings: on the configured store, or the ones that ship, on a fresh starter graph."""

from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from pathloom._settings import Settings
from pathloom._stores import open_configured
from pathloom.errors import ExtraMissingError

if TYPE_CHECKING:
    from graph import Snapshot


def train_on_store(settings: Settings, *, seed: int, out: Path | None) -> Mapping[str, object]:
    """Train on the graph in the store; the vectors go to `model` in the home unless `out` says otherwise."""
    from graph import build_snapshot

    _need_torch()
    with open_configured(settings) as store:
        snapshot = build_snapshot(store)
    return _train(snapshot, seed=seed, directory=out or settings.model or settings.home / "model")


def train_on_starter(settings: Settings, *, seed: int, out: Path | None) -> Mapping[str, object]:
    """Train the vectors that ship: on what `pathloom run` builds, so that they fit everybody's default graph."""
    import embeddings

    _need_torch()
    folder = out or Path(embeddings.__file__).parent / "shipped"
    snapshot = default_snapshot(settings)
    if out is None:
        write_occupations(snapshot)
    transitions = _train(snapshot, seed=seed, directory=folder)
    return {**transitions, "eligibility": train_on_rules(snapshot, seed=seed, directory=folder)}


def train_on_rules(snapshot: "Snapshot", *, seed: int, directory: Path) -> Mapping[str, float]:
    """Train the eligibility model on the rules of the day of their edition, and give its figures."""
    from embeddings import occupation_vectors, train_eligibility
    from pathloom._eligibility_places import place_rules, places_with_rules
    from policy import load_rule_base

    rule_base = load_rule_base()
    day = rule_base.edition.recorded
    places = [place_rules(rule_base, code, on=day) for code in places_with_rules(rule_base)]
    vectors = occupation_vectors(directory, snapshot)
    return train_eligibility(places, vectors=vectors, on=day, seed=seed, directory=directory).figures


def write_occupations(snapshot: "Snapshot") -> None:
    """Write the table of occupations that simulated people have."""
    import embeddings
    from embeddings import occupations_csv
    from ontology import Scheme

    rows = []
    for row in range(len(snapshot.occupations)):
        record = snapshot.occupations.record(row)
        if record.scheme is Scheme.STARTER:
            pay = {
                edge.to_id: edge.median_wage_per_month
                for edge in snapshot.pay.get(row, ())
                if edge.from_id == record.id
            }
            rows.append((record.id, bool(record.flexible), pay.get("region:CN"), pay.get("region:US")))
    file = Path(embeddings.__file__).parent / "population" / "occupations.csv"
    file.write_text(occupations_csv(rows), encoding="utf-8")


def default_snapshot(settings: Settings) -> "Snapshot":
    """The snapshot of the graph that `pathloom run` builds, made in memory."""
    from graph import build_snapshot, ingest, open_store
    from pathloom._sources import default_stages

    with open_store("sqlite:///:memory:") as store:
        store.migrate()
        for _, records in default_stages(settings):
            ingest(store, records())
        return build_snapshot(store)


def _train(snapshot: "Snapshot", *, seed: int, directory: Path) -> Mapping[str, object]:
    from embeddings import train

    card = train(snapshot, seed=seed, directory=directory)
    return {"directory": str(directory), "fingerprint": card.fingerprint, **card.report.figures}


def _need_torch() -> None:
    missing = [name for name in ("torch", "torch_geometric") if find_spec(name) is None]
    if missing:
        raise ExtraMissingError(
            f"Training needs {' and '.join(missing)}, which are not installed; serving does not.",
            hint="Install the extra: pip install 'pathloom[train]' (or make install-dev in a checkout).",
        )
