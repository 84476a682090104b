// What a link or a file has changed that has no lever here: named, and put back on request.

/** Return {element, refresh()}: a list of the changed values without a lever; hidden if none. */
export function othersOf(app) {
  const { el, t } = app;
  const list = el("ul", { class: "others" });
  const element = el("div", { hidden: true }, el("p", {}, t("explore.others")), list);

  function one(path, value) {
    const back = el("button", { class: "button small", type: "button",
      "aria-label": t("lever.back_of", { label: path }),
      onclick: () => app.state.change({ [path]: undefined }) }, t("lever.back"));
    return el("li", {}, el("code", {}, `${path} = ${value}`), " ", back);
  }

  return {
    element,
    refresh() {
      const others = Object.entries(app.state.get().set).filter(([path]) => !app.lever(path));
      element.hidden = others.length === 0;
      list.replaceChildren(...others.map(([path, value]) => one(path, value)));
    },
  };
}
