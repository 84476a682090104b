// What the scenarios of a question are called in the language of the page.

/** Return in words what the second scenario of a forecast sets otherwise, or null. */
export function changesOf(app, { levers, timeline, district }) {
  const { el, t } = app;
  const set = (path, value) => {
    const declared = app.lever(path);
    return declared ? app.setting(value, declared) : String(value).replaceAll("_", " ");
  };
  const said = levers.map(({ path, label, a, b }) => t("questions.changed", {
    lever: app.label("lever", path, label), a: set(path, a), b: set(path, b) }));
  if (timeline) said.push(t("questions.other_timeline"));
  if (district) said.push(t("questions.other_district"));
  return said.length ? el("p", {}, t("questions.moved"), ` ${said.join("; ")}.`) : null;
}

/** Return the title of one of a question's scenarios. */
export function titleOf(app, scenario) {
  return app.label("base", scenario.state.base, scenario.name);
}

/** Return the title of the scenario that goes by a short name in the answers. */
export function titleOfShort(app, asked, short) {
  const found = asked.scenarios.find((one) => one.short === short);
  return found ? titleOf(app, found) : short.replaceAll("_", " ");
}
