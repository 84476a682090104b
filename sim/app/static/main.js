// The frame: makes `app`, opens views by hash, and keeps what the user set.

import { Api, AskError } from "./api.js";
import { chart, colour, recolour } from "./charts.js";
import { el, svg } from "./dom.js";
import { foot, head, showWhere } from "./frame.js";
import { bars, figure, scatter, sign } from "./marks.js";
import { keep, memory, setSetting, settings } from "./memory.js";
import { dismiss, notice, problem, say } from "./notices.js";
import { Store, decode, encode, hashOf, readHash } from "./state.js";
import { table } from "./tables.js";
import { tray } from "./tray.js";
import * as words from "./words.js";

const { t } = words;
const VIEWS = ["explore", "compare", "play", "district", "questions", "take"];
const WATCH_MS = 5000;
const SAME_STEP_MS = 2000;
const WRITE_MS = 150;

const store = new Store();
const bases = new Map();
let open = { name: null, module: null, params: {} };
let opening = 0;

const api = new Api({
  onAway: () => notice("server", t("frame.away"), { kind: "bad" }),
  onBack: ({ isChanged }) => {
    notice("server", t(isChanged ? "frame.back_changed" : "frame.back"),
      { kind: "good", seconds: isChanged ? 0 : 6 });
    dispatchEvent(new CustomEvent("server-back"));
  },
  fault: () => t("frame.fault"),
});

// Navigation ------------------------------------------------------------------------------------

let written = { hash: "", from: null, at: 0 };
let writing = 0;

function write(push, from) {
  const now = performance.now();
  const isSame = from !== null && from === written.from && now - written.at < SAME_STEP_MS;
  written = { ...written, from, at: now, push: written.push || (push && !isSame) };
  document.documentElement.dataset.link = "waits";
  clearTimeout(writing);
  writing = setTimeout(writeNow, WRITE_MS);
}

function writeNow() {
  clearTimeout(writing);
  writing = 0;
  const hash = hashOf(store.get(), open.name ?? "explore", open.params);
  if (hash !== location.hash) {
    history[written.push ? "pushState" : "replaceState"](null, "", hash);
  }
  written = { ...written, hash, push: false };
  document.documentElement.dataset.link = "written";
}

function go(view, params = {}) {
  if (writing) writeNow();
  location.hash = hashOf(store.get(), view, params);
}

async function read() {
  if (location.hash === "#main") return; // the link that skips to the view
  const { view = "explore", s, lang, ...params } = readHash(location.hash);
  if (s !== undefined && s !== encode(store.get())) take(s);
  if (lang && lang !== words.languageNow() && app.about.languages.includes(lang)) {
    await words.loadWords(lang);
    head(app);
  }
  const name = VIEWS.includes(view) ? view : "explore";
  if (name === open.name) {
    const isOther = JSON.stringify(params) !== JSON.stringify(open.params);
    open.params = params;
    if (isOther) open.module?.changed?.(params);
  } else {
    await show(name, params);
  }
  write(false, null);
}

function take(text) {
  const { state, problem: found } = decode(text);
  dismiss("link");
  if (state && (app.about.bases.some((one) => one.name === state.base))) {
    store.set(state, { push: false, from: "link" });
  } else {
    const said = found ?? { key: "link.base", values: { base: state.base } };
    notice("link", t(said.key, said.values), { kind: "bad" });
  }
}

async function show(name, params, focus = open.name !== null) {
  const turn = ++opening;
  const root = el("section", { class: `view ${name}` });
  try {
    open.module?.unmount();
  } catch (error) {
    console.error(error);
  }
  open = { name, module: null, params };
  const main = document.getElementById("main");
  main.replaceChildren(root);
  showWhere(name);
  document.title = `${t(`nav.${name}`)} - egov-sim`;
  try {
    const module = await import(`./views/${name}.js`);
    if (turn !== opening) return;
    open.module = module;
    await module.mount(root, app);
  } catch (error) {
    if (turn !== opening) return;
    missing(root, name, error);
  }
  if (focus && turn === opening) main.focus({ preventScroll: true });
  if (focus) scrollTo(0, 0);
}

