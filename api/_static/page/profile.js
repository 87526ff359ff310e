// What was read about the person: every skill can be struck out or added, and the answers follow.
import { fold, h } from "./dom.js";
import { get } from "./api.js";
import { currentLanguage, local, percent, t } from "./texts.js";

export function profileSection(profile, labels, change, open, onToggle) {
  const name = (skill) => local(labels[skill.skill]) || skill.label;
  const held = profile.skills.filter((skill) => !skill.negated);
  const denied = profile.skills.filter((skill) => skill.negated);
  const remove = (skill) => change({ ...profile, skills: profile.skills.filter((one) => one !== skill) });
  const chip = (skill) => h("li", { class: "chip have", title: skill.evidence[0]?.text ?? "" }, name(skill),
    h("button", { type: "button", "aria-label": t("remove", { label: name(skill) }), onclick: () => remove(skill) }, "×"));
  const job = (one) => h("li", {}, h("b", {}, one.title || local(labels[one.occupation]) || ""), one.occupation && local(labels[one.occupation]) !== one.title ? ` → ${local(labels[one.occupation]) || one.occupation_label}` : "",
    h("span", { class: "quiet" }, ` ${[one.start, one.current ? t("current") : one.end].filter(Boolean).join(" – ")}`));
  const jobs = profile.experiences.map((one) => local(labels[one.occupation]) || one.title).filter(Boolean);
  const brief = [...jobs.slice(0, 2), `${t("skills")}: ${t("found", { n: held.length })}`].join(" · ");
  const whole = h("details", { open, ontoggle: (event) => onToggle(event.currentTarget.open) }, h("summary", {}, h("h2", {}, t("profile")), " ", h("span", { class: "quiet" }, brief)));
  whole.append(h("div", {},
      profile.experiences.length > 0 && [h("h4", {}, t("experiences")), h("ul", {}, profile.experiences.map(job))],
      h("h4", {}, `${t("skills")} · ${t("found", { n: held.length })}`),
      held.length ? h("ul", { class: "chips" }, held.map(chip)) : h("p", {}, t("noneFound")),
      denied.length > 0 && [h("h4", {}, t("denied")), h("ul", { class: "chips" }, denied.map((skill) => h("li", { class: "chip lack" }, name(skill))))],
      adder(profile, labels, change),
      fold(t("evidence"), h("ul", {}, profile.skills.map((skill) => h("li", {}, h("b", {}, name(skill)), " ",
        skill.evidence.map((found) => [found.text ? `“${found.text}” ` : "", h("span", { class: "quiet" }, `${percent(found.confidence)} · ${found.method}`)])))))));
  return h("section", { id: "profile", class: "card" }, whole);
}

function adder(profile, labels, change) {
  const results = h("ul", { class: "chips", "aria-live": "polite" });
  const input = h("input", { id: "add-skill", type: "search", autocomplete: "off", maxlength: "80" });
  const add = (hit) => {
    labels[hit.id] = { ...labels[hit.id], [currentLanguage()]: hit.label };
    change({ ...profile, skills: [...profile.skills, { skill: hit.id, label: hit.label, negated: false, importance: 1, evidence: [] }] });
  };
  let asked = 0;
  input.addEventListener("input", async () => {
    const mine = ++asked;
    const text = input.value.trim();
    if (!text) return results.replaceChildren();
    const hits = await get(`/v1/search?kind=skill&first=6&language=${currentLanguage()}&text=${encodeURIComponent(text)}`).catch(() => []);
    if (mine !== asked) return undefined;
    return results.replaceChildren(...hits.map((hit) => h("li", {}, h("button", { type: "button", class: "plain-button", onclick: () => add(hit) }, `+ ${hit.label}`))));
  });
  return h("div", { class: "field" }, h("h4", {}, h("label", { for: "add-skill" }, t("addSkill"))), input, results);
}
