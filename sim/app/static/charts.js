// Charts of courses over months: uPlot, updated in place, with sentence and data table beside them.

import { el, tell } from "./dom.js";
import * as numbers from "./numbers.js";
import { tableOnRequest } from "./tables.js";
import * as words from "./words.js";

/* global uPlot */
export const KINDS = ["baseline", "assumption", "yours"];
const DASHES = { baseline: [7, 4], assumption: [2, 3], yours: [], one: [], two: [7, 3],
  three: [2, 3], four: [9, 3, 2, 3], five: [4, 2], six: [1, 4] };
const WIDTHS = { baseline: 2, assumption: 2.25, yours: 2.75 };
const BAND_OPACITY = { light: 0.16, dark: 0.24 };
const FROM_ZERO = /^(share|points|USD|cases|count|persons|months|days)/;
const LEAST_SPAN = { "0-100": 8, "0-1": 0.08, points: 4, share: 0.02 };
const charts = new Set();
const colours = new Map();

/** Return the colour of a kind of line in the theme of now. */
export function colour(kind) {
  if (!colours.has(kind)) {
    const style = getComputedStyle(document.documentElement);
    colours.set(kind, style.getPropertyValue(`--${kind}`).trim() || "#000000");
  }
  return colours.get(kind);
}

function faint(kind) {
  const hex = colour(kind);
  const opacity = BAND_OPACITY[document.documentElement.dataset.theme] ?? BAND_OPACITY.light;
  const alpha = Math.round(opacity * 255).toString(16).padStart(2, "0");
  return hex.length === 7 ? hex + alpha : hex;
}

/** Draw every chart again, in the colours of another theme. */
export function recolour() {
  colours.clear();
  for (const chart of charts) chart.redraw();
}

/** How large the letters of the page are, against the usual ones. */
function scaleNow() {
  return parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
}

function ends(unit) {
  return (_, low, high) => {
    let [from, to] = [low ?? 0, high ?? 1];
    if (FROM_ZERO.test(unit)) [from, to] = [Math.min(0, from), Math.max(0, to)];
    const size = Math.max(Math.abs(from), Math.abs(to));
    const nothing = FROM_ZERO.test(unit) ? 4 : 1; // has an axis too, of whole numbers
    const least = LEAST_SPAN[unit] ?? (size < 1e-6 ? nothing : size * 0.1);
    const lacking = Math.max(0, least - (to - from));
    if (FROM_ZERO.test(unit) && from === 0) to += lacking;
    else [from, to] = [from - lacking / 2, to + lacking / 2];
    const margin = (to - from) * 0.05;
    return [from === 0 ? 0 : from - margin, to + margin];
  };
}

function series(kinds) {
  const hidden = { width: 0, points: { show: false } };
  return [{}, ...kinds.flatMap((kind) => [
    { ...hidden }, { ...hidden },
    { stroke: () => colour(kind), width: WIDTHS[kind] ?? 2.25, dash: DASHES[kind],
      points: { show: false } },
  ])];
}

function bands(kinds) {
  return kinds.map((kind, place) =>
    ({ series: [3 * place + 2, 3 * place + 1], fill: () => faint(kind) }));
}

function columns(data, kinds) {
  const none = data.months.map(() => null);
  const line = (kind) => data.lines.find((one) => one.kind === kind);
  return [data.months, ...kinds.flatMap((kind) => {
    const found = line(kind);
    return [found?.low ?? none, found?.high ?? none, found?.median ?? none];
  })];
}

function years(dates, width) {
  const starts = [];
  dates.forEach((date, place) => date.endsWith("-01") && starts.push(place + 1));
  const room = Math.max(1, Math.floor(width / 46));
  const every = Math.max(1, Math.ceil(starts.length / room));
  return starts.filter((_, place) => place % every === 0);
}

/** A chart in its holder; nothing of it is made anew when the numbers change. */
class Chart {
  #plot = null;
  #dates = [];
  #scale = 1;
  #holder;
  #spec;
  #watcher;
  #size;

  constructor(holder, spec, onPoint) {
    this.#holder = holder;
    this.#spec = { height: 150, kinds: KINDS, ...spec };
    this.onPoint = onPoint;
    this.#size = { width: 320, height: this.#spec.height };
    this.#watcher = new ResizeObserver(([entry]) => this.#fit(entry.contentRect));
    this.#watcher.observe(holder);
    charts.add(this);
  }

