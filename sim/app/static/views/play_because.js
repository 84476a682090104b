// Why somebody stands to the mayor as they do: the numbers that the server sends, in words.

import { nameOf } from "./district_names.js";

const CLAUSES = {
  law_in_force: same,
  law_prepared: dated,
  consent: shares("needed"),
  discord: ratios("discord"),
  chance: ({ usd, chance }, app) => ({ usd: app.value(usd, "USD"), chance: percent(chance) }),
  success: ratios("success"),
  refused: same,
  refused_once: same,
  granted: ({ usd }, app) => ({ usd: app.value(usd, "USD") }),
  trust: ratios("trust"),
  registers: same,
  frozen: dated,
  no_contract: same,
  no_contract_years: same,
  contract: ({ vendor, date }, app) => ({ vendor: nameOf(app, vendor), date: app.date(date) }),
  knowledge: ratios("knowledge"),
  price: ratios("price"),
  satisfaction: ({ change, months }, app) => ({ change: app.difference(change, "points"),
    months }),
  answered: shares("share"),
  morale: ratios("morale"),
  fear: ratios("fear"),
  works_to_rule: same,
  managers: same,
};

function same(numbers) {
  return numbers;
}

function dated(numbers, app) {
  return { ...numbers, date: app.date(numbers.date) };
}

function ratios(name) {
  return (numbers) => ({ ...numbers, [name]: numbers[name].toFixed(2) });
}

function shares(name) {
  return (numbers) => ({ ...numbers, [name]: percent(numbers[name]) });
}

function percent(share) {
  return `${Math.round(100 * share)} %`;
}

/** Return the reasons of a mood in the language of the page. */
export function becauseOf(app, { clauses }) {
  return clauses.map(([key, numbers]) =>
    app.t(`play_because.${key}`, CLAUSES[key](numbers, app))).join("; ");
}

/** Return a sentence of the program with its percentages written as the page writes them. */
export function spaced(text) {
  return text.replace(/(\d)%/g, "$1 %");
}
