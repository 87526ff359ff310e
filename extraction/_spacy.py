"""spaCy, imported without torch.

thinc, which spaCy stands on, imports torch wherever it is installed. Our pipelines carry no trained component, so that
would only cost seconds at the first document and half a gigabyte for as long as the process serves.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def _absent(name: str) -> Iterator[None]:
    """Let imports of a package fail for a while, as if it were not installed; one imported already stays."""
    if name in sys.modules:
        yield
        return
    sys.modules[name] = None  # type: ignore[assignment]  # the import system's own mark for "not to be had"
    try:
        yield
    finally:
        del sys.modules[name]


with _absent("torch"):
    from spacy import blank
    from spacy.language import Language
    from spacy.tokens import Doc, Span
    from spacy.vocab import Vocab

__all__ = ["Doc", "Language", "Span", "Vocab", "blank"]
