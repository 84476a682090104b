// Two pictures in SVG: strategies as points, and a difference taken apart.

import { el, svg, tell } from "./dom.js";
import * as numbers from "./numbers.js";
import { tableOnRequest } from "./tables.js";
import * as words from "./words.js";

export const NAMES = ["one", "two", "three", "four", "five", "six"];
const USUAL = { left: 62, right: 16, top: 24, bottom: 46 };
const USUAL_LETTER = 7; // about the width of one, in px
const MOST_NAMES = 3; // more points have numbers, and their names in a key
let MARGIN = USUAL;
let LETTER = USUAL_LETTER;
let by = 1; // how large the letters of the page are, against the usual ones
const figures = new Set();

/** Draw every picture again, in letters of another size. */
export function redraw() {
  by = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
  MARGIN = Object.fromEntries(Object.entries(USUAL).map(([key, one]) => [key, one * by]));
  LETTER = USUAL_LETTER * by;
  for (const paint of figures) paint();
}
const NARROW = 480;
const LEAST_SPAN = { share: 0.05, "0-100": 2, "0-1": 0.02, points: 2 };
const SHAPES = {
  one: "M-6 0A6 6 0 1 0 6 0A6 6 0 1 0-6 0Z", two: "M-6-6H6V6H-6Z", three: "M0-8L8 6H-8Z",
  four: "M0-8L8 0L0 8L-8 0Z", five: "M-8-6H8L0 8Z",
  six: "M-2-7H2V-2H7V2H2V7H-2V2H-7V-2H-2Z",
};

/** Return a small sign of a strategy, the same in table, legend and picture. */
export function sign(kind) {
  return svg("svg", { class: "sign", viewBox: "-9 -9 18 18", "aria-hidden": "true" },
    svg("path", { d: SHAPES[kind], class: `fill-${kind}` }));
}

/** Whether points have numbers, and their names in a key below: they are many, or names long. */
function isNumbered(all, width) {
  return all.length > MOST_NAMES || all.some((one) => one.name.length * LETTER > width * 0.4);
}

/** Return a figure of title, picture, sentence and table, as {element, update(...)}. */
export function figure(title, draw) {
  let now = null;
  const picture = el("div", { class: "picture marks", role: "img", "aria-label": title });
  const key = el("ol", { class: "legend", hidden: true });
  const sentence = el("p", { class: "sentence" });
  const data = tableOnRequest(title);
  const caption = el("figcaption", {}, title);
  const element = el("figure", { class: "chart" }, caption, picture, key, sentence, data.element);
  const paint = () => {
    const width = picture.clientWidth;
    if (!now || width <= 40) return;
    picture.replaceChildren(draw(now, width));
    key.hidden = !isNumbered(now.points ?? [], width);
  };
  const watcher = new ResizeObserver(paint);
  watcher.observe(picture);
  figures.add(paint);
  return {
    element,
    update(next) {
      now = next;
      key.replaceChildren(...(next.points ?? []).map((one, place) =>
        el("li", {}, sign(one.kind), `${place + 1} ${one.name}`)));
      tell(sentence, next.sentence ?? "");
      tell(caption, next.title ?? title);
      picture.setAttribute("aria-label", next.sentence || title);
      data.update(() => next.table);
      paint();
    },
    destroy: () => (watcher.disconnect(), figures.delete(paint)),
  };
}

function nice(low, high, count = 4) {
  const rough = (high - low) / count || Math.abs(high) / count || 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((one) => one * power).find((one) => one >= rough);
  const from = Math.floor(low / step) * step;
  const ticks = [];
  for (let k = 0; from + k * step < high + step * 0.999; k += 1) {
    ticks.push(Number((from + k * step).toPrecision(12)));
  }
  return ticks;
}

