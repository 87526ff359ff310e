"""The eligibility model's network: two hidden layers to serve in numpy, fitted with torch."""

from dataclasses import dataclass
from importlib.util import find_spec
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from embeddings.errors import TrainingExtraError

if TYPE_CHECKING:
    import torch

Table = NDArray[np.float32]
_PENALTY = 1e-5
_LARGEST_BATCH = 2048


@dataclass(frozen=True, slots=True)
class Network:
    """Layers of x @ weight + bias, ReLU between them, then Platt's line for each benefit.

    Attributes:
        layers: (weight, bias) pairs, float32.
        slopes, offsets: shape (benefits,): calibrated log-odds = slope · log-odds + offset.
    """

    layers: tuple[tuple[Table, Table], ...]
    slopes: NDArray[np.float64]
    offsets: NDArray[np.float64]

    def log_odds(self, features: Table) -> NDArray[np.float64]:
        """Before calibration; shape (n, benefits)."""
        values = features
        for place, (weight, bias) in enumerate(self.layers):
            values = values @ weight + bias
            if place + 1 < len(self.layers):
                values = np.maximum(values, 0.0)
        return values.astype(np.float64)

    def probabilities(self, features: Table) -> NDArray[np.float64]:
        """Calibrated, in (0, 1); shape (n, benefits)."""
        return np.asarray(expit(self.log_odds(features) * self.slopes + self.offsets), dtype=np.float64)


def fit_network(
    features: Table,
    labels: NDArray[np.bool_],
    counted: NDArray[np.bool_],
    *,
    hidden: tuple[int, ...],
    epochs: int,
    seed: int,
    calibration: NDArray[np.bool_],
) -> Network:
    """Fit by log loss over the counted (person, benefit) pairs, then calibrate on people that were kept out of it.

    Args:
        features: shape (n, width). labels, counted: shape (n, benefits). calibration: shape (n,).
        hidden: widths of the hidden layers; none makes it a logistic regression.
    Raises:
        TrainingExtraError: torch is not installed.
    """
    if find_spec("torch") is None:
        raise TrainingExtraError("Training needs torch, which is not installed.", hint="make install-dev")
    import torch

    # The matrices are small: on a shared machine a second thread mostly waits (60 s against 400 s in all).
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        linear = _descend(
            features, labels, counted, np.flatnonzero(~calibration & counted.any(axis=1)), hidden, epochs, seed
        )
    finally:
        torch.set_num_threads(threads)
    layers = tuple((layer.weight.detach().numpy().T.copy(), layer.bias.detach().numpy().copy()) for layer in linear)
    # Rounded as it is saved, so that what is measured is what ships.
    rounded = tuple((weight.astype(np.float16).astype(np.float32), bias) for weight, bias in layers)
    plain = Network(rounded, np.ones(labels.shape[1]), np.zeros(labels.shape[1]))
    return _calibrated(plain, features[calibration], labels[calibration], counted[calibration])


def _descend(
    features: Table,
    labels: NDArray[np.bool_],
    counted: NDArray[np.bool_],
    rows: NDArray[np.intp],
    hidden: tuple[int, ...],
    epochs: int,
    seed: int,
) -> "list[torch.nn.Linear]":
    """The fitted layers."""
    import torch

    torch.manual_seed(seed)
    sizes = [features.shape[1], *hidden, labels.shape[1]]
    linear = [torch.nn.Linear(low, high) for low, high in pairwise(sizes)]
    modules: list[torch.nn.Module] = []
    for layer in linear:
        modules += [layer, torch.nn.ReLU()]
    net = torch.nn.Sequential(*modules[:-1])
    x, y, w = (torch.from_numpy(part.astype(np.float32)) for part in (features, labels, counted))
    batch = int(np.clip(len(rows) // 40, 64, _LARGEST_BATCH))
    steps = epochs * (len(rows) // batch)
    optimiser = torch.optim.AdamW(net.parameters(), lr=6e-3, weight_decay=_PENALTY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, max_lr=8e-3, total_steps=max(steps, 2))
    rng = np.random.default_rng(seed)
    for _ in range(epochs):
        for lot in np.array_split(rng.permutation(rows), max(len(rows) // batch, 1)):
            if schedule.last_epoch >= steps:
                break
            picked = torch.from_numpy(lot)
            losses = torch.nn.functional.binary_cross_entropy_with_logits(net(x[picked]), y[picked], reduction="none")
            loss = (losses * w[picked]).sum() / w[picked].sum().clamp(min=1.0)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
    return linear


def _calibrated(network: Network, features: Table, labels: NDArray[np.bool_], counted: NDArray[np.bool_]) -> Network:
    """Platt's line per benefit by Newton's method, drawn towards doing nothing where few people are counted."""
    scores = network.log_odds(features)
    slopes, offsets = np.ones(scores.shape[1]), np.zeros(scores.shape[1])
    for benefit in range(scores.shape[1]):
        here = counted[:, benefit]
        found = _platt(scores[here, benefit], labels[here, benefit])
        slopes[benefit], offsets[benefit] = found
    return Network(network.layers, slopes, offsets)


def _platt(scores: NDArray[np.float64], labels: NDArray[np.bool_], *, prior: float = 10.0) -> tuple[float, float]:
    line = np.array([1.0, 0.0])
    table = np.stack([scores, np.ones(len(scores))], axis=1)
    for _ in range(25):
        chance = expit(table @ line)
        gradient = table.T @ (chance - labels) + prior * (line - np.array([1.0, 0.0]))
        curvature = (table * (chance * (1.0 - chance))[:, None]).T @ table + prior * np.eye(2)
        step = np.linalg.solve(curvature, gradient)
        line -= step
        if float(np.abs(step).max()) < 1e-8:
            break
    return float(line[0]), float(line[1])
