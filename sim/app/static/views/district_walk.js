// The month step by step: a picture of cards, each of which opens; and what was decided in a month.

import { nameOf, termsOf, whoOf } from "./district_names.js";

const KINDS = { politics: "office", requests: "office", projects: "office", launches: "office",
  staff: "staff", queues: "staff", answers: "staff", notice: "people", needs: "people",
  feelings: "people", accounts: "book" };
const COLOURS = ["office", "staff", "people", "book"];
const MOST_WORDS = 12;

/** Return {element, update(run), onMonth(f)}. */
export function walkOf(app, schedule, memory) {
  const { el, t } = app;
  let run = null;
  let told = () => {};
  const steps = schedule.steps;
  const month = el("input", { type: "range", id: "walk-month", min: 1, max: 1, step: 1,
    disabled: true, oninput: () => move() });
  const when = el("output", { for: "walk-month" });
  const opened = el("div", { id: "walk-opened", role: "region",
    "aria-label": t("district.opened") });
  const buttons = new Map(steps.map((step) => [step.name, button(step)]));
  const sentence = el("p", { class: "sentence" });
  const element = el("section", { class: "card stack" },
    el("h2", {}, t("district.walk")), el("p", {}, t("district.walk_lead")),
    el("div", { class: "when" }, el("label", { for: "walk-month" }, t("district.month")), month,
      when),
    el("ol", { class: "walk" }, steps.map((step) => el("li", { class: buttons.get(step.name).kind },
      buttons.get(step.name).element))),
    el("p", { class: "key" }, COLOURS.map((kind) => el("span", { class: `kind-${kind}` },
      t(`district.kind_${kind}`))), el("span", { class: "on" }, t("district.then"))),
    sentence, opened);

  function button(step) {
    const kind = `kind-${KINDS[step.name] ?? "book"}`;
    const busy = el("span", { class: "taken" });
    const one = el("button", { class: "step", type: "button", "aria-expanded": "false",
      "aria-controls": "walk-opened", onclick: () => {
        memory.step = memory.step === step.name ? null : step.name;
        app.keep();
        show();
      } },
    el("span", { class: "nth" }, el("span", { class: "visually-hidden" },
      t("district.step", { n: step.number })), el("span", { "aria-hidden": "true" },
      String(step.number))),
    el("strong", {}, app.label("district_step", step.name, step.name)),
    el("span", { class: "who" }, whoOf(app, step.who)), busy);
    return { element: one, busy, kind };
  }

  function decided(name) {
    return (run?.decisions ?? []).filter((one) => one.month === memory.month
      && (!name || one.step === name));
  }

  function move() {
    memory.month = Number(month.value);
    show();
    told(memory.month);
  }

  function show() {
    if (run) {
      const date = app.date(run.dates[memory.month - 1]);
      when.textContent = t("district.at", { month: memory.month, date });
      month.setAttribute("aria-valuetext", when.textContent);
      const all = decided();
      sentence.textContent = all.length
        ? t("district.walk_words", { n: all.length, date, actors:
          [...new Set(all.map((one) => nameOf(app, one.actor)))].join(", ") })
        : t("district.walk_quiet", { date });
    }
    for (const step of steps) {
      const { element: one, busy } = buttons.get(step.name);
      const n = decided(step.name).length;
      busy.textContent = n ? t("district.decisions", { n }) : "";
      one.setAttribute("aria-expanded", String(memory.step === step.name));
    }
    const step = steps.find((one) => one.name === memory.step);
    opened.replaceChildren(step ? detail(step) : el("p", { class: "quiet" },
      t("district.open_one")));
  }

  function detail(step) {
    const entry = (key, value) => [el("dt", {}, t(`district.${key}`)), el("dd", {}, value)];
    const writes = step.writes.map(({ whose, names }) => {
      const shown = termsOf(app, names.slice(0, MOST_WORDS));
      const rest = names.length - MOST_WORDS;
      return el("li", {}, whose ? `${app.label("district_who", whose, whose)}: ` : "",
        shown, rest > 0 ? ` ${t("district.more", { n: rest })}` : "");
    });
    const minutes = decided(step.name).map(minute);
    return el("div", { class: `opened ${buttons.get(step.name).kind}` },
      el("h3", {}, `${step.number}. ${app.label("district_step", step.name, step.name)}`),
      el("p", {}, app.label("district_sentence", step.name, step.sentence)),
      el("dl", {},
        ...entry("who", whoOf(app, step.who)),
        ...entry("reads", termsOf(app, step.reads)),
        ...(step.rules.length ? entry("rules", el("ul", {}, step.rules.map((rule) =>
          el("li", { lang: "en" }, el("strong", {}, rule.number), ` ${rule.says}`)))) : []),
        ...entry("writes", el("ul", {}, writes)),
        ...entry("minutes", minutes.length ? el("ul", {}, minutes)
          : t(run ? "district.no_minutes" : "district.running"))));
  }

  function minute(one) {
    const numbers = Object.entries(one.numbers).map(([name, value]) =>
      `${name.replaceAll("_", " ")} ${typeof value === "number" ? app.short(value, "") : value}`);
    return el("li", { lang: "en" }, el("strong", {}, `${one.actor} ${one.decision}`),
      `: ${one.reason}`,
      numbers.length ? el("span", { class: "quiet" }, ` (${numbers.join("; ")})`) : null);
  }

  if (memory.step === undefined) memory.step = steps[0].name;
  show();
  return {
    element,
    onMonth(run_) {
      told = run_;
    },
    update(next) {
      run = next;
      memory.month = Math.min(memory.month ?? 12, next.months);
      month.max = next.months;
      month.disabled = false;
      month.value = memory.month;
      show();
      told(memory.month);
    },
  };
}
