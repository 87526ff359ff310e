"""How good chances of open benefits are: figures on people that nobody trained on."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from embeddings._measures import area_under_roc, brier_score, calibration_error

if TYPE_CHECKING:
    from embeddings._eligibility_compare import BesideDraws

Chances = NDArray[np.float64]
Marks = NDArray[np.bool_]
#: Bins of the expected calibration error.
BINS = 15
#: Known facts: up to these many, and more.
_STEPS = (4, 9, 19)


@dataclass(frozen=True, slots=True)
class EligibilityFigures:
    """Of open (person, benefit) pairs.

    Attributes:
        pairs: how many. share: how many of them turn out eligible.
        log_loss: in nats, lower is better. brier, ece: in [0, 1], lower is better. auc: higher is better, NaN where
            everybody turns out alike.
    """

    pairs: int
    share: float
    log_loss: float
    brier: float
    auc: float
    ece: float


def figures_of(chances: Chances, eligible: Marks) -> EligibilityFigures:
    """Figures of chances, shape (n,), against what the rules said once everything was known."""
    bounded = np.clip(chances, 1e-6, 1.0 - 1e-6)
    loss = -np.where(eligible, np.log(bounded), np.log1p(-bounded)).mean()
    mixed = bool(eligible.any() and not eligible.all())
    return EligibilityFigures(
        pairs=len(chances),
        share=float(eligible.mean()),
        log_loss=float(loss),
        brier=brier_score(chances, eligible),
        auc=area_under_roc(chances, eligible) if mixed else float("nan"),
        ece=calibration_error(chances, eligible, bins=BINS),
    )


def by_known(chances: Chances, eligible: Marks, known: NDArray[np.int64]) -> dict[str, EligibilityFigures]:
    """Figures by how many facts were known."""
    found = {}
    low = 0
    for high in (*_STEPS, int(known.max(initial=0)) + _STEPS[-1] + 1):
        here = (known >= low) & (known <= high)
        if here.any():
            label = f"{low}-{high}" if high in _STEPS else f"{low} and more"
            found[label] = figures_of(chances[here], eligible[here])
        low = high + 1
    return found


def figures_table(rows: Mapping[str, EligibilityFigures], head: str) -> list[str]:
    """Markdown."""
    lines = [f"| {head} | pairs | eligible | log loss | Brier | AUC | ECE |", "|---|---|---|---|---|---|---|"]
    for name, row in rows.items():
        auc = "" if row.auc != row.auc else f"{row.auc:.3f}"
        cells = (f"{row.pairs:,}", f"{row.share:.3f}", f"{row.log_loss:.4f}", f"{row.brier:.4f}", auc, f"{row.ece:.4f}")
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return lines


def flat(prefix: str, figures: EligibilityFigures) -> dict[str, float]:
    """Figures by dotted name; those that are no number are left out."""
    return {f"{prefix}.{name}": float(value) for name, value in asdict(figures).items() if value == value}


def write_eligibility_card(
    *,
    on: str,
    seed: int,
    variants: Mapping[str, EligibilityFigures],
    shipped: str,
    beside: "BesideDraws",
    benefits: Mapping[str, EligibilityFigures],
    known: Mapping[str, EligibilityFigures],
    countries: Mapping[str, EligibilityFigures],
    counts: Mapping[str, int],
    verdict: Sequence[str],
) -> str:
    """The model card as Markdown.

    Args:
        shipped: the variant that ships. known: by number of known facts.
        verdict: on occupation vectors, lines.
    """
    return "\n".join(
        [
            "# Model card: chances of open benefits",
            "",
            f"Written by `make train` for the rules of {on}, seed {seed}; do not edit.",
            "",
            "**What it does.** Says how likely a benefit that missing facts leave open turns out to be granted, so",
            "that routes can be ranked. It never decides: the rules do, and a decided benefit has no chance. It is not",
            "used alone: 2,000 draws decided by the rules are the main part, the model counts like 100 people more.",
            "**What it is.** One small network per country (two hidden layers, numpy) over the known facts and the",
            "place, calibrated by Platt's line for each benefit on people kept out of the fit.",
            "**What it was trained on.** Simulated people only. Their facts are drawn from `embeddings/population/`,",
            "assumptions of our own; the rules decided them with all facts, then facts were hidden: for half of them",
            "at random, for half in the order in which they are asked (of the form, or the most telling one first).",
            "**What it is not.** Not evidence on real applicants: calibrated means calibrated against these",
            "assumptions. Do not use it to turn anybody away, and do not show it as a promise.",
            "**Where it is weak.** Calibrated on average, not for everybody: the scoreboard",
            "(`python -m benchmarks.score --only questions`) puts it beside draws for partly filled people.",
            "**When it steps aside.** For each place and day the rules decide 400 fixed simulated people again; a",
            "benefit on which more than 2 % come out differently than in training is drawn alone, and the answer",
            "says so.",
            "",
            "| | count |",
            "|---|---|",
            *(f"| {name} | {count:,} |" for name, count in counts.items()),
            "",
            "## Held-out people",
            "",
            "Pairs of a person and a benefit that is still open given the facts shown. ECE over 15 bins of equal size.",
            "",
            *figures_table(variants, "scored by"),
            "",
            *verdict,
            "",
            f"## Beside 2,000 draws for each person ({beside.seconds * 1000:.0f} ms a person, shared core)",
            "",
            f"The first held-out people of each place, facts only, model: {shipped}.",
            "",
            *figures_table(beside.figures, "scored by"),
            "",
            *(
                f"Log loss of {name} less that of draws: {difference:+.4f}, standard error {error:.4f}."
                for name, (difference, error) in beside.against.items()
            ),
            "",
            "Draws know the true population and all the rules, but of 2,000 people few agree with many known facts;",
            "there the model, which has seen many more, tells. So both are used: the model's chance counts like 100",
            "drawn people.",
            "",
            "## What ships, by country",
            "",
            *figures_table(countries, "country"),
            "",
            "## By number of known facts",
            "",
            *figures_table(known, "known facts"),
            "",
            "## By benefit",
            "",
            *figures_table(benefits, "benefit"),
            "",
        ]
    )
