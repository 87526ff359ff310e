import time

import pytest

from extraction import language_of
from extraction._dates import find_span, month
from extraction._education import level_of
from extraction._negation import denied_spans, wished_spans
from extraction._normalise import normalise
from extraction._pay import find_pay
from extraction._privacy import blank_identity, name_span
from extraction._sections import is_posting, section_named, split_lines
from extraction._tokens import key, keys


@pytest.mark.parametrize(
    ("raw", "folded"),
    [
        ("⼯作经历", "工作经历"),  # U+2F2F, a Kangxi radical that NFKC folds
        ("成⻓", "成长"),  # U+2ED3, a supplement radical that NFKC leaves
        ("⼾籍", "户籍"),  # U+2F3E, which NFKC turns into the traditional 戶
        ("ﬁling", "filing"),
        ("Ｅxcel２０１６", "Excel2016"),
        ("a\u00adb\u200bc", "abc"),
        ("左  右", "左\t右"),
        ("项 目 经 理", "项目经理"),
        (" a \r\n\r\n\r\n b ", "a\n\nb"),
    ],
)
def test_normalise_folds_look_alikes_and_blanks(raw: str, folded: str):
    assert normalise(raw) == folded
    assert normalise(folded) == folded


@pytest.mark.parametrize(
    ("words", "start", "end", "current"),
    [
        ("2021.03 - 至今", "2021-03", "", True),
        ("2019年5月—2021年12月", "2019-05", "2021-12", False),
        ("March 2019 – January 2025", "2019-03", "2025-01", False),
        ("03/2019 to 01/2025", "2019-03", "2025-01", False),
        ("Sept. 2018 - present", "2018-09", "", True),
        ("2020-03-15 - 2021-04-01", "2020-03", "2021-04", False),
        ("2018 – 2020", "2018-01", "2020-01", False),
        ("since May 2020", "2020-05", "", True),
        ("2021年3月起", "2021-03", "", True),
        ("2021.3-2021.3", "2021-03", "2021-03", False),
    ],
)
def test_months_are_read_in_both_languages(words: str, start: str, end: str, current: bool):
    span = find_span(f"x {words} y")

    assert span is not None
    assert (span.start, span.end, span.current) == (start, end, current)


@pytest.mark.parametrize(
    "words", ["2021.05 - 2020.01", "2021.13 - 2022.15", "138 2019 1234", "served 2000 - 3000 meals"]
)
def test_no_months_are_made_up(words: str):
    assert find_span(words) is None


def test_a_year_alone_is_marked_as_inexact():
    assert month("2021") == ("2021-01", False)


@pytest.mark.parametrize(
    ("text", "denied", "held"),
    [
        ("No experience with Python or Excel.", ["Python", "Excel"], []),
        ("No experience with Python, but good at Excel.", ["Python"], ["Excel"]),
        ("I have not used Python. Excel daily.", ["Python"], ["Excel"]),
        ("no Python experience, strong Excel", ["Python"], ["Excel"]),
        ("Not only Python but also Excel", [], ["Python", "Excel"]),
        ("没有叉车驾驶经验，会Excel", ["叉车驾驶"], ["Excel"]),
        ("不会编程、绘图，熟悉Excel", ["编程", "绘图"], ["Excel"]),
        ("叉车驾驶没有经验，Excel熟练", ["叉车驾驶"], ["Excel"]),
        ("从未接触过Python；精通Excel", ["Python"], ["Excel"]),
        ("三年无事故，Excel熟练", [], ["Excel"]),
        ("不仅会Python，还会Excel", [], ["Python", "Excel"]),
        ("没有不良记录，Excel熟练", [], ["Excel"]),
    ],
)
def test_denial_reaches_to_the_end_of_its_clause(text: str, denied: list[str], held: list[str]):
    spans = denied_spans(text)

    def is_denied(word: str) -> bool:
        return any(start <= text.index(word) < end for start, end in spans)

    assert [word for word in (*denied, *held) if is_denied(word)] == denied


def test_wish_is_told_from_ability():
    text = "Looking for work with spreadsheets. I use Excel."

    (span,) = wished_spans(text)

    assert text[slice(*span)] == " work with spreadsheets"


@pytest.mark.parametrize(
    ("text", "low", "high", "currency"),
    [
        ("薪资：6000-8000元/月", 6000.0, 8000.0, "CNY"),
        ("月薪6k-8k", 6000.0, 8000.0, "CNY"),
        ("0.8-1.2万元/月", 8000.0, 12000.0, "CNY"),
        ("20元/小时", 3466.67, 3466.67, "CNY"),  # 20 x 40 x 52 / 12
        ("$18.00 per hour", 3120.0, 3120.0, "USD"),
        ("$48,000 - $60,000 a year", 4000.0, 5000.0, "USD"),
    ],
)
def test_pay_is_brought_to_a_month(text: str, low: float, high: float, currency: str):
    pay = find_pay(text)

    assert pay is not None
    assert (pay.low, pay.high, pay.currency) == (low, high, currency)


@pytest.mark.parametrize("text", ["招聘3名", "handled $500 refunds", "电话 6000-8000", "薪资面议"])
def test_no_pay_is_made_up(text: str):
    assert find_pay(text) is None


@pytest.mark.parametrize(
    ("line", "section"),
    [
        ("工作经历", "experience"),
        ("【工 作 经 历】", "experience"),
        ("二、教育背景", "education"),
        ("WORK EXPERIENCE:", "experience"),
        ("Skills & Tools", "skills"),
        ("任职要求：", "requirements"),
        ("专业技能 Skills", "skills"),
        ("I have experience", ""),
    ],
)
def test_headings_name_sections(line: str, section: str):
    assert section_named(line) == section


def test_inline_heading_opens_its_section():
    line = split_lines("技能：Excel")[0]

    assert (line.section, line.start, line.text) == ("skills", 3, "Excel")


def test_posting_is_told_from_resume():
    assert is_posting(split_lines("招聘岗位：调度员\n岗位职责\n派单\n任职要求\n会Excel"))
    assert not is_posting(split_lines("个人简历\n工作经历\n2020.01-至今 骑手\n教育背景\n高中"))


def test_words_meet_in_their_inflections():
    assert len({key(word) for word in ("manage", "Manages", "managed", "managing")}) == 1
    assert keys("Driving the trucks") == keys("drove trucks")
    assert key("operate") != key("operation")
    assert keys("C++") != keys("C#") != keys("C")


def test_language_is_told_by_script():
    assert language_of("熟练使用 Excel 和 Word") == "zh"
    assert language_of("Studied at 郑州大学 for two years") == "en"
    assert language_of("2021") == "en"


@pytest.mark.parametrize(
    ("words", "level"), [("大专", 5), ("本科学历", 6), ("High school diploma", 3), ("ragged edge", None)]
)
def test_level_of_education_is_isced(words: str, level: int | None):
    assert level_of(words) == level


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("王小明\n外卖骑手", (0, 3)),
        ("Ann Example\nRider", (0, 11)),
        ("个人简历\n王小明", None),
        ("skilled rider", None),
    ],
)
def test_name_in_the_first_line_is_found(text: str, span: tuple[int, int] | None):
    assert name_span(text, known=frozenset({"个人简历"})) == span


@pytest.mark.parametrize("piece", ["1", "a.", "_", "www.", "1 ", "2021.03 - ", "+1 ", "a@", "没有"])
def test_hostile_text_is_read_in_linear_time(piece: str):
    text = piece * (100_000 // len(piece))

    started = time.process_time()
    blank_identity(normalise(text))

    assert time.process_time() - started < 3  # 0.1 s or less; a quadratic pattern took minutes
