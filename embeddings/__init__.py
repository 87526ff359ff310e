"""Graph to vectors to calibrated scores: training, evaluation, model cards. torch is imported only to train."""

from embeddings._card import ModelCard, write_card
from embeddings._eligibility import CohortRules, EligibilityDraws, EligibilityLikelihood
from embeddings._fingerprint import graph_fingerprint
from embeddings._model import TransitionScorer, load_model
from embeddings._nearness import SkillNearness
from embeddings._population_columns import FactArray
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
    "NETWORK_SIGNALS",
    "CohortRules",
    "EligibilityDraws",
    "EligibilityLikelihood",
    "EmbeddingsError",
    "FactArray",
    "ModelCard",
    "ModelFileError",
    "NotTrainableError",
    "PopulationError",
    "SkillNearness",
    "TrainingExtraError",
    "TransitionScorer",
    "graph_fingerprint",
    "load_model",
    "train",
    "write_card",
]
