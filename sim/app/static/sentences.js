// The generated sentences: the facts of an answer in the language of the page.

import { difference, ends, interval, label, t, value } from "./words.js";

const KINDS = ["baseline", "assumption", "yours"];

/** Return the sentence of one difference. */
export function ofDifference(row) {
  const { unit } = row;
  const facts = { name: label("outcome", row.outcome, row.label), years: years(row.at_month) };
  if (row.verdict === "unknown") return t("sentence.unknown", facts);
  Object.assign(facts, { yours: value(row.yours, unit), baseline: value(row.baseline, unit),
    difference: difference(row.difference, unit) });
  if (row.verdict === "equal") return t("sentence.equal", facts);
  if (row.low === null) return t("sentence.one_run", facts);
  const often = { ...facts, interval: interval(row.low, row.high, unit, row.difference),
    better: row.n_better, n: row.n };
  return t(row.n_better === null ? "sentence.difference" : "sentence.difference_often", often);
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
function together(answer, name) {
  const groups = [];
  for (const kind of KINDS.filter((one) => answer.lines[one])) {
    const line = answer.lines[kind][name];
    const group = groups.find((one) => isAlike(one.line, line));
    if (group) group.kinds.push(kind);
    else groups.push({ line, kinds: [kind] });
  }
  return groups;
}

/** Return the sentence of one chart, below its title; lines that are the same are told once. */
export function ofCourse(answer, outcome) {
  const { months } = answer;
  const last = months.length - 1;
  const parts = together(answer, outcome.name).map(({ line, kinds }, place) => {
    const name = kinds.map((kind) => t(`sentence.${kind}`))
      .reduce((first, second) => t("sentence.and", { first, second }));
    const course = t(kinds.length > 1 ? "sentence.course_alike" : "sentence.course",
      { name, ...ends(line.median[0], line.median[last], outcome.unit) });
    if (!line.low) return course;
    const band = interval(line.low[last], line.high[last], outcome.unit, line.median[last]);
    return course + t(place === 0 ? "sentence.band" : "sentence.band_again", { band });
  });
  return t("sentence.chart", { last: months[last], parts: parts.join("; ") });
}

/** Return which runs are shown, in one line. */
export function ofRuns({ seeds, sample }) {
  const size = sample.toLocaleString("en");
  return t(seeds === 1 ? "shown.one" : "shown.some", { n: seeds, sample: size });
}
