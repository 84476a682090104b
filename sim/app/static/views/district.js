// The district from inside: a month's walk, the money, the 71 applications, one life in two worlds.

import { applicationsOf } from "./district_apps.js";
import { livesOf } from "./district_lives.js";
import { moneyOf } from "./district_money.js";
import { walkOf } from "./district_walk.js";
import { inEnglish } from "./records.js";

const WAIT_MS = 400;
let now = null;

class District {
  constructor(root, app) {
    Object.assign(this, { root, app, isGone: false, timer: 0, ends: [] });
    this.memory = app.memory("district");
  }

  async build() {
    const { app } = this;
    const { el, t } = app;
    await app.style("views/district.css");
    const schedule = await app.get("/api/district", { key: "district" });
    if (this.isGone) return;
    this.wrong = el("div", {});
    this.walk = walkOf(app, schedule, this.memory);
    this.money = moneyOf(app, schedule.accounts);
    this.apps = applicationsOf(app);
    this.lives = livesOf(app, schedule.kinds, this.memory);
    this.size = el("p", { class: "quiet", role: "status" }, t("district.running"));
    this.root.append(app.heading(t("district.title"), t("district.lead")), this.size,
      ...inEnglish(app, "district.english"), this.wrong,
      this.walk.element, this.money.element, this.apps.element, this.lives.element);
    this.walk.onMonth((month) => this.apps.at(month));
    this.ends.push(app.state.subscribe(() => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.ask(), WAIT_MS);
    }));
    this.ask();
  }

  async ask() {
    const { app } = this;
    const state = app.state.get();
    this.root.setAttribute("aria-busy", "true");
    try {
      const run = await app.post("/api/applications", { state }, { key: "applications" });
      if (this.isGone) return;
      this.wrong.replaceChildren();
      this.size.textContent = app.t("district.size", { months: run.months,
        sample: run.sample.toLocaleString("en"),
        changes: Object.keys(state.set).length,
        base: app.label("base", state.base,
          app.about.bases.find((one) => one.name === state.base)?.title ?? state.base) });
      this.money.update(run);
      this.apps.update(run);
      this.walk.update(run);
      this.lives.update(run);
    } catch (error) {
      if (this.isGone) return;
      const said = app.problem(error);
      if (said) this.wrong.replaceChildren(said);
    } finally {
      this.root.removeAttribute("aria-busy");
    }
  }

  end() {
    this.isGone = true;
    clearTimeout(this.timer);
    for (const end of this.ends) end();
    for (const key of ["district", "applications", "follow"]) this.app.drop(key);
    for (const part of [this.money, this.apps, this.lives]) part?.destroy();
    this.app.keep();
  }
}

export async function mount(root, app) {
  now = new District(root, app);
  await now.build();
}

export function unmount() {
  now?.end();
  now = null;
}
