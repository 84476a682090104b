// The legend of Explore: what lines and bands are, and what the bold numbers are.

import { KINDS } from "../charts.js";
import { ofHeadline } from "../sentences.js";

/** Fill the legend, a list, where it differs from what it says. */
export function showLegend(app, list, answer) {
  const { el, t, label } = app;
  const kinds = KINDS.filter((kind) => answer.lines[kind]);
  const { name, title } = answer.reference;
  const hasBands = answer.seeds > 1;
  const key = `${kinds} ${hasBands} ${name} ${answer.months.length}`;
  if (list.dataset.key === key) return;
  list.dataset.key = key;
  const items = kinds.map((kind) => el("li", {},
    el("span", { class: hasBands ? `band-sample ${kind}` : "band-sample", "aria-hidden": "true" },
      el("span", { class: `line-sample ${kind}` })),
    kind === "baseline" ? t("line.baseline_named", { name: label("base", name, title) })
      : t(`line.${kind}_long`)));
  const notes = [hasBands ? t("line.band") : "", ofHeadline(answer)].filter(Boolean);
  list.replaceChildren(...items, ...notes.map((one) => el("li", { class: "quiet" }, one)));
}
