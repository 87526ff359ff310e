// What the page itself says, in both languages; what answers say comes with the answers.
const zh = {
  skip: "跳到结果", tagline: "能转到哪些职业、怎么转；哪些政策待遇能支持你走过去", nav: "站点", language: "语言",
  who: "为谁规划？", own: "我自己的情况", ownHint: "粘贴文字或上传简历；不会保存任何内容", paste: "粘贴简历或自我介绍", upload: "或上传简历文件（PDF、DOCX、HTML、TXT，不超过 {mb} MB）",
  region: "所在地区", regionHint: "决定薪酬数据和适用的政策", months: "最多用多少个月", floor: "每月最低收入", optional: "可不填", go: "查看路径", again: "按修改重新计算",
  facts: "政策待遇需要知道的情况", factsHint: "都可以不填。没填的按“未知”处理，绝不当作“否”。", unknown: "未知", yes: "是", no: "否", choose: "请选择",
  reading: "正在读取简历……", working: "正在计算……", done: "结果已更新：{n} 条路径。", failed: "出错了", requestId: "请求编号",
  profile: "我们读到的情况", evidence: "依据", remove: "去掉“{label}”", addSkill: "补充一项技能", add: "添加", denied: "明确表示不具备", noneFound: "没有识别出技能。", experiences: "工作经历", current: "至今", skills: "技能", found: "找到 {n} 项",
  best: "最合适的路径", alternatives: "其他不同方向", considered: "共比较了 {n} 条路径。", from: "从", path: "路径 {n}", step: "第 {n} 步",
  feasible: "可行性", ofSkills: "已具备 {have} / {all} 项技能", andPartial: "另有 {n} 项相近", payNow: "现在的收入", payThen: "之后的收入", perMonth: "/月", payUnknown: "没有数据", time: "需要时间", monthsN: "{n} 个月", cost: "学习费用", free: "免费",
  details: "技能差距、课程、理由", why: "为什么是这个分数", base: "起点（平均水平）", sum: "合计", overlap: "仅按技能重合计算为 {p}", gap: "技能差距", have: "已具备", partial: "相近", missing: "还缺", courses: "学习资源", hours: "{n} 小时", uncovered: "暂无课程的技能", exposure: "受人工智能影响等指标的变化", gained: "可能获得的待遇", lost: "转岗后停止的待遇", whatIf: "怎样会改变结果", more: "还有 {n} 项", held: "你的技能",
  benefits: "政策待遇", eligible: "符合条件", not_eligible: "不符合条件", unknownVerdict: "尚不能确定", conditions: "逐条条件", condition: "条件", need: "要求", has: "情况", met: "符合", unmet: "不符合", open: "未知", clause: "依据", amount: "金额", once: "一次性", duration: "期限", firstMoney: "最早到账", deadline: "截止", ask: "补充这些情况就能确定", answer: "去填写", caseworker: "有条件须由经办机构认定", weekly: "/周", weeks: "{n} 周", ceiling: "上限 {x}（由地方确定，不是承诺）", confidence: "把握", high: "高", medium: "中", low: "低", where: "在哪里办", papers: "需要材料",
  unverified: "来源未经核实", in_force: "有效", expired: "已失效", disputed: "有争议",
  routes: "办理顺序", route: "方案 {n}", asOf: "按 {day} 的规定",
  plan: "逐月资金计划", planCaption: "活动、收入、待遇、支出和结余；每月把握程度随路径可行性变化", month: "月份", activity: "安排", income: "收入", benefit: "待遇", costs: "支出", balance: "结余", sure: "把握", total: "合计", caveats: "请注意", noPlan: "暂时无法做出资金计划",
  sources: "数据来源", promise: "这里的分数是可能性，不是承诺：不保证任何收入、待遇或工作。待遇以经办机构的认定为准。", privacy: "样例人物都是虚构的。你输入的内容只用于本次计算，不会保存。",
  "category mean": "大类平均", mean: "平均", median: "中位数", estimate: "估计", typical: "典型",
};
const en = {
  skip: "Skip to the answers", tagline: "Which occupations you can move to, and which benefits carry you there", nav: "Site", language: "Language",
  who: "Who is it for?", own: "Somebody else: me", ownHint: "Paste a text or upload a resume; nothing is stored", paste: "Paste a resume, or say what you do", upload: "Or upload a resume (PDF, DOCX, HTML, TXT; up to {mb} MB)",
  region: "Where you live", regionHint: "Decides on pay figures and on whose rules apply", months: "Months at most", floor: "Lowest pay per month", optional: "optional", go: "Show my paths", again: "Work it out again",
  facts: "What the benefit rules ask about", factsHint: "All optional. What is left open counts as unknown, never as no.", unknown: "unknown", yes: "yes", no: "no", choose: "choose",
  reading: "Reading the resume…", working: "Working it out…", done: "Answers are up to date: {n} paths.", failed: "That did not work", requestId: "Request id",
  profile: "What we read", evidence: "Evidence", remove: "Remove “{label}”", addSkill: "Add a skill", add: "Add", denied: "Said to be lacking", noneFound: "No skills were found.", experiences: "Work so far", current: "today", skills: "Skills", found: "{n} found",
  best: "Best paths", alternatives: "Other directions", considered: "{n} paths were compared.", from: "From", path: "Path {n}", step: "Step {n}",
  feasible: "Feasibility", ofSkills: "{have} of {all} skills", andPartial: "and {n} similar", payNow: "Pay now", payThen: "Pay then", perMonth: "/month", payUnknown: "no figure", time: "Time needed", monthsN: "{n} months", cost: "Cost of learning", free: "free",
  details: "Skill gap, courses, reasons", why: "Why this score", base: "Starting point (base rate)", sum: "Sum", overlap: "Plain skill overlap alone would say {p}", gap: "Skill gap", have: "Held", partial: "Similar held", missing: "Missing", courses: "Where to learn", hours: "{n} hours", uncovered: "Skills no known course teaches", exposure: "AI exposure and other figures, before and after", gained: "Benefits it may open", lost: "Benefits that end with it", whatIf: "What would change it", more: "and {n} more", held: "your skill",
  benefits: "Benefits", eligible: "eligible", not_eligible: "not eligible", unknownVerdict: "cannot be said yet", conditions: "Condition by condition", condition: "Condition", need: "Needed", has: "Yours", met: "met", unmet: "not met", open: "unknown", clause: "Clause", amount: "Amount", once: "once", duration: "How long", firstMoney: "First money at the earliest", deadline: "Deadline", ask: "These answers would decide it", answer: "Answer", caseworker: "an official has to judge a condition", weekly: "/week", weeks: "{n} weeks", ceiling: "at most {x} (the region decides; not a grant)", confidence: "Confidence", high: "high", medium: "medium", low: "low", where: "Where to claim", papers: "Papers",
  unverified: "source not verified", in_force: "in force", expired: "expired", disputed: "disputed",
  routes: "In which order to claim", route: "Way {n}", asOf: "By the rules of {day}",
  plan: "Funded plan, month by month", planCaption: "Activity, income, benefits, costs and balance; how sure each month is falls with the path's feasibility", month: "Month", activity: "What to do", income: "Income", benefit: "Benefits", costs: "Costs", balance: "Balance", sure: "How sure", total: "Total", caveats: "Keep in mind", noPlan: "No funded plan can be made yet",
  sources: "Data sources", promise: "Scores are likelihoods, not promises: no pay, benefit or job is guaranteed. Whether a benefit is paid is for its authority to decide.", privacy: "The sample people are fictional. What you enter is used for this answer alone and not stored.",
  "category mean": "mean of the category", mean: "mean", median: "median", estimate: "estimate", typical: "typical",
};
const own = { zh, en };
let language = "en";

