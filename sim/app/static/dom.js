// Elements without HTML text: what others wrote is always shown as text, never read as markup.

const SVG = "http://www.w3.org/2000/svg";

function filled(node, props, children) {
  for (const [key, value] of Object.entries(props || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key === "class") node.setAttribute("class", value);
    else if (key === "text") node.textContent = value;
    else if (key === "value" || key === "checked" || key === "open") node[key] = value;
    else node.setAttribute(key, value === true ? "" : String(value));
  }
  for (const child of children.flat()) {
    if (child === null || child === undefined || child === false) continue;
    node.append(child instanceof Node ? child : String(child));
  }
  return node;
}

/** Return an element: `el("p", {class: "quiet"}, "Text", other)`. */
export function el(tag, props, ...children) {
  return filled(document.createElement(tag), props, children);
}

/** The same for the parts of a picture. */
export function svg(tag, props, ...children) {
  return filled(document.createElementNS(SVG, tag), props, children);
}

/** Put text into an element only if it differs, so that nothing is laid out anew for nothing. */
export function tell(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

let last = 0;

/** Return a name for an element that nothing else has. */
export function fresh(prefix) {
  last += 1;
  return `${prefix}-${last}`;
}

/** Return a function that waits until it has not been called for some milliseconds. */
export function later(run, milliseconds) {
  let timer = 0;
  const wait = (...given) => {
    clearTimeout(timer);
    timer = setTimeout(() => run(...given), milliseconds);
  };
  wait.cancel = () => clearTimeout(timer);
  return wait;
}
