// What the frame has to say: one line above the view, told to screen readers as well.

import { el } from "./dom.js";
import { languageNow, t } from "./words.js";

const shown = new Map();

/** Show a notice under a name; a later one of the same name takes its place. */
export function notice(name, text, { kind = "plain", actions = [], seconds = 0 } = {}) {
  dismiss(name);
  const close = el("button", { class: "button small", type: "button",
    onclick: () => dismiss(name) }, t("frame.close"));
  const line = el("div", { class: `notice ${kind}` }, text ? el("span", {}, text) : null,
    ...actions, close);
  shown.set(name, line);
  document.getElementById("notices").append(line);
  if (seconds) setTimeout(() => shown.get(name) === line && dismiss(name), seconds * 1000);
}

/** Take a notice away. */
export function dismiss(name) {
  shown.get(name)?.remove();
  shown.delete(name);
}

/** Tell something to screen readers, politely, and keep only the last lines. */
export function say(text) {
  const log = document.getElementById("said");
  log.append(el("p", {}, text));
  while (log.children.length > 5) log.firstChild.remove();
}

/** Return an element that shows what the server refused, or null where nothing is to be said. */
export function problem(error) {
  if (error.isQuiet) return null;
  const known = "isQuiet" in error;
  if (!known) console.error(error);
  const rest = (error.problems || []).filter((one) => one.message !== error.message);
  const lang = known && error.status ? "en" : null; // the server speaks English
  return el("div", { class: "notice bad", role: "alert" },
    lang && lang !== languageNow() ? el("p", {}, t("frame.in_english")) : null,
    el("p", { lang }, known ? error.message : t("frame.fault")),
    rest.length > 1 ? el("ul", { lang }, rest.map((one) => el("li", {}, one.message))) : null);
}
