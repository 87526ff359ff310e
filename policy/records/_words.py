"""What the records say to people, in Chinese and English."""

from policy._values import Text

#: Why a replay differs or is limited, by code.
CAUSES: dict[str, Text] = {
    "RECORD_ALTERED": {
        "zh": "记录在写成之后被改动：{parts} 的摘要不符。",
        "en": "The record was changed after it was written: the digest of {parts} is wrong.",
    },
    "ENGINE_CHANGED": {
        "zh": "记录由引擎 {recorded} 写成，现在用 {now} 重算。",
        "en": "Written by engine {recorded}, evaluated now by {now}.",
    },
    "DECISION_MISSING": {
        "zh": "记录缺少以下待遇的结论：{benefits}。",
        "en": "The record lacks the decision of: {benefits}.",
    },
}

#: Why a decision should be looked at by two people, by code.
CONCERNS: dict[str, Text] = {
    "discretion": {
        "zh": "法律把其中一点留给经办人员判断。",
        "en": "The law leaves a point to an official's judgement.",
    },
    "gives_up_benefit": {
        "zh": "领取它就不能同时领取另一项本人可能享有的待遇。",
        "en": "Drawing it gives up another benefit that is open to the person.",
    },
    "loan": {"zh": "这是贷款，会带来债务。", "en": "It is a loan and brings debt."},
    "unverified_rule": {
        "zh": "结论依据了未经官方原文核实的规定或数值。",
        "en": "The answer rests on a rule or value that is not verified against an official text.",
    },
    "disputed_rule": {
        "zh": "结论依据了存在不同理解的规定。",
        "en": "The answer rests on a rule that is read in different ways.",
    },
    "expired": {
        "zh": "规定已到期，后续规定未知。",
        "en": "The rule has ended and what follows is not known.",
    },
}

#: Words of the printed page.
WORDS: dict[str, Text] = {
    "title": {"zh": "待遇决定记录", "en": "Decision record"},
    "notice": {
        "zh": "本记录只说明依据哪些事实和规定得出什么结论，不构成承诺；以经办机构的决定为准。",
        "en": "This record says what follows from which facts and rules. It promises nothing; the agency decides.",
    },
    "case": {"zh": "案件编号", "en": "Case reference"},
    "recorded_by": {"zh": "记录人", "en": "Recorded by"},
    "recorded_at": {"zh": "记录时间（UTC）", "en": "Recorded at (UTC)"},
    "on": {"zh": "所问日期", "en": "Day of the question"},
    "known_at": {"zh": "按该日所知的规定", "en": "Rules as held on"},
    "jurisdiction": {"zh": "适用地区", "en": "Jurisdiction"},
    "engine": {"zh": "引擎版本", "en": "Engine version"},
    "rule_base": {"zh": "规则库", "en": "Rule base"},
    "digest": {"zh": "记录摘要（SHA-256）", "en": "Digest of this record (SHA-256)"},
    "altered": {"zh": "注意：本记录写成之后被改动过。", "en": "Warning: this record was changed since it was written."},
    "facts": {"zh": "事实", "en": "Facts"},
    "no_facts": {"zh": "没有已知的事实。", "en": "No facts were known."},
    "fact": {"zh": "事实", "en": "Fact"},
    "value": {"zh": "内容", "en": "Value"},
    "provenance": {"zh": "来源", "en": "From"},
    "declared": {"zh": "本人陈述", "en": "declared"},
    "record": {"zh": "档案记录", "en": "taken from a record"},
    "derived": {"zh": "由其他事实推算", "en": "worked out from other facts"},
    "eligible": {"zh": "符合", "en": "eligible"},
    "not_eligible": {"zh": "不符合", "en": "not eligible"},
    "unknown": {"zh": "尚不能判断", "en": "cannot be said yet"},
    "true": {"zh": "是", "en": "yes"},
    "false": {"zh": "否", "en": "no"},
    "met": {"zh": "满足", "en": "met"},
    "not_met": {"zh": "不满足", "en": "not met"},
    "open": {"zh": "未定", "en": "open"},
    "condition": {"zh": "条件", "en": "Condition"},
    "have": {"zh": "现状", "en": "Has"},
    "need": {"zh": "要求", "en": "Needs"},
    "result": {"zh": "结果", "en": "Result"},
    "citation": {"zh": "依据", "en": "Citation"},
    "figures": {"zh": "数额与期限", "en": "Figures"},
    "conditions": {"zh": "条件与依据", "en": "Conditions and citations"},
    "parameters": {"zh": "所用数值", "en": "Values used"},
    "parameter": {"zh": "数值名称", "en": "Value"},
    "valid": {"zh": "有效期", "en": "Valid"},
    "status": {"zh": "核实状态", "en": "Status"},
    "in_force": {"zh": "现行有效", "en": "in force"},
    "unverified": {"zh": "未经核实", "en": "not verified"},
    "disputed": {"zh": "存在争议", "en": "disputed"},
    "expired": {"zh": "已到期", "en": "expired"},
    "table": {"zh": "见附录表格", "en": "table, see annex"},
    "deadlines": {"zh": "期限", "en": "Deadlines"},
    "official": {"zh": "其中一点须由经办人员判断。", "en": "An official has to judge a point of this."},
    "sources": {"zh": "法规与出处", "en": "Sources"},
    "source_title": {"zh": "文件", "en": "Text"},
    "doc_no": {"zh": "文号", "en": "Number"},
    "issued": {"zh": "印发或公布日期", "en": "Issued"},
    "retrieved": {"zh": "查阅日期", "en": "Read on"},
    "url": {"zh": "网址", "en": "Address"},
    "bears_none": {"zh": "无", "en": "none"},
    "annex": {"zh": "附录：所用规则全文", "en": "Annex: the rules that were used"},
    "rule": {"zh": "规则", "en": "Rule"},
    "content": {"zh": "内容", "en": "Content"},
    "signature": {"zh": "经办人签字 ______________    复核人签字 ______________    日期 ____________",
                  "en": "Caseworker ______________    Second reviewer ______________    Date ____________"},
    "monetary_eligibility": {"zh": "缴费或工资条件", "en": "Wage or contribution conditions met"},
    "weekly_amount": {"zh": "每周金额", "en": "Weekly amount"},
    "weekly_amount_with_dependents": {"zh": "每周金额（含受抚养人）", "en": "Weekly amount with dependents"},
    "weekly_payable": {"zh": "扣除收入后的每周金额", "en": "Payable in a week after earnings"},
    "weeks": {"zh": "周数", "en": "Weeks"},
    "maximum_total": {"zh": "最高总额", "en": "Maximum total"},
    "waiting_weeks": {"zh": "等待周数", "en": "Waiting weeks"},
    "first_week_unpaid": {"zh": "第一周不支付", "en": "First week unpaid"},
    "payable_for_weeks_claimed": {"zh": "所申领各周合计", "en": "Payable for the weeks claimed"},
    "amount_per_month": {"zh": "每月金额", "en": "Amount a month"},
    "amount_once": {"zh": "一次性金额", "en": "Amount once"},
    "amount_per_day": {"zh": "每日金额", "en": "Amount a day"},
    "duration_months": {"zh": "月数", "en": "Months"},
    "duration_days": {"zh": "天数", "en": "Days"},
    "first_payment": {"zh": "最早支付日", "en": "First payment"},
}  # fmt: skip
