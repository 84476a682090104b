// What stands around every view: its name, the way to the others, and how the page looks.

import { el, tell } from "./dom.js";
import { hashOf } from "./state.js";
import { t } from "./words.js";

const VIEWS = ["explore", "compare", "play", "district", "questions", "take"];
const THEMES = ["auto", "light", "dark"];
const LANGUAGES = { en: "English", ko: "한국어" };
let links = new Map();
let now = null;

/** Make the head of the page anew, as after a change of language. */
export function head(app) {
  tell(document.getElementById("skip"), t("frame.skip"));
  links = new Map(VIEWS.map((name) => [name, link(app, name)]));
  const nav = el("nav", { "aria-label": t("frame.views") },
    el("ul", {}, [...links.values()].map((one) => el("li", {}, one))));
  document.getElementById("top").replaceChildren(
    el("p", { class: "brand" }, "egov-sim", el("span", {}, t("frame.caution"))),
    nav, el("div", { class: "looks" }, theme(app), language(app), projector(app)));
  if (now) showWhere(now);
}

/** Mark the view that is open. */
export function showWhere(name) {
  now = name;
  for (const [view, one] of links) {
    if (view === name) one.setAttribute("aria-current", "page");
    else one.removeAttribute("aria-current");
  }
}

function link(app, name) {
  const one = el("a", { href: `#view=${name}` }, t(`nav.${name}`));
  const point = () => one.setAttribute("href", hashOf(app.state.get(), name));
  for (const event of ["focus", "pointerenter", "pointerdown"]) one.addEventListener(event, point);
  one.addEventListener("click", (event) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    app.go(name);
  });
  return one;
}

function theme(app) {
  const chosen = app.settings.theme ?? "auto";
  return el("select", { "aria-label": t("frame.theme"), id: "theme", onchange: (event) => {
    app.setSetting("theme", event.target.value);
    app.paint();
  } }, THEMES.map((one) =>
    el("option", { value: one, selected: one === chosen }, t(`frame.theme_${one}`))));
}

function language(app) {
  return el("select", { "aria-label": t("frame.language"), id: "language",
    onchange: async (event) => {
      await app.speak(event.target.value);
      document.getElementById("language").focus();
    } },
  app.about.languages.map((one) => el("option", { value: one, lang: one,
    selected: one === app.language }, LANGUAGES[one] ?? one)));
}

function projector(app) {
  const button = el("button", { class: "button", type: "button", id: "projector",
    title: t("frame.projector_note"),
    "aria-pressed": String(app.settings.projector === true), onclick: () => {
      app.setSetting("projector", app.settings.projector !== true);
      button.setAttribute("aria-pressed", String(app.settings.projector));
      app.paint();
    } }, t("frame.projector"));
  return button;
}

const EVIDENCE = new RegExp("^Laid beside dated figures on (?<date>[\\d-]+) "
  + "\\(version (?<version>[^)]+)\\): (?<fit>\\d+) of (?<fits>\\d+) fitted figures inside their "
  + "90 % band( \\((?<made>\\d+) of the \\d+ met by construction\\))?; "
  + "held apart (?<apart>\\d+) of (?<aparts>\\d+); "
  + "compared (?<near>\\d+) of (?<nears>\\d+)\\.$");

/** The server's English sentence, or its numbers in the language of the page. */
function evidenceOf(text, language) {
  const facts = language === "en" ? null : EVIDENCE.exec(text)?.groups;
  if (!facts) return el("p", { lang: "en" }, text);
  return el("p", {}, t("frame.evidence", { ...facts, made: facts.made ?? 0 }));
}

/** Make the foot of the page: what the model is laid beside, and which code this is. */
export function foot(app) {
  const { evidence_line: evidence, version, code } = app.about;
  document.getElementById("foot").replaceChildren(
    el("p", {}, el("strong", {}, t("frame.caution"))),
    evidenceOf(evidence, app.language),
    el("p", {}, t("frame.code", { version, code })));
}
