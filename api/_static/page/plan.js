// The funded plan as a table of months.
import { h } from "./dom.js";
import { currentLanguage, errorText, local, money, percent, t } from "./texts.js";

const INCOME = new Set(["wage", "benefit"]);

function monthName(day) {
  return new Intl.DateTimeFormat(currentLanguage(), { year: "numeric", month: "short", timeZone: "UTC" }).format(new Date(`${day}T00:00:00Z`));
}

function amounts(items, keep) {
  const kept = items.filter(keep);
  if (!kept.length) return "–";
  return kept.map((item) => h("div", {}, money(item.amount), h("small", { class: "quiet" }, ` ${local(item.labels)}`)));
}

export function planSection(plan) {
  if (plan.problem) {
    return h("section", { id: "plan" }, h("h2", {}, t("plan")), h("p", { class: "notice" }, `${t("noPlan")}: ${errorText(plan.problem)}`));
  }
  const row = (month) => h("tr", {},
    h("th", { scope: "row" }, monthName(month.month)), h("td", {}, local(month.activity)),
    h("td", { class: "number" }, amounts(month.items, (item) => item.kind === "wage")),
    h("td", { class: "number" }, amounts(month.items, (item) => item.kind === "benefit")),
    h("td", { class: "number" }, amounts(month.items, (item) => !INCOME.has(item.kind))),
    h("td", { class: "number" }, money(month.balance)), h("td", { class: "number" }, percent(month.confidence)));
  const heads = [["month", ""], ["activity", ""], ["income", "number"], ["benefit", "number"], ["costs", "number"], ["balance", "number"], ["sure", "number"]];
  const title = plan.path.steps.map((step) => local(step.transition.target.labels)).join(" → ");
  const last = plan.months[plan.months.length - 1];
  return h("section", { id: "plan" },
    h("h2", {}, t("plan")), h("h3", {}, title),
    h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": t("plan") },
      h("table", {}, h("caption", {}, t("planCaption")),
        h("thead", {}, h("tr", {}, heads.map(([key, kind]) => h("th", { scope: "col", class: kind || null }, t(key))))),
        h("tbody", {}, plan.months.map(row),
          h("tr", { class: "total" }, h("th", { scope: "row" }, t("total")), h("td", {}), h("td", { class: "number" }, money(plan.total_income)),
            h("td", { class: "number" }, money(plan.total_benefits)), h("td", { class: "number" }, money(plan.total_cost)),
            h("td", { class: "number" }, last ? money(last.balance) : ""), h("td", {}))))),
    plan.caveats.length > 0 && [h("h4", {}, t("caveats")), h("ul", {}, plan.caveats.map((caveat) => h("li", {}, `· ${local(caveat)}`)))]);
}
