"""Closed vocabularies: a word that is not listed raises `VocabularyError` instead of slipping through."""

from enum import StrEnum
from typing import TypeVar

from ontology.errors import VocabularyError


class Language(StrEnum):
    """Languages that everything a person reads exists in (BCP 47 primary subtags)."""

    ZH = "zh"
    EN = "en"


class Scheme(StrEnum):
    """Concept schemes, in order of precedence when two concepts are the same (SKOS `inScheme`)."""

    STARTER = "starter"
    ESCO = "esco"
    ONET = "onet"
    CSCO = "csco"
    ISCO = "isco"
    SOC = "soc"


class MatchKind(StrEnum):
    """SKOS mapping relations: EXACT is symmetric, BROAD means that the target is broader than the source."""

    EXACT = "exact"
    CLOSE = "close"
    BROAD = "broad"
    NARROW = "narrow"


class SkillKind(StrEnum):
    """What sort of concept a skill is (ESCO skill types, and O*NET technology skills)."""

    SKILL = "skill"
    KNOWLEDGE = "knowledge"
    LANGUAGE = "language"
    TRANSVERSAL = "transversal"
    TECHNOLOGY = "technology"


class RelatedTier(StrEnum):
    """Tiers of related concepts: O*NET related occupations and ESCO skill-skill relations."""

    PRIMARY_SHORT = "primary-short"
    PRIMARY_LONG = "primary-long"
    SUPPLEMENTAL = "supplemental"
    ESSENTIAL = "essential"
    OPTIONAL = "optional"


class MoveBasis(StrEnum):
    """Why a move between two occupations is in the data."""

    CAREER_LADDER = "career-ladder"
    SKILL_ADJACENT = "skill-adjacent"
    RESKILLING = "reskilling"
    OBSERVED = "observed"


class Verdict(StrEnum):
    """Three-valued answer of a rule. `unknown` is an answer: a missing fact is never taken for a false one."""

    ELIGIBLE = "eligible"
    NOT_ELIGIBLE = "not_eligible"
    UNKNOWN = "unknown"


#: The source of what domain experts added, corrected or removed; a snapshot believes it before every other source.
CURATION = "curation"
#: In a node's `source_version`, between its own version and each mark of a name that curation changed; such a mark
#: begins with the language.
CURATION_MARK = " + curation "

_Word = TypeVar("_Word", bound=StrEnum)


def parse_word(vocabulary: type[_Word], word: str) -> _Word:
    """Read one word of a closed vocabulary.

    Raises:
        VocabularyError: the word is not in the vocabulary; the message lists what is.

    >>> parse_word(MatchKind, "exact")
    <MatchKind.EXACT: 'exact'>
    """
    try:
        return vocabulary(word)
    except ValueError as error:
        known = ", ".join(vocabulary)
        raise VocabularyError(
            f"{word!r} is not a {vocabulary.__name__}.", hint=f"Use one of: {known}.", word=word
        ) from error
