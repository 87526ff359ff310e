"""A saved model: `vectors.npy`, `model.json`, `MODEL_CARD.md` in one folder."""

import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from embeddings._logistic import Coefficients
from embeddings._signals import ALL_SIGNALS
from embeddings.errors import ModelFileError
from graph import FloatArray

_FORMAT = "pathloom-model/1"
_KEYS = {"format", "fingerprint", "seed", "date", "vectors_sha256", "content", "full", "figures", "background"}
_COEFFICIENT_KEYS = {"signals", "powers", "weights", "references", "base_rate"}


@dataclass(frozen=True, slots=True)
class SavedModel:
    """What training leaves behind.

    Attributes:
        fingerprint: which graph it was trained on, see `graph_fingerprint`.
        seed, date: of the training (date ISO 8601).
        content, full: coefficients without and with the network's signals.
        figures: measured on held-out moves, name -> value.
        background: mean shaped signals of random pairs in the training graph, in the order of `ALL_SIGNALS`, None for
            signals that it lacks; None as a whole if it is too small to have one.
        vectors: float32, shape (n, d), rows of `trained_rows`.
    """

    fingerprint: str
    seed: int
    date: str
    content: Coefficients
    full: Coefficients
    figures: Mapping[str, float]
    background: tuple[float | None, ...] | None
    vectors: FloatArray


def save_model(model: SavedModel, directory: Path, *, card: str) -> None:
    """Write the three files; the vectors as float16, whose rounding moves no cosine by more than 0.001."""
    directory.mkdir(parents=True, exist_ok=True)
    buffer = io.BytesIO()
    np.save(buffer, model.vectors.astype(np.float16), allow_pickle=False)
    document = {
        "format": _FORMAT,
        "fingerprint": model.fingerprint,
        "seed": model.seed,
        "date": model.date,
        "vectors_sha256": hashlib.sha256(buffer.getvalue()).hexdigest(),
        "content": asdict(model.content),
        "full": asdict(model.full),
        "figures": dict(model.figures),
        "background": model.background,
    }
    (directory / "vectors.npy").write_bytes(buffer.getvalue())
    (directory / "model.json").write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    (directory / "MODEL_CARD.md").write_text(card, encoding="utf-8")


def read_model(directory: Path) -> SavedModel:
    """Read a saved model back.

    Raises:
        ModelFileError: a file is missing, altered or of another format.
    """
    path = directory / "model.json"
    try:
        document = json.loads(path.read_text("utf-8"))
        raw = (directory / "vectors.npy").read_bytes()
    except FileNotFoundError as error:
        raise _broken(directory, f"{Path(error.filename).name} is missing") from error
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise _broken(directory, f"model.json is not JSON ({error})") from error
    if not isinstance(document, dict) or document.get("format") != _FORMAT or set(document) != _KEYS:
        raise _broken(directory, f"model.json is not of the format {_FORMAT}")
    if hashlib.sha256(raw).hexdigest() != document["vectors_sha256"]:
        raise _broken(directory, "vectors.npy is not the file that model.json was written with")
    return SavedModel(
        fingerprint=str(document["fingerprint"]),
        seed=int(document["seed"]),
        date=str(document["date"]),
        content=_coefficients(document["content"], directory),
        full=_coefficients(document["full"], directory),
        figures={str(name): float(value) for name, value in document["figures"].items()},
        background=_background(document["background"], directory),
        vectors=np.load(io.BytesIO(raw), allow_pickle=False).astype(np.float32),
    )


def _coefficients(raw: object, directory: Path) -> Coefficients:
    if not isinstance(raw, dict) or set(raw) != _COEFFICIENT_KEYS:
        raise _broken(directory, "a set of coefficients lacks a field or has one too many")
    try:
        found = Coefficients(
            tuple(map(str, raw["signals"])),
            tuple(map(float, raw["powers"])),
            tuple(map(float, raw["weights"])),
            tuple(map(float, raw["references"])),
            float(raw["base_rate"]),
        )
    except (TypeError, ValueError) as error:
        raise _broken(directory, f"a coefficient is no number ({error})") from error
    if not len(found.signals) == len(found.powers) == len(found.weights) == len(found.references):
        raise _broken(directory, "signals, powers, weights and references differ in number")
    unknown = sorted(set(found.signals) - set(ALL_SIGNALS))
    if unknown:
        raise _broken(directory, f"it weighs signals that this program does not compute: {', '.join(unknown)}")
    if not 0.0 < found.base_rate < 1.0:
        raise _broken(directory, f"its base rate {found.base_rate} is not between 0 and 1")
    return found


def _background(raw: object, directory: Path) -> tuple[float | None, ...] | None:
    if raw is None:
        return None
    if not isinstance(raw, list) or len(raw) != len(ALL_SIGNALS):
        raise _broken(directory, "the background does not have one value per signal")
    return tuple(None if value is None else float(value) for value in raw)


def _broken(directory: Path, what: str) -> ModelFileError:
    return ModelFileError(
        f"The model in {directory} cannot be used: {what}.",
        hint="Write it again with `pathloom train`, or leave the option out to use the shipped one.",
        directory=str(directory),
    )
