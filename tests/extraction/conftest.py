"""A small vocabulary of our own, and the starter vocabulary read from its tables."""

import csv
import sys
from importlib.resources import files
from pathlib import Path

import pytest

from extraction import EntryKind, Extractor, RegionEntry, Vocabulary, VocabularyEntry
from ontology.vocabulary import Scheme

sys.path.insert(0, str(Path(__file__).parent))


def entry(
    identity: str,
    en: str,
    zh: str = "",
    *,
    kind: str = "skill",
    scheme: Scheme = Scheme.STARTER,
    alt_en: tuple[str, ...] = (),
    alt_zh: tuple[str, ...] = (),
    about: str = "",
) -> VocabularyEntry:
    return VocabularyEntry(
        id=identity,
        kind=EntryKind(kind),
        scheme=scheme,
        labels={language: label for language, label in (("en", en), ("zh", zh)) if label},
        alt_labels={"en": alt_en, "zh": alt_zh},
        descriptions={"en": about} if about else {},
    )


@pytest.fixture(scope="session")
def small() -> Vocabulary:
    return Vocabulary.build(
        [
            entry(
                "s:complaints", "Handle complaints", "处理投诉", alt_en=("complaint handling",), alt_zh=("投诉处理",)
            ),
            entry("s:excel", "Spreadsheets", "电子表格", alt_en=("Excel",), alt_zh=("Excel表格",)),
            entry("s:python", "Python (computer programming)", "Python编程", alt_en=("Python",)),
            entry("s:forklift", "Forklift driving", "叉车驾驶", alt_zh=("开叉车",)),
            entry("s:routes", "Route planning", "路线规划"),
            entry("s:c", "C", scheme=Scheme.ESCO),
            entry("s:health", "Health records", "病历管理", alt_zh=("HIS系统",)),
            entry("s:filing", "Archiving", alt_en=("filing",)),
            entry("s:esco-excel", "Excel", scheme=Scheme.ESCO),
            entry("s:team", "Manage a team", "团队管理"),
            entry("o:rider", "Food delivery rider", "外卖骑手", kind="occupation", alt_zh=("外卖员",)),
            entry("o:agent", "Call-centre agent", "呼叫中心客服", kind="occupation", alt_en=("call center agent",)),
            entry("o:dispatcher", "Dispatcher", "调度员", kind="occupation", alt_zh=("配送调度员",)),
        ],
        regions=[
            RegionEntry(code="CN", labels={"en": "China", "zh": "中国"}),
            RegionEntry(code="CN-410000", labels={"en": "Henan", "zh": "河南省"}),
            RegionEntry(code="CN-410100", labels={"en": "Zhengzhou", "zh": "郑州市"}),
            RegionEntry(code="US-NY", labels={"en": "New York", "zh": "纽约州"}),
        ],
    )


@pytest.fixture(scope="session")
def extractor(small: Vocabulary) -> Extractor:
    return Extractor(small)


@pytest.fixture(scope="session")
def starter() -> Vocabulary:
    tables = files("ontology").joinpath("starter")

    def rows(name: str) -> list[dict[str, str]]:
        return list(csv.DictReader(tables.joinpath(name).read_text(encoding="utf-8").splitlines()))

    entries = [
        entry(
            f"starter:{kind}/{row['id']}", row["label_en"], row["label_zh"], kind=kind,
            alt_en=tuple(filter(None, row["alt_en"].split("|"))), alt_zh=tuple(filter(None, row["alt_zh"].split("|"))),
        )
        for kind, name in (("skill", "skills.csv"), ("occupation", "occupations.csv"))
        for row in rows(name)
    ]  # fmt: skip
    regions = [
        RegionEntry(code=row["code"], labels={"en": row["label_en"], "zh": row["label_zh"]})
        for row in rows("regions.csv")
    ]
    return Vocabulary.build(entries, regions)
