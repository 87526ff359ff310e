"""The full graph as RDF and back: seconds and peak memory of each form, and whether the same graph comes back.

    python -m benchmarks.rdf_round_trip [STORE.sqlite]

Without a store one is built from the real data sets into the cache. Limits for a dump: 30 seconds and 1 GB
(10^9 bytes) of memory.
"""

import sys
from itertools import zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.full_graph import CACHE, NAME, missing_data, shared_data, sources
from benchmarks.measure import Child, machine, run_child
from graph import ingest, open_store
from ontology import read_rdf
from pathloom._rdf_export import reference_records

LIMIT_S, LIMIT_BYTES = 30.0, 1_000_000_000
FORMS = ("rdf", "ttl", "jsonld")


def main() -> int:
    """Measure and compare; 0 when the limits hold and the graph came back the same."""
    store = Path(sys.argv[1]) if len(sys.argv) > 1 else _built()
    if store is None:
        print(missing_data())
        return 5
    print(f"{NAME if len(sys.argv) == 1 else store}\n{machine()}")
    with TemporaryDirectory(dir=CACHE) as folder:
        within = [_exported(store, form, Path(folder)) for form in FORMS]
        return 0 if _same_again(store, Path(folder)) and all(within) else 1


def _built() -> Path | None:
    data = shared_data()
    if data is None:
        return None
    path = CACHE / "rdf" / "full.sqlite"
    path.parent.mkdir(parents=True, exist_ok=True)
    for old in path.parent.glob("full.sqlite*"):
        old.unlink()
    with open_store(f"sqlite:///{path}") as store:
        for source in sources(data):
            ingest(store, source.records())
    return path


def _pathloom(*arguments: str) -> Child:
    return run_child([sys.executable, "-m", "pathloom", *arguments])


def _exported(store: Path, form: str, folder: Path) -> bool:
    out = folder / form
    child = _pathloom("export", form, str(out), "--store", f"sqlite:///{store}")
    size = sum(file.stat().st_size for file in out.iterdir())
    peak = child.peak_mib * 2**20
    print(f"export {form:6} {child.seconds:6.1f} s  peak {peak / 1e6:6.0f} MB  files {size / 1e6:7.1f} MB")
    return child.seconds < LIMIT_S and peak < LIMIT_BYTES


def _same_again(store: Path, folder: Path) -> bool:
    """Import the dump into an empty store; compare the two stores, and the dump with the first, record by record."""
    dump, again = folder / "rdf" / "pathloom.nt", folder / "again.sqlite"
    child = _pathloom("import", "rdf", str(dump), "--store", f"sqlite:///{again}")
    print(f"import rdf    {child.seconds:6.1f} s  peak {child.peak_mib * 2**20 / 1e6:6.0f} MB")
    with open_store(f"sqlite:///{store}", read_only=True) as first, open_store(f"sqlite:///{again}") as second:
        count = differing = 0
        everything = zip_longest(reference_records(first), reference_records(second), read_rdf(dump))
        for expected, stored, read in everything:
            count += 1
            differing += not expected == stored == read
            if expected != stored and differing <= 5:
                print(f"  differs: {expected}\n           {stored}")
    print(f"records {count:,}, differing {differing:,}")
    return differing == 0


if __name__ == "__main__":
    sys.exit(main())
