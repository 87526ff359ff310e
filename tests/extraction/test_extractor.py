from pathlib import Path

import pytest
from make_samples import write_agent, write_rider

import pathloom
from extraction import Document, Extractor, Vocabulary, read_document
from extraction._document import document_id
from extraction._normalise import normalise
from ontology import PostingProfile, Profile

SAMPLES = Path(pathloom.__file__).parent / "samples"


def document(text: str, *, hint: str = "resume") -> Document:
    text = normalise(text)
    return Document(id=document_id(text.encode()), media_type="text/plain", text=text, hint=hint)


def resume(extractor: Extractor, text: str) -> Profile:
    profile = extractor.extract(document(text))
    assert isinstance(profile, Profile)
    return profile


def held(profile: Profile) -> dict[str, list[str]]:
    return {s.skill: [e.text for e in s.evidence] for s in profile.skills if not s.negated}


def test_every_evidence_is_the_text_of_its_span(extractor: Extractor):
    text = (
        "郑州市\n工作经历\n2021.03 - 至今\t快送公司\t外卖骑手\n• 处理投诉，做路线规划\n教育背景\n2010年 郑州一中 高中"
    )
    profile = resume(extractor, text)
    statements = [*profile.skills, *profile.experiences, *profile.education, profile.location]

    evidence = [one for statement in statements if statement for one in statement.evidence]

    assert len(evidence) == 5
    assert all(text[one.start : one.end] == one.text and 0 < one.confidence <= 1 for one in evidence)


def test_skill_is_linked_by_label_alias_and_inflection(extractor: Extractor):
    profile = resume(extractor, "Skills\nExcel, complaint handling\nExperience\nHandled the complaints and led")

    assert held(profile) == {"s:excel": ["Excel"], "s:complaints": ["complaint handling", "Handled the complaints"]}
    label, inflected = (profile.skills[1].evidence[0].method, profile.skills[1].evidence[1].method)
    assert (label, inflected) == ("label-alias/1", "label-inflected/1")
    assert profile.skills[1].evidence[0].confidence > profile.skills[1].evidence[1].confidence


def test_denied_skill_is_marked_and_not_held(extractor: Extractor):
    profile = resume(extractor, "技能\nExcel表格\n没有叉车驾驶经验")

    assert held(profile) == {"s:excel": ["Excel表格"]}
    assert [(s.skill, s.negated) for s in profile.skills] == [("s:excel", False), ("s:forklift", True)]


def test_skill_stated_elsewhere_is_held_although_denied_once(extractor: Extractor):
    profile = resume(extractor, "No experience with Python.\nSkills\nPython")

    assert held(profile) == {"s:python": ["Python"]}
    assert len(profile.skills) == 1


def test_wish_is_no_skill(extractor: Extractor):
    assert held(resume(extractor, "Summary\nLooking for work with health records.")) == {}


def test_starter_concept_wins_over_esco_of_the_same_name(extractor: Extractor):
    assert list(held(resume(extractor, "Skills\nExcel"))) == ["s:excel"]


def test_one_letter_name_needs_its_own_case(extractor: Extractor):
    assert held(resume(extractor, "Skills\nC")) == {"s:c": ["C"]}
    assert held(resume(extractor, "Skills\nc)")) == {}


def test_pronoun_is_no_part_of_a_name(extractor: Extractor):
    assert held(resume(extractor, "技能\n工单系统")) == {}


def test_noun_does_not_match_a_verbal_name(extractor: Extractor):
    assert held(resume(extractor, "Experience\nChecked files every day")) == {}


def test_name_inside_a_word_is_not_matched(extractor: Extractor):
    assert held(resume(extractor, "Skills\nExcellence")) == {}


