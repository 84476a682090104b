// Play the mayor: half-year rounds in one world. The rounds are all that is kept of a term.

import { card as scorecard } from "./play_score.js";
import { leversOf } from "./play_levers.js";
import { moneyCard, moodsCard, newsCard, outcomesCard, pastCard } from "./play_report.js";

const WAIT_MS = 250;
const DRAWN = ["adoption_share", "satisfaction_citizens", "trust"];
let now = null;

function fresh(app, state = app.state.get()) {
  return { state: { ...state, set: { ...state.set } }, rounds: [], next: {} };
}

function isTerm(kept) {
  return Boolean(kept?.state) && Array.isArray(kept.rounds) && typeof kept.next === "object";
}

/** The view: its parts, and the term in the memory of the page. */
class Term {
  constructor(root, app) {
    Object.assign(this, { root, app, data: null, timer: 0, isGone: false });
    const kept = app.memory("play");
    if (!isTerm(kept.term)) kept.term = fresh(app);
    kept.open ??= [];
    this.term = kept.term;
    this.isGoing = false;
  }

  keep() {
    this.app.memory("play").term = this.term;
    this.app.keep();
  }

  async build() {
    const { app } = this;
    const { el, t } = app;
    await app.style("views/play.css");
    this.status = el("div", { class: "stack" });
    this.wrong = el("div", {});
    this.report = el("div", { class: "report" });
    this.controls = el("div", {});
    this.after = el("div", { class: "after" });
    this.charts = DRAWN.map((name) => [name, this.chart(name)]);
    this.course = el("section", { class: "card", hidden: true },
      el("h2", {}, t("play.course")), el("div", { class: "grid" },
        this.charts.map(([, one]) => one.element)));
    this.sides = el("div", { class: "sides" }, this.controls, this.report);
    this.scored = el("div", { class: "ended" });
    this.root.append(app.heading(t("play.title"), t("play.lead")), this.start(), this.wrong,
      this.status, this.scored, this.sides, this.course, this.after);
    await this.ask();
  }

  chart(name) {
    const { app } = this;
    const outcome = app.outcome(name);
    return app.chart({ title: app.label("outcome", name, outcome.label), unit: outcome.unit,
      height: 150, kinds: ["yours"] });
  }

  start() {
    const { app } = this;
    const { el, t } = app;
    const usual = app.about.bases.filter((one) => !one.question);
    const chosen = this.term.state.base;
    const select = el("select", { id: "play-base", onchange: () => {
      const here = app.state.get();
      const state = select.value === "" ? here
        : { ...here, base: select.value, set: {}, seed: this.term.state.seed };
      this.anew(state);
    } },
    el("option", { value: "" }, t("play.from_explore")),
    usual.map((one) => el("option", { value: one.name,
      selected: one.name === chosen && !Object.keys(this.term.state.set).length },
    app.label("base", one.name, one.title))));
    const luck = el("button", { class: "button", type: "button", onclick: () => {
      const seed = crypto.getRandomValues(new Uint32Array(1))[0];
      this.anew({ ...this.term.state, seed });
    } }, t("play.other_luck"));
    const again = el("button", { class: "button", type: "button",
      onclick: () => this.anew(this.term.state) }, t("play.anew"));
    return el("details", { class: "card" }, el("summary", {}, t("play.start")),
      el("div", { class: "stack" },
        el("p", { class: "quiet" }, t("play.start_note")),
        el("div", { class: "tools" }, el("label", { for: "play-base" }, t("play.from")), select,
          luck, again)));
  }

  anew(state) {
    const before = this.term;
    const undo = this.app.el("button", { class: "button small", type: "button", onclick: () => {
      this.app.dismiss("play");
      this.term = before;
      this.keep();
      this.ask();
    } }, this.app.t("play.take_back"));
    if (before.rounds.length) {
      this.app.notice("play", this.app.t("play.begun_anew"), { actions: [undo], seconds: 20 });
    }
    this.term = fresh(this.app, state);
    this.keep();
    this.ask();
  }

  async ask() {
    const { app } = this;
    clearTimeout(this.timer);
    this.root.setAttribute("aria-busy", "true");
    try {
      const { state, rounds, next } = this.term;
      const data = await app.post("/api/play", { state, rounds, next }, { key: "play" });
      if (this.isGone) return false;
      this.wrong.replaceChildren();
      this.show(data);
      return true;
    } catch (error) {
      if (this.isGone) return false;
      const said = app.problem(error);
      if (said) this.wrong.replaceChildren(said, this.wayOut());
      return false;
    } finally {
      this.root.removeAttribute("aria-busy");
    }
  }

  wayOut() {
    const { el, t } = this.app;
    return el("p", {}, el("button", { class: "button", type: "button",
      onclick: () => this.anew({ ...this.app.state.get(), base: "baseline", set: {} }) },
    t("play.from_baseline")));
  }

  show(data) {
    const { app } = this;
    const { el } = app;
    const isNewRound = !this.data || this.data.round !== data.round || this.other !== this.term;
    this.data = data;
    this.other = this.term;
    this.status.replaceChildren(...this.where(data));
    this.report.replaceChildren(
      el("div", {}, newsCard(app, data), moodsCard(app, data)),
      el("div", {}, moneyCard(app, data), outcomesCard(app, data)));
    if (isNewRound) {
      this.levers = data.is_over ? null : leversOf(app, data, app.memory("play").open,
        (path, value) => this.change(path, value));
      this.controls.replaceChildren(this.levers
        ? el("section", { class: "card" }, this.levers.element, this.turn(data))
        : el("div", {}, this.turn(data)));
      this.after.replaceChildren(pastCard(app, data));
      this.scored.replaceChildren();
      this.sides.classList.toggle("over", data.is_over);
      if (data.is_over) this.ended();
    }
    this.levers?.update(data);
    this.buttons(data);
    this.draw(data);
  }

