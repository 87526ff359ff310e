// One way to make elements: text is always text, so nothing that a person wrote can become markup.

/** Make an element. Properties starting with "on" are listeners, `class` and `data-*`/`aria-*` are attributes. */
export function h(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? "" : String(value));
  }
  element.append(...children.flat(4).filter((child) => child !== undefined && child !== null && child !== false));
  return element;
}

/** A bar of a share from 0 to 1; its number stands beside it as text, so it is hidden from screen readers. */
export function bar(share, kind = "") {
  const inner = h("i");
  inner.style.width = `${Math.max(0, Math.min(1, share)) * 100}%`;
  return h("div", { class: `bar ${kind}`, "aria-hidden": "true" }, inner);
}

/** Something that opens. */
export function fold(title, ...children) {
  return h("details", {}, h("summary", {}, title), ...children);
}
