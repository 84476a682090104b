// The generated sentences: the facts of an answer in the language of the page.

import { together } from "./numbers.js";
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
function when(row, { kind, unit, name }) {
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

/** Return the numbers of courses, with the digits that their last bands or differences need. */
export function numbersOfCourses(lines, unit) {
  const last = lines.map((line) => line.median.at(-1));
  const bands = lines.filter((line) => line.low).map((line) => [line.low.at(-1), line.high.at(-1)]);
  const steps = [...lines.map((line) => line.median.at(-1) - line.median[0]),
    ...last.map((one) => one - last[0])];
  return together(unit, { values: lines.flatMap((line) => [line.median[0], line.median.at(-1)]),
    differences: bands.length ? [] : steps, intervals: bands });
}

/** Return the sentence of one chart, below its title; lines that are the same are told once. */
export function ofCourse(answer, outcome) {
  const { months } = answer;
  const last = months.length - 1;
  const lines = alike(answer, outcome.name);
  const numbers = numbersOfCourses(lines.map((one) => one.line), outcome.unit);
  const parts = lines.map(({ line, kinds }, place) => {
    const name = kinds.map((kind) => t(`sentence.${kind}`))
      .reduce((first, second) => t("sentence.and", { first, second }));
    const course = t(kinds.length > 1 ? "sentence.course_alike" : "sentence.course",
      { name, ...numbers.ends(line.median[0], line.median[last]) });
    if (!line.low) return course;
    const band = numbers.interval(line.low[last], line.high[last]);
    return course + t(place === 0 ? "sentence.band" : "sentence.band_again", { band });
  });
  const key = lines.some(({ line }) => line.low) ? "sentence.chart_median" : "sentence.chart";
  return t(key, { last: months[last], n: answer.seeds, parts: parts.join("; ") });
}

/** Return which runs are shown, in one line. */
export function ofRuns({ seeds, sample }) {
  const size = sample.toLocaleString("en");
  return t(seeds === 1 ? "shown.one" : "shown.some", { n: seeds, sample: size });
}
