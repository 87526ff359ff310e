"""Decision records: what a benefit was decided from, kept so that the decision can be repeated years later.

`make_record` writes one, `read_record` reads it strictly, `replay` re-evaluates it from the rules inside it,
`record_page` and `record_text` print it, `concerns` says what in it calls for a second pair of eyes.
"""

from policy.records._changes import RuleChange
from policy.records._compare import Difference
from policy.records._concerns import Concern, concerns
from policy.records._make import Case, Provenance, make_record
from policy.records._page import record_page, record_text
from policy.records._record import DecisionRecord, read_record
from policy.records._replay import Cause, Replay, Today, replay

__all__ = [
    "Case",
    "Cause",
    "Concern",
    "DecisionRecord",
    "Difference",
    "Provenance",
    "Replay",
    "RuleChange",
    "Today",
    "concerns",
    "make_record",
    "read_record",
    "record_page",
    "record_text",
    "replay",
]
