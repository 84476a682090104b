// What the model writes down is kept in English; a page in another language says so.

/** Return a quiet sentence in an array, or an empty array where the page is English. */
export function inEnglish(app) {
  return app.language === "en" ? []
    : [app.el("p", { class: "quiet records" }, app.t("explore.records"))];
}
