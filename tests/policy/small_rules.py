"""A small, invented rule base that tests can read at a glance, change and load; nothing of it is law.

Exampleland (XX) with the city XX-01. The allowance: 12 months paid in, not resigned (or with a child), and registered.
It pays 60 % of the base of the day: 1000 from 2020, 1200 from 2024; the city says 1500 from 2025-07-01. It lasts 6
months, from 60 months of payment 12. The loan excludes the allowance. The base of 2024 was held to be 1100 until it was
corrected on 2026-03-01.
"""

from pathlib import Path

FACTS = """
facts:
  - {id: paid_months, type: integer, unit: month, minimum: 0, maximum: 720, actionability: time, provenance: record,
     question: {zh: 缴费几个月？, en: How many months were paid in?}, name: {zh: 缴费月数, en: months paid in}}
  - {id: leaving, type: enum, actionability: fixed, provenance: declared,
     question: {zh: 怎样离职的？, en: How did the job end?},
     words: {dismissed: {zh: 被辞退, en: dismissed}, resigned: {zh: 辞职, en: resigned}, ended: {zh: 到期, en: ended}}}
  - {id: has_child, type: boolean, actionability: fixed, provenance: declared,
     question: {zh: 有孩子吗？, en: Is there a child?}}
  - {id: registered, type: boolean, actionability: action, provenance: record,
     question: {zh: 登记了吗？, en: Registered?}}
  - {id: left_on, type: date, actionability: fixed, provenance: record,
     question: {zh: 哪天离职？, en: When did the job end?}}
  - {id: claim_date, type: date, actionability: action, provenance: declared,
     question: {zh: 哪天申请？, en: When is the claim?}}
  - {id: plan_approved, type: boolean, actionability: document, provenance: declared,
     question: {zh: 计划获批了吗？, en: Is the plan approved?}}
  - {id: shoe_size, type: integer, unit: size, minimum: 10, maximum: 60, actionability: fixed, provenance: declared,
     question: {zh: 鞋码？, en: Shoe size?}}
contradictions:
  - {id: left-after-claim, test: {'>': [{var: left_on}, {var: claim_date}]},
     text: {zh: 离职晚于申请。, en: The job ended after the claim.}}
"""

SOURCES = """
sources:
  - {id: xx-act, kind: data, doc_no: XX 1/2020, title: {zh: 样例法, en: Example Act}, url: 'https://law.example/xx-1',
     retrieved: '2020-01-01'}
  - {id: xx-notice, kind: data, title: {zh: 样例通知, en: Example Notice}, retrieved: '2020-01-01'}
  - {id: xx-rumour, kind: memory, title: {zh: 传闻, en: Hearsay}}
  - {id: xx-unused, kind: memory, title: {zh: 未用, en: Unused}}
"""