export function setLanguage(chosen) {
  language = chosen;
}
export const currentLanguage = () => language;

/** A text of the page; {places} are filled from `values`. A key without text is shown as it is. */
export function t(key, values = {}) {
  return (own[language][key] ?? key).replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}
/** The text of a {zh, en} mapping, falling back to the other language. */
export function local(texts) {
  return texts ? (texts[language] ?? texts.en ?? texts.zh ?? "") : "";
}
export const percent = (share) => new Intl.NumberFormat(language, { style: "percent" }).format(share);
export const points = (share) =>
  `${share >= 0 ? "+" : "−"}${new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(Math.abs(share) * 100)}`;
export function money({ amount, currency }) {
  const style = { style: "currency", currency, currencyDisplay: "narrowSymbol", maximumFractionDigits: 0 };
  return new Intl.NumberFormat(language, style).format(Number(amount));
}
export const list = (items) => new Intl.ListFormat(language, { type: "conjunction" }).format(items);
export const number = (value) => new Intl.NumberFormat(language, { maximumFractionDigits: 2 }).format(value);

/** What went wrong: in Chinese the code's meaning first, then the server's own words, which are English. */
export function errorText(error) {
  const said = [error.message, error.hint].filter(Boolean).join(" ");
  return language === "zh" && error.messageZh ? `${error.messageZh}（${said}）` : said;
}