  #fit({ width, height }) {
    if (width < 40) return;
    this.#size = { width: Math.floor(width), height: Math.floor(height) || this.#spec.height };
    this.#plot?.setSize(this.#size);
  }

  update(data) {
    this.#dates = data.dates;
    const numbers = columns(data, this.#spec.kinds);
    if (this.#plot) this.#plot.setData(numbers);
    else this.#make(numbers);
  }

  #make(numbers) {
    this.#scale = scaleNow();
    this.#plot = new uPlot(this.#options(), numbers, this.#holder);
  }

  #options() {
    const { unit, kinds } = this.#spec;
    const by = this.#scale;
    const font = `${Math.round(12 * by)}px ${getComputedStyle(document.body).fontFamily}`;
    const axis = { stroke: () => colour("quiet"), font, ticks: { show: false } };
    const grid = { stroke: () => colour("line"), width: 1 };
    return {
      ...this.#size, legend: { show: false }, padding: [8, 16 * by, 0, 0], ms: 1,
      cursor: { sync: { key: this.#spec.sync ?? "months" }, drag: { x: false, y: false },
        points: { size: 7 }, y: false },
      hooks: { setCursor: [(plot) => this.onPoint(plot.cursor.idx)] },
      scales: { x: { time: false }, y: { range: ends(unit) } },
      axes: [
        { ...axis, grid: { show: false }, size: 24 * by, gap: 6,
          splits: (plot) => years(this.#dates, plot.width / by),
          values: (_, at) => at.map((month) => (this.#dates[month - 1] ?? "").slice(0, 4)) },
        { ...axis, grid, size: 50 * by, gap: 4, space: 32 * by,
          values: (_, at) => at.map((one) => numbers.short(one, unit)) },
      ],
      series: series(kinds), bands: bands(kinds),
    };
  }

  /** Draw again in the colours of now; made anew only for letters of another size. */
  redraw() {
    if (!this.#plot || this.#scale === scaleNow()) {
      this.#plot?.redraw(false, true);
      return;
    }
    const numbers = this.#plot.data;
    this.#plot.destroy();
    this.#make(numbers);
  }

  destroy() {
    this.#watcher.disconnect();
    this.#plot?.destroy();
    charts.delete(this);
  }
}

/** Return the table of a chart: every month of a short run, else the first and each year's last. */
export function tableOf(title, unit, data) {
  const { months, lines } = data;
  const places = months.map((_, place) => place)
    .filter((place) => months.length <= 24 || place === 0 || months[place] % 12 === 0);
  const columns = [{ key: "month", label: words.t("chart.month") }];
  for (const line of lines) {
    columns.push({ key: line.kind, label: line.name, unit });
    if (line.low) {
      columns.push({ key: `${line.kind}_band`, label: words.t("chart.band", { name: line.name }),
        number: true });
    }
  }
  const rows = places.map((place) => {
    const row = { month: `${months[place]} (${words.date(data.dates[place])})` };
    for (const line of lines) {
      row[line.kind] = line.median[place];
      if (line.low) row[`${line.kind}_band`] = band(line, place, unit);
    }
    return row;
  });
  return { caption: title, columns, rows, hideCaption: true };
}

function band(line, place, unit) {
  const [low, high] = [line.low[place], line.high[place]];
  return low === null || high === null ? words.t("number.none") : numbers.interval(low, high, unit);
}

/** Return what stands at a month, in words. */
function atMonth(data, place, unit) {
  const parts = data.lines.filter((line) => line.median[place] !== null)
    .map((line) => `${line.name} ${numbers.value(line.median[place], unit)}`);
  return `${words.date(data.dates[place])}: ${parts.join(", ")}`;
}

/**
 * Return {element, update(data), destroy()}: a figure of title, chart, sentence and table.
 * spec: {title, unit, height, kinds, head}; `head` is an element below the title.
 */
export function chart(spec) {
  let now = null;
  const picture = el("div", { class: "picture", role: "img", "aria-label": spec.title });
  const point = el("p", { class: "point", "aria-hidden": "true" });
  const sentence = el("p", { class: "sentence" });
  const data = tableOnRequest(spec.title);
  const element = el("figure", { class: "chart" },
    el("figcaption", {}, spec.title,
      el("span", { class: "unit" }, words.unitName(spec.unit))), spec.head,
    el("div", { class: "over" }, picture, point), sentence, data.element);
  const drawn = new Chart(picture, spec, (place) => {
    tell(point, now && place !== null && place !== undefined
      ? atMonth(now, place, spec.unit) : "");
  });
  return {
    element,
    update(next) {
      now = next;
      drawn.update(next);
      if (next.sentence !== undefined) {
        tell(sentence, next.sentence);
        picture.setAttribute("aria-label", `${spec.title}. ${next.sentence}`);
      }
      data.update(() => tableOf(spec.title, spec.unit, next));
    },
    destroy: () => drawn.destroy(),
  };
}
