"""The eligibility model's network: two hidden layers to serve in numpy, fitted with torch."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from embeddings.errors import TrainingExtraError

Table = NDArray[np.float32]
_PENALTY = 1e-5
_LARGEST_BATCH = 1024
#: Highest learning rate, and the part of the way at which it is reached.
_PEAK, _RISE = 8e-3, 0.3


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


@contextmanager
def one_thread_each() -> Iterator[None]:
    """The matrices are small: a second thread for one network mostly waits; networks run beside each other instead.

    Raises:
        TrainingExtraError: torch is not installed.
    """
    _need_torch()
    import torch

    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(threads)


class NetworkFit:
    """Fits one network by log loss over the counted (person, benefit) pairs, on one lot of people after another."""

    def __init__(self, width: int, outputs: int, *, hidden: tuple[int, ...], lots: int, passes: int, seed: int) -> None:
        """
        Args:
            width, outputs: numbers per person, benefits. hidden: widths of the hidden layers; none makes it a logistic
                regression.
            lots: how many lots there will be. passes: how often each is gone through.
        Raises:
            TrainingExtraError: torch is not installed.
        """
        _need_torch()
        import torch

        self._rng = np.random.default_rng(seed)
        sizes = [width, *hidden, outputs]
        self._layers = [torch.nn.Linear(low, high) for low, high in pairwise(sizes)]
        # As torch does it, but by our own generator: its own is one for all threads.
        with torch.no_grad():
            for layer in self._layers:
                bound = float(layer.in_features) ** -0.5
                for part in (layer.weight, layer.bias):
                    part.copy_(torch.from_numpy(self._rng.uniform(-bound, bound, tuple(part.shape)).astype(np.float32)))
        modules: list[torch.nn.Module] = []
        for layer in self._layers:
            modules += [layer, torch.nn.ReLU()]
        self._net = torch.nn.Sequential(*modules[:-1])
        self._optimiser = torch.optim.AdamW(self._net.parameters(), lr=_PEAK, weight_decay=_PENALTY)
        self._epochs, self._passes, self._epoch = lots * passes, passes, 0

    def learn(self, features: Table, labels: NDArray[np.bool_], counted: NDArray[np.bool_]) -> None:
        """Go through a lot of people, shape (n, width), and their benefits, shape (n, outputs) each."""
        import torch

        rows = np.flatnonzero(counted.any(axis=1))
        size = int(np.clip(len(rows) // 40, 64, _LARGEST_BATCH))
        x, y, w = (torch.from_numpy(part.astype(np.float32, copy=False)) for part in (features, labels, counted))
        for _ in range(self._passes):
            batches = np.array_split(self._rng.permutation(rows), max(len(rows) // size, 1))
            for number, batch in enumerate(batches):
                self._set_rate((self._epoch + number / len(batches)) / self._epochs)
                picked = torch.from_numpy(batch)
                losses = torch.nn.functional.binary_cross_entropy_with_logits(
                    self._net(x[picked]), y[picked], reduction="none"
                )
                loss = (losses * w[picked]).sum() / w[picked].sum().clamp(min=1.0)
                self._optimiser.zero_grad()
                loss.backward()
                self._optimiser.step()
            self._epoch += 1

    def calibrated(self, features: Table, labels: NDArray[np.bool_], counted: NDArray[np.bool_]) -> Network:
        """The network with Platt's line for each benefit, by people whom it never saw."""
        layers = tuple(
            # Rounded as it is saved, so that what is measured is what ships.
            (
                layer.weight.detach().numpy().T.astype(np.float16).astype(np.float32),
                layer.bias.detach().numpy().copy(),
            )
            for layer in self._layers
        )
        plain = Network(layers, np.ones(labels.shape[1]), np.zeros(labels.shape[1]))
        return _calibrated(plain, features, labels, counted)

    def _set_rate(self, done: float) -> None:
        """Up for the first part of the way, then down along a cosine (Smith 2018, one cycle)."""
        rate = done / _RISE if done < _RISE else (1.0 + np.cos(np.pi * (done - _RISE) / (1.0 - _RISE))) / 2.0
        for group in self._optimiser.param_groups:
            group["lr"] = _PEAK * max(float(rate), 1e-3)


def _need_torch() -> None:
    if find_spec("torch") is None:
        raise TrainingExtraError("Training needs torch, which is not installed.", hint="make install-dev")


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
