// The page: pick a person or describe oneself, see paths, benefits and a plan, in either language.
import { get, post, upload } from "./api.js";
import { benefitsSection } from "./benefits.js";
import { h } from "./dom.js";
import { drawForm, readForm } from "./form.js";
import { pathsSection } from "./paths.js";
import { planSection } from "./plan.js";
import { profileSection } from "./profile.js";
import { currentLanguage, errorText, local, setLanguage, t } from "./texts.js";

const $ = (id) => document.getElementById(id);
const data = { facts: [], jurisdictions: [], benefits: {}, words: {}, samples: [] };
const state = { person: "", own: false, text: "", profile: null, labels: {}, facts: {}, factsOpen: false, profileOpen: false, constraints: {}, jurisdiction: "", on: null, answers: null };
let running = null;

const today = () => new Date().toISOString().slice(0, 10);

function drawFrame() {
  document.documentElement.lang = currentLanguage() === "zh" ? "zh" : "en";
  for (const element of document.querySelectorAll("[data-text]")) element.textContent = t(element.dataset.text);
  for (const element of document.querySelectorAll("[data-label]")) element.setAttribute("aria-label", t(element.dataset.label));
  for (const button of document.querySelectorAll("[data-language]")) button.setAttribute("aria-pressed", String(button.dataset.language === currentLanguage()));
}

function drawPeople() {
  const card = (key, title, hint, choose) => h("button", { type: "button", class: "person", "data-person": key, "aria-pressed": String(state.person === key), onclick: choose }, h("strong", {}, title), h("span", {}, hint));
  $("people").replaceChildren(
    ...data.samples.map((sample) => card(sample.key, local(sample.labels), data.jurisdictions.find((place) => place.code === sample.jurisdiction) ? local(data.jurisdictions.find((place) => place.code === sample.jurisdiction).name) : sample.jurisdiction, () => chooseSample(sample))),
    card("own", t("own"), t("ownHint"), chooseOwn));
}

function draw() {
  drawFrame();
  drawPeople();
  $("own").hidden = !state.person;
  if (state.person) drawForm($("own"), state, data, submit);
  drawAnswers();
}

function drawAnswers() {
  const { answers } = state;
  const parts = [];
  if (state.profile) parts.push(profileSection(state.profile, state.labels, changeProfile, state.profileOpen, (open) => { state.profileOpen = open; }));
  if (answers) {
    parts.push(...pathsSection(answers.paths, data).filter(Boolean));
    parts.push(benefitsSection(answers.benefits, answers.routes, data, answers.day, askFact));
    parts.push(planSection(answers.plan));
    const sources = answers.paths.sources.map((one) => `${one.source} ${one.version} (${one.licence})`);
    $("sources").textContent = `${t("sources")}: ${sources.join(" · ")}`;
  }
  $("answers").replaceChildren(...parts);
}

function chooseSample(sample) {
  Object.assign(state, {
    person: sample.key, own: false, text: "", profile: sample.profile, labels: { ...sample.names }, facts: { ...sample.facts },
    constraints: pick(sample.constraints), jurisdiction: sample.jurisdiction, on: sample.on, answers: null, factsOpen: false,
  });
  run();
}

function chooseOwn() {
  Object.assign(state, { person: "own", own: true, text: "", profile: null, labels: {}, facts: {}, constraints: {}, jurisdiction: currentLanguage() === "zh" ? "CN-410100" : "US-NY", on: null, answers: null, factsOpen: false });
  problem(null);
  status("");
  draw();
  $("resume-text").focus();
}

// Only the wishes that were made are sent back.
const pick = (wishes) => Object.fromEntries(Object.entries(wishes).filter(([, value]) => value !== null && value !== "" && !(Array.isArray(value) && !value.length)));

async function submit(file) {
  if (state.own && (file || state.text.trim())) {
    status(t("reading"), true);
    try {
      const read = file ? await upload(file) : await post("/v1/parse", { name: "resume.txt", text: state.text });
      if (read.kind !== "profile") throw new Error(currentLanguage() === "zh" ? "这份材料像是招聘信息，不是简历。" : "This reads like a job advertisement, not like a resume.");
      state.profile = read.document;
      state.labels = read.names;
    } catch (error) {
      return problem(error);
    }
  }
  if (!state.profile) return problem(new Error(t("paste")));
  return run();
}

function changeProfile(profile) {
  readForm($("own"), state, data);
  state.profile = profile;
  run();
}

function askFact(id) {
  $("facts").open = true;
  $(`fact-${id}`).focus();
}

async function run() {
  running?.abort();
  const mine = new AbortController();
  running = mine;
  problem(null);
  draw();
  status(t("working"), true);
  const day = state.on ?? today();
  const place = { facts: state.facts, jurisdiction: state.jurisdiction, on: day };
  const person = { profile: state.profile };
  const ask = (path, body) => post(path, body, mine.signal);
  try {
    const [paths, benefits, routes, plan] = await Promise.all([
      ask("/v1/paths", { person, constraints: state.constraints, ...place }),
      ask("/v1/benefits", place),
      // Routes or a plan may be impossible while everything else has an answer; the section then says why.
      ask("/v1/routes", place).catch((error) => ({ problem: error })),
      ask("/v1/plan", { person, constraints: state.constraints, ...place }).catch((error) => ({ problem: error })),
    ]);
    if (mine.signal.aborted) return;
    state.answers = { paths, benefits, routes, plan, day };
    draw();
    status(t("done", { n: paths.best.length + paths.alternatives.length }));
  } catch (error) {
    if (!mine.signal.aborted) problem(error);
  }
}

function status(text, busy = false) {
  $("status").textContent = text;
  $("status").classList.toggle("busy", busy);
}

function problem(error) {
  const box = $("problem");
  box.hidden = !error;
  if (!error) return;
  status("");
  box.replaceChildren(h("strong", {}, `${t("failed")}: `), errorText(error), error.requestId ? h("p", { class: "quiet" }, `${error.code} · ${t("requestId")}: ${error.requestId}`) : "");
}

for (const button of document.querySelectorAll("[data-language]")) {
  button.addEventListener("click", () => {
    if (state.person) readForm($("own"), state, data);
    setLanguage(button.dataset.language);
    const url = new URL(location.href);
    url.searchParams.set("lang", currentLanguage());
    history.replaceState(null, "", url);
    draw();
  });
}

const asked = new URL(location.href).searchParams;
setLanguage(asked.get("lang") === "zh" || asked.get("lang") === "en" ? asked.get("lang") : navigator.languages.find((one) => /^(zh|en)/.test(one))?.startsWith("zh") ? "zh" : "en");
drawFrame();
try {
  const [texts, samples] = await Promise.all([get("/v1/texts"), get("/v1/samples")]);
  Object.assign(data, texts, { samples });
  draw();
  const first = samples.find((sample) => sample.key === asked.get("person")) ?? samples.find((sample) => sample.language === currentLanguage()) ?? samples[0];
  if (first) chooseSample(first);
} catch (error) {
  problem(error);
}
