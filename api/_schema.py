"""The executable schema: every type of the SDL with what backs it."""

from decimal import Decimal
from operator import attrgetter
from typing import Any

from graphql import GraphQLError, GraphQLSchema

from api import _benefits, _graph, _people
from api._binding import Resolver, bind, read_sdl, snake
from api._inputs import read_date, read_decimal, read_facts
from api._samples import SampleView
from api._views import (
    BenefitView,
    Connection,
    CourseView,
    EdgeView,
    Info,
    OccupationView,
    PageInfo,
    RequirementView,
    SkillView,
    SourceView,
    node_id,
    taught_rows,
    teaching_rows,
)
from ontology import (
    Contribution,
    EducationStatement,
    Evidence,
    ExperienceStatement,
    Explanation,
    Figure,
    LocationStatement,
    Money,
    PathloomError,
    PostingProfile,
    Profile,
    SkillKind,
    SkillStatement,
    Verdict,
)
from ontology.records import Pays
from policy import Change, Citation, Condition, Deadline, Decision, FormField, NeedSet, PossibleIf
from reasoning import answers, plan_parts, route_parts

BACKING: dict[str, type] = {
    "PageInfo": PageInfo,
    "Money": Money,
    "NamedNumber": _graph.NamedView,
    "NamedText": _graph.NamedView,
    "Count": _graph.CountView,
    "Figure": Figure,
    "Evidence": Evidence,
    "Contribution": Contribution,
    "Explanation": Explanation,
    "Occupation": OccupationView,
    "OccupationConnection": Connection,
    "OccupationEdge": EdgeView,
    "Requirement": RequirementView,
    "RequirementConnection": Connection,
    "RequirementEdge": EdgeView,
    "PayFigure": Pays,
    "Skill": SkillView,
    "SkillConnection": Connection,
    "SkillEdge": EdgeView,
    "Course": CourseView,
    "Benefit": BenefitView,
    "FactDefinition": _benefits.FactView,
    "FactOption": _benefits.FactOptionView,
    "Profile": Profile,
    "SkillStatement": SkillStatement,
    "ExperienceStatement": ExperienceStatement,
    "EducationStatement": EducationStatement,
    "LocationStatement": LocationStatement,
    "PostingProfile": PostingProfile,
    "GapSkill": answers.GapSkill,
    "Gap": answers.Gap,
    "Pay": answers.Pay,
    "CourseChoice": answers.CourseChoice,
    "Change": answers.Change,
    "Transition": answers.Transition,
    "Step": answers.Step,
    "Counterfactual": answers.Counterfactual,
    "CareerPath": answers.Path,
    "Source": SourceView,
    "PathsAnswer": answers.PathsAnswer,
    "PostingMatch": answers.PostingMatch,
    "Citation": Citation,
    "Condition": Condition,
    "Deadline": Deadline,
    "BenefitDecision": Decision,
    "NeedSet": NeedSet,
    "BenefitFigure": _benefits.FigureView,
    "PossibleIf": PossibleIf,
    "NextQuestion": _benefits.NextQuestionView,
    "QuestionGain": _benefits.QuestionGainView,
    "FactForm": _benefits.FormView,
    "FormField": FormField,
    "FactChange": Change,
    "RouteStep": answers.RouteStep,
    "RouteDeadline": route_parts.StepDeadline,
    "Becoming": route_parts.Becoming,
    "WaitingLoss": route_parts.WaitingLoss,
    "Unlock": route_parts.Unlock,
    "Route": answers.Route,
    "PlanItem": answers.PlanItem,
    "PlanMonth": answers.PlanMonth,
    "PlanClaim": plan_parts.PlanClaim,
    "Shortfall": plan_parts.Shortfall,
    "Relaxation": plan_parts.Relaxation,
    "FundedPlan": answers.FundedPlan,
    "Statistics": _graph.StatisticsView,
    "Sample": SampleView,
}


def _attribute(path: str) -> Resolver:
    read = attrgetter(path)
    return lambda source, _info: read(source)


def _listed(read: Any) -> Resolver:
    return lambda source, _info: read(source)


