"""The trained eligibility model: chances of open benefits in well under a millisecond. Never decides.

It is bound to what the rules said of some simulated people when it was trained. Asked about a place on a day, it lets
the rules of that day decide these people again; a benefit on which they now disagree is not the model's any more. So a
reworded text changes nothing, while a moved threshold, another year's law or another population is noticed.
"""

import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embeddings._eligibility import CohortRules
from embeddings._eligibility_features import FeatureSpace, feature_from_json, feature_to_json
from embeddings._eligibility_network import Network
from embeddings._eligibility_people import verdicts_on_probe
from embeddings._population import FILES
from embeddings._population_columns import FactArray
from embeddings.errors import ModelFileError
from ontology import ErrorKind, PathloomError

_FORMAT = "pathloom-eligibility/1"
_JSON, _NPZ = "eligibility.json", "eligibility.npz"
#: People whom the rules decide again, and the share of them on which the rules may have changed their mind.
PROBE_SIZE, PROBE_SEED = 400, 20260307
MOST_CHANGED = 0.02


@dataclass(frozen=True, slots=True)
class CountryModel:
    """One network for the places of a country."""

    space: FeatureSpace
    benefits: tuple[str, ...]
    network: Network


@dataclass(frozen=True, slots=True)
class PlaceProbe:
    """What the rules of a place said when the model was trained.

    Attributes:
        asked: the facts that they asked.
        eligible: benefit id -> who of the probe people was eligible, shape (PROBE_SIZE,).
    """

    asked: tuple[str, ...]
    eligible: Mapping[str, NDArray[np.bool_]]


@dataclass(frozen=True, slots=True)
class EligibilityModel:
    """Chances of open benefits from the facts that are known.

    Attributes:
        on: the day of the rules that it was trained on.
        population: SHA-256 of the tables of distributions.
        occupations, vectors: starter occupation ids and their vectors, shape (n, dimensions); empty if not used.
    """

    on: date
    seed: int
    population: str
    countries: Mapping[str, CountryModel]
    probes: Mapping[str, PlaceProbe]
    occupations: tuple[str, ...]
    vectors: NDArray[np.float32]
    figures: Mapping[str, float]

    def place_of(self, chain: Sequence[str]) -> str | None:
        """The nearest of some jurisdictions that it was trained on."""
        return next((place for place in chain if place in self.probes), None)

    def likelihood(
        self,
        facts: Mapping[str, object],
        benefit_ids: Sequence[str],
        *,
        place: str,
        on: date,
        occupation: str | None = None,
    ) -> dict[str, float]:
        """Chance in (0, 1) per benefit that the model knows there; the others are left out.

        Args:
            facts: fact id -> known value, dates as `date` or ISO text.
            place: from `place_of`.
        Raises:
            ModelFileError: a fact has another type than in training.
        """
        country = self.countries[place.split("-")[0]]
        names = {feature.id for feature in country.space.facts}
        people = {name: FactArray.of_one(value, 1) for name, value in facts.items() if name in names}
        row = self.occupations.index(occupation) if occupation in self.occupations else None
        vectors = None if row is None else self.vectors[row : row + 1]
        chances = country.network.probabilities(country.space.encode(people, place, vectors, on, 1))[0]
        known = {name: number for number, name in enumerate(country.benefits) if name in self.probes[place].eligible}
        return {name: float(chances[known[name]]) for name in benefit_ids if name in known}

    def changed(self, place: str, decide: CohortRules, *, benefits: Sequence[str], on: date) -> dict[str, float]:
        """Benefit -> share of the probe people whom the rules of a day decide differently than in training.

        All of it where the population, or a fact that the place asks, is not the one of the training.

        Args:
            benefits: those that `decide` decides; of these the ones that the model does not know are left out.
        """
        probe = self.probes[place]
        chosen = tuple(name for name in benefits if name in probe.eligible)
        if self.population != population_digest():
            return dict.fromkeys(chosen, 1.0)
        try:
            now = verdicts_on_probe(decide, probe.asked, chosen, on=on, size=PROBE_SIZE, seed=PROBE_SEED)
        except PathloomError as error:
            if error.kind is not ErrorKind.BAD_INPUT:
                raise
            # A fact that was asked is gone or has another type.
            return dict.fromkeys(chosen, 1.0)
        return {name: float((now[name] != probe.eligible[name]).mean()) for name in chosen}


def population_digest() -> str:
    """SHA-256 over the tables of distributions and the occupations."""
    folder = resources.files("embeddings").joinpath("population")
    digest = hashlib.sha256()
    for name in (*(f"{file}.toml" for file in FILES), "occupations.csv"):
        digest.update(folder.joinpath(name).read_bytes())
    return digest.hexdigest()