@pytest.mark.parametrize(
    "layout",
    [
        "工作经历\n2021.03 - 2022.05\t快送公司\t外卖骑手",
        "工作经历\n2021年3月至2022年5月  快送公司  外卖骑手",
        "工作经历\n快送公司 | 外卖骑手\n2021/03—2022/05\n• 送餐",
        "工作经历\n外卖骑手（2021.03-2022.05）\n快送公司",
        "工作经历\n单位：快送公司\n职位：外卖骑手\n2021.3~2022.5",
    ],
)
def test_job_is_read_from_usual_chinese_layouts(extractor: Extractor, layout: str):
    (job,) = resume(extractor, layout).experiences

    assert (job.title, job.employer, job.start, job.end) == ("外卖骑手", "快送公司", "2021-03", "2022-05")
    assert (job.occupation, job.occupation_label) == ("o:rider", "外卖骑手")


@pytest.mark.parametrize(
    "layout",
    [
        "Experience\nCall Center Agent\nAcme Telecom\nMarch 2021 - May 2022\n• Took calls",
        "Experience\nAcme Telecom, Albany, NY\nCall-Centre Agent | 03/2021 - 05/2022",
        "Experience\nCall-centre agent at Acme Telecom (Mar 2021 – May 2022)",
        "Experience\nMar 2021 - May 2022\nCall-centre agent, Acme Telecom",
    ],
)
def test_job_is_read_from_usual_english_layouts(extractor: Extractor, layout: str):
    (job,) = resume(extractor, layout).experiences

    assert (job.title.lower().replace("-", " ")[:8], job.employer) == ("call cen", "Acme Telecom")
    assert (job.start, job.end, job.occupation) == ("2021-03", "2022-05", "o:agent")


def test_detail_with_a_year_is_no_job_of_its_own(extractor: Extractor):
    text = "工作经历\n2021.03 - 至今\t快送公司\t外卖骑手\n• 2023年起任调度员助理\n外卖骑手（2021年3月起）\n• 送餐"

    (job,) = resume(extractor, text).experiences

    assert (job.title, job.current) == ("外卖骑手", True)


def test_unknown_title_is_kept_without_an_occupation(extractor: Extractor):
    profile = resume(extractor, "工作经历\n2021.03 - 2022.05\t星海公司\t古琴斫制师")

    assert profile.experiences[0].occupation is None
    assert "有职位名称未能对应到已知职业。" in profile.warnings


def test_location_takes_the_most_specific_labelled_place(extractor: Extractor):
    profile = resume(extractor, "河南人\n现居住地：河南省郑州市金水区\n求职意向：配送调度员")

    assert profile.location is not None
    assert (profile.location.name, profile.location.region) == ("郑州市", "CN-410100")
    assert profile.target_occupation == "o:dispatcher"


def test_city_and_state_give_the_state(extractor: Extractor):
    profile = resume(extractor, "Ann Example\nUtica, NY 13501\nSkills\nExcel")

    assert profile.location is not None
    assert (profile.location.name, profile.location.region) == ("Utica, NY", "US-NY")


def test_profile_holds_no_name_and_no_contact(extractor: Extractor):
    text = read_document(b"Ann Example\nann@example.com\n(518) 555-0100\nSkills\nExcel", name="cv.txt").text

    assert "Ann" not in repr(resume(extractor, text))
    assert "example.com" not in text
    assert "555" not in text


def test_posting_weighs_what_it_asks_for(extractor: Extractor):
    duties, wanted = "岗位职责\n处理投诉", "任职要求\n路线规划\n必须会Excel表格\n叉车驾驶者优先"
    text = f"招聘岗位：配送调度员\n{duties}\n{wanted}\n薪资：5000-6000元/月"

    posting = extractor.extract(document(text, hint=""))

    assert isinstance(posting, PostingProfile)
    assert (posting.title, posting.occupation) == ("配送调度员", "o:dispatcher")
    assert (posting.pay_min, posting.pay_max) == (5000, 6000)
    assert {skill.skill: skill.importance for skill in posting.skills} == {
        "s:complaints": 0.7, "s:routes": 0.8, "s:excel": 1.0, "s:forklift": 0.4,
    }  # fmt: skip


def test_text_without_skills_gives_a_warning_in_its_language(extractor: Extractor):
    assert "只识别到 0 项技能" in resume(extractor, "工作经历\n无").warnings[0]
    assert "Only 0 skills" in resume(extractor, "Experience\nnone").warnings[0]


