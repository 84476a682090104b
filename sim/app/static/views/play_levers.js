// The levers of a round: what the mayor may set, from the declarations, with what each costs.

const NUMBERS = ["number", "integer"];

/**
 * Return {element, update(data), reach()}: the levers by pillar, made once a round.
 * `opened` is a list of the pillars that are open, kept from round to round.
 */
export function leversOf(app, data, opened, change) {
  const { el, t } = app;
  const rows = new Map();
  const groups = app.about.pillars.map((pillar) => {
    const own = data.levers.filter((lever) => lever.pillar === pillar.name);
    const tag = el("span", { class: "tag", hidden: true });
    const body = own.map((lever) => {
      const row = rowOf(app, lever, change);
      rows.set(lever.path, row);
      return row.element;
    });
    const element = el("details", {
      open: opened.includes(pillar.name) || own.some((lever) => lever.now !== lever.was),
      ontoggle: () => {
        const others = opened.filter((one) => one !== pillar.name);
        opened.splice(0, opened.length, ...others, ...(element.open ? [pillar.name] : []));
      } },
      el("summary", {}, app.label("pillar", pillar.name, pillar.label), tag), body);
    return { name: pillar.name, element, tag, own };
  }).filter((group) => group.own.length);
  const find = el("input", { type: "search", id: "play-find", oninput: () =>
    filter(groups, rows, find.value) });
  return {
    element: el("div", { class: "levers stack" }, el("h2", {}, t("play.levers")),
      el("p", { class: "quiet" }, t("play.levers_note")),
      el("div", { class: "tools" }, el("label", { for: "play-find" }, t("play.find")), find),
      groups.map((group) => group.element)),
    /** Go to the levers, from below or above them. */
    reach() {
      find.focus({ preventScroll: true });
      find.closest(".levers").scrollIntoView({ block: "start" });
    },
    update(next) {
      for (const lever of next.levers) rows.get(lever.path)?.update(lever, next.refused);
      for (const group of groups) mark(app, group, rows);
    },
  };
}

function filter(groups, rows, text) {
  const wanted = text.trim().toLowerCase();
  for (const group of groups) {
    let shown = 0;
    for (const lever of group.own) {
      const row = rows.get(lever.path);
      const fits = !wanted || row.words.includes(wanted);
      row.element.hidden = !fits;
      shown += fits;
    }
    group.element.hidden = shown === 0;
    if (wanted) group.element.open = shown > 0;
  }
}

function mark(app, { tag, own }, rows) {
  const changed = own.filter((lever) => rows.get(lever.path).isSet()).length;
  tag.hidden = changed === 0;
  tag.textContent = app.t("play.changed", { n: changed });
}

function rowOf(app, lever, change) {
  const { el, t } = app;
  const declared = app.lever(lever.path);
  const name = app.label("lever", lever.path, lever.label);
  const id = `play-${lever.name}`;
  const output = el("output", { for: id });
  const input = control(app, declared, lever, id, name, (value, isFinal) => {
    show(value);
    if (isFinal) change(lever.path, value);
  });
  const note = el("p", { class: "quiet", id: `${id}-note` }, priceWords(app, lever));
  input.setAttribute("aria-describedby", note.id);
  const element = el("div", { class: "setting" }, el("label", { for: id }, name), output, input,
    note);
  let value = lever.now;
  const show = (next) => {
    value = next;
    if (input.type === "range") {
      const part = (next - declared.low) / (declared.high - declared.low || 1);
      input.style.setProperty("--share", `${(100 * part).toFixed(1)}%`);
    }
    const words = app.setting(next, declared);
    output.textContent = declared.kind === "choice" ? "" : words;
    if (input.type === "range") input.setAttribute("aria-valuetext", words);
    element.classList.toggle("set", value !== lever.was);
  };
  show(value);
  return {
    element,
    words: `${name} ${lever.label} ${lever.name}`.toLowerCase(),
    isSet: () => value !== lever.was,
    update(next, refused) {
      note.textContent = priceWords(app, next);
      if (refused || document.activeElement === input) return; // what is in hand stays as it is
      fill(declared, input, next.now);
      show(next.now);
    },
  };
}

function priceWords(app, lever) {
  const { t } = app;
  const parts = [];
  if (lever.price_usd !== null) {
    const isShare = lever.unit === "share";
    const usd = app.value(isShare ? lever.price_usd / 10 : lever.price_usd, "USD");
    const isSwitch = typeof lever.was === "boolean";
    const unit = app.label("play_step", lever.unit, app.label("play_step", "ratio", "1"));
    const key = isShare ? "play.price_share" : "play.price";
    parts.push(t(isSwitch ? "play.price_on" : key, { usd, unit }));
  }
  if (lever.once_usd !== null) {
    parts.push(t("play.once", { usd: app.value(lever.once_usd, "USD") }));
  }
  return parts.length ? parts.join(" ") : t("play.no_price");
}

function control(app, declared, lever, id, name, told) {
  const { el } = app;
  if (declared.kind === "switch") {
    const box = el("input", { type: "checkbox", role: "switch", id, checked: lever.now,
      onchange: () => told(box.checked, true) });
    return box;
  }
  if (declared.kind === "choice") {
    const select = el("select", { id, onchange: () => told(select.value, true) },
      declared.choices.map((one) => el("option", { value: one, selected: one === lever.now },
        app.label("choice", one, one.replaceAll("_", " ")))));
    return select;
  }
  const range = el("input", { type: "range", id, min: declared.low, max: declared.high,
    step: declared.kind === "integer" ? Math.max(1, declared.step) : declared.step,
    oninput: () => told(Number(range.value), false),
    onchange: () => told(Number(range.value), true) });
  range.value = lever.now;
  return range;
}

function fill(declared, input, value) {
  if (declared.kind === "switch") input.checked = value;
  else if (NUMBERS.includes(declared.kind) || declared.kind === "choice") input.value = value;
}
