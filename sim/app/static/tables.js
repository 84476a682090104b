// Tables that scroll sideways in themselves, and open only when somebody wants them.

import { el, fresh } from "./dom.js";
import * as numbers from "./numbers.js";
import * as words from "./words.js";

function cell(row, column) {
  const given = row[column.key];
  if (given instanceof Node) return given;
  if (given === null || given === undefined) return words.t("number.none");
  if (column.unit && typeof given === "number") return numbers.value(given, column.unit);
  return String(given);
}

/** Return a table: {caption, columns: [{key, label, number, unit}], rows, header}. */
export function table({ caption, columns, rows, header = columns[0].key, hideCaption = false }) {
  const name = fresh("table");
  const head = columns.map((one) =>
    el("th", { scope: "col", class: one.number || one.unit ? "number" : null }, one.label));
  const body = rows.map((row) => el("tr", { class: row.class || null }, columns.map((one) =>
    one.key === header
      ? el("th", { scope: "row" }, cell(row, one))
      : el("td", { class: one.number || one.unit ? "number" : null }, cell(row, one)))));
  return el("div", { class: "scroll", role: "region", tabindex: "0", "aria-labelledby": name },
    el("table", {},
      el("caption", { id: name, class: hideCaption ? "visually-hidden" : null }, caption),
      el("thead", {}, el("tr", {}, head)),
      el("tbody", {}, body)));
}

/**
 * Return {element, update(make)}: a table behind a summary. It is made when it is opened, and
 * again when the numbers change while it is open; `make` returns what `table` takes.
 */
export function tableOnRequest(title) {
  let make = null;
  const inside = el("div", {});
  const show = () => inside.replaceChildren(make ? table(make()) : "");
  const onRequest = () => element.open && !inside.firstChild && show(); // as a test may open it
  const element = el("details", { class: "data", ontoggle: onRequest },
    el("summary", { onclick: show }, words.t("chart.table"),
      el("span", { class: "visually-hidden" }, `: ${title}`)),
    inside);
  return {
    element,
    update(next) {
      make = next;
      if (element.open) show();
      else inside.replaceChildren();
    },
  };
}
