// The bar of a term: the round, the money left, and the buttons; always in reach.

import { spaced } from "./play_because.js";

/** Return {element, update(data, next), focus(), turnedBack()}; `does` holds go, undo and save. */
export function barOf(app, does) {
  const { el, t } = app;
  const title = el("h2", {}, t("play.title"));
  const rounds = el("ol", { class: "rounds", "aria-label": t("play.rounds") });
  const sum = el("span", { class: "large" });
  const what = el("span", { class: "quiet" });
  const go = el("button", { class: "button main", type: "button", onclick: does.go },
    t("play.go"));
  const anew = el("button", { class: "button main", type: "button", onclick: does.anew },
    t("play.again"));
  const back = el("button", { class: "button", type: "button", onclick: does.undo },
    t("play.undo"));
  const file = el("button", { class: "button", type: "button", onclick: does.save },
    t("play.save"));
  const remarks = el("div", { role: "status", class: "remarks" });
  const element = el("div", { class: "bar-of-term" },
    el("div", { class: "where" }, title, rounds),
    el("div", { class: "turn" }, remarks, el("p", { class: "sum" }, sum, " ", what),
      el("div", { class: "tools" }, go, anew, back, file)));
  const watcher = new ResizeObserver(() => element.parentElement?.style
    .setProperty("--bar", `${element.offsetHeight}px`));
  watcher.observe(element);

  function where(data) {
    title.textContent = data.is_over ? t("play.over", { rounds: data.rounds })
      : t("play.round", { round: data.round + 1, rounds: data.rounds,
        date: app.date(data.next_date) });
    rounds.replaceChildren(...Array.from({ length: data.rounds }, (_, place) => {
      const kind = place < data.round ? "over" : place === data.round ? "now" : "";
      const said = kind ? t(`play.is_${kind}`) : "";
      return el("li", { class: kind, "aria-current": kind === "now" ? "step" : null },
        String(place + 1), said ? el("span", { class: "visually-hidden" }, ` ${said}`) : null);
    }));
  }

  return {
    element,
    update(data, next) {
      const changed = Object.keys(next).length;
      where(data);
      const usd = data.is_over ? data.money.in_hand : data.money.left;
      sum.textContent = app.value(usd, "USD");
      sum.classList.toggle("bad", usd < 0);
      what.textContent = t(data.is_over ? "play.in_hand" : "play.left");
      back.textContent = changed ? t("play.undo_levers") : t("play.undo");
      back.disabled = !changed && !data.round;
      go.hidden = data.is_over;
      anew.hidden = !data.is_over;
      go.disabled = Boolean(data.refused);
      const said = [data.refused, ...data.remarks].filter(Boolean);
      remarks.replaceChildren(...said.map((text) =>
        el("p", { class: data.refused ? "notice bad" : "quiet", lang: "en" }, spaced(text))));
    },
    /** Put the focus on what is done next. */
    focus: () => [go, anew].find((one) => !one.hidden).focus({ preventScroll: true }),
    /** Put the focus on taking back, or where there is nothing left, on going on. */
    turnedBack: () => (back.disabled ? go : back).focus({ preventScroll: true }),
    destroy: () => watcher.disconnect(),
  };
}
