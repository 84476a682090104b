// Take it away: the scenario of Explore as a link, a file, a command, Python, numbers and a report.

import { openCard } from "../opener.js";
import { nameOf } from "./explore_bar.js";

const TEXTS = ["yaml", "command", "python"];
const FILES = ["csv", "report"];
const USUAL_STAGE = 2;

let view = null;

export async function mount(root, app) {
  await app.style("views/take.css");
  view = new Take(root, app);
  await view.begin();
}

export function unmount() {
  view?.stop();
  view = null;
}

class Take {
  #turn = 0;

  constructor(root, app) {
    Object.assign(this, { root, app });
    this.memory = app.memory("take");
    this.stage = [this.memory.stage, app.memory("explore").stage, USUAL_STAGE]
      .find((one) => app.about.stages[one]);
  }

  async begin() {
    const { app, root } = this;
    const { el, t } = app;
    this.what = el("p", {});
    this.cards = new Map();
    this.link = el("div", { class: "card" });
    root.append(app.heading(t("nav.take"), t("take.lead")), this.what, this.#stages(),
      el("p", { class: "quiet" }, t("take.as_shown")),
      el("div", { class: "grid" }, this.link, TEXTS.map((name) => this.#card(name)),
        FILES.map((name) => this.#maker(name)), openCard(app)));
    this.leave = app.state.subscribe(() => this.#refresh());
    await this.#refresh();
  }

  stop() {
    this.#turn += 1;
    this.leave?.();
    for (const name of [...TEXTS, ...FILES]) this.app.drop(`take ${name}`);
  }

  #stages() {
    const { el, t, about } = this.app;
    return el("div", { class: "field" }, el("label", { for: "stage" }, t("take.stage")),
      el("select", { id: "stage", onchange: (event) => {
        this.stage = this.memory.stage = Number(event.target.value);
        this.#refresh();
      } }, about.stages.map((stage, place) => el("option",
        { value: place, selected: place === this.stage },
        t(stage.seeds === 1 ? "take.size_one" : "take.size", { n: stage.seeds,
          sample: (stage.sample ?? this.app.state.get().sample).toLocaleString("en") })))));
  }

  #card(name) {
    const card = this.app.el("div", { class: `card take-${name}` });
    this.cards.set(name, card);
    return card;
  }

  #maker(name) {
    const { el, t } = this.app;
    const state = el("p", { class: "busy" });
    const button = el("button", { class: "button", type: "button",
      onclick: () => this.#make(name, button, state) }, t("take.make"));
    return el("div", { class: `card take-${name}` }, el("h2", {}, t(`take.${name}`)),
      el("p", { class: "quiet" }, t(`take.${name}_note`)),
      name === "report" ? el("p", { class: "quiet" }, t("take.report_means")) : null, button,
      state);
  }

  async #make(name, button, state) {
    const { app } = this;
    const wait = (text) => {
      state.replaceChildren(text);
      state.classList.toggle("on", text !== "");
      button.disabled = text !== "";
    };
    wait(app.t("take.computing"));
    try {
      const file = await app.post(`/api/take/${name}`, this.#body(), { key: `take ${name}` });
      app.save(file.filename, file.mime, file.text);
      wait("");
      app.notice("saved", app.t("take.saved", { name: file.filename }), { seconds: 6 });
    } catch (error) {
      wait("");
      const said = app.problem(error);
      if (said) state.replaceChildren(said);
    }
  }

  #body() {
    return { state: this.app.state.get(), stage: this.stage };
  }

  async #refresh() {
    const { app } = this;
    const { t } = app;
    const turn = ++this.#turn;
    const state = app.state.get();
    this.what.textContent = t("take.what", { name: nameOf(app, state) });
    this.#fill(this.link, "link", app.state.link(state));
    await Promise.all(TEXTS.map(async (name) => {
      try {
        const file = await app.post(`/api/take/${name}`, this.#body(), { key: `take ${name}` });
        if (turn === this.#turn) this.#fill(this.cards.get(name), name, file.text, file);
      } catch (error) {
        const said = app.problem(error);
        if (said && turn === this.#turn) this.cards.get(name).replaceChildren(said);
      }
    }));
    if (turn === this.#turn) this.root.dataset.drawn = turn;
  }

  #fill(card, name, text, file = null) {
    const { app } = this;
    const { el, t } = app;
    const title = t(`take.${name}`);
    card.replaceChildren(...[el("h2", {}, title),
      app.has(`take.${name}_note`)
        ? el("p", { class: "quiet" }, t(`take.${name}_note`)) : null,
      el("pre", { tabindex: "0", role: "region", "aria-label": title },
        el("span", { lang: "en" }, text)),
      el("div", { class: "row" },
        el("button", { class: "button", type: "button", onclick: () => this.#copy(title, text),
          "aria-label": `${t("take.copy")}: ${title}` }, t("take.copy")),
        file ? el("button", { class: "button", type: "button",
          onclick: () => app.save(file.filename, file.mime, file.text) },
        t("take.save", { name: file.filename })) : null)].filter(Boolean));
  }

  async #copy(title, text) {
    const { app } = this;
    try {
      await app.copy(text);
      app.notice("copied", app.t("take.copied", { what: title }), { kind: "good", seconds: 4 });
    } catch {
      app.notice("copied", app.t("take.not_copied"), { kind: "bad" });
    }
  }
}
