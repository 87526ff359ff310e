// Benefit verdicts with reasons and clauses, and the order to claim them in.
import { fold, h } from "./dom.js";
import { errorText, list, local, money, number, t } from "./texts.js";

const VERDICT = { eligible: ["good", "eligible"], not_eligible: ["bad", "not_eligible"], unknown: ["open", "unknownVerdict"] };
const ORDER = ["eligible", "unknown", "not_eligible"];

function badge(verdict) {
  const [kind, key] = VERDICT[verdict];
  return h("span", { class: `badge ${kind}` }, t(key));
}

function citation(cite) {
  const title = `${local(cite.title)} ${cite.article}`.trim();
  const link = cite.url ? h("a", { href: cite.url, rel: "noopener noreferrer", target: "_blank" }, title) : title;
  return [link, cite.doc_no ? h("span", { class: "quiet" }, ` ${cite.doc_no}`) : null, cite.quote ? h("blockquote", { lang: "" }, cite.quote) : null];
}

function conditions(decision) {
  if (!decision.conditions.length) return null;
  const met = (value) => (value === true ? ["good", "met"] : value === false ? ["bad", "unmet"] : ["open", "open"]);
  const rows = decision.conditions.map((condition) => {
    const [kind, key] = met(condition.met);
    return h("tr", {}, h("td", {}, local(condition.text), fold(t("clause"), citation(condition.citation))),
      h("td", {}, local(condition.need_text)), h("td", {}, local(condition.have_text)),
      h("td", {}, h("span", { class: `badge ${kind}` }, t(key))));
  });
  const head = ["condition", "need", "has"].map((key) => h("th", { scope: "col" }, t(key)));
  return fold(t("conditions"), h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": t("conditions") },
    h("table", { class: "conditions" }, h("thead", {}, h("tr", {}, head, h("th", { scope: "col" }, "✓"))), h("tbody", {}, rows))));
}

function sums(decision) {
  const rows = [];
  const add = (label, value) => value && rows.push(h("div", {}, h("dt", {}, label), h("dd", {}, value)));
  const ceiling = (value) => t("ceiling", { x: value });
  if (decision.weekly_amount) add(t("amount"), money(decision.weekly_amount) + t("weekly"));
  else if (decision.amount_per_month) add(t("amount"), money(decision.amount_per_month) + t("perMonth"));
  if (decision.amount_once) add(t("amount"), `${money(decision.amount_once)} ${t("once")}`);
  if (decision.amount_ceiling) add(t("amount"), ceiling(money(decision.amount_ceiling)));
  if (decision.weeks) add(t("duration"), t("weeks", { n: decision.weeks }));
  else if (decision.duration_months !== null) add(t("duration"), t("monthsN", { n: number(decision.duration_months) }));
  else if (decision.duration_ceiling_months !== null) add(t("duration"), ceiling(t("monthsN", { n: number(decision.duration_ceiling_months) })));
  if (decision.verdict === "eligible" && decision.first_payment) add(t("firstMoney"), decision.first_payment);
  for (const deadline of decision.deadlines) if (deadline.due) add(t("deadline"), `${deadline.due} · ${local(deadline.text)}`);
  return rows.length ? h("dl", { class: "facts" }, rows) : null;
}

function card(decision, data, ask) {
  const questions = decision.verdict === "unknown" ? decision.unknown_facts : [];
  const question = (id) => local(data.facts.find((fact) => fact.id === id)?.question) || id;
  const notes = [decision.amount_note, decision.duration_note, decision.first_payment_note].filter(Boolean);
  const weak = decision.status && decision.status !== "in_force";
  return h("article", { class: "card benefit", "data-verdict": decision.verdict },
    h("header", {}, badge(decision.verdict), " ", weak ? h("span", { class: "badge gold" }, t(decision.status)) : null, h("h3", {}, local(decision.name))),
    h("p", {}, local(decision.reason)),
    decision.verdict !== "not_eligible" && sums(decision),
    decision.needs_caseworker && h("p", { class: "quiet" }, t("caseworker")),
    questions.length > 0 && [h("h4", {}, t("ask")), h("ul", {}, questions.map((id) =>
      h("li", {}, question(id), " ", h("button", { type: "button", class: "plain-button", onclick: () => ask(id) }, t("answer")))))],
    conditions(decision),
    notes.length > 0 && h("ul", { class: "quiet" }, notes.map((note) => h("li", {}, local(note)))),
    decision.verdict !== "not_eligible" && fold(t("where"),
      h("p", {}, local(decision.authority)), h("p", {}, list(decision.channel.map(local))),
      decision.documents.length > 0 && [h("h4", {}, t("papers")), h("ul", {}, decision.documents.map((paper) => h("li", {}, local(paper))))]));
}

function routeList(routes) {
  if (routes.problem) return h("p", { class: "notice" }, `${t("routes")}: ${errorText(routes.problem)}`);
  const open = routes.filter((route) => route.steps.length);
  if (!open.length) return null;
  const step = (one) => h("li", {}, h("b", {}, local(one.benefit.labels)), " ", badge(one.verdict), " ",
    h("span", { class: "quiet" }, [one.earliest, one.latest].filter(Boolean).join(" – ")), local(one.lost_by_waiting) && h("div", { class: "quiet" }, local(one.lost_by_waiting)));
  return [h("h3", {}, t("routes")), h("div", { class: "cards" }, open.map((route, place) =>
    h("article", { class: "card" }, open.length > 1 && h("div", { class: "rank" }, t("route", { n: place + 1 })),
      h("ol", { class: "steps" }, route.steps.map(step)),
      route.total && h("p", {}, `${t("total")}: ${money(route.total)}`))))];
}

export function benefitsSection(decisions, routes, data, day, ask) {
  const sorted = [...decisions].sort((one, other) => ORDER.indexOf(one.verdict) - ORDER.indexOf(other.verdict));
  const refused = sorted.filter((decision) => decision.verdict === "not_eligible");
  const open = sorted.filter((decision) => decision.verdict !== "not_eligible");
  return h("section", { id: "benefits" },
    h("h2", {}, t("benefits")), h("p", { class: "quiet" }, t("asOf", { day })),
    h("div", { class: "cards" }, open.map((decision) => card(decision, data, ask))),
    refused.length > 0 && h("details", { class: "refused", open: !open.length }, h("summary", {}, `${t("not_eligible")} (${refused.length}): ${list(refused.map((decision) => local(decision.name)))}`),
      h("div", { class: "cards" }, refused.map((decision) => card(decision, data, ask)))),
    routeList(routes));
}
