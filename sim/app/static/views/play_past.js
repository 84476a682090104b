// A decision and its consequence side by side: what was set in a round, and what came of it.

import { byMonth, newsItem } from "./play_report.js";

function settings(app, set) {
  const { el, t } = app;
  const entries = Object.entries(set);
  if (!entries.length) return el("p", {}, t("play.nothing_set"));
  return el("ul", {}, entries.map(([path, value]) => {
    const declared = app.lever(path);
    return el("li", {}, `${app.label("lever", path, declared?.label ?? path)}: `,
      el("strong", {}, declared ? app.setting(value, declared) : String(value)));
  }));
}

function readings(app, one, without) {
  const { t } = app;
  const rows = one.changes.map((reading, place) => ({
    label: app.label("outcome", reading.name, reading.label),
    now: app.value(reading.value, reading.unit),
    change: reading.change === null ? t("number.none")
      : app.difference(reading.change, reading.unit),
    by: without ? app.difference(reading.value - without[place].value, reading.unit) : null,
  }));
  return app.table({ caption: t("play.came_caption", { to: one.to }), rows, columns: [
    { key: "label", label: t("play.outcome") },
    { key: "now", label: t("play.now"), number: true },
    { key: "change", label: t("play.change"), number: true },
    ...(without ? [{ key: "by", label: t("play.by_levers"), number: true }] : [])] });
}

function sides(app, one, without) {
  const { el, t } = app;
  return el("div", { class: "decision" },
    el("div", {}, el("h3", {}, t("play.decided")), settings(app, one.set)),
    el("div", {}, el("h3", {}, t("play.came")), readings(app, one, without),
      without ? el("p", { class: "sentence" }, t("play.by_note")) : null));
}

/** The last round: what was set, what came, and what would have come with nothing new set. */
export function lastCard(app, { past, without }) {
  const { el, t } = app;
  const one = past.at(-1);
  return el("section", { class: "card last" },
    el("h2", {}, t("play.last", { from: one.from, to: one.to })), sides(app, one, without));
}

/** The rounds before, the latest first. */
export function pastCard(app, { past }) {
  const { el, t } = app;
  const rounds = past.slice(1, -1).reverse();
  if (!rounds.length) return null;
  const items = rounds.map((one) => el("li", {}, el("details", {},
    el("summary", {}, t("play.past_round", { round: one.round, from: one.from, to: one.to })),
    sides(app, one, null),
    el("ul", { class: "news" }, byMonth(one.news).map((item) => newsItem(app, item))))));
  return el("section", { class: "card" }, el("h2", {}, t("play.past")),
    el("p", { class: "quiet" }, t("play.past_note")), el("ol", { class: "past" }, items));
}
