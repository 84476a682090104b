// Numbers with their units, in the language of the page.

import { choice, label, languageNow, t } from "./words.js";

const MINUS = "−";
const LARGE = 1e5; // from here on sums are told in millions, in Korean in ten thousands
const SCALES = { en: { large: [1e6, 2], largest: [1e9, 2] },
  ko: { large: [1e4, 0], largest: [1e8, 2] } };
const STEPS = { en: [1e3, 1e6, 1e9], ko: [1e4, 1e8, 1e12] }; // of an axis, from 10,000 on
const BARE = ["count", "weight", "ratio"];

const formats = new Map();

/** Return a number with so many digits; a format is dear to make, so each is made once. */
function written(number, least, most) {
  const key = `${least} ${most}`;
  if (!formats.has(key)) {
    formats.set(key, new Intl.NumberFormat("en", { minimumFractionDigits: least,
      maximumFractionDigits: most }));
  }
  return formats.get(key).format(number);
}

function fixed(value, digits) {
  const text = written(Math.abs(value), digits, digits);
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

/** Return the scale of a sum: [name of the message, divisor, digits], or null for plain ones. */
function scaleOf(size, unit) {
  if (!unit.startsWith("USD")) return null;
  const { large, largest } = SCALES[languageNow()];
  if (size >= largest[0]) return ["largest", ...largest];
  return size >= LARGE ? ["large", ...large] : null;
}

function money(value, unit) {
  const name = label("unit", unit, unit);
  const scale = scaleOf(Math.abs(value), unit);
  if (!scale) return [fixed(value, Math.abs(value) < 100 ? 2 : 0), name];
  return [t(`unit.${scale[0]}`, { n: fixed(value / scale[1], scale[2]) }), name];
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

/**
 * Return an interval without the unit, as it stands in brackets: "2.2 to 9.6". A sum is told in
 * the scale of the number beside it.
 */
export function interval(low, high, unit, beside = Math.max(Math.abs(low), Math.abs(high))) {
  const isSmall = Math.max(Math.abs(low), Math.abs(high)) < 0.01;
  const scale = scaleOf(Math.abs(beside), unit);
  const text = (one) => {
    if (scale) return fixed(one / scale[1], scale[2]);
    if (isShare(unit)) return fixed(one * 100, 1);
    if (unit === "0-100" || unit === "points") return fixed(one, 1);
    if (unit === "0-1") return fixed(one, isSmall ? 4 : 3);
    return unit.startsWith("USD") && Math.abs(one) < 100 ? fixed(one, 2) : figures(one);
  };
  return t("number.range", { low: text(low), high: text(high) });
}

const FEWEST = { share: 1, "0-100": 1, points: 1, "0-1": 2 };
const MOST_DIGITS = 6;
const MOST_OF_A_SCALE = 4; // with more digits than these a sum is told plainly

/**
 * Return how many digits show two significant ones of what is measured: the narrowest interval, but
 * one more than the widest needs at most; without intervals the smallest difference. One more is
 * shown where an interval that leaves zero out would otherwise be told as one that ends there.
 */
function digitsFor({ bounds, told }, fewest, by) {
  const seen = (list) => list.map((one) => Math.abs(one) * by).filter(Boolean);
  const widths = seen(bounds.map(([low, high]) => high - low));
  const sizes = widths.length ? widths : seen(told);
  if (sizes.length === 0) return fewest;
  const enough = (size) => Math.max(fewest, 1 - Math.floor(Math.log10(size)));
  const most = widths.length ? enough(Math.max(...sizes)) + 1 : MOST_DIGITS;
  const digits = Math.min(most, enough(Math.min(...sizes)));
  const isLost = ([low, high]) => low * high > 0
    && Math.min(Math.abs(low), Math.abs(high)) * by < 0.5 / 10 ** digits;
  return Math.min(MOST_DIGITS, digits + (bounds.some(isLost) ? 1 : 0));
}

function scaleFor(unit, largest, measured) {
  const usual = { by: isShare(unit) ? 100 : 1, name: null,
    fewest: FEWEST[unit] ?? (unit.startsWith("USD") && largest < 100 ? 2 : 0) };
  const found = scaleOf(largest, unit);
  const scaled = found && { by: 1 / found[1], name: found[0], fewest: found[2] };
  const scale = scaled && digitsFor(measured, scaled.fewest, scaled.by) <= MOST_OF_A_SCALE
    ? scaled : usual;
  return { ...scale, digits: digitsFor(measured, scale.fewest, scale.by) };
}

/** Numbers without any difference between them need no more digits than one alone. */
function plainly(unit) {
  return { value: (one) => value(one, unit), difference: (one) => difference(one, unit),
    interval: (low, high) => interval(low, high, unit) };
}

/**
 * Return {value, difference, interval} that tell numbers side by side, all with the same
 * digits: two significant ones of the narrowest interval, else of the smallest difference.
 * given: {values, differences, intervals: [[low, high]]}.
 */
export function together(unit, { values = [], differences = [], intervals = [] }) {
  const isThere = (one) => Number.isFinite(one);
  const bounds = intervals.filter((one) => one.every(isThere));
  const measured = { bounds, told: differences.filter(isThere) };
  if (![...bounds.map(([low, high]) => high - low), ...measured.told].some(Boolean)) {
    return plainly(unit);
  }
  const seen = [...values, ...measured.told, ...bounds.flat()].filter(isThere);
  const largest = Math.max(0, ...seen.map(Math.abs));
  const { by, name, digits } = scaleFor(unit, largest, measured);
  const number = (one) => fixed(one * by, digits);
  const scaled = (text) => (name ? t(`unit.${name}`, { n: text }) : text);
  const own = isShare(unit) ? "%" : parts(0, unit)[1];
  const joined = (text, of) => [text, of].filter(Boolean).join(" ");
  return {
    value: (one) => isNothing(one) ? t("number.none")
      : unit === "0-100" ? t("number.of_100", { n: number(one) })
        : joined(scaled(number(one)), own),
    difference: (one) => {
      if (isNothing(one)) return t("number.none");
      const sign = one > 0 && /[1-9]/.test(number(one)) ? "+" : "";
      return joined(sign + scaled(number(one)),
        isShare(unit) || unit === "0-100" ? t("unit.points") : own);
    },
    interval: (low, high) => t("number.range", { low: number(low), high: number(high) }),
  };
}

/** Return a value for an axis: as short as it can be. */
export function short(number, unit) {
  if (isShare(unit)) return `${trim(number * 100)} %`;
  const size = Math.abs(number);
  const steps = STEPS[languageNow()];
  const step = size < 1e4 ? -1 : steps.findLastIndex((one) => size >= one);
  return step < 0 ? trim(number)
    : t(`axis.step_${step + 1}`, { n: trim(number / steps[step]) });
}

function trim(number) {
  return written(Number(number.toPrecision(6)), 0, 4).replace("-", MINUS);
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
