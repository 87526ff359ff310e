"""Everything the page needs to put answers into words: texts by code, facts with their questions, places, figures."""

from typing import Any

from api._benefits import fact_views
from api._views import Context
from ontology import figure_terms, unit_labels
from reasoning import sections, text

#: Sections of texts that stand alone, without places to fill in.
WORDS = ("signals", "utility_parts", "skill_statuses", "move_kinds")


def texts(context: Context) -> dict[str, Any]:
    """Texts of both languages, by section and code; and what the facts form is made from."""
    rules = context.engine.rule_base
    return {
        "words": {name: {key: text(name, key) for key in sections().get(name, ())} for name in WORDS},
        "facts": [
            {
                "id": fact.id,
                "type": fact.type,
                "unit": fact.unit,
                "question": fact.question,
                "options": [{"value": option.value, "label": option.label} for option in fact.options],
            }
            for fact in fact_views(context)
        ],
        "jurisdictions": [
            {"code": place.code, "name": place.name, "parent": place.parent} for place in rules.jurisdictions.values()
        ],
        "figures": {
            term.name: {
                "label": term.labels,
                "words": [{"en": en, "zh": zh} for en, zh in zip(term.words, term.words_zh, strict=True)],
                "source": {"title": term.source.title, "url": term.source.url},
            }
            for term in figure_terms().values()
        },
        "units": unit_labels(),
        "benefits": {benefit.id: benefit.name for benefit in rules.benefits.values()},
    }
