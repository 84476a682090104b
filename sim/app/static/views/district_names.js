// What the model's actors, accounts and numbers are called in the language of the page.

/** Return the name of an actor or account: "Local vendor 3" goes by "Local vendor". */
export function nameOf(app, name) {
  const [, plain, number] = /^(.*?)(?: (\d+))?$/.exec(name);
  const said = app.label("district_account", plain, app.label("district_who", plain, plain));
  return number ? `${said} ${number}` : said;
}

/** Return who acts in a step, in words. */
export function whoOf(app, names) {
  return names.map((name) => app.label("district_who", name, name)).join(", ");
}

/** Return a list of the model's numbers; one without a word here says that it is English. */
export function termsOf(app, names) {
  return names.flatMap((name, place) => {
    const said = app.label("district_term", name, null);
    return [place ? ", " : "", said ?? app.el("span", { lang: "en" }, name)];
  });
}