/** Return the ticks of an axis: wide enough that what hardly differs is not drawn far apart. */
function padded(places, unit) {
  const values = places.flatMap((one) => [one.at, one.low, one.high]).filter(Number.isFinite);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const least = LEAST_SPAN[unit] ?? (Math.max(Math.abs(low), Math.abs(high)) * 0.1 || 1);
  const more = Math.max((high - low) * 0.12, (least - (high - low)) / 2);
  return nice(low - more, high + more);
}

function scale(ticks, from, to) {
  const [low, high] = [ticks[0], ticks.at(-1)];
  return (number) => from + ((number - low) / (high - low || 1)) * (to - from);
}

function text(x, y, words_, anchor = "middle", name = "axis-text") {
  return svg("text", { x, y, "text-anchor": anchor, class: name }, words_);
}

function axes(picture, x, y, size) {
  const { ticks: across, at: left, unit: unitX, label: labelX } = x;
  const { ticks: up, at: top, unit: unitY, label: labelY } = y;
  const bottom = size.height - MARGIN.bottom;
  for (const tick of up) {
    picture.append(
      svg("line", { x1: MARGIN.left, x2: size.width - MARGIN.right, y1: top(tick), y2: top(tick),
        class: "grid-line" }),
      text(MARGIN.left - 6, top(tick) + 4 * by, numbers.short(tick, unitY), "end"));
  }
  const every = Math.ceil(across.length / Math.max(2, (size.width - 80) / 58 / by));
  across.filter((_, place) => place % every === 0).forEach((tick) => {
    picture.append(text(left(tick), bottom + 18 * by, numbers.short(tick, unitX)));
  });
  const named = (label, unit) => `${label} (${words.unitName(unit)})`;
  picture.append(text(size.width - 4, size.height - 6 * by, named(labelX, unitX), "end"),
    text(0, 12 * by, named(labelY, unitY), "start"));
}

function points({ points: all, x, y }, width) {
  const size = { width, height: Math.min(340, Math.max(230, width * 0.55)) };
  const picture = svg("svg", { viewBox: `0 0 ${size.width} ${size.height}`, ...size });
  const across = padded(all.map((one) => one.x), x.unit);
  const up = padded(all.map((one) => one.y), y.unit);
  const left = scale(across, MARGIN.left + 8, size.width - MARGIN.right);
  const high = scale(up, size.height - MARGIN.bottom, MARGIN.top);
  axes(picture, { ...x, ticks: across, at: left }, { ...y, ticks: up, at: high }, size);
  const taken = all.map((one) => ({ y: high(one.y.at) + 4 * by, from: left(one.x.at) - 7 * by,
    to: left(one.x.at) + 7 * by }));
  for (const [order, one] of all.entries()) {
    const said = isNumbered(all, width) ? String(order + 1) : one.name;
    const [px, py] = [left(one.x.at), high(one.y.at)];
    picture.append(...whiskers(one, px, py, left, high),
      svg("path", { d: SHAPES[one.kind], class: `fill-${one.kind} mark`,
        transform: `translate(${px} ${py})` }, svg("title", {}, one.name)));
    const { near, y: line, anchor } = free(px, py, said, size, taken);
    picture.append(text(near, line, said, anchor, "point-text"));
  }
  return picture;
}

/** Return where the name of a point finds room: beside it, a little above or below. */
function free(px, py, said, size, taken) {
  const isTaken = (one) => taken.some((other) => Math.abs(other.y - one.y) < 15 * by
    && one.from < other.to && other.from < one.to);
  const first = px > size.width * 0.6 ? -1 : 1;
  const spots = [[first, -7], [-first, -7], [first, 16], [-first, 16]].map(([side, down]) => {
    const near = px + side * 12;
    const far = near + side * said.length * LETTER;
    return { near, anchor: side < 0 ? "end" : "start", y: py + down * by,
      from: Math.min(near, far), to: Math.max(near, far) };
  });
  const inside = spots.filter((one) => one.from > MARGIN.left && one.to < size.width);
  const way = py > size.height * 0.6 ? -15 * by : 15 * by;
  const found = inside.find((one) => !isTaken(one)) ?? inside[0] ?? spots[0];
  while (isTaken(found)) found.y += way;
  taken.push(found);
  return found;
}