def _spelt(value: object) -> str:
    """A fact's value as JSON spells it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _id(source: Any, _info: Info) -> str:
    return node_id(source)


def _resolvers() -> dict[str, Resolver]:
    found: dict[str, Resolver] = {
        "Query.node": _graph.node,
        "Query.occupation": _graph.occupation,
        "Query.occupations": _graph.occupations,
        "Query.skill": _graph.skill,
        "Query.skills": _graph.skills,
        "Query.search": _graph.search,
        "Query.statistics": _graph.statistics,
        "Query.samples": _graph.samples,
        "Query.parseResume": _people.parse_resume,
        "Query.parsePosting": _people.parse_posting,
        "Query.careerPaths": _people.career_paths,
        "Query.transition": _people.transition,
        "Query.match": _people.match,
        "Query.fundedPlan": _people.funded_plan,
        "Query.benefit": _benefits.benefit,
        "Query.benefits": _benefits.benefits,
        "Query.needSets": _benefits.need_sets,
        "Query.benefitFigures": _benefits.benefit_figures,
        "Query.possibleIf": _benefits.possible_if,
        "Query.factForm": _benefits.fact_form_view,
        "Query.nextQuestions": _benefits.next_questions,
        "Query.benefitRoutes": _benefits.benefit_routes,
        "Query.facts": _benefits.facts,
        "LocalisedText.text": _graph.text,
        "LocalisedText.zh": lambda source, _info: source.get("zh"),
        "LocalisedText.en": lambda source, _info: source.get("en"),
        "Occupation.members": _graph.members,
        "Occupation.requirements": _graph.requirements,
        "Occupation.pay": _graph.pay,
        "Skill.requiredBy": _graph.required_by,
        "Skill.courses": _listed(teaching_rows),
        "Course.teaches": _listed(taught_rows),
        "Course.label": _graph.label,
        "Benefit.name": _graph.label,
        "Sample.label": _graph.sample_label,
        "Sample.key": _attribute("sample.key"),
        "Sample.facts": _attribute("sample.facts"),
        "Sample.jurisdiction": _attribute("sample.jurisdiction"),
        "PayFigure.region": _attribute("to_id"),
        "PayFigure.amount": _attribute("median_wage_per_month"),
        "SearchHit.id": _graph.hit_id,
        "SearchHit.key": _attribute("id"),
        "SearchHit.kind": _attribute("kind"),
        "SearchHit.label": _attribute("label"),
        "SearchHit.score": _attribute("score"),
        "SearchHit.node": _graph.hit_node,
        "PathsAnswer.sources": _graph.sources,
        "CareerPath.utilityParts": _graph.named_values("utility_parts"),  # type: ignore[dict-item]
        "Counterfactual.change": _graph.named_values("change"),  # type: ignore[dict-item]
        "PlanItem.key": _attribute("id"),
        "PlanClaim.key": _attribute("id"),
        "Unlock.key": _attribute("id"),
        "SkillStatement.skill": _people.statement_skill,
        "CourseChoice.course": _people.chosen_course,
        "CourseChoice.teaches": _people.named_skills("teaches"),
        "Step.uncovered": _people.named_skills("uncovered"),
        "GapSkill.skill": _people.named_skill("skill"),
        "GapSkill.coveredBy": _people.named_skill("covered_by"),
        "Gap.occupation": _people.named_occupation("occupation"),
        "Transition.origin": _people.named_occupation("origin"),
        "Transition.target": _people.named_occupation("target"),
        "PathsAnswer.origin": _people.named_occupation("origin"),
        "PostingMatch.occupation": _people.named_occupation("occupation"),
        "Profile.targetOccupation": _people.linked_occupation("target_occupation"),
        "ExperienceStatement.occupation": _people.linked_occupation("occupation"),
        "PostingProfile.occupation": _people.linked_occupation("occupation"),
        "RouteStep.benefit": _people.named_benefit(attrgetter("benefit.id")),
        "BenefitDecision.benefit": _people.named_benefit(attrgetter("benefit_id")),
        "Citation.title": _attribute("source.title"),
        "Citation.documentNumber": _attribute("source.doc_no"),
        "Citation.issued": _attribute("source.issued"),
        "Citation.retrieved": _attribute("source.retrieved"),
        "Citation.url": _attribute("source.url"),
        "FormField.options": _listed(_benefits.form_options),
        "QuestionGain.benefit": _people.named_benefit(attrgetter("benefit_id")),
        "NeedSet.benefit": _people.named_benefit(attrgetter("benefit_id")),
        "FactChange.before": lambda source, _info: None if source.before is None else _spelt(source.before),
        "FactChange.after": lambda source, _info: _spelt(source.after),
        "BenefitDecision.json": _benefits.decision_json,
    }
    for kind in ("Occupation", "Skill", "Course", "Benefit"):
        found[f"{kind}.id"] = _id
    for kind in ("Occupation", "Skill"):
        found[f"{kind}.label"] = _graph.label
        found[f"{kind}.altLabels"] = _graph.alt_labels
        found[f"{kind}.description"] = _graph.description
    for name in ("notation", "scheme", "iscoCode", "socCode", "tasks", "flexible", "jobZone", "figures"):
        found[f"Occupation.{name}"] = _record(name)
    found["Skill.kind"] = _record("kind")
    for name in ("provider", "hours", "months", "cost", "currency", "online", "url", "year"):
        found[f"Course.{name}"] = _record(name)
    for name in ("kind", "jurisdiction", "authority", "channel", "documents", "processingDays", "excludes", "requires",
                 "feeds"):  # fmt: skip
        found[f"Benefit.{name}"] = _record(name)
    return found


def _record(field: str) -> Resolver:
    return _attribute(f"record.{snake(field)}")


def _as_graphql(read: Any) -> Any:
    def coerce(value: object) -> object:
        try:
            return read(value)
        except PathloomError as error:
            raise GraphQLError(str(error), extensions={"code": "BAD_USER_INPUT", "reason": error.code}) from error

    return coerce


SCALARS = {
    "Date": (lambda value: value.isoformat(), _as_graphql(read_date)),
    "Decimal": (lambda value: format(Decimal(value), "f"), _as_graphql(read_decimal)),
    "Facts": (dict, _as_graphql(read_facts)),
}

ENUMS: dict[str, dict[str, object]] = {
    "Language": {"ZH": "zh", "EN": "en"},
    "SearchKind": {word.upper(): word for word in ("any", "occupation", "skill", "course", "benefit")},
    "SkillStatus": {word.name: word for word in answers.SkillStatus},
    "MoveKind": {word.name: word for word in answers.MoveKind},
    "Verdict": {word.name: word for word in Verdict},
    "SkillKind": {word.name: word for word in SkillKind},
}


def make_schema() -> GraphQLSchema:
    """Read the SDL and bind it.

    Raises:
        SchemaBindingError: the SDL and this file differ.
    """
    return bind(
        read_sdl(),
        backing=BACKING,
        resolvers=_resolvers(),
        scalars=SCALARS,
        enums=ENUMS,
        type_of=lambda value: type(value).__name__.removesuffix("View"),
    )
