// The frame: makes `app`, opens views by hash, and keeps what the user set.

import { Api, AskError, patiently } from "./api.js";
import { chart, colour, recolour } from "./charts.js";
import { el, svg } from "./dom.js";
import { foot, head, showWhere } from "./frame.js";
import { Loader, MissingError } from "./loading.js";
import { bars, figure, redraw, scatter, sign } from "./marks.js";
import { forget, keep, memory, setSetting, settings } from "./memory.js";
import { dismiss, notice, problem, say } from "./notices.js";
import * as numbers from "./numbers.js";
import { Store, decode, encode, fitting, hashOf, readHash } from "./state.js";
import { table } from "./tables.js";
import { copy, save } from "./takeaway.js";
import { tray } from "./tray.js";
import * as words from "./words.js";

const { t } = words;
const VIEWS = ["explore", "compare", "play", "district", "questions", "take"];
const WATCH_MS = 5000;
const SAME_STEP_MS = 2000;
const WRITE_MS = 150;
const WAIT_SAID_MS = 600;

const store = new Store();
const bases = new Map();
let open = { name: null, module: null, params: {}, hasFailed: false };
let opening = 0;

const api = new Api({
  onAway: () => app.about && notice("server", t("frame.away"), { kind: "bad" }),
  onBack: ({ isChanged }) => {
    if (!app.about) return; // the page has not begun: index.html says that it waits
    notice("server", t(isChanged ? "frame.back_changed" : "frame.back"),
      { kind: "good", seconds: isChanged ? 0 : 6 });
    dispatchEvent(new CustomEvent("server-back"));
    if (open.hasFailed) show(open.name, open.params, false);
  },
  fault: () => t("frame.fault"),
});
const loader = new Loader((path) => api.holds(path));

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
  const isSkip = location.hash === "#main"; // the link that skips to the view
  if (isSkip && open.name) return;
  const { view = "explore", s, lang, ...params } = readHash(isSkip ? "" : location.hash);
  if (s !== undefined && s !== encode(store.get())) take(s);
  const isOtherLanguage = app.about.languages.includes(lang) && lang !== words.languageNow();
  if (isOtherLanguage) {
    await learn(lang);
    head(app);
    foot(app);
  }
  const name = VIEWS.includes(view) ? view : "explore";
  if (name === open.name && !isOtherLanguage) {
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
  if (state && isKnown(state.base)) {
    const { state: kept, left } = fitting(state, app.lever);
    store.set(kept, { push: false, from: "link" });
    if (left.length) notice("link", t("link.left", { list: told(left) }), { kind: "bad" });
  } else {
    const said = found ?? { key: "link.base", values: { base: state.base } };
    notice("link", t(said.key, said.values), { kind: "bad" });
  }
}

function isKnown(base) {
  return app.about.bases.some((one) => one.name === base);
}

function told(left) {
  return left.map(({ path, value }) =>
    `${words.label("lever", path, app.lever(path).label)}: ${value}`).join("; ");
}

async function show(name, params, focus = open.name !== null) {
  const turn = ++opening;
  const root = el("section", { class: `view ${name}` });
  try {
    open.module?.unmount();
  } catch (error) {
    console.error(error);
  }
  open = { name, module: null, params, hasFailed: false };
  const main = document.getElementById("main");
  main.replaceChildren(root);
  showWhere(name);
  document.title = `${t(`nav.${name}`)} - egov-sim`;
  try {
    const module = await viewOf(name, root, () => turn === opening);
    if (turn !== opening) return;
    open.module = module;
    await mount(module, root, name);
  } catch (error) {
    if (turn !== opening) return;
    open.hasFailed = true;
    missing(root, name, error);
  }
  if (focus && turn === opening) main.focus({ preventScroll: true });
  if (focus) scrollTo(0, 0);
}

/** Load a view; a server that is away is waited for. */
async function viewOf(name, root, isWanted) {
  const wait = setTimeout(() => root.append(el("p", { class: "notice" }, t("frame.waits"))),
    WAIT_SAID_MS);
  try {
    return await loader.module(`/static/views/${name}.js`, isWanted);
  } finally {
    clearTimeout(wait);
    root.replaceChildren();
  }
}

/** Mount a view; what it put aside is forgotten where it cannot be read any more. */
async function mount(module, root, name) {
  try {
    await module.mount(root, app);
  } catch (error) {
    if (error instanceof AskError || open.module !== module || !forget(name)) throw error;
    console.warn(`The view ${name} begins anew: ${error}`);
    module.unmount();
    root.replaceChildren();
    await module.mount(root, app);
  }
}

function missing(root, name, error) {
  if (error instanceof AskError) {
    const said = problem(error);
    if (said) root.append(said);
    return;
  }
  console.warn(`The view ${name} could not be opened: ${error}`);
  root.replaceChildren(el("h1", {}, t(`nav.${name}`)), el("p", { class: "notice" },
    t(error instanceof MissingError ? "frame.missing_view" : "frame.fault")));
}

// Looks -----------------------------------------------------------------------------------------

const dark = matchMedia("(prefers-color-scheme: dark)");

function paint() {
  const root = document.documentElement;
  const wanted = settings.theme ?? "auto";
  root.dataset.theme = wanted === "auto" ? (dark.matches ? "dark" : "light") : wanted;
  root.classList.toggle("projector", settings.projector === true);
  recolour();
  redraw();
}

/** Learn the words of a language; a server that is away is waited for. */
function learn(language) {
  return patiently(() => words.loadWords(language), () => app.about && api.look());
}

async function speak(language) {
  setSetting("language", language);
  await learn(language);
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

function setParams(params) {
  open.params = params;
  write(true, null);
}

export const app = {
  about: null,
  el, svg, table, chart, figure, scatter, bars, sign, colour,
  memory, keep, tray, settings, setSetting, save, copy, say, notice, dismiss, problem, go, base,
  setParams, paint, speak, t,
  ...numbers, has: words.has, label: words.label, date: words.date,
  state: store,
  style: (path) => loader.style(`/static/${path}`),
  drop: (key) => api.drop(key),
  post: (path, body, given) => api.post(path, body, given),
  get: (path, given) => api.get(path, given),
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
  const [about] = await Promise.all([patiently(() => api.get("/api/about")), learn(language)]);
  app.about = about;
  tray.most = about.limits.states;
  const levers = index([...about.pillars, ...about.assumptions]);
  const outcomes = new Map(about.outcomes.map((one) => [one.name, one]));
  app.lever = (path) => levers.get(path);
  app.outcome = (name) => outcomes.get(name);
  tray.hold = (state) => (isKnown(state.base) ? fitting(state, app.lever).state : null);
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
begin().catch((error) => document.getElementById("main").replaceChildren(problem(error)));