@pytest.mark.parametrize(
    ("name", "language", "occupation", "region", "denied"),
    [
        ("rider-zhengzhou.docx", "zh", "food-delivery-rider", "CN-410100", {"forklift-driving", "programming"}),
        ("call-centre-albany.pdf", "en", "call-centre-agent", "US-NY-Albany", {"python"}),
    ],
)
def test_sample_resume_gives_a_full_profile(
    starter: Vocabulary, name: str, language: str, occupation: str, region: str, denied: set[str]
):
    read = read_document((SAMPLES / name).read_bytes(), name=name)
    profile = Extractor(starter).extract(read)

    assert isinstance(profile, Profile)
    assert profile.language == language
    assert len(held(profile)) >= 12
    assert {skill.skill.split("/")[1] for skill in profile.skills if skill.negated} == denied
    assert next(job.occupation for job in profile.experiences) == f"starter:occupation/{occupation}"
    assert len(profile.experiences) == 2
    assert profile.location is not None
    assert profile.location.region == region
    assert len(profile.education) == 1


@pytest.mark.parametrize(
    ("name", "occupation"),
    [
        ("posting-dispatcher-zhengzhou.txt", "delivery-dispatcher"),
        ("posting-warehouse-supervisor-zhengzhou.html", "warehouse-manager"),
        ("posting-ai-annotator-zhengzhou.txt", "ai-data-annotator"),
        ("posting-help-desk-albany.html", "help-desk-technician"),
        ("posting-claims-clerk-albany.txt", "claims-clerk"),
        ("posting-customer-success-remote.txt", "customer-service-supervisor"),
    ],
)
def test_sample_posting_is_linked(starter: Vocabulary, name: str, occupation: str):
    posting = Extractor(starter).extract(read_document((SAMPLES / name).read_bytes(), name=name))

    assert isinstance(posting, PostingProfile)
    assert posting.occupation == f"starter:occupation/{occupation}"
    assert len(posting.skills) >= 8
    assert posting.pay_min is not None
    assert posting.location is not None


@pytest.mark.checkout
def test_samples_are_what_their_maker_writes(tmp_path: Path):
    write_rider(tmp_path / "rider-zhengzhou.docx")
    write_agent(tmp_path / "call-centre-albany.pdf")

    assert (tmp_path / "call-centre-albany.pdf").read_bytes() == (SAMPLES / "call-centre-albany.pdf").read_bytes()
    made, kept = (
        read_document((place / "rider-zhengzhou.docx").read_bytes(), name="r.docx") for place in (tmp_path, SAMPLES)
    )
    assert made.text == kept.text


def test_names_of_employers_and_offers_of_postings_are_no_skills(extractor: Extractor):
    job = "Experience\nCall-centre agent, Excel Services Ltd\nMar 2021 - May 2022\n- Took calls"
    posting = "招聘岗位：配送调度员\n任职要求\n路线规划\n薪资福利\n提供叉车驾驶培训"

    assert held(resume(extractor, job)) == {}
    assert [skill.skill for skill in extractor.extract(document(posting, hint="")).skills] == ["s:routes"]


def test_lone_ordinary_word_counts_only_in_a_list(extractor: Extractor):
    assert held(resume(extractor, "Experience\nDid some filing every day")) == {}
    assert held(resume(extractor, "Skills\nfiling, Excel")) == {"s:filing": ["filing"], "s:excel": ["Excel"]}
    assert held(resume(extractor, "Experience\nKept stock lists in Excel")) == {"s:excel": ["Excel"]}


@pytest.mark.parametrize(
    ("line", "employer"),
    [
        ("driving a forklift daily, Excel", ""),
        ("Hudson Valley Paper", "Hudson Valley Paper"),
        ("Bank of Hudson", "Bank of Hudson"),
    ],
)
def test_details_of_a_job_are_not_taken_for_its_employer(extractor: Extractor, line: str, employer: str):
    text = f"Experience\n2020-01 - 2023-05 Call-centre agent\n{line}\n"

    profile = extractor.extract(read_document(text.encode(), name="resume.txt"))

    assert [job.employer for job in profile.experiences] == [employer]
