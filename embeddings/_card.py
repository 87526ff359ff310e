"""The model card: what a model was trained on, how it was tested, what it must not be used for."""

from collections.abc import Mapping
from dataclasses import dataclass

from embeddings._evaluate import BASELINE, Figures, Report
from embeddings._files import SavedModel
from embeddings._fingerprint import trained_rows
from embeddings._moves import Pair
from embeddings._pairs import ListedMoves
from embeddings._settings import settings
from graph import Snapshot


@dataclass(frozen=True, slots=True)
class ModelCard:
    """What `train` did, as data; `write_card` makes it a page.

    Attributes:
        sources: (source, version, licence) of everything in the graph, sorted.
        counts: sizes of graph, split and test set by name.
        report: figures on the test set.
        weights: signal -> log-odds per unit, of the full and of the content coefficients.
    """

    fingerprint: str
    date: str
    seed: int
    sources: tuple[tuple[str, str, str], ...]
    counts: Mapping[str, int]
    report: Report
    weights: Mapping[str, tuple[float, float | None]]

    @classmethod
    def of(
        cls, snapshot: Snapshot, model: SavedModel, report: Report, moves: ListedMoves, split: Mapping[Pair, int]
    ) -> "ModelCard":
        """Gather the card from what training made."""
        occupations, skills = trained_rows(snapshot)
        content = dict(zip(model.content.signals, model.content.weights, strict=True))
        return cls(
            fingerprint=model.fingerprint,
            date=model.date,
            seed=model.seed,
            sources=snapshot.sources,
            counts={
                "occupations with requirements": len(occupations),
                "skills required": len(skills),
                "requirements": len(snapshot.requires.indices),
                "moves people make with what they bring": len(moves.near),
                "moves after reskilling (not scored as moves)": len(moves.reskilling),
                "pairs for fitting and calibration": sum(fold >= 0 for fold in split.values()),
                "pairs held out": sum(fold < 0 for fold in split.values()),
                "moves tested": report.n_moves,
                "non-moves tested": report.n_non_moves,
                "origins ranked": report.n_queries,
                "vector dimensions": model.vectors.shape[1],
            },
            report=report,
            weights={
                name: (weight, content.get(name))
                for name, weight in zip(model.full.signals, model.full.weights, strict=True)
            },
        )


def write_card(card: ModelCard) -> str:
    """The card as Markdown."""
    scorer = settings().scorer
    lines = [
        "# Model card: transition scores",
        "",
        f"Written by `pathloom train` on {card.date}, seed {card.seed}; do not edit.",
        "",
        "**What it does.** Gives the chance that a move between two occupations is one that people make with what they",
        f"bring, among candidates of which one in ten is such a move (base rate {scorer.base_rate:g}: a",
        "convention, not a fact about a labour market).",
        "**What it is.** A logistic regression over named signals; `network` is the cosine of vectors that",
        "torch-geometric's `SimpleConv` spreads over the requirements, `shared_moves` counts common neighbours in the",
        "list of moves. A graph with another fingerprint is scored by the content signals alone.",
        "**What it is not.** Not observed labour-market flows: the moves were put together and reviewed by hand. Do",
        "not use it to screen applicants or to deny anybody a benefit or a course.",
        "",
        f"Graph fingerprint: `{card.fingerprint}`",
        "",
        "| source | version | licence |",
        "|---|---|---|",
        *(f"| {source} | {version} | {licence} |" for source, version, licence in card.sources),
        "",
        "The vectors and coefficients are derived from these data and carry their conditions; as far as they are ours,",
        "Apache-2.0.",
        "",
        "| | count |",
        "|---|---|",
        *(f"| {name} | {count:,} |" for name, count in card.counts.items()),
        "",
        "## Figures on held-out moves",
        "",
        "An unordered pair is held out as a whole, so the reverse of a tested move is never seen. Ranking: each",
        "held-out move among all occupations in the list of moves that are not known neighbours (filtered; ties in the",
        "middle).",
        "Non-moves are random pairs, nine to a move; some of them may be feasible moves that nobody listed.",
        "",
        *_table(card.report.rows, (BASELINE, "content", "full")),
        "",
        "## Ablation",
        "",
        *_table(card.report.rows, [name for name in card.report.rows if name.startswith(("only", "without"))]),
        "",
        "## Coefficients",
        "",
        "Log-odds per unit of the signal to its power (`settings.toml`); never negative. A signal that these",
        "data lack keeps its prior's say.",
        "",
        "| signal | full | content |",
        "|---|---|---|",
        *(
            f"| {name} | {full:.3f} | {'' if content is None else f'{content:.3f}'} |"
            for name, (full, content) in card.weights.items()
        ),
        "",
    ]
    return "\n".join(lines)


def _table(rows: Mapping[str, Figures], names: "tuple[str, ...] | list[str]") -> list[str]:
    lines = ["| scored by | AUC | MRR | Hits@10 | NDCG@10 | ECE | Brier |", "|---|---|---|---|---|---|---|"]
    for name in names:
        figures = rows[name]
        values = (figures.auc, figures.mrr, figures.hits_at_10, figures.ndcg_at_10, figures.ece, figures.brier)
        # NaN is not equal to itself: a baseline that is no probability has no calibration.
        cells = (f"{value:.3f}" if value == value else "" for value in values)
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return lines
