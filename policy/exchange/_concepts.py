"""Names of the closed words of rule files, for concepts in RDF."""

from policy._values import Text

#: Kinds of benefits and provisions, statuses and periods of payment.
CONCEPTS: dict[str, Text] = {
    "insurance": {"zh": "保险待遇", "en": "insurance benefit"},
    "subsidy": {"zh": "补贴", "en": "subsidy"},
    "allowance": {"zh": "津贴", "en": "allowance"},
    "lump_sum": {"zh": "一次性给付", "en": "lump sum"},
    "loan": {"zh": "贷款", "en": "loan"},
    "recognition": {"zh": "身份认定", "en": "recognition of a status"},
    "programme": {"zh": "服务项目", "en": "programme of services"},
    "eligibility": {"zh": "领取条件", "en": "eligibility"},
    "amount": {"zh": "数额", "en": "amount"},
    "duration": {"zh": "期限", "en": "duration"},
    "first_payment": {"zh": "首次支付", "en": "first payment"},
    "stop": {"zh": "停止情形", "en": "what ends it"},
    "deadline": {"zh": "办理期限", "en": "deadline"},
    "stacking": {"zh": "不可同时享受", "en": "exclusion"},
    "information": {"zh": "说明", "en": "information"},
    "in_force": {"zh": "现行有效", "en": "in force"},
    "disputed": {"zh": "存在争议", "en": "disputed"},
    "unverified": {"zh": "未经核实", "en": "not verified"},
    "expired": {"zh": "已到期", "en": "expired"},
    "month": {"zh": "按月", "en": "a month"},
    "week": {"zh": "按周", "en": "a week"},
    "day": {"zh": "按日", "en": "a day"},
    "once": {"zh": "一次性", "en": "once"},
    "week_payable": {"zh": "每周实付", "en": "payable in a week"},
    "week_with_dependents": {"zh": "按周（含受抚养人）", "en": "a week, with dependents"},
    "total": {"zh": "总额", "en": "in total"},
}