/** Return the intervals of a point, one across and one up. */
function whiskers({ kind, x, y }, px, py, left, high) {
  const drawn = (d) => svg("path", { class: `whisker stroke-${kind}`, d });
  return [
    x.low < x.high ? drawn(`M${left(x.low)} ${py}H${left(x.high)}`) : null,
    y.low < y.high ? drawn(`M${px} ${high(y.low)}V${high(y.high)}`) : null,
  ].filter(Boolean);
}

/**
 * Return a scatter: update({points: [{kind, name, x, y}], x: {label, unit}, y: the same, title,
 * sentence, table}); x and y of a point are {at, low, high}, the interval where there is one.
 */
export function scatter({ title }) {
  return figure(title, points);
}

function steps({ from, to, parts }) {
  const rows = [{ name: from.name, low: Math.min(0, from.value), high: from.value, kind: "whole" }];
  let now = from.value;
  for (const part of parts) {
    rows.push({ name: part.name, from: now, to: now + part.value, part,
      kind: part.look });
    now += part.value;
  }
  rows.push({ name: to.name, low: Math.min(0, to.value), high: to.value, kind: "whole" });
  return rows;
}

function waterfall(data, width) {
  const rows = steps(data);
  const isNarrow = width < NARROW; // names then stand above their bars
  const [room, height] = isNarrow ? [4, 48 * by] : [Math.min(210 * by, width * 0.34), 34 * by];
  const ends = rows.flatMap((row) => [row.from, row.to, row.part && row.from + row.part.low,
    row.part && row.from + row.part.high, row.kind === "whole" ? row.high : undefined])
    .filter(Number.isFinite);
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  const margin = (high - low) * 0.1 || Math.abs(high) * 0.1 || 1;
  const at = scale([low - margin, high + margin], room, width - 100 * by);
  const picture = svg("svg", { viewBox: `0 0 ${width} ${rows.length * height + 6}`, width,
    height: rows.length * height + 6 });
  rows.forEach((row, place) => {
    const above = isNarrow ? 20 * by : 0;
    const top = place * height + 6 + above;
    const line = isNarrow ? top - 5 : top + (height - 12) / 2 + 4;
    picture.append(text(0, line, fitting(row.name, isNarrow ? width - 8 : room - 8), "start",
      "point-text"));
    step(picture, row, { at, width, data, top, height: height - 12 - above });
  });
  return picture;
}

function fitting(name, room) {
  const most = Math.floor(room / LETTER);
  return name.length > most ? `${name.slice(0, most - 1).trim()}…` : name;
}

function step(picture, row, { at, width, data, top, height }) {
  const middle = top + height / 2 + 4 * by;
  if (row.kind === "whole") {
    picture.append(
      svg("rect", { x: at(row.high) - 2, y: top, width: 4, height, class: "bar-whole" }),
      text(width - 4, middle, data.numbers.value(row.high), "end", "point-text"));
    return;
  }
  const [x1, x2] = [at(Math.min(row.from, row.to)), at(Math.max(row.from, row.to))];
  picture.append(svg("rect", { x: x1, y: top, width: Math.max(1.5, x2 - x1), height,
    class: `bar-${row.kind}` }));
  if (Number.isFinite(row.part.low)) {
    const y = top + height / 2;
    picture.append(svg("path", { class: "whisker",
      d: `M${at(row.from + row.part.low)} ${y}H${at(row.from + row.part.high)}` }));
  }
  picture.append(text(width - 4, middle, data.numbers.difference(row.part.value), "end",
    "point-text"));
}

/**
 * Return a waterfall: update({from: {name, value}, to, parts: [{name, value, low, high, look}],
 * unit, numbers, sentence, table}); `numbers` are those of numbers.together, `look` is better,
 * worse, clear or unclear.
 */
export function bars({ title }) {
  return figure(title, waterfall);
}
