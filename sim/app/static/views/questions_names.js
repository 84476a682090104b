// What the scenarios of a question are called in the language of the page.

/** Return the title of one of a question's scenarios. */
export function titleOf(app, scenario) {
  return app.label("base", scenario.state.base, scenario.name);
}

/** Return the title of the scenario that goes by a short name in the answers. */
export function titleOfShort(app, asked, short) {
  const found = asked.scenarios.find((one) => one.short === short);
  return found ? titleOf(app, found) : short.replaceAll("_", " ");
}
