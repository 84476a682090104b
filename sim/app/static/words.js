// Messages, numbers with their units, and labels, in the language of the page.

const MINUS = "−";
const MILLIONS = 1e5; // from here on sums are told in millions
const BARE = ["count", "weight", "ratio"];
let messages = {};
let fallback = {};
let language = "en";
const loaded = new Map();

async function file(name) {
  if (!loaded.has(name)) {
    loaded.set(name, fetch(`/static/messages/${name}.json`).then((answer) => answer.json()));
  }
  return loaded.get(name);
}

/** Load the words of a language; `part` is a further file, as in "views". */
export async function loadWords(wanted, part = "") {
  const name = (code) => (part ? `${part}.${code}` : code);
  const [usual, own] = await Promise.all([file(name("en")), file(name(wanted))]);
  if (wanted !== language) {
    messages = {};
    fallback = {};
  }
  language = wanted;
  messages = { ...messages, ...own };
  fallback = { ...fallback, ...usual };
  document.documentElement.lang = wanted;
}

function found(tree, key) {
  if (Object.hasOwn(tree, key)) return tree[key];
  return key.split(".").reduce((inside, part) => inside?.[part], tree);
}

/** Whether there is a message in the language of the page. */
export function has(key) {
  return typeof found(messages, key) === "string";
}

/** Return a message with its values put in; a missing one shows its key. */
export function t(key, values = {}) {
  const text = found(messages, key) ?? found(fallback, key);
  if (typeof text !== "string") return key;
  return text.replace(/\{(\w+)\}/g, (whole, name) =>
    values[name] === undefined ? whole : String(values[name]));
}

/** Return the word for a lever, an outcome and so on, else the label that the server told. */
export function label(kind, name, usual) {
  const words = found(messages, kind);
  return (words && typeof words[name] === "string" && words[name]) || usual;
}

export function languageNow() {
  return language;
}

// Numbers ---------------------------------------------------------------------------------------

function fixed(value, digits) {
  const text = Math.abs(value).toLocaleString("en", { minimumFractionDigits: digits,
    maximumFractionDigits: digits });
  return value < 0 && /[1-9]/.test(text) ? MINUS + text : text;
}

function figures(value) {
  const size = Math.abs(value);
  if (size >= 100 || Number.isInteger(value)) return fixed(value, 0);
  if (size >= 10) return fixed(value, 1);
  if (size >= 0.1 || value === 0) return fixed(value, 2);
  return fixed(value, Math.min(6, 1 - Math.floor(Math.log10(size))));
}

function isShare(unit) {
  return unit === "share";
}

function parts(value, unit) {
  if (isShare(unit)) return [fixed(value * 100, 1), "%"];
  if (unit === "0-100") return [fixed(value, 1), ""];
  if (unit === "0-1") return [fixed(value, 2), ""];
  if (unit === "points") return [fixed(value, 1), t("unit.points")];
  if (unit.startsWith("USD")) return money(value, unit);
  return [figures(value), BARE.includes(unit) ? "" : label("unit", unit, unit)];
}

function money(value, unit) {
  const name = label("unit", unit, unit);
  if (Math.abs(value) >= 1e9) return [fixed(value / 1e9, 2), `${t("unit.billion")} ${name}`];
  if (Math.abs(value) >= MILLIONS) return [fixed(value / 1e6, 2), `${t("unit.million")} ${name}`];
  return [Math.abs(value) < 100 ? fixed(value, 2) : fixed(value, 0), name];
}

function isNothing(value) {
  return value === null || value === undefined || Number.isNaN(value);
}

/** Return a value in words: "49.4 %", "3.31 million USD", "58.2 of 100". */
export function value(number, unit) {
  if (isNothing(number)) return t("number.none");
  if (unit === "0-100") return t("number.of_100", { n: fixed(number, 1) });
  return parts(number, unit).filter(Boolean).join(" ");
}

/** Return a difference with its sign: "+12.8 points", "−0.09 USD". */
export function difference(number, unit) {
  if (isNothing(number)) return t("number.none");
  const [text, name] = isShare(unit) || unit === "0-100"
    ? [fixed(number * (isShare(unit) ? 100 : 1), 1), t("unit.points")]
    : small(number, unit);
  const sign = number > 0 && /[1-9]/.test(text) ? "+" : "";
  return [sign + text, name].filter(Boolean).join(" ");
}

function small(number, unit) {
  if (unit === "0-1") return [fixed(number, Math.abs(number) < 0.01 ? 4 : 3), ""];
  return parts(number, unit);
}

/** Return an interval without the unit, as it stands in brackets: "2.2 to 9.6". */
export function interval(low, high, unit) {
  const scale = isShare(unit) ? 100 : 1;
  const large = unit.startsWith("USD") && Math.max(Math.abs(low), Math.abs(high)) >= MILLIONS;
  const isSmall = Math.max(Math.abs(low), Math.abs(high)) < 0.01;
  const text = (one) => {
    if (large) return fixed(one / 1e6, 2);
    if (isShare(unit) || unit === "0-100" || unit === "points") return fixed(one * scale, 1);
    if (unit === "0-1") return fixed(one, isSmall ? 4 : 3);
    return unit.startsWith("USD") && Math.abs(one) < 100 ? fixed(one, 2) : figures(one);
  };
  return t("number.range", { low: text(low), high: text(high) });
}

/** Return a value for an axis: as short as it can be. */
export function short(number, unit) {
  if (isShare(unit)) return `${trim(number * 100)} %`;
  const size = Math.abs(number);
  if (size >= 1e9) return `${trim(number / 1e9)}bn`;
  if (size >= 1e6) return `${trim(number / 1e6)}m`;
  if (size >= 1e4) return `${trim(number / 1e3)}k`;
  return trim(number);
}

function trim(number) {
  return Number(number.toPrecision(6)).toLocaleString("en", { maximumFractionDigits: 4 })
    .replace("-", MINUS);
}

/** Return a date of the model, "2002-08", as people write it. */
export function date(text) {
  const [year, month] = text.split("-").map(Number);
  const day = new Date(Date.UTC(year, month - 1, 1));
  return day.toLocaleDateString(language, { year: "numeric", month: "short", timeZone: "UTC" });
}

/** Return a value of a lever in words: a choice, a switch, or a number with its unit. */
export function setting(value_, lever) {
  if (lever.kind === "switch") return t(value_ ? "lever.on" : "lever.off");
  if (lever.kind === "choice") return choice(value_);
  if (lever.unit === "share") return `${trim(value_ * 100)} %`;
  if (lever.unit.startsWith("USD") && Math.abs(value_) >= 1e6) return value(value_, lever.unit);
  const unit = BARE.includes(lever.unit) ? "" : label("unit", lever.unit, lever.unit);
  return `${trim(value_)} ${unit}`.trim();
}

/** Return the word for a choice. */
export function choice(name) {
  return label("choice", name, String(name).replaceAll("_", " "));
}
