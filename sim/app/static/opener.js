// Opening a scenario file: the server reads it, the page takes its state over.

import { el } from "./dom.js";
import { t } from "./words.js";

const KINDS = ".yaml,.yml,application/yaml,text/yaml";
const LONGEST = 60000; // characters; the server has the last word

/** Open the text of a file; `show` gets elements that say how it went. */
async function openText(app, text, show) {
  if (text.length > LONGEST) {
    show(el("p", { class: "notice bad", role: "alert" }, t("open.large", { most: LONGEST })));
    return;
  }
  try {
    const { state, title, notes } = await app.post("/api/open", { yaml: text }, { key: "open" });
    app.state.set(state);
    show(el("p", {}, t("open.done"), " ", el("span", { lang: "en" }, title)),
      notes.length ? el("ul", { lang: "en" }, notes.map((one) => el("li", {}, one))) : "");
  } catch (error) {
    const said = app.problem(error);
    if (said) show(said);
  }
}

/** Return an input of the kind "file", which is never seen; a button opens it. */
function chooser(onText) {
  const input = el("input", { type: "file", accept: KINDS, hidden: true, onchange: async () => {
    const [file] = input.files;
    input.value = "";
    if (file) onText(file.size > 4 * LONGEST ? " ".repeat(LONGEST + 1) : await file.text());
  } });
  return input;
}

/** Return a small button that opens a file; what came of it is told in a notice. */
export function openButton(app) {
  const input = chooser((text) => openText(app, text, (...said) =>
    app.notice("open", "", { actions: [el("div", { class: "said" }, ...said)] })));
  return [el("button", { class: "button", type: "button", onclick: () => input.click() },
    t("open.short")), input];
}

/** Return a card where a file is chosen, or its text pasted. */
export function openCard(app) {
  const said = el("div", { class: "said", role: "status" });
  const text = el("textarea", { id: "open-text", rows: 6, spellcheck: "false", lang: "en" });
  const read = () => openText(app, text.value, (...lines) => said.replaceChildren(...lines));
  const input = chooser((found) => {
    text.value = found.slice(0, LONGEST + 1);
    read();
  });
  return el("div", { class: "card take-open" }, el("h2", {}, t("open.title")),
    el("p", { class: "quiet" }, t("open.note")),
    el("label", { for: "open-text" }, t("open.paste")), text,
    el("div", { class: "row" },
      el("button", { class: "button main", type: "button", onclick: read }, t("open.read")),
      el("button", { class: "button", type: "button", onclick: () => input.click() },
        t("open.choose")), input),
    said);
}
