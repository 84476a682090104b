// The end of a term beside the shipped strategies: in the same one world, and over several.

import { bandsOf } from "./play_bands.js";

const WORLDS = 6;

/** Return {element, show(term), hide(), destroy()}. */
export function scoreOf(app) {
  const { el, t } = app;
  const element = el("section", { class: "card ended", hidden: true });
  let shown = null;
  let pictures = [];

  async function show(term) {
    shown = term;
    element.hidden = false;
    say(t("play.scoring"));
    const { state, rounds } = term;
    try {
      const one = await app.post("/api/play/score", { state, rounds }, { key: "play-score" });
      if (shown === term) draw(one, el("p", { role: "status", class: "quiet" },
        t("play.banding", { n: WORLDS })));
      const several = await app.post("/api/play/score", { state, rounds, worlds: WORLDS },
        { key: "play-score" });
      if (shown === term) draw(several);
    } catch (error) {
      const said = app.problem(error);
      if (said && shown === term) say(said);
    }
  }

  function say(what) {
    clear();
    element.replaceChildren(el("h2", {}, t("play.scorecard")),
      what instanceof Node ? what : el("p", { role: "status" }, what));
  }

  function clear() {
    for (const one of pictures) one.destroy();
    pictures = [];
  }

  function draw(found, waiting = null) {
    clear();
    pictures = bandsOf(app, found);
    const isWide = found.worlds > 1;
    element.replaceChildren(...[el("h2", {}, t("play.scorecard")), el("p", {},
      t("play.places", { n: found.rows.length, places: places(app, found) })),
    el("p", { class: "luck" }, t(isWide ? "play.score_bands" : "play.score_note",
      { n: found.worlds })), waiting,
    el("div", { class: "bands" }, pictures.map((one) => one.element)),
    el("details", {}, el("summary", {}, t("play.score_table")), table(app, found)),
    ...command(app, found)].filter(Boolean));
    if (isWide) app.say(t("play.scored"));
  }

  return {
    element,
    show,
    hide() {
      shown = null;
      element.hidden = true;
      app.drop("play-score");
      clear();
    },
    destroy() {
      shown = null;
      app.drop("play-score");
      clear();
    },
  };
}

function places(app, found) {
  return found.columns.map((one) => `${app.label("outcome", one.name, one.label)}: ${
    app.t("play.place", { n: one.place })}`).join("; ");
}

/** Return what a strategy is called on the page. */
export function titleOf(app, found, name) {
  return name === found.you ? app.t("play.your_term")
    : app.label("base", name, app.about.bases.find((one) => one.name === name)?.title ?? name);
}

function table(app, found) {
  const { t } = app;
  const rows = found.rows.map((row) => ({
    class: row.name === found.you ? "you" : null, name: titleOf(app, found, row.name),
    ...Object.fromEntries(found.columns.map((one, place) => [one.name, row.values[place]])),
  }));
  rows.push({ class: "you", name: t("play.your_place", { n: found.rows.length }),
    ...Object.fromEntries(found.columns.map((one) => [one.name, String(one.place)])) });
  return app.table({ caption: t("play.score_caption", { months: found.month }), rows,
    header: "name",
    columns: [{ key: "name", label: t("play.strategy") }, ...found.columns.map((one) =>
      ({ key: one.name, label: app.label("outcome", one.name, one.label), unit: one.unit }))] });
}

function command(app, found) {
  const { el, t } = app;
  const copy = el("button", { class: "button small", type: "button", onclick: async () => {
    const said = await app.copy(found.command).then(() => "play.copied", () => "take.not_copied");
    app.say(t(said));
    copy.textContent = t(said);
  } }, t("play.copy"));
  return [el("p", {}, t("play.score_command")),
    el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": t("play.command") },
      el("pre", { lang: "en" }, el("code", {}, found.command))), copy];
}
