// Path cards: what the moves are, what is held and missing, what it pays, why.
import { bar, fold, h } from "./dom.js";
import { currentLanguage, list, local, money, number, percent, points, t } from "./texts.js";

const named = (item) => local(item.labels) || item.id;

export function payText(pay) {
  if (!pay) return [t("payUnknown")];
  const source = `${t(pay.statistic)} ${pay.year} · ${pay.region.replace("region:", "")} · ${pay.source}`;
  return [`${money(pay.money)}${t("perMonth")}`, h("small", {}, source)];
}

function costText(amounts) {
  const paid = amounts.filter((amount) => Number(amount.amount) > 0);
  return paid.length ? list(paid.map(money)) : t("free");
}

function fact(label, ...value) {
  return h("div", {}, h("dt", {}, label), h("dd", {}, ...value));
}

function skillCount(move) {
  const all = move.matched.length + move.partial.length + move.missing.length;
  const text = t("ofSkills", { have: move.matched.length, all });
  return move.partial.length ? `${text}${currentLanguage() === "zh" ? "，" : " "}${t("andPartial", { n: move.partial.length })}` : text;
}

function chip(item, kind) {
  const covered = kind === "part" && item.covered_by ? ` ≈ ${named(item.covered_by)}` : "";
  return h("li", { class: `chip ${kind}` }, named(item.skill) + covered);
}

function chips(title, items, kind, limit = 12) {
  if (!items.length) return null;
  return [
    h("h4", {}, `${title} (${items.length})`),
    h("ul", { class: "chips" }, items.slice(0, limit).map((item) => chip(item, kind)),
      items.length > limit && h("li", { class: "quiet" }, t("more", { n: items.length - limit }))),
  ];
}

/** The score taken apart: base, each signal's points, and their sum. */
export function why(move, words) {
  const largest = Math.max(0.01, ...move.contributions.map((part) => Math.abs(part.points)));
  const row = (text, value, shown, kind) => h("li", {}, h("span", {}, text), value === null ? h("span") : bar(value, kind), h("b", {}, shown));
  return [
    h("h4", {}, t("why")),
    h("ul", { class: "why" },
      row(t("base"), null, percent(move.base)),
      move.contributions.map((part) =>
        row(local(words.signals[part.signal]) || part.signal, Math.abs(part.points) / largest, points(part.points), part.points < 0 ? "minus" : "")),
      row(t("sum"), null, percent(move.score))),
    h("p", { class: "quiet" }, t("overlap", { p: percent(move.overlap) }), " · ", move.model),
  ];
}

function courses(step) {
  const items = step.courses.map((choice) => {
    const title = choice.url ? h("a", { href: choice.url, rel: "noopener noreferrer", target: "_blank" }, named(choice.course)) : named(choice.course);
    const about = [choice.provider, t("hours", { n: number(choice.hours) }), t("monthsN", { n: choice.months }), costText([choice.cost])];
    return h("li", {}, title, h("div", { class: "quiet" }, about.join(" · ")), h("div", { class: "quiet" }, list(choice.teaches.map(named))));
  });
  return [
    items.length > 0 && [h("h4", {}, t("courses")), h("ul", { class: "courses" }, items)],
    step.uncovered.length > 0 && [h("h4", {}, t("uncovered")), h("p", {}, list(step.uncovered.map(named)))],
  ];
}

