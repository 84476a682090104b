// The end of a term beside the shipped strategies, all in the same one world.

function ordinal(app, place) {
  return app.t("play.place", { n: place });
}

function sentence(app, found) {
  const named = found.columns.map((one) =>
    `${app.label("outcome", one.name, one.label)}: ${ordinal(app, one.place)}`);
  return app.t("play.places", { n: found.rows.length, places: named.join("; ") });
}

/** Return the parts of the scorecard. */
export function card(app, found) {
  const { el, t } = app;
  const title = (name) => name === found.you ? t("play.your_term")
    : app.label("base", name, app.about.bases.find((one) => one.name === name)?.title ?? name);
  const rows = found.rows.map((row) => ({
    class: row.name === found.you ? "you" : null, name: title(row.name),
    ...Object.fromEntries(found.columns.map((one, place) => [one.name, row.values[place]])),
  }));
  rows.push({ class: "you", name: t("play.your_place", { n: found.rows.length }),
    ...Object.fromEntries(found.columns.map((one) => [one.name, String(one.place)])) });
  const copy = el("button", { class: "button small", type: "button", onclick: async () => {
    await app.copy(found.command);
    app.say(t("play.copied"));
    copy.textContent = t("play.copied");
  } }, t("play.copy"));
  return [
    el("h2", {}, t("play.scorecard")),
    el("p", {}, sentence(app, found)),
    app.table({ caption: t("play.score_caption", { months: found.month }), rows, header: "name",
      columns: [{ key: "name", label: t("play.strategy") }, ...found.columns.map((one) =>
        ({ key: one.name, label: app.label("outcome", one.name, one.label), unit: one.unit }))] }),
    el("p", { class: "quiet" }, t("play.score_note")),
    el("p", {}, t("play.score_command")),
    el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": t("play.command") },
      el("pre", {}, el("code", {}, found.command))),
    copy,
  ];
}
