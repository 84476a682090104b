// The size of the runs in Explore: how long, with which luck, how far refined.

const MONTHS = [24, 60, 120, 180, 240];
const LARGEST_SEED = 2 ** 32 - 1;
const LAST_STAGE = 3;

export class Size {
  /** `onRefine()` refines the runs as far as is now wanted. */
  constructor(app, onRefine) {
    this.app = app;
    const { el, t } = app;
    const field = (name, key, ...controls) => el("div", { class: "field" },
      el("label", { for: name }, t(key)), ...controls);
    this.months = el("select", { id: "months", onchange: () =>
      this.#set({ months: Number(this.months.value) }) });
    this.seed = el("input", { id: "seed", type: "number", min: 0, max: LARGEST_SEED, step: 1,
      onchange: () => this.#seed(Number(this.seed.value)) });
    const next = el("button", { class: "button small", type: "button", onclick: () =>
      this.#seed((app.state.get().seed + 1) % (LARGEST_SEED + 1)) }, t("explore.next_seed"));
    this.element = el("details", { class: "pillar" }, el("summary", {}, t("explore.run")),
      field("months", "explore.months", this.months),
      field("seed", "explore.seed", this.seed, next),
      el("p", { class: "pillar-note" }, t("explore.seed_note")),
      field("refine", "explore.refine", this.#refine(onRefine)));
  }

  #set(values) {
    this.app.state.set({ ...this.app.state.get(), ...values });
  }

  #seed(value) {
    const seed = Math.floor(value);
    if (seed >= 0 && seed <= LARGEST_SEED) this.#set({ seed });
    else this.refresh();
  }

  #refine(onRefine) {
    const { app } = this;
    const { el, t } = app;
    const now = Number(app.settings.refine ?? LAST_STAGE);
    const name = ({ seeds, sample }) => t(
      `explore.stage_${seeds === 1 ? "one" : sample ? "large" : "some"}`,
      { n: seeds, sample: (sample ?? 0).toLocaleString("en") });
    const select = el("select", { id: "refine", onchange: () => {
      app.setSetting("refine", Number(select.value));
      onRefine();
    } }, app.about.stages.map((stage, place) =>
      el("option", { value: place, selected: place === now }, name(stage))));
    return select;
  }

  /** Show the state of now. */
  refresh() {
    const { el, t, state } = this.app;
    const { seed, months } = state.get();
    this.seed.value = seed;
    if (this.months.value === String(months)) return;
    const all = [...new Set([...MONTHS, months])].sort((a, b) => a - b);
    this.months.replaceChildren(...all.map((one) => el("option",
      { value: one, selected: one === months }, t("explore.n_months", { n: one }))));
  }
}
