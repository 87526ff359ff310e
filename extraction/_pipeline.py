"""The spaCy pipeline: mixed-script tokens, mentions of the vocabulary, denial. No model is loaded.

A blank `zh` or `en` language carries two components, registered with spaCy as `pathloom_mentions` and
`pathloom_denial`. Mentions are in `doc.spans["mentions"]`: label = entry kind, `span_id` = entry id, and
`span._.pathloom_confidence`, `pathloom_method`, `pathloom_denied`, `pathloom_wished`.
"""

from collections.abc import Sequence

from extraction._forms import Form, FormTable
from extraction._negation import denied_spans, wished_spans
from extraction._settings import matching
from extraction._spacy import Doc, Language, Span, Vocab, blank
from extraction._tokens import FILLERS, TOKEN, is_han, key
from extraction._vocabulary import Vocabulary

SPANS = "mentions"

for _name, _default in (
    ("pathloom_confidence", 0.0),
    ("pathloom_method", ""),
    ("pathloom_denied", False),
    ("pathloom_wished", False),
):
    if not Span.has_extension(_name):
        Span.set_extension(_name, default=_default)


def build_pipeline(language: str, vocabulary: Vocabulary) -> Language:
    """A pipeline for one language that links to one vocabulary."""
    pipeline = blank(language)
    pipeline.tokenizer = MixedTokenizer(pipeline.vocab)
    mentions = pipeline.add_pipe("pathloom_mentions")
    if not isinstance(mentions, MentionFinder):
        raise TypeError(f"pathloom_mentions is a {type(mentions).__name__}")
    mentions.vocabulary = vocabulary
    pipeline.add_pipe("pathloom_denial")
    return pipeline


class MixedTokenizer:
    """Splits by `extraction._tokens.TOKEN`; blanks beyond one, tabs and line ends are tokens, so the text is kept."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        words: list[str] = []
        spaces: list[bool] = []
        position = 0
        for found in TOKEN.finditer(text):
            gap = text[position : found.start()]
            if gap.startswith(" ") and words:
                spaces[-1] = True
                gap = gap[1:]
            if gap:
                words.append(gap)
                spaces.append(False)
            words.append(found.group())
            spaces.append(False)
            position = found.end()
        if position < len(text):
            words.append(text[position:])
            spaces.append(False)
        return Doc(self.vocab, words=words, spaces=spaces)


class MentionFinder:
    """Finds names of the vocabulary, leftmost and longest first; they do not overlap.

    Set `vocabulary` before use; without one nothing is found.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.vocabulary: Vocabulary | None = None

    def __call__(self, doc: Doc) -> Doc:
        doc.spans[SPANS] = [] if self.vocabulary is None else self._mentions(doc, self.vocabulary)
        return doc

    def _mentions(self, doc: Doc, vocabulary: Vocabulary) -> list[Span]:
        steps = [token.text if token.text in FILLERS else key(token.text) for token in doc]
        mentions: list[Span] = []
        position = 0
        while position < len(steps):
            end, form, confidence, method = _best(doc, steps, position, vocabulary.forms)
            if form is None:
                position += 1
                continue
            entry = vocabulary.entry(form.row)
            span = Span(doc, position, end, label=str(entry.kind), span_id=entry.id)
            span._.pathloom_confidence = confidence
            span._.pathloom_method = method
            mentions.append(span)
            position = end
        return mentions


def _best(doc: Doc, steps: Sequence[str], start: int, forms: FormTable) -> tuple[int, Form | None, float, str]:
    found = forms.longest(steps, start)
    if found is None or _inside_word(doc, start):
        return start, None, 0.0, ""
    end, candidates = found
    surface = doc[start:end].text
    usable = [form for form in candidates if form.cased in ("", surface) and _same_word(surface, form.name)]
    if not usable:
        return start, None, 0.0, ""
    form = min(usable, key=lambda form: (form.rank, not form.preferred, form.shortened, form.row))
    rivals = {rival.row for rival in usable if rival.rank == form.rank and rival.preferred == form.preferred}
    table = matching()
    if surface.lower() != form.name:
        kind = "inflected"
    elif form.shortened:
        kind = "bare"
    else:
        kind = "preferred" if form.preferred else "alias"
    confidence = table.kind[kind]
    if len(rivals) > 1:
        confidence *= table.factor["ambiguous"]
    return end, form, confidence, f"label-{kind}/{table.version}"


def _inside_word(doc: Doc, start: int) -> bool:
    """A digit or Latin letter glued to the left (as in "3D打印" at "D"); Han characters never glue."""
    if start == 0 or doc[start - 1].whitespace_:
        return False
    before, first = doc[start - 1].text[-1], doc[start].text[0]
    return before.isalnum() and first.isalnum() and not is_han(before) and not is_han(first)


def _same_word(surface: str, name: str) -> bool:
    """Whether one word may stand for another of the same stem: as its plural, or both as -ing or -ed.

    "mentored" is "mentoring", but "files" is not "filing". Names of several words, and Chinese, always pass.
    """
    if surface.lower() == name or not (surface.isalpha() and name.isalpha() and name.isascii()):
        return True
    forms = [word.lower().removesuffix("s").removesuffix("e") for word in (surface, name)]
    verbs = all(word.lower().endswith(("ing", "ed")) for word in (surface, name))
    return verbs or forms[0] == forms[1]


class DenialMarker:
    """Marks mentions that the text denies or only wishes for."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __call__(self, doc: Doc) -> Doc:
        denied, wished = denied_spans(doc.text), wished_spans(doc.text)
        for span in doc.spans[SPANS]:
            span._.pathloom_denied = any(start <= span.start_char < end for start, end in denied)
            span._.pathloom_wished = any(start <= span.start_char < end for start, end in wished)
        return doc


@Language.factory("pathloom_mentions")
def _make_mention_finder(nlp: Language, name: str) -> MentionFinder:  # noqa: ARG001  # spaCy passes both by name
    return MentionFinder(name)


@Language.factory("pathloom_denial")
def _make_denial_marker(nlp: Language, name: str) -> DenialMarker:  # noqa: ARG001
    return DenialMarker(name)
