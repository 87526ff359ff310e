"""Graph to vectors to calibrated scores: training, evaluation, model cards. torch is imported only to train."""

from embeddings._card import ModelCard, write_card
from embeddings._eligibility import CohortRules, EligibilityDraws, EligibilityLikelihood
from embeddings._eligibility_model import MOST_CHANGED, EligibilityModel, load_eligibility_model
from embeddings._eligibility_people import PlaceRules
from embeddings._eligibility_train import Amounts, occupation_vectors, train_eligibility
from embeddings._fingerprint import graph_fingerprint
from embeddings._likeness import RequirementSignals
from embeddings._model import TransitionScorer, load_model
from embeddings._nearness import SkillNearness
from embeddings._population_columns import FactArray
from embeddings._population_occupations import occupations_csv
from embeddings._requirements import RequirementModel, fit_requirements
from embeddings._signals import ALL_SIGNALS, CONTENT_SIGNALS, NETWORK_SIGNALS
from embeddings._train import train
from embeddings.errors import (
    EmbeddingsError,
    ModelFileError,
    NotTrainableError,
    PopulationError,
    TrainingExtraError,
)

__all__ = [
    "ALL_SIGNALS",
    "CONTENT_SIGNALS",
    "MOST_CHANGED",
    "NETWORK_SIGNALS",
    "Amounts",
    "CohortRules",
    "EligibilityDraws",
    "EligibilityLikelihood",
    "EligibilityModel",
    "EmbeddingsError",
    "FactArray",
    "ModelCard",
    "ModelFileError",
    "NotTrainableError",
    "PlaceRules",
    "PopulationError",
    "RequirementModel",
    "RequirementSignals",
    "SkillNearness",
    "TrainingExtraError",
    "TransitionScorer",
    "fit_requirements",
    "graph_fingerprint",
    "load_eligibility_model",
    "load_model",
    "occupation_vectors",
    "occupations_csv",
    "train",
    "train_eligibility",
    "write_card",
]