  draw({ course, round }) {
    this.course.hidden = round === 0;
    if (round === 0) return;
    const { app } = this;
    for (const [name, chart] of this.charts) {
      const median = course.lines[name];
      const { unit } = app.outcome(name);
      chart.update({ months: course.months, dates: course.dates,
        lines: [{ kind: "yours", name: app.t("play.your_term"), median }],
        sentence: app.t("play.course_words", { now: app.value(median.at(-1), unit),
          months: course.months.length }) });
    }
  }

  where(data) {
    const { app } = this;
    const { el, t } = app;
    const rounds = Array.from({ length: data.rounds }, (_, place) => {
      const kind = place < data.round ? "over" : place === data.round ? "now" : "";
      const said = kind === "over" ? t("play.is_over") : kind === "now" ? t("play.is_now") : "";
      return el("li", { class: kind, "aria-current": kind === "now" ? "step" : null },
        String(place + 1), said ? el("span", { class: "visually-hidden" }, ` ${said}`) : null);
    });
    const title = data.is_over ? t("play.over", { rounds: data.rounds })
      : t("play.round", { round: data.round + 1, rounds: data.rounds,
        date: app.date(data.next_date) });
    return [
      el("h2", {}, title),
      el("ol", { class: "rounds", "aria-label": t("play.rounds") }, rounds),
      el("p", { class: "quiet" }, t("play.one_world", {
        sample: data.sample.toLocaleString("en"), seed: data.seed })),
    ];
  }

  turn(data) {
    const { el, t } = this.app;
    this.go = el("button", { class: "button main", type: "button", onclick: () => this.goOn() },
      t("play.go"));
    this.back = el("button", { class: "button", type: "button", onclick: () => this.undo() },
      t("play.undo"));
    this.remarks = el("div", { role: "status" });
    this.file = el("button", { class: "button", type: "button", onclick: () => this.save() },
      t("play.save"));
    return el("div", { class: "turn stack" }, this.remarks,
      el("div", { class: "tools" }, data.is_over ? null : this.go, this.back, this.file));
  }

  buttons(data) {
    const { el, t } = this.app;
    const changed = Object.keys(this.term.next).length;
    this.back.textContent = changed ? t("play.undo_levers") : t("play.undo");
    this.back.disabled = !changed && !this.term.rounds.length;
    this.go.disabled = Boolean(data.refused);
    const said = [data.refused, ...data.remarks].filter(Boolean);
    this.remarks.replaceChildren(...said.map((text) =>
      el("p", { class: data.refused ? "notice bad" : "quiet", lang: "en" }, text)));
  }

  change(path, value) {
    const lever = this.data.levers.find((one) => one.path === path);
    if (value === lever.was) delete this.term.next[path];
    else this.term.next[path] = value;
    this.keep();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), WAIT_MS);
  }

  async goOn() {
    if (this.isGoing) return;
    clearTimeout(this.timer);
    this.isGoing = true;
    const { rounds, next } = this.term;
    this.term.rounds = [...rounds, next];
    this.term.next = {};
    if (await this.ask()) {
      this.keep();
      this.app.say(this.app.t("play.said", { round: this.data.round, rounds: this.data.rounds }));
      this.status.scrollIntoView({ block: "start" });
      (this.data.is_over ? this.back : this.go).focus({ preventScroll: true });
    } else {
      Object.assign(this.term, { rounds, next });
    }
    this.isGoing = false;
  }

  async undo() {
    if (this.isGoing) return;
    if (Object.keys(this.term.next).length) this.term.next = {};
    else this.term.next = this.term.rounds.pop() ?? {};
    this.data = null;
    this.keep();
    await this.ask();
    this.app.say(this.app.t("play.undone"));
    if (this.back.disabled) this.go.focus();
    else this.back.focus();
  }

  async save() {
    try {
      const { state, rounds, next } = this.term;
      const file = await this.app.post("/api/play/file", { state, rounds, next });
      this.app.save(file.filename, file.mime, file.text);
    } catch (error) {
      const said = this.app.problem(error);
      if (said) this.wrong.replaceChildren(said);
    }
  }

  async ended() {
    const { app } = this;
    const { el, t } = app;
    const place = el("section", { class: "card" }, el("h2", {}, t("play.scorecard")),
      el("p", { role: "status" }, t("play.scoring")));
    this.scored.replaceChildren(place);
    const term = this.term;
    try {
      const { state, rounds } = term;
      const found = await app.post("/api/play/score", { state, rounds }, { key: "play-score" });
      if (!this.isGone && term === this.term) place.replaceChildren(...scorecard(app, found));
    } catch (error) {
      const said = app.problem(error);
      if (said) place.replaceChildren(el("h2", {}, t("play.scorecard")), said);
    }
  }

  end() {
    this.isGone = true;
    clearTimeout(this.timer);
    this.app.drop("play");
    this.app.drop("play-score");
    for (const [, chart] of this.charts ?? []) chart.destroy();
    this.keep();
  }
}

export async function mount(root, app) {
  now = new Term(root, app);
  await now.build();
}

export function unmount() {
  now?.end();
  now = null;
}
