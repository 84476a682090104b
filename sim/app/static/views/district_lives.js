// One person followed through two worlds with the same luck: where the lives part, and why.

import { forkOf, forkWords } from "./district_fork.js";
import { differsOf, whyOf } from "./district_why.js";

/** Return {element, update(run), destroy()}. */
export function livesOf(app, kinds, memory) {
  const { el, t } = app;
  memory.follow ??= { a: "baseline", b: "training_first", kind: "citizen", number: 42 };
  const asked = memory.follow;
  let charts = [];
  let people = {}; // how many of each kind the run has
  let isRefused = false;
  const out = el("div", { class: "stack" });
  const a = worlds("follow-a", "a");
  const b = worlds("follow-b", "b");
  const kind = el("select", { id: "follow-kind", onchange: () => note("kind", kind.value) },
    kinds.map((one) => el("option", { value: one, selected: one === asked.kind },
      t(`district.${one}`))));
  const number = el("input", { type: "number", id: "follow-number", min: 0, step: 1,
    value: asked.number === null ? "" : String(asked.number),
    oninput: () => note("number", number.value === "" ? null : Number(number.value)) });
  const go = el("button", { class: "button main", type: "submit" }, t("district.follow"));
  const find = el("button", { class: "button", type: "button", onclick: () => ask(true) },
    t("district.find"));
  const form = el("form", { novalidate: true, onsubmit: (event) => {
    event.preventDefault();
    ask(false);
  } }, el("div", { class: "fields" }, field(t("district.world_a"), a), field(t("district.world_b"),
    b),
    field(t("district.kind"), kind), field(t("district.number"), number),
    el("div", { class: "row" }, go, find)));
  const element = el("section", { class: "card stack" }, el("h2", {}, t("district.lives")),
    el("p", {}, t("district.lives_lead")), form, out);

  function field(label, control) {
    return el("div", {}, el("label", { for: control.id }, label), control);
  }

  function worlds(id, key) {
    const select = el("select", { id, onchange: () => note(key, select.value) },
      el("option", { value: "", selected: asked[key] === "" }, t("district.yours")),
      app.about.bases.filter((one) => !one.question).map((one) =>
        el("option", { value: one.name, selected: one.name === asked[key] },
          app.label("base", one.name, one.title))));
    return select;
  }

  function note(key, value) {
    asked[key] = value;
    app.keep();
    limit();
    if (isRefused) out.replaceChildren(); // it was about something else
    isRefused = false;
  }

  /** Let the field know the last number that there is in the run. */
  function limit() {
    const n = people[asked.kind];
    if (n) number.max = n - 1;
    else number.removeAttribute("max");
  }

  /** What is wrong with the number in the field, or null. */
  function wrongNumber() {
    const n = people[asked.kind];
    const last = n ? (n - 1).toLocaleString("en") : "";
    const isWhole = Number.isInteger(asked.number) && asked.number >= 0;
    if (isWhole && (!n || asked.number < n)) return null;
    return n ? t("district.needs_number_to", { who: t(`district.many_${asked.kind}`), last })
      : t("district.needs_number");
  }

  function refuse(said) {
    isRefused = true;
    clear();
    out.replaceChildren(said);
  }

  function stateOf(key) {
    const here = app.state.get();
    return asked[key] === "" ? here : { ...here, base: asked[key], set: {} };
  }

  async function ask(isSearch) {
    const wrong = isSearch ? null : wrongNumber();
    if (wrong) {
      refuse(el("p", { class: "notice bad", role: "alert" }, wrong));
      return;
    }
    isRefused = false;
    out.replaceChildren(el("p", { class: "quiet", role: "status" }, t("district.following")));
    try {
      const who = isSearch ? {} : { [asked.kind]: asked.number };
      const lives = await app.post("/api/follow", { a: stateOf("a"), b: stateOf("b"), ...who },
        { key: "follow" });
      clear();
      people = lives.people;
      limit();
      out.replaceChildren(...(lives.person ? told(lives) : []), others(lives));
      asked.done = Boolean(lives.person);
      app.say(t(lives.person ? "district.followed" : "district.others"));
    } catch (error) {
      const said = app.problem(error);
      if (said) refuse(said);
    }
  }

  function clear() {
    for (const chart of charts) chart.destroy();
    charts = [];
  }

  function told(lives) {
    const why = lives.deed?.reasons ?? lives.parting?.reasons ?? [];
    const { kind: who, number: n } = lives.person;
    return [
      el("h3", {}, t("district.life_of", { who: t(`district.${who}`), n })),
      el("p", { lang: "en" }, lives.person.who),
      forkOf(app, lives, ["A", "B"]),
      el("p", {}, el("strong", {}, forkWords(app, lives)),
        lives.said.flatMap((one, place) => differsOf(app, one, place))),
      el("p", { class: "luck" }, t("district.lives_size", { months: lives.months,
        sample: lives.sample.toLocaleString("en") }), " ", t("district.one_life")),
      ...lives.notes.map((text) => el("p", { class: "quiet", lang: "en" }, text)),
      why.length ? el("details", {}, el("summary", {}, t("district.why", { n: why.length })),
        el("ul", { lang: "en" }, why.map((text) => el("li", {}, text)))) : null,
      drawn(lives), events(lives),
    ].filter(Boolean);
  }

  function drawn(lives) {
    const holder = el("div", { class: "lives" });
    const named = [name(lives, "a"), name(lives, "b")];
    for (const line of lives.lines) {
      const label = app.label("district_lives", line.name, line.label);
      const { unit } = line;
      const chart = app.chart({ title: label, unit, height: 140, kinds: ["one", "two"],
        sync: "lives" });
      charts.push(chart);
      holder.append(chart.element);
      const [one, other] = [line.a.slice(1), line.b.slice(1)];
      chart.update({ months: lives.dates.map((_, place) => place + 1), dates: lives.dates,
        lines: [{ kind: "one", name: named[0], median: one },
          { kind: "two", name: named[1], median: other }],
        sentence: t("district.life_words", { a: app.value(one.at(-1), unit),
          b: app.value(other.at(-1), unit),
          nameA: named[0], nameB: named[1] }) });
    }
    return holder;
  }

  function name(lives, key) {
    const base = asked[key];
    const title = base === "" ? t("district.yours")
      : app.label("base", base, app.about.bases.find((one) => one.name === base)?.title ?? base);
    return `${key.toUpperCase()}: ${title}`;
  }

  function events(lives) {
    if (!lives.events.length) return el("p", { class: "quiet" }, t("district.no_events"));
    const cell = (said) => el("span", { lang: "en" }, said.join("; ") || "-");
    return app.table({ caption: t("district.events"),
      rows: lives.events.map((one) => ({
        when: `${one.month} (${one.date ? app.date(one.date) : ""})`,
        a: cell(one.a), b: cell(one.b) })),
      columns: [{ key: "when", label: t("district.month") }, { key: "a", label: name(lives, "a") },
        { key: "b", label: name(lives, "b") }] });
  }

  function others(lives) {
    const parted = kinds.map((one) => t("district.parted", {
      n: lives.parted[one].toLocaleString("en"),
      who: t(`district.many_${one}`) })).join("; ");
    return el("div", { class: "stack" }, el("h3", {}, t("district.others")),
      el("p", {}, parted),
      el("ul", { class: "found" }, lives.found.map((one) => el("li", {},
        el("button", { class: "button small", type: "button", onclick: () => {
          Object.assign(asked, { kind: one.kind, number: one.number });
          kind.value = one.kind;
          limit();
          number.value = one.number;
          ask(false);
          go.focus();
        } }, `${t(`district.${one.kind}`)} ${one.number}`),
        " ", el("span", { class: "quiet" }, whyOf(app, one))))));
  }

  if (asked.done) ask(false);
  return {
    element,
    update(run) {
      people = run.people;
      limit();
    },
    destroy: clear,
  };
}
