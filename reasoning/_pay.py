"""What an occupation pays in a region, from the PAYS edges of the snapshot."""

from collections.abc import Iterator
from decimal import Decimal

from graph import Snapshot
from ontology import Money
from ontology.records import Pays
from reasoning.answers import Pay

#: Earlier is preferred. A median says what the middle person gets; means are pulled up by the top.
_STATISTICS = ("median", "mean")
_GB2260_DIGITS = 6


def region_chain(region: str) -> Iterator[str]:
    """A region code and those that contain it, nearest first; a `region:` prefix is dropped.

    GB/T 2260 nests by digits (CN-410100 < CN-410000 < CN), ISO 3166-2 by the hyphen (US-NY < US).
    OEWS areas (`us-area/10580`) have no state in their code, so they go straight to US.

    >>> list(region_chain("CN-410105"))
    ['CN-410105', 'CN-410100', 'CN-410000', 'CN']
    >>> list(region_chain("region:us-area/10580"))
    ['us-area/10580', 'US']
    """
    code = region.removeprefix("region:")
    if not code:
        return
    yield code
    if code.startswith("us-area/"):
        yield "US"
        return
    country, _, rest = code.partition("-")
    if country == "CN" and len(rest) == _GB2260_DIGITS and rest.isdigit():
        for wider in (rest[:4] + "00", rest[:2] + "0000"):
            if wider != rest:
                yield f"CN-{wider}"
                rest = wider
    elif "-" in rest:
        yield f"{country}-{rest.partition('-')[0]}"
    if rest:
        yield country


def pay_in(snapshot: Snapshot, occupation: int, region: str) -> Pay | None:
    """The newest known pay in the nearest region that has any; None if the graph has none there.

    An unknown region gives None: pay of another country would mislead.
    """
    edges = snapshot.pay.get(occupation, ())
    for code in region_chain(region):
        local = [edge for edge in edges if edge.to_id.removeprefix("region:") == code]
        if local:
            return _as_pay(min(local, key=_rank))
    return None


def _rank(edge: Pays) -> tuple[int, int, float, str]:
    order = _STATISTICS.index(edge.statistic) if edge.statistic in _STATISTICS else len(_STATISTICS)
    return order, -edge.year, -edge.confidence, edge.source


def _as_pay(edge: Pays) -> Pay:
    return Pay(
        money=Money(Decimal(str(round(edge.median_wage_per_month, 2))), edge.currency),
        region=edge.to_id.removeprefix("region:"),
        year=edge.year,
        statistic=edge.statistic,
        source=edge.source,
        confidence=edge.confidence,
    )
