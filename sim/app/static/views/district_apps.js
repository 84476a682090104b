// The applications by phase: how many are where in each month, and each of them as a strip.

import { figure } from "../marks.js";

const PHASES = ["integrated", "live", "development", "idea", "cancelled"];
const HEIGHT = 230;
const LEFT = 34;
const BOTTOM = 24;

/** Return {element, update(run), at(month), destroy()}. */
export function applicationsOf(app) {
  const { el, t } = app;
  let counts = null;
  let month = 1;
  const picture = figure(t("district.apps_figure"), (data, width) => area(app, data, width));
  const all = el("div", {});
  const details = el("details", {}, el("summary", {}, t("district.each")), all);
  const key = el("ul", { class: "key" }, PHASES.map((phase) => el("li", {},
    app.svg("svg", { viewBox: "0 0 10 10", "aria-hidden": "true" },
      app.svg("rect", { width: 10, height: 10, class: `phase-${phase}` })),
    t(`district.phase_${phase}`))));
  const element = el("section", { class: "card stack apps" }, el("h2", {}, t("district.apps")),
    el("p", {}, t("district.apps_lead")), key, picture.element, details);

  function draw() {
    if (!counts) return;
    picture.update({ ...counts, month, sentence: words(app, counts, month),
      table: tableOf(app, counts) });
  }

  return {
    element,
    update(run) {
      counts = countsOf(run);
      draw();
      all.replaceChildren(each(app, run));
    },
    at(next) {
      month = next;
      draw();
    },
    destroy: () => picture.destroy(),
  };
}

function phaseAt(application, month) {
  let now = application.phases[0][1];
  for (const [from, phase] of application.phases) if (from <= month) now = phase;
  return now;
}

function countsOf(run) {
  const months = run.dates.map((_, place) => place + 1);
  const rows = months.map((month) => {
    const row = Object.fromEntries(PHASES.map((phase) => [phase, 0]));
    for (const one of run.applications) row[phaseAt(one, month)] += 1;
    return row;
  });
  return { months, dates: run.dates, rows, whole: run.applications.length };
}

function words(app, { rows, dates, whole }, month) {
  const row = rows[Math.min(month, rows.length) - 1];
  const parts = PHASES.filter((phase) => row[phase]).map((phase) =>
    `${row[phase]} ${app.t(`district.phase_${phase}`)}`);
  return app.t("district.apps_words", { whole, parts: parts.join(", "),
    date: app.date(dates[Math.min(month, dates.length) - 1]) });
}

function tableOf(app, { rows, months, dates }) {
  const shown = months.filter((month) => months.length <= 24 || month === 1 || month % 12 === 0);
  return { caption: app.t("district.apps_figure"), hideCaption: true,
    rows: shown.map((month) => ({ month: `${month} (${app.date(dates[month - 1])})`,
      ...Object.fromEntries(PHASES.map((phase) => [phase, String(rows[month - 1][phase])])) })),
    columns: [{ key: "month", label: app.t("district.month") }, ...PHASES.map((phase) =>
      ({ key: phase, label: app.t(`district.phase_${phase}`), number: true }))] };
}

function area(app, { rows, months, dates, whole, month }, width) {
  const { svg } = app;
  const picture = svg("svg", { viewBox: `0 0 ${width} ${HEIGHT}`, width, height: HEIGHT });
  const wide = width - LEFT - 8;
  const x = (at) => LEFT + ((at - 1) / Math.max(1, months.length - 1)) * wide;
  const y = (n) => 8 + (1 - n / whole) * (HEIGHT - BOTTOM - 8);
  const below = months.map(() => 0);
  for (const phase of PHASES) {
    const lower = [...below];
    rows.forEach((row, place) => (below[place] += row[phase]));
    const up = months.map((at, place) => `${x(at)} ${y(below[place])}`);
    const down = months.map((at, place) => `${x(at)} ${y(lower[place])}`).reverse();
    picture.append(svg("path", { class: `phase-${phase}`, d: `M${[...up, ...down].join("L")}Z` }),
      svg("path", { class: "phase-edge", d: `M${up.join("L")}` }));
  }
  for (const n of [0, 20, 40, 60].filter((one) => one <= whole)) {
    picture.append(svg("text", { class: "axis-text", x: LEFT - 6, y: y(n) + 4,
      "text-anchor": "end" }, String(n)));
  }
  const starts = months.filter((at) => dates[at - 1].endsWith("-01"));
  const every = Math.max(1, Math.ceil(starts.length / Math.max(2, width / 60)));
  for (const at of starts.filter((_, place) => place % every === 0)) {
    picture.append(svg("text", { class: "axis-text", x: x(at), y: HEIGHT - 6,
      "text-anchor": "middle" }, dates[at - 1].slice(0, 4)));
  }
  const here = x(Math.min(month, months.length));
  picture.append(svg("line", { class: "now-line", x1: here, x2: here, y1: 4,
    y2: HEIGHT - BOTTOM }));
  return picture;
}

function strip(app, application, run) {
  const { svg } = app;
  const ends = [...application.phases.slice(1).map(([from]) => from), run.months + 1];
  const said = application.phases.map(([from, phase]) => from === 0
    ? app.t(`district.phase_${phase}`)
    : app.t("district.phase_from", { phase: app.t(`district.phase_${phase}`),
      date: app.date(run.dates[from - 1]) })).join("; ");
  return svg("svg", { class: "strip", viewBox: `0 0 ${run.months} 10`, role: "img",
    preserveAspectRatio: "none", "aria-label": said },
  svg("title", {}, said),
  application.phases.map(([from, phase], place) => {
    const start = Math.max(0, from - 1);
    return svg("rect", { class: `phase-${phase}`, x: start, y: 0, height: 10,
      width: Math.max(0, ends[place] - 1 - start) });
  }));
}

function each(app, run) {
  const { t } = app;
  const rows = [...run.applications].sort((a, b) => a.line.localeCompare(b.line)).map((one) => ({
    name: app.el("span", { lang: "en" }, one.name),
    line: app.label("district_line", one.line, one.line.replaceAll("_", " ")),
    now: t(`district.phase_${one.phases.at(-1)[1]}`), strip: strip(app, one, run) }));
  return app.table({ caption: t("district.each_caption", { months: run.months }), rows,
    columns: [{ key: "name", label: t("district.application") },
      { key: "line", label: t("district.line") }, { key: "now", label: t("district.at_end") },
      { key: "strip", label: t("district.phases_over", { from: app.date(run.dates[0]),
        to: app.date(run.dates.at(-1)) }) }] });
}
