// The figure that answers: the picture, a sentence on how to read it, and the numbers it draws.

import { titleOfShort } from "./questions_names.js";

const SELF_EXPLAINED = ["two_by_two", "ends", "groups", "odds"]; // their English says what is drawn
const NAMES = ["scenario", "against"];

/** Return the picture with its sentences. */
export function figureOf(app, asked, found) {
  const { el, t } = app;
  const { figure: picture, title } = found;
  const source = (text) => `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  const image = el("picture", {},
    el("source", { media: "(max-width: 640px)", srcset: source(picture.narrow) }),
    el("img", { src: source(picture.wide), alt: picture.alt, lang: "en" }));
  const isEnglish = app.language === "en";
  return el("figure", { class: "chart" },
    el("figcaption", { class: "visually-hidden", lang: "en" }, `${title}: ${picture.title}`),
    el("div", { class: "answer-picture" }, image),
    isEnglish && SELF_EXPLAINED.includes(picture.kind) ? null
      : el("p", { class: "sentence how" }, t(`questions.how_${picture.kind}`),
        isEnglish ? "" : ` ${t("questions.picture_english")}`),
    el("p", { class: "sentence", lang: "en" }, saidOf(found)));
}

/** What the figure says, without what the sentences beside it say; all of it if none is left. */
function saidOf({ figure: { alt }, sentences }) {
  const rest = sentences.reduce((text, one) => text.replace(one.text, ""), alt);
  return rest.replace(/\s+/g, " ").trim() || alt;
}

/** Return the numbers that the picture draws, as a table behind a summary. */
export function dataOf(app, asked, { title, data }) {
  const { el, t } = app;
  if (!data.rows.length) return null;
  const { columns, rows, told } = data;
  const make = () => app.table({ caption: el("span", { lang: "en" }, title),
    rows: rows.map((row) => cells(app, asked, columns, told, row)),
    columns: columns.map((key) => ({ key, label: headOf(app, key),
      number: rows.some((row) => typeof row.values[columns.indexOf(key)] === "number") })) });
  const inside = el("div", {});
  const show = () => inside.firstChild || inside.append(make());
  const element = el("details", { class: "data", ontoggle: () => element.open && show() },
    el("summary", {}, t("questions.picture_table")), inside);
  return element;
}

function headOf(app, key) {
  return app.label("questions_column", key, null)
    ?? app.el("span", { lang: "en" }, key.replaceAll("_", " "));
}

function cells(app, asked, columns, told, { unit, values }) {
  const at = (name) => values[columns.indexOf(name)] ?? null;
  const differences = [at("difference")].filter((one) => one !== null);
  const words = app.together(unit, { differences, values: [at("mean")],
    intervals: [[at("low"), at("high")]] });
  const isChange = columns.includes("difference") || columns.includes("added");
  return Object.fromEntries(columns.map((key, place) => {
    const value = values[place];
    if (value === null || value === "") return [key, null];
    if (NAMES.includes(key)) return [key, titleOfShort(app, asked, value)];
    if (key === "outcome") {
      const outcome = app.outcome(value);
      return [key, app.label("outcome", value, outcome?.label ?? value.replaceAll("_", " "))];
    }
    if (typeof value !== "number") {
      return [key, app.el("span", { lang: "en" }, String(value).replaceAll("_", " "))];
    }
    if (key === "month" || !unit) return [key, app.value(value, "count")];
    if (!told.includes(key)) return [key, app.value(value, "ratio")];
    return [key, isChange ? words.difference(value) : words.value(value)];
  }));
}
