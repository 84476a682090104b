// What the program writes is in English; a page in another language says which of it.

/** Return a quiet sentence in an array, or an empty array where the page is English. */
export function inEnglish(app, key) {
  return app.language === "en" ? [] : [app.el("p", { class: "quiet records" }, app.t(key))];
}
