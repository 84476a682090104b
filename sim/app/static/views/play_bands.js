// An outcome of all strategies at the end of the term: this one world as a point, others as a band.

import { figure } from "../marks.js";
import { titleOf } from "./play_score.js";

const ROW = 20;
const LINE = 14; // of a name that takes several
const TOP = 6;
const AXIS = 22;
const LETTER = 6.8; // about the width of one, in px
const WIDE = 11.5; // of a letter of Hangul
const MOST_NAME = 0.58; // of the whole width
const USUAL = 16; // the size of letters that all these are for, in px

/** Return a figure an outcome, each {element, destroy()}. */
export function bandsOf(app, found) {
  return found.columns.map((column, place) => {
    const title = app.label("outcome", column.name, column.label);
    const rows = found.rows.map((row) => ({ name: titleOf(app, found, row.name),
      isYou: row.name === found.you, value: row.values[place],
      low: row.bands[0]?.[place] ?? null, high: row.bands[1]?.[place] ?? null }));
    const sign = column.better < 0 ? 1 : -1;
    rows.sort((a, b) => sign * (a.value - b.value));
    const picture = figure(title, (data, width) => draw(app, data, width));
    picture.update({ rows, unit: column.unit, sentence: words(app, rows, column, found),
      table: tableOf(app, title, rows, column.unit, found) });
    return picture;
  });
}

function words(app, rows, column, found) {
  const you = rows.find((one) => one.isYou);
  const said = { value: app.value(you.value, column.unit), place: column.place, n: rows.length };
  if (you.low === null) return app.t("play.point_words", said);
  const overlap = rows.filter((one) => !one.isYou && one.low <= you.high && one.high >= you.low);
  return app.t("play.band_words", { ...said, worlds: found.worlds, overlap: overlap.length,
    others: rows.length - 1, range: app.interval(you.low, you.high, column.unit, you.value) });
}

function tableOf(app, title, rows, unit, { worlds }) {
  const { t } = app;
  return { caption: t("play.band_table", { n: worlds, outcome: title }), hideCaption: false,
    rows: rows.map((one) => ({ ...one, class: one.isYou ? "you" : null,
      band: one.low === null ? t("number.none")
        : app.interval(one.low, one.high, unit, one.value) })),
    columns: [{ key: "name", label: t("play.strategy") },
      { key: "value", label: t("play.this_world"), unit },
      { key: "band", label: t("play.band"), number: true }] };
}

function breadth(text) {
  return [...text].reduce((sum, one) => sum + (one > "\u1100" ? WIDE : LETTER), 0);
}

/** Return a name as lines that fit into some room, broken between its words. */
function linesOf(name, room) {
  return name.split(" ").reduce((lines, word) => {
    const longer = `${lines.at(-1)} ${word}`;
    if (lines.length && breadth(longer) <= room) return [...lines.slice(0, -1), longer];
    return [...lines, word];
  }, []);
}

function draw(app, { rows, unit }, width) {
  const { svg } = app;
  const by = parseFloat(getComputedStyle(document.documentElement).fontSize) / USUAL;
  const ends = rows.flatMap((one) => [one.value, one.low ?? one.value, one.high ?? one.value]);
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  const longest = Math.max(...rows.map((one) => breadth(one.name))) * by;
  const left = Math.min(width * MOST_NAME, 12 + longest);
  const names = rows.map((one) => linesOf(one.name, (left - 10) / by));
  const tall = names.map((lines) => (ROW + (lines.length - 1) * LINE) * by);
  const x = (at) => left + ((at - low) / (high - low || 1)) * (width - left - 14);
  const axis = AXIS * by;
  const height = TOP + tall.reduce((sum, one) => sum + one, 0) + axis;
  const picture = svg("svg", { viewBox: `0 0 ${width} ${height}`, width, height });
  let top = TOP;
  rows.forEach((one, place) => {
    const y = top + tall[place] / 2;
    const first = y + 4 * by - ((names[place].length - 1) * LINE * by) / 2;
    const kind = one.isYou ? "you" : "other";
    if (one.isYou) picture.append(svg("rect", { class: "row-of-you", x: 0, y: top, width,
      height: tall[place] }));
    names[place].forEach((line, nth) => picture.append(svg("text", { class: `name ${kind}`,
      x: left - 8, y: first + nth * LINE * by, "text-anchor": "end" }, line)));
    if (one.low !== null) picture.append(svg("line", { class: `span ${kind}`, x1: x(one.low),
      x2: x(one.high), y1: y, y2: y }));
    picture.append(one.isYou
      ? svg("path", { class: "dot you", d: `M${x(one.value)} ${y - 7}l7 7l-7 7l-7-7Z` })
      : svg("circle", { class: "dot other", cx: x(one.value), cy: y, r: 4 }));
    top += tall[place];
  });
  const bottom = height - axis;
  picture.append(svg("line", { class: "grid-line", x1: left, x2: width - 8, y1: bottom,
    y2: bottom }),
  ...[[low, "start"], [high, "end"]].map(([at, anchor]) => svg("text", { class: "axis-text",
    x: x(at), y: height - 6, "text-anchor": anchor }, app.short(Number(at.toPrecision(3)), unit))));
  return picture;
}
