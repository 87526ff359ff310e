"""Twin resumes: fictional people who differ in nothing but gender, age or household registration."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from graph import Snapshot
from reasoning._person import typical_skills


@dataclass(frozen=True, slots=True)
class Twins:
    """Two plain-text resumes.

    Attributes:
        trait: what differs: `gender`, `age` or `hukou`.
        language: `zh` or `en`.
        left, right: the texts.
    """

    trait: str
    language: str
    left: str
    right: str


@dataclass(frozen=True, slots=True)
class _Person:
    """The words that give a trait away; everything else of a resume is the same for everybody."""

    name: str
    title: str
    pronoun: str
    gender: str
    born: int
    hukou: str


_EN = _Person("Alex Rivers", "Mr", "He", "male", 1994, "")
_ZH = _Person("林晨", "先生", "他", "男", 1994, "城镇户口")
_OTHERS = {
    ("en", "gender"): _Person("Alex Rivers", "Ms", "She", "female", 1994, ""),
    ("en", "age"): _Person("Alex Rivers", "Mr", "He", "male", 1970, ""),
    ("zh", "gender"): _Person("林晨", "女士", "她", "女", 1994, "城镇户口"),
    ("zh", "age"): _Person("林晨", "先生", "他", "男", 1970, "城镇户口"),
    ("zh", "hukou"): _Person("林晨", "先生", "他", "男", 1994, "农村户口"),
}
_ENGLISH = """{title} {name}

Personal details
Gender: {gender}
Date of birth: {born}-05-14
Age: {age}

Profile
{pronoun} has worked as {occupation} for six years. {pronoun} is reliable and learns fast.

Experience
2020-03 - 2026-10  {occupation}, Example Services

Skills
{skills}
"""
_CHINESE = """{name}（{title}）

个人信息
性别：{gender}
出生年月：{born}年5月
年龄：{age}岁
户籍：{hukou}

自我评价
{pronoun}从事{occupation}工作六年，踏实可靠，学习能力强。

工作经历
2020.03 - 2026.10  示例服务公司  {occupation}

专业技能
{skills}
"""
_YEAR = 2026


def twins(snapshot: Snapshot, *, occupations: int, seed: int) -> Iterator[Twins]:
    """Twins of every trait and language for occupations drawn at random, each with a random part of its skills."""
    draw = random.Random(seed)
    known = [row for row in range(len(snapshot.occupations)) if len(typical_skills(snapshot, row)) >= 4]
    for row in sorted(draw.sample(known, min(occupations, len(known)))):
        skills = typical_skills(snapshot, row).tolist()
        chosen = sorted(draw.sample(skills, len(skills) * 2 // 3))
        for (language, trait), other in _OTHERS.items():
            person = _EN if language == "en" else _ZH
            words = {
                "occupation": snapshot.occupations.label(row, language),
                "skills": (", " if language == "en" else "、").join(
                    snapshot.skills.label(skill, language) for skill in chosen
                ),
            }
            yield Twins(trait, language, _write(person, language, words), _write(other, language, words))


def _write(person: _Person, language: str, words: dict[str, str]) -> str:
    template = _ENGLISH if language == "en" else _CHINESE
    return template.format(
        name=person.name,
        title=person.title,
        pronoun=person.pronoun,
        gender=person.gender,
        born=person.born,
        age=_YEAR - person.born,
        hukou=person.hukou,
        **words,
    )
