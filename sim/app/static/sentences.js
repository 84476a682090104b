// The generated sentences: the server's own in English, the same facts in the words of the page.

import { difference, interval, label, languageNow, t, value } from "./words.js";

/** Return the sentence of one difference. */
export function ofDifference(row) {
  if (languageNow() === "en") return row.sentence;
  const unit = row.unit;
  const name = label("outcome", row.outcome, row.label);
  if (row.verdict === "unknown") return t("sentence.unknown", { name });
  const facts = { name, years: years(row.at_month), yours: value(row.yours, unit),
    baseline: value(row.baseline, unit), difference: difference(row.difference, unit) };
  if (row.verdict === "equal") return t("sentence.equal", facts);
  if (row.low === null) return t("sentence.one_run", facts);
  return t("sentence.difference", { ...facts, interval: interval(row.low, row.high, unit),
    better: row.n_better ?? "-", n: row.n });
}

function years(month) {
  const isWhole = month % 12 === 0;
  return t(isWhole ? "sentence.years" : "sentence.months", { n: isWhole ? month / 12 : month });
}

/** Return the sentence of one chart, below its title. */
export function ofCourse(answer, outcome, title) {
  if (languageNow() === "en") return capital(without(answer.sentences[outcome.name], title));
  const last = answer.months.length - 1;
  const parts = ["baseline", "assumption", "yours"].filter((kind) => answer.lines[kind])
    .map((kind) => {
      const line = answer.lines[kind][outcome.name];
      const facts = { name: t(`line.${kind}`), from: value(line.median[0], outcome.unit),
        to: value(line.median[last], outcome.unit) };
      if (!line.low) return t("sentence.course", facts);
      return t("sentence.course_band", { ...facts,
        band: interval(line.low[last], line.high[last], outcome.unit) });
    });
  return t("sentence.chart", { last: answer.months[last], parts: parts.join("; ") });
}

function without(text, title) {
  return text.startsWith(`${title}, `) ? text.slice(title.length + 2) : text;
}

function capital(text) {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** Return which runs are shown, in one line. */
export function ofRuns({ seeds, sample }) {
  const size = sample.toLocaleString("en");
  return t(seeds === 1 ? "shown.one" : "shown.some", { n: seeds, sample: size });
}
