// The fourteen questions of the case: read, predict, and only then look at the answer.

import { answerOf } from "./questions_answer.js";
import { titleOf } from "./questions_names.js";
import { predictOf } from "./questions_predict.js";
import { inEnglish } from "./records.js";

let now = null;

function asksOf(app, one) {
  return app.label("questions_asks", one.number, one.asks);
}

class Questions {
  constructor(root, app) {
    Object.assign(this, { root, app, isGone: false });
    this.memory = app.memory("questions");
  }

  async build() {
    await this.app.style("views/questions.css");
    await this.show(this.app.params);
  }

  async show(params) {
    const number = /^\d{1,2}$/.test(params.number ?? "") ? Number(params.number) : 0;
    this.wanted = number;
    try {
      const path = number ? `/api/questions/${number}` : "/api/questions";
      const found = await this.app.get(path, { key: "questions" });
      if (this.isGone || this.wanted !== number) return;
      this.root.replaceChildren(...(number ? this.one(found) : this.list(found)));
    } catch (error) {
      if (this.isGone) return;
      const said = this.app.problem(error);
      if (!said) return;
      const { t } = this.app;
      this.root.replaceChildren(this.app.heading(t("questions.title")), said, this.toList());
    }
  }

  list(found) {
    const { app } = this;
    const { el, t } = app;
    const items = found.map((one) => {
      const done = this.memory[one.number]?.seen;
      const link = el("a", { class: "card", href: `#view=questions&number=${one.number}`,
        onclick: (event) => this.follow(event, { number: String(one.number) }) },
      el("span", { class: "nth" }, t("questions.number", { n: one.number }),
        done ? el("span", { class: "tag" }, t("questions.seen")) : null),
      el("strong", {}, app.label("questions_title", one.number, one.title)),
      el("span", { class: "quiet" }, asksOf(app, one)));
      return el("li", {}, link);
    });
    return [app.heading(t("questions.title"), t("questions.lead")),
      el("ol", { class: "list" }, items)];
  }

  follow(event, params) {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    this.open(params);
  }

  async open(params) {
    this.app.setParams(params);
    await this.show(params);
    if (this.isGone) return;
    scrollTo(0, 0);
    document.getElementById("main").focus({ preventScroll: true });
  }

  toList() {
    const { el, t } = this.app;
    return el("p", {}, el("a", { href: "#view=questions",
      onclick: (event) => this.follow(event, {}) }, t("questions.all")));
  }

  one(asked) {
    const { app } = this;
    const { el, t } = app;
    const memory = (this.memory[asked.number] ??= {});
    const answer = answerOf(app, asked, memory);
    const predict = predictOf(app, asked, memory, (beliefs) => answer.show(beliefs),
      () => this.forgotten(asked));
    predict.start();
    const title = app.label("questions_title", asked.number, asked.title);
    if (memory.seen) answer.show(memory.beliefs ?? null);
    return [
      this.toList(),
      app.heading(t("questions.one", { n: asked.number, title })),
      ...inEnglish(app, "questions.english"),
      el("p", { class: "asks" }, asksOf(app, asked)),
      el("div", { class: "opened" },
        el("section", { class: "card" }, el("h2", {}, t("questions.case")), this.facts(asked)),
        el("div", {}, this.scenarios(asked), predict.element)),
      answer.element, this.next(asked.number),
    ];
  }

  /** Show a question anew, as if its answer had not been seen. */
  forgotten(asked) {
    for (const key of ["answer", "predict", "start"]) this.app.drop(key);
    this.root.replaceChildren(...this.one(asked));
    this.root.querySelector("form input").focus();
  }

  facts(asked) {
    const { el, t } = this.app;
    const said = asked.case.map((point) => el("li", { lang: "en" }, `${point.says} `,
      el("span", { class: "quiet" }, `(p. ${point.page})`)));
    const { label } = this.app;
    const number = String(asked.number);
    const entry = (key, text) => [el("dt", {}, t(`questions.${key}`)), el("dd", {}, text)];
    return el("div", { class: "stack" }, el("ul", { class: "text" }, said), el("dl", {},
      ...entry("varied", label("questions_varied", number, asked.varied)),
      ...entry("look_at", label("questions_look_at", number, asked.look_at)),
      ...entry("change_your_mind",
        label("questions_change_your_mind", number, asked.change_your_mind))));
  }

  scenarios(asked) {
    const { app } = this;
    const { el, t } = app;
    const rows = asked.scenarios.map((one) => el("li", {}, titleOf(app, one), " ",
      el("a", { href: app.state.link(one.state) }, t("questions.explore"),
        el("span", { class: "visually-hidden" }, `: ${titleOf(app, one)}`))));
    const most = app.about.limits.states;
    return el("section", { class: "card stack" }, el("h2", {}, t("questions.scenarios")),
      el("ol", { class: "worlds" }, rows),
      el("div", { class: "row" }, el("button", { class: "button", type: "button",
        onclick: () => this.compare(asked) }, t("questions.compare"))),
      asked.scenarios.length > most
        ? el("p", { class: "quiet" }, t("questions.too_many", { most })) : null);
  }

  /** Lay the scenarios in the tray, in the place of what was there, and go to Compare. */
  compare(asked) {
    const { app } = this;
    const { el, t, tray } = app;
    const before = tray.list().map((one) => ({ state: one.state, title: one.name }));
    const fill = (entries) => {
      while (tray.list().length) tray.remove(0);
      for (const one of entries) tray.add(one.state, one.title);
    };
    fill(asked.scenarios.map((one) => ({ state: one.state, title: titleOf(app, one) })));
    const back = el("button", { class: "button small", type: "button", onclick: () => {
      fill(before);
      app.dismiss("questions");
    } }, t("questions.put_back"));
    app.notice("questions", t("questions.loaded", { n: asked.number }),
      { actions: before.length ? [back] : [], seconds: 20 });
    app.go("compare");
  }

  next(number) {
    const { el, t } = this.app;
    const to = (n, key) => (n >= 1 && n <= 14 ? el("a", { href: `#view=questions&number=${n}`,
      onclick: (event) => this.follow(event, { number: String(n) }) }, t(key, { n }))
      : el("span", {}));
    return el("nav", { class: "between", "aria-label": t("questions.others") },
      to(number - 1, "questions.before"), to(number + 1, "questions.after"));
  }

  end() {
    this.isGone = true;
    for (const key of ["questions", "answer", "predict", "start"]) this.app.drop(key);
    this.app.keep();
  }
}

export async function mount(root, app) {
  now = new Questions(root, app);
  await now.build();
}

export function changed(params) {
  now?.show(params);
}

export function unmount() {
  now?.end();
  now = null;
}
