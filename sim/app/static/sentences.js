// The generated sentences: the facts of an answer in the language of the page.

import { together, value } from "./numbers.js";
import { label, t } from "./words.js";

const KINDS = ["baseline", "assumption", "yours"];
const WINDOW = 12; // months that a value is taken over where it swings with the season
const SEASONAL = ["backlog_cases", "wait_months", "satisfaction_citizens",
  "satisfaction_businesses", "satisfaction_employees"]; // those of sim/summary.py

/** Return the numbers of some rows of differences, told with the same digits. */
export function numbersOf(rows) {
  return together(rows[0].unit, {
    values: rows.flatMap((row) => [row.baseline, row.yours]),
    differences: rows.map((row) => row.difference),
    intervals: rows.filter((row) => row.verdict !== "equal").map((row) => [row.low, row.high]),
  });
}

/**
 * Return the sentence of one difference. `outcome` says how its value is taken; `split` are the
 * rows of the changed assumption and of the changed policy, where both are changed.
 */
export function ofDifference(row, outcome, split = []) {
  const numbers = numbersOf([row, ...split]);
  const facts = { name: label("outcome", row.outcome, row.label), when: when(row, outcome) };
  if (row.verdict === "unknown") return t("sentence.unknown", facts);
  Object.assign(facts, { yours: numbers.value(row.yours), baseline: numbers.value(row.baseline),
    difference: numbers.difference(row.difference) });
  return sentence(row, facts, numbers) + ofSplit(split, numbers);
}

function sentence(row, facts, numbers) {
  if (row.verdict === "equal") return t("sentence.equal", facts);
  if (row.low === null) return t("sentence.one_run", facts);
  const often = { ...facts, interval: numbers.interval(row.low, row.high),
    better: row.n_better, n: row.n };
  return t(row.n_better === null ? "sentence.difference" : "sentence.difference_often", often);
}

function ofSplit(split, numbers) {
  if (split.length < 2 || split.every((row) => row.verdict === "equal")) return "";
  const [assumption, policy] = split.map((row) => {
    if (row.verdict === "equal" || row.low === null) return numbers.difference(row.difference);
    return t("compare.difference", { difference: numbers.difference(row.difference),
      interval: numbers.interval(row.low, row.high) });
  });
  return ` ${t("sentence.split", { assumption, policy })}`;
}

/** Return when a value is taken: at a month, or over the year before it. */
export function when(row, { kind, unit, name }) {
  const isSum = kind === "flow" && unit.endsWith("/month");
  const isMean = !isSum && (kind === "flow" || SEASONAL.includes(name));
  const said = { years: years(row.at_month), n: Math.min(WINDOW, row.at_month) };
  if (said.n === 1) return t("sentence.after", said);
  return t(isSum ? "sentence.after_sum" : isMean ? "sentence.after_mean" : "sentence.after", said);
}

/** Return a number of months in words, as whole years where they are. */
export function years(month) {
  if (month === 12) return t("sentence.year");
  if (month === 1) return t("sentence.month");
  const isWhole = month % 12 === 0;
  return t(isWhole ? "sentence.years" : "sentence.months", { n: isWhole ? month / 12 : month });
}

function isAlike(one, other) {
  const same = (key) => one[key] === other[key] || (one[key]?.length === other[key]?.length
    && one[key]?.every((number, place) => number === other[key][place]));
  return same("median") && same("low") && same("high");
}

/** Return the kinds of lines that an answer has, those that lie on each other together. */
function alike(answer, name) {
  const groups = [];
  for (const kind of KINDS.filter((one) => answer.lines[one])) {
    const line = answer.lines[kind][name];
    const group = groups.find((one) => isAlike(one.line, line));
    if (group) group.kinds.push(kind);
    else groups.push({ line, kinds: [kind] });
  }
  return groups;
}

/**
 * Return the sentence of one chart: what `row`, the difference above it, is a difference of. Lines
 * that are the same are told once.
 */
export function ofCourse(answer, outcome, row, split = []) {
  const numbers = numbersOf([row, ...split]);
  const ends = { baseline: row.baseline, assumption: (split[0] ?? row).yours, yours: row.yours };
  const parts = alike(answer, outcome.name).map(({ kinds }) => {
    const name = kinds.map((kind) => t(`sentence.${kind}`))
      .reduce((first, second) => t("sentence.and", { first, second }));
    return t(kinds.length > 1 ? "sentence.end_alike" : "sentence.end",
      { name, value: numbers.value(ends[kinds[0]]) });
  });
  const first = answer.lines.baseline[outcome.name].median[0];
  return t("sentence.chart", { when: sentenceCase(when(row, outcome)), parts: parts.join(", "),
    first: value(first, outcome.unit) });
}

/** Return a text with a capital at its beginning. */
export function sentenceCase(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Return what the numbers above the charts are, once for all of them. */
export function ofHeadline(answer) {
  const row = answer.headline[0];
  if (!row) return "";
  return t(answer.seeds === 1 ? "shown.headline_one" : "shown.headline",
    { years: years(row.at_month) });
}

/** Whether two worlds go the same way in all that is shown. */
export function isSameCourse(answer) {
  return answer.headline.every((row) => row.verdict === "equal"
    && alike(answer, row.outcome).length === 1);
}

/** Return which runs are shown, in one line. */
export function ofRuns({ seeds, sample }) {
  const size = sample.toLocaleString("en");
  return t(seeds === 1 ? "shown.one" : "shown.some", { n: seeds, sample: size });
}
