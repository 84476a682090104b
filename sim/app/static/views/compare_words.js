// Compare in words: the server's own sentences in English, the same facts in other languages.

import { years } from "../sentences.js";

const METHOD = "Pairing";
const VERDICTS = ["better", "worse", "higher", "lower", "unclear"];

/** Return {findings, method}: lists of {topic, text, lang}. */
export function told(app, answer) {
  const english = (one) => ({ topic: one.topic, text: one.text ?? one, lang: "en" });
  const method = [...answer.sentences.filter((one) => one.topic === METHOD), ...answer.notes];
  const findings = app.language === "en"
    ? answer.sentences.filter((one) => one.topic !== METHOD && !isOfOneRun(one, answer))
      .map(english)
    : facts(app, answer);
  return { findings, method: method.map(english) };
}

/** Which one is best on average says nothing after one run of each. */
function isOfOneRun(one, answer) {
  return answer.seeds === 1 && /best on average/i.test(one.text ?? one);
}

function facts(app, answer) {
  const month = answer.months.at(-1);
  const at = (list) => list.filter((row) => row.month === month);
  return [
    ...answer.names.slice(1).map((name) => against(app, answer.names[0], name,
      at(answer.table).filter((row) => row.scenario === name))),
    ...(answer.seeds > 1 ? best(app, at(answer.best), answer.seeds, month) : []),
  ];
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

function best(app, rows, n, month) {
  const outcomes = [...new Set(rows.map((row) => row.outcome))];
  return outcomes.filter((name) => app.outcome(name).better !== 0).map((name) => {
    const [first] = rows.filter((row) => row.outcome === name && row.mean !== null)
      .sort((one, other) => app.outcome(name).better * (other.mean - one.mean));
    return first && { topic: outcomeName(app, name), text: app.t("compare.best", {
      years: years(month), name: first.scenario, value: app.value(first.mean, first.unit),
      chance: Math.round(100 * first.chance_best), n }) };
  }).filter(Boolean);
}

function outcomeName(app, name) {
  return app.label("outcome", name, app.outcome(name).label);
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
