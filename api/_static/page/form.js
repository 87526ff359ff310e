// The form for one's own case, the facts included; its fields are made from the rule base.
import { h } from "./dom.js";
import { local, t } from "./texts.js";

const MAX_MB = 5;

function field(id, label, control, hint = "", wide = false) {
  return h("div", { class: wide ? "field wide" : "field" }, h("label", { for: id }, label), control, hint && h("small", { id: `${id}-hint` }, hint));
}

function factControl(fact, value) {
  const id = `fact-${fact.id}`;
  const choose = (options) => h("select", { id, name: id }, [["", t("unknown")], ...options].map(([word, text]) =>
    h("option", { value: word, selected: String(value ?? "") === word }, text)));
  if (fact.type === "boolean") return choose([["true", t("yes")], ["false", t("no")]]);
  if (fact.type === "enum") return choose(fact.options.map((option) => [option.value, local(option.label)]));
  const type = fact.type === "date" ? "date" : fact.type === "string" ? "text" : "number";
  return h("input", { id, name: id, type, step: fact.type === "integer" ? 1 : "any", value: value ?? "" });
}

/** Fill the form; `state` holds what is shown, `submit` is called with the file chosen, if any. */
export function drawForm(form, state, data, submit) {
  const places = data.jurisdictions.map((place) => h("option", { value: place.code, selected: place.code === state.jurisdiction }, `${local(place.name)} (${place.code})`));
  const file = h("input", { id: "resume-file", type: "file", accept: ".pdf,.docx,.html,.htm,.txt,.json" });
  const facts = data.facts.map((fact) => field(`fact-${fact.id}`, local(fact.question) + (fact.unit ? ` (${fact.unit})` : ""), factControl(fact, state.facts[fact.id])));
  form.replaceChildren(
    state.own && h("div", { class: "fields" },
      field("resume-text", t("paste"), h("textarea", { id: "resume-text", name: "text" }, state.text), "", true),
      field("resume-file", t("upload", { mb: MAX_MB }), file, "", true)) || "",
    h("div", { class: "fields" },
      field("place", t("region"), h("select", { id: "place", name: "place" }, places), t("regionHint")),
      field("months", t("months"), h("input", { id: "months", name: "months", type: "number", min: 1, max: 120, value: state.constraints.months ?? "" }), t("optional")),
      field("floor", t("floor"), h("input", { id: "floor", name: "floor", type: "number", min: 0, value: state.constraints.pay_floor?.amount ?? "" }), t("optional"))),
    h("details", { id: "facts", open: state.factsOpen }, h("summary", {}, t("facts")), h("p", { class: "quiet" }, t("factsHint")), h("div", { class: "fields" }, facts)),
    h("div", { class: "actions" }, h("button", { class: "main-button", type: "submit" }, state.own && !state.profile ? t("go") : t("again"))));
  form.onsubmit = (event) => {
    event.preventDefault();
    readForm(form, state, data);
    submit(file.files[0] ?? null);
  };
}

/** Put what the form says into the state. */
export function readForm(form, state, data) {
  const value = (name) => form.elements[name]?.value ?? "";
  state.text = value("text");
  state.jurisdiction = value("place");
  state.factsOpen = form.querySelector("#facts").open;
  const { pay_floor: _floor, months: _months, region: _region, ...rest } = state.constraints;
  state.constraints = { ...rest, region: state.jurisdiction };
  if (value("months")) state.constraints.months = Number(value("months"));
  if (value("floor")) state.constraints.pay_floor = { amount: value("floor"), currency: state.jurisdiction.startsWith("US") ? "USD" : "CNY" };
  state.facts = {};
  for (const fact of data.facts) {
    const given = value(`fact-${fact.id}`);
    if (given === "") continue;
    state.facts[fact.id] = fact.type === "boolean" ? given === "true" : fact.type === "number" || fact.type === "integer" ? Number(given) : given;
  }
}
