// Messages and labels, in the language of the page.

let messages = {};
let language = "en";
const loading = new Map();

/** Load the words of a language, once, and speak it from now on. */
export async function loadWords(wanted) {
  if (!loading.has(wanted)) {
    loading.set(wanted, fetch(`/words/${wanted}.json`).then((answer) => {
      if (!answer.ok) throw new Error(`the words: ${answer.status}`);
      return answer.json();
    }));
  }
  try {
    messages = await loading.get(wanted);
  } catch (error) {
    loading.delete(wanted);
    throw error;
  }
  language = wanted;
  document.documentElement.lang = wanted;
}

function found(group, key) {
  if (!Object.hasOwn(messages, group) || !Object.hasOwn(messages[group], key)) return undefined;
  return messages[group][key];
}

function message(key) {
  const [group, ...rest] = key.split(".");
  return found(group, rest.join("."));
}

/** Whether there is a message: has("take.link_note"). */
export function has(key) {
  return message(key) !== undefined;
}

/** Return a message with its values put in; a missing one shows its key. */
export function t(key, values = {}) {
  const text = message(key);
  if (text === undefined) return key;
  return text.replace(/\{(\w+)\}/g, (whole, name) =>
    values[name] === undefined ? whole : String(values[name]));
}

/** Return the word for a lever, an outcome and so on, else the label that the server told. */
export function label(kind, name, usual) {
  return found(kind, name) ?? usual;
}

export function languageNow() {
  return language;
}

/** Return the word for a choice. */
export function choice(name) {
  return label("choice", name, String(name).replaceAll("_", " "));
}

/** Return the unit of an axis in words: "%", "of 100", "USD". */
export function unitName(unit) {
  return found("axis", unit) ?? label("unit", unit, unit);
}

/** Return a date of the model, "2002-08", as people write it. */
export function date(text) {
  const [year, month] = text.split("-").map(Number);
  const day = new Date(Date.UTC(year, month - 1, 1));
  return day.toLocaleDateString(language, { year: "numeric", month: "short", timeZone: "UTC" });
}