RULES = """
jurisdiction: XX
parameters:
  - id: base
    name: {zh: 基数, en: Base}
    unit: CNY/month
    rows:
      - {from: '2020-01-01', to: '2024-01-01', value: 1000, status: in_force, cite: {source: xx-notice, article: '1'}}
      - {from: '2024-01-01', value: 1100, status: in_force, known_to: '2026-03-01',
         cite: {source: xx-notice, article: '2'}}
      - {from: '2024-01-01', value: 1200, status: in_force, known_from: '2026-03-01',
         cite: {source: xx-notice, article: '3'}}
  - id: share
    name: {zh: 比例, en: Share}
    unit: /1
    role: ratio
    rows:
      - {from: '2020-01-01', value: 0.60, status: in_force, cite: {source: xx-act, article: '7', quote: sixty percent}}
  - id: least_months
    name: {zh: 最少月数, en: Least months}
    unit: month
    rows:
      - {from: '2020-01-01', value: 12, status: in_force, cite: {source: xx-act, article: '5'}}
  - id: months_grid
    name: {zh: 月数表, en: Months granted}
    unit: month
    shape: table
    rows:
      - {from: '2020-01-01', value: [[0, 0], [12, 6], [60, 12]], status: in_force, cite: {source: xx-act, article: '8'}}
benefits:
  - id: xx-allowance
    name: {zh: 样例津贴, en: Example allowance}
    kind: allowance
    authority: {zh: 样例局, en: Example Office}
    channel: [{zh: 窗口, en: Counter}]
    documents: [{zh: 身份证, en: Identity card}, {zh: 离职证明, en: Proof that the job ended}]
    processing_days: 10
    feeds: [xx-loan]
  - id: xx-loan
    name: {zh: 样例贷款, en: Example loan}
    kind: loan
    authority: {zh: 样例局, en: Example Office}
    channel: [{zh: 窗口, en: Counter}]
    documents: [{zh: 身份证, en: Identity card}]
    excludes: [xx-allowance]
provisions:
  - benefit: xx-allowance
    slot: eligibility
    kind: eligibility
    from: '2020-01-01'
    status: in_force
    cite: {source: xx-act, article: '5'}
    event: &claim {first_known: [{var: claim_date}, {on: []}]}
    require:
      all:
        - {id: paid-enough, text: {zh: 缴费满期, en: Paid in long enough}, monetary: true,
           test: {'>=': [{var: paid_months}, {param: least_months}]}, cite: {source: xx-act, article: '5(1)'}}
        - any:
            - {id: not-resigned, text: {zh: 并非辞职, en: Did not resign},
               test: {'!': {is: [{var: leaving}, resigned]}}, cite: {source: xx-act, article: '5(2)'}}
            - {id: with-child, text: {zh: 有孩子, en: Has a child}, test: {var: has_child},
               cite: {source: xx-act, article: '5(3)'}}
        - {id: registered, text: {zh: 已登记, en: Registered}, test: {var: registered},
           cite: {source: xx-act, article: '5(4)', quote: has registered}}
  - {benefit: xx-allowance, slot: monthly, kind: amount, period: month, currency: CNY, from: '2020-01-01',
     status: in_force, cite: {source: xx-act, article: '7'}, event: *claim,
     value: {'*': [{param: base}, {param: share}]}}
  - {benefit: xx-allowance, slot: duration, kind: duration, unit: month, from: '2020-01-01', status: in_force,
     cite: {source: xx-act, article: '8'}, event: *claim, value: {table: [months_grid, {var: paid_months}]}}
  - {benefit: xx-allowance, slot: claim, kind: deadline, from: '2020-01-01', status: in_force,
     cite: {source: xx-act, article: '9'}, text: {zh: 六十日内申请。, en: Claim within 60 days.},
     value: {add_days: [{var: left_on}, 60]}}
  - {benefit: xx-allowance, slot: stop, kind: stop, from: '2020-01-01', status: in_force, events: [re_employed],
     cite: {source: xx-act, article: '10'}, text: {zh: 再就业即停发。, en: Ends with a new job.}}
  - benefit: xx-loan
    slot: eligibility
    kind: eligibility
    from: '2020-01-01'
    status: unverified
    cite: {source: xx-rumour, article: '1'}
    require:
      all:
        - {id: plan, text: {zh: 计划获批, en: Plan approved}, test: {var: plan_approved}, caseworker: true,
           cite: {source: xx-rumour, article: '1'}}
"""

CITY = """
jurisdiction: XX-01
parameters:
  - id: base
    name: {zh: 基数, en: Base}
    unit: CNY/month
    rows:
      - {from: '2025-07-01', value: 1500, status: in_force, cite: {source: xx-notice, article: city}}
"""

PLACES = """
jurisdictions:
  - {code: XX, name: {zh: 样例国, en: Exampleland}}
  - {code: XX-01, parent: XX, name: {zh: 样例市, en: Example City}}
  - {code: XX-02, parent: XX, name: {zh: 邻市, en: Next City}}
"""

EDITION = "edition: {version: '2020.1', recorded: '2020-01-01', language: '1.1'}\n"

#: Somebody who gets the allowance: 30 months paid, dismissed, registered.
PERSON: dict[str, object] = {
    "paid_months": 30,
    "leaving": "dismissed",
    "has_child": False,
    "registered": True,
    "left_on": "2026-04-01",
    "claim_date": "2026-04-10",
    "shoe_size": 43,
}


def write_small_rules(root: Path, *, rules: str = RULES) -> Path:
    """Write the rule base into a folder and give it back; `rules` may be a changed copy of RULES."""
    for name, text in {
        "facts/xx.yaml": FACTS,
        "rules/edition.yaml": EDITION,
        "rules/jurisdictions.yaml": PLACES,
        "rules/sources.yaml": SOURCES,
        "rules/XX/example.yaml": rules,
        "rules/XX-01/example.yaml": CITY,
    }.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return root
