// The waterfall of Compare: which levers make the difference of the first two strategies.

import { years } from "../sentences.js";
import { numbersAt, outcomeName, partName, rowsAt } from "./compare_words.js";

/** Return a difference with its interval: "+1.2 points (−5.2 to 7.7)". */
function withInterval(app, numbers, difference, low, high) {
  const told = numbers.difference(difference);
  return low === null || low === high ? told : app.t("compare.difference",
    { difference: told, interval: numbers.interval(low, high) });
}

/** Whether a part is clearly better or worse, or may be chance. */
function lookOf({ mean, low, high }, better) {
  if (low === null || low * high <= 0) return "unclear";
  if (!better) return "clear";
  return mean * better > 0 ? "better" : "worse";
}

/** What stands above the pictures: which runs, the colours, and that the table is surer. */
function about(app, { waterfall, sample }, table) {
  const { el, t } = app;
  const more = table.seeds > waterfall.seeds;
  return [
    el("p", { class: "shown" }, t("compare.waterfall_shown", { n: waterfall.seeds,
      sample: sample.toLocaleString("en"), years: years(waterfall.month) })),
    el("p", {}, more ? `${t("compare.waterfall_fewer",
      { n: waterfall.seeds, more: table.seeds })} ` : "",
    el("span", { class: "quiet" }, t("compare.waterfall_key"))),
  ];
}

/**
 * Return {pictures, elements} of an answer with a waterfall; `table` is the answer that the table
 * shows, `said` puts a changed lever into the words of the page.
 */
export function waterfallOf(app, answer, table, said) {
  const { waterfall } = answer;
  const pictures = Object.entries(waterfall.outcomes).map(([name, found]) =>
    picture(app, waterfall, app.outcome(name), found, { table, said }));
  return { pictures, elements: [...about(app, answer, table),
    app.el("div", { class: "pair" }, pictures.map((one) => one.element))] };
}

function picture(app, waterfall, outcome, found, { table, said }) {
  const { t } = app;
  const title = outcomeName(app, outcome.name);
  const parts = found.parts.map((part) => ({ name: partName(app, part.name),
    value: part.mean, low: part.low, high: part.high, look: lookOf(part, outcome.better),
    changes: app.el("span", {}, part.changes.flatMap((one, place) =>
      [place ? "; " : "", said(one)])) }));
  const all = [...found.parts, found.difference];
  const numbers = app.together(outcome.unit, { values: [found.from.mean, found.to.mean],
    differences: all.map((one) => one.mean),
    intervals: all.filter((one) => one.low !== null && one.high > one.low)
      .map((one) => [one.low, one.high]) });
  const drawn = app.bars({ title });
  const [a, b] = waterfall.names;
  drawn.update({
    unit: outcome.unit, parts, numbers, from: { name: a, value: found.from.mean },
    to: { name: b, value: found.to.mean },
    sentence: `${t("compare.waterfall_sentence", { a, b,
      from: numbers.value(found.from.mean), to: numbers.value(found.to.mean),
      total: total(app, numbers, found.difference, outcome),
      list: parts.map((part) => `${part.name} ${withInterval(app, numbers, part.value, part.low,
        part.high)}`).join("; ") })}${beside(app, waterfall, outcome, table)}`,
    table: { caption: title, hideCaption: true, columns: [
      { key: "name", label: t("compare.part") },
      { key: "mean", label: t("compare.part_mean"), number: true },
      { key: "spread", label: t("compare.part_interval"), number: true },
      { key: "changes", label: t("compare.part_changes") }],
    rows: parts.map((part) => ({ ...part, mean: numbers.difference(part.value),
      spread: part.low === null ? null : numbers.interval(part.low, part.high) })) },
  });
  return drawn;
}

function total(app, numbers, { mean, low, high }, { better }) {
  const told = withInterval(app, numbers, mean, low, high);
  return lookOf({ mean, low, high }, better) === "unclear" && low !== high
    ? app.t("compare.waterfall_chance", { told }) : told;
}

/** Say what the table has for the same difference, where it has more twin runs. */
function beside(app, waterfall, { name }, table) {
  const [row] = rowsAt(table.table, waterfall.month, name)
    .filter((one) => one.scenario === waterfall.names[1]);
  if (!row || row.low === null || table.seeds <= waterfall.seeds) return "";
  const numbers = numbersAt(app, table, name, waterfall.month);
  return ` ${app.t("compare.waterfall_table", { n: row.n,
    told: withInterval(app, numbers, row.difference, row.low, row.high) })}`;
}
