// Compare in words: the facts of the table in the language of the page, with its names and digits.

import { sentenceCase, when } from "../sentences.js";

const METHOD = "Pairing";
const VERDICTS = ["better", "worse", "higher", "lower", "unclear"];

/** Return the rows of a list that are of a month, and of an outcome if one is asked for. */
export function rowsAt(list, month, outcome) {
  return list.filter((row) => row.month === month && (!outcome || row.outcome === outcome));
}

/** Return the numbers of an outcome at a month, with the same digits for all strategies. */
export function numbersAt(app, answer, outcome, month) {
  const standings = rowsAt(answer.best, month, outcome);
  const rows = rowsAt(answer.table, month, outcome);
  return app.together((standings[0] ?? rows[0]).unit, {
    values: standings.map((one) => one.mean),
    differences: rows.map((one) => one.difference),
    intervals: rows.filter((one) => one.verdict !== "equal").map((one) => [one.low, one.high]),
  });
}

/** Return the name of an outcome, the same in table, charts and words. */
export function outcomeName(app, name) {
  return app.label("outcome", name, app.outcome(name).label);
}

/** Return when an outcome of a month is taken, as in "after 5 years". */
export function whenOf(app, name, month) {
  return when({ at_month: month }, app.outcome(name));
}

/** Return {findings, method}: lists of {topic, text, lang}; the method is the server's English. */
export function told(app, answer, month) {
  const english = (one) => ({ topic: one.topic, text: one.text ?? one, lang: "en" });
  const method = [...answer.sentences.filter((one) => one.topic === METHOD), ...answer.notes];
  return { findings: facts(app, answer, month), method: method.map(english) };
}

function facts(app, answer, month) {
  const rows = rowsAt(answer.table, month);
  const verdicts = answer.names.slice(1).map((name) =>
    against(app, answer.names[0], name, rows.filter((row) => row.scenario === name)));
  const others = answer.names.length === 2 ? rows.map((row) => difference(app, answer, row))
    : answer.seeds > 1 ? best(app, answer, month) : [];
  return [...verdicts, ...others];
}

function against(app, first, name, rows) {
  const parts = VERDICTS.map((verdict) => {
    const list = rows.filter((row) => row.verdict === verdict
      || (verdict === "unclear" && ["equal", "one_run", "unknown"].includes(row.verdict)));
    const names = list.map((row) => outcomeName(app, row.outcome));
    return names.length ? app.t(`compare.on_${verdict}`, { list: names.join(", ") }) : "";
  });
  return { text: app.t("compare.against",
    { name, first, parts: parts.filter(Boolean).join("; ") }) };
}

function difference(app, answer, row) {
  const numbers = numbersAt(app, answer, row.outcome, row.month);
  const key = row.verdict === "equal" ? "equal" : row.low === null ? "one"
    : row.n_better === null ? "" : "often";
  return { topic: outcomeName(app, row.outcome),
    text: app.t(key ? `compare.told_${key}` : "compare.told", {
      when: sentenceCase(whenOf(app, row.outcome, row.month)),
      other: numbers.value(row.mean_b), one: numbers.value(row.mean_a),
      difference: numbers.difference(row.difference),
      interval: row.low === null ? "" : numbers.interval(row.low, row.high),
      better: row.n_better, n: row.n }) };
}

function best(app, answer, month) {
  const outcomes = [...new Set(rowsAt(answer.best, month).map((row) => row.outcome))];
  const percent = (share) => Math.round(100 * share);
  return outcomes.filter((name) => app.outcome(name).better !== 0).map((name) => {
    const [first] = rowsAt(answer.best, month, name).filter((row) => row.mean !== null)
      .sort((one, other) => app.outcome(name).better * (other.mean - one.mean));
    return first && { topic: outcomeName(app, name), text: app.t("compare.best", {
      when: whenOf(app, name, month), name: first.scenario,
      value: numbersAt(app, answer, name, month).value(first.mean),
      chance: percent(first.chance_best), low: percent(first.low), high: percent(first.high),
      n: first.n }) };
  }).filter(Boolean);
}

/** Return the name of a group of levers, as in "budget" or "district: people". */
export function partName(app, name) {
  return app.label("pillar", name, app.label("part", name.replace("district: ", ""), name));
}

/**
 * Return a function from what the server says of a changed lever ("capacity.manuals 10 % to 60 %")
 * to words of the page, or to an element of the server's; `worlds` are the two states.
 */
export async function changesOf(app, worlds) {
  const bases = await Promise.all(worlds.map((one) => app.base(one.base)));
  return (text) => {
    const [path] = text.split(" ");
    const lever = [path, `strategy.${path}`, `district.${path}`].map(app.lever).find(Boolean);
    if (!lever) return app.el("span", { lang: "en" }, text);
    const [from, to] = worlds.map((one, place) => app.setting(
      one.set[lever.path] ?? bases[place].values[lever.path] ?? lever.default, lever));
    return app.t("compare.part_change", { from, to,
      label: app.label("lever", lever.path, lever.label) });
  };
}
