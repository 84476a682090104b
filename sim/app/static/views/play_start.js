// Where a term starts from: a shipped scenario or what is set in Explore, and with which luck.

/** Return the part of the page; `anew(state)` begins a term. `term()` gives the one of now. */
export function startOf(app, term, anew) {
  const { el, t } = app;
  const usual = app.about.bases.filter((one) => !one.question);
  const { base, set } = term().state;
  const isShipped = !Object.keys(set).length;
  const select = el("select", { id: "play-base", onchange: () => {
    const here = app.state.get();
    anew(select.value === "" ? here
      : { ...here, base: select.value, set: {}, seed: term().state.seed });
  } },
  el("option", { value: "", selected: !isShipped }, t("play.from_explore")),
  usual.map((one) => el("option", { value: one.name, selected: isShipped && one.name === base },
    app.label("base", one.name, one.title))));
  const luck = el("button", { class: "button", type: "button", onclick: () => {
    const seed = crypto.getRandomValues(new Uint32Array(1))[0];
    anew({ ...term().state, seed });
  } }, t("play.other_luck"));
  const again = el("button", { class: "button", type: "button",
    onclick: () => anew(term().state) }, t("play.anew"));
  return el("details", { class: "start" }, el("summary", {}, t("play.start")),
    el("p", { class: "quiet" }, t("play.start_note")),
    el("div", { class: "tools" }, el("label", { for: "play-base" }, t("play.from")), select,
      luck, again));
}