/** What is published about the occupation left and the one reached; a figure that a source lacks is a dash. */
export function changes(step, { figures, units }) {
  const known = step.changes.filter((change) => change.before !== null || change.after !== null);
  const order = Object.keys(figures);
  const place = (change) => (order.includes(change.figure) ? order.indexOf(change.figure) : order.length);
  const show = (change, value) => (value === null ? "–" : local(figures[change.figure]?.words[value - 1]) || number(value));
  const item = (change) => {
    const { label, words, source } = figures[change.figure] ?? {};
    // A step that has a name needs no unit.
    const unit = words?.length ? [] : [local(units[change.unit]) || change.unit];
    const cited = source ? h("a", { href: source.url, title: source.title, rel: "noopener noreferrer", target: "_blank" }, change.source) : change.source;
    return h("li", { "data-figure": change.figure }, `${local(label) || change.figure}: `, h("b", {}, `${show(change, change.before)} → ${show(change, change.after)}`),
      h("span", { class: "quiet" }, " ", [...unit, ""].join(" · "), cited));
  };
  const heading = h("h4", {}, t("exposure"));
  if (!known.length) return [heading, h("p", { class: "quiet" }, t("payUnknown"))];
  return [heading, h("ul", { class: "figures" }, known.sort((one, other) => place(one) - place(other)).map(item))];
}

function stepItem(step, place, total, data) {
  const move = step.transition;
  const title = total > 1 ? `${t("step", { n: place + 1 })}: ${named(move.target)}` : named(move.target);
  const names = (keys) => list(keys.map((key) => local(data.benefits[key]) || key));
  const first = move.missing.slice(0, 3);
  return h("li", {},
    h("h4", { class: "step-title" }, title),
    h("p", {}, h("span", { class: "badge" }, local(step.kind_texts)), " ", h("b", {}, skillCount(move)), ` · ${percent(move.score)}`),
    first.length > 0 && h("ul", { class: "chips", "aria-label": t("missing") }, first.map((item) => chip(item, "lack")),
      move.missing.length > first.length && h("li", { class: "quiet" }, t("more", { n: move.missing.length - first.length }))),
    step.benefits_gained.length > 0 && h("p", {}, h("span", { class: "badge good" }, t("gained")), " ", names(step.benefits_gained)),
    step.benefits_lost.length > 0 && h("p", {}, h("span", { class: "badge bad" }, t("lost")), " ", names(step.benefits_lost)),
    fold(t("details"), chips(t("have"), move.matched, "have"), chips(t("partial"), move.partial, "part"), chips(t("missing"), move.missing, "lack"),
      courses(step), why(move, data.words), changes(step, data)));
}

export function pathCard(path, place, data) {
  const last = path.steps[path.steps.length - 1];
  const first = path.steps[0];
  const heading = h("h3", {}, path.steps.map((step) => named(step.transition.target)).join(" → "));
  return h("article", { class: "card path" },
    h("header", {}, h("div", { class: "rank" }, t("path", { n: place + 1 })), heading),
    h("dl", { class: "facts" },
      fact(t("payNow"), ...payText(first.pay_before)),
      fact(t("payThen"), ...payText(last.pay_after)),
      fact(t("feasible"), percent(path.feasibility), h("small", {}, skillCount(last.transition)), bar(path.feasibility)),
      fact(t("time"), t("monthsN", { n: path.months }), h("small", {}, `${t("cost")}: ${costText(path.cost)}`))),
    h("ol", { class: "steps" }, path.steps.map((step, at) => stepItem(step, at, path.steps.length, data))),
    path.counterfactuals.length > 0 && fold(t("whatIf"), h("ul", {}, path.counterfactuals.map((one) => h("li", {}, local(one.texts))))));
}

export function pathsSection(answer, data) {
  const part = (title, paths, from) =>
    paths.length > 0 && [h("h2", {}, title), h("div", { class: "cards" }, paths.map((path, place) => pathCard(path, from + place, data)))];
  return [
    h("section", { id: "paths" },
      part(t("best"), answer.best, 0),
      answer.warnings.length > 0 && h("div", { class: "notice" }, h("ul", {}, answer.warnings.map((warning) => h("li", {}, local(warning.texts))))),
      h("p", { class: "quiet" }, t("considered", { n: number(answer.considered) }))),
    answer.alternatives.length > 0 && h("section", { id: "alternatives" }, part(t("alternatives"), answer.alternatives, answer.best.length)),
  ];
}