function missing(root, name, error) {
  if (error instanceof AskError) {
    const said = problem(error);
    if (said) root.append(said);
    return;
  }
  console.warn(`The view ${name} could not be opened: ${error}`);
  root.replaceChildren(el("h1", {}, t(`nav.${name}`)), el("p", { class: "notice" },
    t("frame.missing_view")));
}

// Looks -----------------------------------------------------------------------------------------

const dark = matchMedia("(prefers-color-scheme: dark)");

function paint() {
  const root = document.documentElement;
  const wanted = settings.theme ?? "auto";
  root.dataset.theme = wanted === "auto" ? (dark.matches ? "dark" : "light") : wanted;
  root.classList.toggle("projector", settings.projector === true);
  recolour();
}

async function speak(language) {
  setSetting("language", language);
  await words.loadWords(language);
  if (location.hash.includes("lang=")) writeNow();
  head(app);
  foot(app);
  await show(open.name, open.params, false);
}

// What views are given --------------------------------------------------------------------------

function base(name) {
  if (!bases.has(name)) {
    const asked = api.get(`/api/base/${name}`);
    asked.catch(() => bases.delete(name));
    bases.set(name, asked);
  }
  return bases.get(name);
}

function index(groups) {
  return new Map(groups.flatMap((group) => group.levers).map((one) => [one.path, one]));
}

const styles = new Map();

function style(path) {
  if (styles.has(path)) return styles.get(path);
  const link = el("link", { rel: "stylesheet", href: `/static/${path}` });
  const done = new Promise((resolve) => (link.onload = link.onerror = resolve));
  document.head.append(link);
  styles.set(path, done);
  return done;
}

function save(filename, mime, text) {
  const address = URL.createObjectURL(new Blob([text], { type: mime }));
  const link = el("a", { href: address, download: filename });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

function setParams(params) {
  open.params = params;
  write(true, null);
}

export const app = {
  about: null,
  el, svg, table, chart, figure, scatter, bars, sign, colour,
  memory, keep, tray, settings, setSetting, style, save, say, notice, dismiss, problem, go, base,
  setParams, paint, speak, t,
  has: words.has, label: words.label, value: words.value, difference: words.difference,
  interval: words.interval, short: words.short, date: words.date, setting: words.setting,
  state: store,
  drop: (key) => api.drop(key),
  post: (path, body, given) => api.post(path, body, given),
  get: (path, given) => api.get(path, given),
  copy: (text) => navigator.clipboard.writeText(text),
  heading: (text, lead = "") =>
    el("div", { class: "heading" }, el("h1", {}, text), lead ? el("p", {}, lead) : null),
  get language() {
    return words.languageNow();
  },
  get params() {
    return { ...open.params };
  },
};

async function begin() {
  const wanted = readHash(location.hash).lang ?? settings.language
    ?? (navigator.language || "en").slice(0, 2);
  const language = wanted === "ko" ? "ko" : "en";
  const [about] = await Promise.all([api.get("/api/about"), words.loadWords(language)]);
  app.about = about;
  tray.most = about.limits.states;
  const levers = index([...about.pillars, ...about.assumptions]);
  const outcomes = new Map(about.outcomes.map((one) => [one.name, one]));
  app.lever = (path) => levers.get(path);
  app.outcome = (name) => outcomes.get(name);
  paint();
  head(app);
  foot(app);
  dark.addEventListener("change", paint);
  store.subscribe((_, { push, from }) => from !== "link" && write(push, from));
  addEventListener("hashchange", read);
  await read();
  api.watch(WATCH_MS);
}

document.getElementById("skip").addEventListener("click", (event) => {
  event.preventDefault();
  document.getElementById("main").focus();
});
begin();
