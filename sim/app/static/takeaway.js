// What leaves the page: files, and texts for the clipboard.

import { el } from "./dom.js";

/** Save a text as a file. */
export function save(filename, mime, text) {
  const address = URL.createObjectURL(new Blob([text], { type: mime }));
  const link = el("a", { href: address, download: filename });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

/** Copy a text; it fails where the browser allows none. */
export async function copy(text) {
  if (navigator.clipboard) { // which browsers give to pages of this machine and of https only
    await navigator.clipboard.writeText(text);
    return;
  }
  const before = document.activeElement;
  const area = el("textarea", { class: "visually-hidden" });
  area.value = text;
  document.body.append(area);
  area.select();
  const isCopied = document.execCommand("copy");
  area.remove();
  before?.focus({ preventScroll: true });
  if (!isCopied) throw new Error("the browser does not allow copying");
}