def save_eligibility_model(model: EligibilityModel, directory: Path) -> None:
    """Write `eligibility.json` and `eligibility.npz`."""
    directory.mkdir(parents=True, exist_ok=True)
    arrays: dict[str, NDArray[Any]] = {"vectors": model.vectors.astype(np.float16)}
    for code, country in model.countries.items():
        for number, (weight, bias) in enumerate(country.network.layers):
            arrays[f"{code}/weight{number}"] = weight.astype(np.float16)
            arrays[f"{code}/bias{number}"] = bias.astype(np.float32)
        arrays[f"{code}/slopes"] = country.network.slopes
        arrays[f"{code}/offsets"] = country.network.offsets
    for place, probe in model.probes.items():
        arrays[f"probe/{place}"] = np.packbits(np.stack(list(probe.eligible.values())), axis=1)
    buffer = io.BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, **arrays)
    document = {
        "format": _FORMAT,
        "on": model.on.isoformat(),
        "seed": model.seed,
        "population": model.population,
        "arrays_sha256": hashlib.sha256(buffer.getvalue()).hexdigest(),
        "countries": {code: _country_to_json(country) for code, country in model.countries.items()},
        "probes": {
            place: {"asked": list(probe.asked), "benefits": list(probe.eligible)}
            for place, probe in model.probes.items()
        },
        "occupations": list(model.occupations),
        "figures": dict(model.figures),
    }
    (directory / _NPZ).write_bytes(buffer.getvalue())
    (directory / _JSON).write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def load_eligibility_model(directory: Path | None = None) -> EligibilityModel:
    """Read a model back; None reads the one that ships.

    Raises:
        ModelFileError: a file is missing, altered or of another format.
    """
    if directory is None:
        with resources.as_file(resources.files("embeddings") / "shipped") as shipped:
            return load_eligibility_model(shipped)
    try:
        document = json.loads((directory / _JSON).read_text("utf-8"))
        raw = (directory / _NPZ).read_bytes()
    except FileNotFoundError as error:
        raise _broken(directory, f"{Path(error.filename).name} is missing") from error
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise _broken(directory, f"{_JSON} is not JSON ({error})") from error
    if not isinstance(document, dict) or document.get("format") != _FORMAT:
        raise _broken(directory, f"{_JSON} is not of the format {_FORMAT}")
    if hashlib.sha256(raw).hexdigest() != document.get("arrays_sha256"):
        raise _broken(directory, f"{_NPZ} is not the file that {_JSON} was written with")
    with np.load(io.BytesIO(raw), allow_pickle=False) as arrays:
        try:
            return _model(document, dict(arrays))
        except (KeyError, TypeError, ValueError) as error:
            raise _broken(directory, f"{_JSON} and {_NPZ} do not fit together ({error!r})") from error


def _model(document: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> EligibilityModel:
    countries = {}
    for code, raw in document["countries"].items():
        facts = tuple(feature_from_json(feature) for feature in raw["facts"])
        space = FeatureSpace(facts, tuple(raw["places"]), int(raw["dimensions"]))
        layers = tuple(
            (arrays[f"{code}/weight{number}"].astype(np.float32), arrays[f"{code}/bias{number}"])
            for number in range(int(raw["layers"]))
        )
        if layers[0][0].shape[0] != space.width or layers[-1][0].shape[1] != len(raw["benefits"]):
            raise ValueError(f"the network of {code} has shape {layers[0][0].shape}")
        network = Network(layers, arrays[f"{code}/slopes"], arrays[f"{code}/offsets"])
        countries[code] = CountryModel(space, tuple(raw["benefits"]), network)
    probes = {}
    for place, raw in document["probes"].items():
        bits = np.unpackbits(arrays[f"probe/{place}"], axis=1, count=PROBE_SIZE).astype(bool)
        probes[place] = PlaceProbe(tuple(raw["asked"]), dict(zip(raw["benefits"], bits, strict=True)))
    return EligibilityModel(
        on=date.fromisoformat(document["on"]),
        seed=int(document["seed"]),
        population=str(document["population"]),
        countries=countries,
        probes=probes,
        occupations=tuple(document["occupations"]),
        vectors=arrays["vectors"].astype(np.float32),
        figures={str(name): float(value) for name, value in document["figures"].items()},
    )


def _country_to_json(country: CountryModel) -> dict[str, object]:
    return {
        "facts": [feature_to_json(feature) for feature in country.space.facts],
        "places": list(country.space.places),
        "dimensions": country.space.dimensions,
        "layers": len(country.network.layers),
        "benefits": list(country.benefits),
    }


def _broken(directory: Path, what: str) -> ModelFileError:
    return ModelFileError(
        f"The eligibility model in {directory} cannot be used: {what}.",
        hint="Write it again with `make train`; without it, chances are drawn.",
        directory=str(directory),
    )
