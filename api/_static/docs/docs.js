// The REST interface from its own OpenAPI document, with a form to try each endpoint; nothing comes from elsewhere.
import { h } from "/static/page/dom.js";

const WORDS = {
  en: { about: "The same answers as GraphQL, as JSON. Nothing that is sent is stored.", body: "Request body", shape: "Shape of the body", send: "Send", answer: "Answer", optional: "optional" },
  zh: { about: "与 GraphQL 相同的结果，以 JSON 返回。发送的内容不会保存。", body: "请求内容", shape: "请求内容的结构", send: "发送", answer: "返回结果", optional: "可不填" },
};
const SUMMARIES = {
  "/v1/parse": "读取简历或招聘信息；不保存任何内容", "/v1/paths": "能转到哪些职业，为什么", "/v1/match": "个人与一份招聘信息的匹配", "/v1/transition": "从一个职业到另一个职业",
  "/v1/benefits": "某地的每一项待遇，按某人某日逐条判断", "/v1/routes": "待遇的办理顺序", "/v1/plan": "路径与支持它的待遇，逐月排开", "/v1/search": "按名称搜索职业、技能、课程和待遇", "/v1/samples": "虚构的样例人物", "/v1/texts": "代码对应的文字、待遇问题、有规则的地区",
};
let language = new URL(location.href).searchParams.get("lang") ?? (navigator.language.startsWith("zh") ? "zh" : "en");
if (!(language in WORDS)) language = "en";
const t = (key) => WORDS[language][key];

/** Put the parts that a schema refers to in their places. */
function resolve(schema, all, depth = 0) {
  if (Array.isArray(schema)) return schema.map((item) => resolve(item, all, depth));
  if (schema === null || typeof schema !== "object") return schema;
  if (schema.$ref && depth < 6) return resolve(all[schema.$ref.split("/").pop()], all, depth + 1);
  return Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, resolve(value, all, depth)]));
}

function operation(path, method, spec, schemas, place) {
  const parameters = spec.parameters ?? [];
  const json = spec.requestBody?.content["application/json"];
  const inputs = parameters.map((one) => h("div", { class: "field" }, h("label", { for: `p${place}-${one.name}` }, one.name + (one.required ? "" : ` (${t("optional")})`)),
    h("input", { id: `p${place}-${one.name}`, name: one.name, value: json ? "" : one.example }), h("small", {}, one.description)));
  const body = json && h("textarea", { id: `b${place}`, rows: 8, spellcheck: "false" }, JSON.stringify(json.example, null, 2));
  const answer = h("pre", { tabindex: "0", "aria-live": "polite", "aria-label": t("answer"), hidden: true });
  const send = async (event) => {
    event.preventDefault();
    const query = new URLSearchParams(parameters.map((one) => [one.name, event.target.elements[one.name].value]).filter(([, value]) => value));
    const options = body ? { method: "POST", body: body.value, headers: { "content-type": "application/json" } } : {};
    const response = await fetch(`${path}${query.size ? `?${query}` : ""}`, { ...options, credentials: "omit" });
    const text = await response.text();
    answer.hidden = false;
    answer.textContent = `HTTP ${response.status}\n${JSON.stringify(JSON.parse(text), null, 2).slice(0, 60000)}`;
  };
  return h("article", { class: "operation" },
    h("h2", {}, h("span", { class: "badge" }, method.toUpperCase()), " ", h("code", {}, path)),
    h("p", {}, language === "zh" ? (SUMMARIES[path] ?? spec.summary) : spec.summary),
    h("form", { onsubmit: send },
      inputs.length > 0 && h("div", { class: "fields" }, inputs),
      body && [h("div", { class: "field" }, h("label", { for: `b${place}` }, t("body")), body),
        h("details", {}, h("summary", {}, t("shape")), h("pre", { tabindex: "0" }, JSON.stringify(resolve(json.schema, schemas), null, 2)))],
      h("div", { class: "actions" }, h("button", { class: "main-button", type: "submit" }, t("send")))),
    answer);
}

const openapi = await (await fetch("/openapi.json")).json();
function draw() {
  document.documentElement.lang = language;
  document.getElementById("about").textContent = t("about");
  for (const button of document.querySelectorAll("[data-language]")) button.setAttribute("aria-pressed", String(button.dataset.language === language));
  const operations = Object.entries(openapi.paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, spec]) => [path, method, spec]));
  document.getElementById("operations").replaceChildren(...operations.map(([path, method, spec], place) => operation(path, method, spec, openapi.components.schemas, place)));
}
for (const button of document.querySelectorAll("[data-language]")) button.addEventListener("click", () => { language = button.dataset.language; draw(); });
draw();
