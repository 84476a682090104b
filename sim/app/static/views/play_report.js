// What the mayor is told after a half-year: moods, money, news and outcomes.

import { becauseOf, spaced } from "./play_because.js";

const FIRST_NEWS = 6;

function change(app, reading) {
  return reading.change === null ? app.t("number.none") : app.difference(reading.change,
    reading.unit);
}

/** The six who matter, each from 0 to 100, with the numbers behind it. */
export function moodsCard(app, data) {
  const { el, t } = app;
  const before = data.past.at(-2)?.moods;
  const rows = data.moods.map((mood, place) => {
    const score = Math.round(mood.score);
    const by = before ? score - Math.round(before[place]) : null;
    const track = el("span", {});
    track.style.setProperty("--score", `${score}%`);
    const moved = by ? t(by > 0 ? "play.mood_up" : "play.mood_down", { n: Math.abs(by) }) : "";
    return el("li", { class: "mood" },
      el("div", { class: "line" },
        el("strong", {}, app.label("play_who", mood.who, mood.who)),
        el("span", {}, t("play.mood", { score, words: app.label("play_mood", mood.words,
          mood.words) }),
          moved ? el("span", { class: by > 0 ? "good" : "bad" }, ` ${moved}`) : null)),
      el("div", { class: "track", "aria-hidden": "true" }, track),
      el("p", { class: "quiet" }, becauseOf(app, mood)));
  });
  const made = data.moods.flatMap(({ who }) => [el("dt", {}, app.label("play_who", who, who)),
    el("dd", {}, app.label("play_made", who, ""))]);
  return el("section", { class: "card" }, el("h2", {}, t("play.moods")),
    el("ul", { class: "moods" }, rows),
    el("details", {}, el("summary", {}, t("play.moods_made")), el("dl", {}, made)));
}

/** The money: what is left of the round to come, and how it comes to that. */
export function moneyCard(app, { money, is_over: isOver, round }) {
  const { el, t } = app;
  const line = (key, usd) => ({ what: t(`play.${key}`), usd });
  const rows = [
    round ? line("received", money.received) : null, round ? line("spent", money.spent) : null,
    line("in_hand", money.in_hand),
    ...(isOver ? [] : [line("coming_in", money.coming_in), line("running", -money.running),
      line("upkeep", -money.upkeep), line("left", money.left)]),
  ].filter(Boolean);
  const short = money.pillars.filter((one) => one.costs > 0 || one.holds > 0);
  const pillars = short.map((one) => ({ ...one,
    pillar: app.label("pillar", one.pillar, one.pillar),
    paid: one.costs > 0
      ? `${Math.round(100 * Math.min(1, (one.holds + one.comes) / one.costs))} %`
      : t("number.none") }));
  return el("section", { class: "card" }, el("h2", {}, t("play.money")),
    money.asked && !isOver
      ? el("p", { class: "quiet" }, t("play.asked", { usd: app.value(money.asked, "USD") })) : null,
    app.table({ caption: t("play.money_table"), rows, hideCaption: true,
      columns: [{ key: "what", label: t("play.what") }, { key: "usd", unit: "USD",
        label: app.label("unit", "USD", "USD") }] }),
    pillars.length && !isOver ? el("details", {}, el("summary", {}, t("play.pillars")),
      app.table({ caption: t("play.pillars"), rows: pillars, hideCaption: true, columns: [
        { key: "pillar", label: t("play.pillar") }, { key: "holds", label: t("play.holds"),
          unit: "USD" },
        { key: "comes", label: t("play.comes"), unit: "USD" },
        { key: "costs", label: t("play.costs"), unit: "USD" },
        { key: "paid", label: t("play.paid"), number: true }] })) : null);
}

/** Return news in the order of the months. */
export function byMonth(news) {
  return [...news].sort((a, b) => a.month - b.month);
}

/** One item of news. */
export function newsItem(app, item) {
  const { el } = app;
  return el("li", {}, el("span", { class: "quiet" }, `${app.date(item.date)} `),
    el("span", { lang: "en" }, el("strong", {}, spaced(`${item.actor} ${item.decision}`))),
    el("p", { class: "quiet", lang: "en" }, spaced(item.reason)));
}

/** The minutes of the half-year: what matters most by month, the rest below it. */
export function newsCard(app, { news, round }) {
  const { el, t } = app;
  const listed = (some) => byMonth(some).map((item) => newsItem(app, item));
  const items = listed(news.slice(0, FIRST_NEWS));
  const rest = listed(news.slice(FIRST_NEWS));
  return el("section", { class: "card" }, el("h2", {}, t("play.news")),
    items.length ? el("ul", { class: "news" }, items)
      : el("p", { class: "quiet" }, t(round ? "play.no_news" : "play.not_yet")),
    rest.length ? el("details", {}, el("summary", {}, t("play.more_news", { n: rest.length })),
      el("ul", { class: "news" }, rest)) : null);
}

/** The outcomes now, and their change since the last round. */
export function outcomesCard(app, data) {
  const { el, t } = app;
  const rows = Object.entries(data.outcomes).map(([name, one]) => ({
    label: app.label("outcome", name, one.label), now: app.value(one.value, one.unit),
    change: change(app, one),
  }));
  return el("section", { class: "card" }, el("h2", {}, t("play.outcomes")),
    app.table({ caption: t("play.outcomes_note"), rows, columns: [
      { key: "label", label: t("play.outcome") }, { key: "now", label: t("play.now"),
        number: true },
      { key: "change", label: t("play.change"), number: true }] }),
  el("p", { class: "sentence" }, t("play.luck_or_effect")));
}
