// Two lives as one line that parts: the same up to a month, then two.

const HEIGHT = 74;
const LEFT = 8;
const ROOM = 40; // at the right, for the names
const [SAME, UP, DOWN] = [36, 18, 54];

/** Return the picture of two lives; `names` are those of the worlds. */
export function forkOf(app, lives, names) {
  const { svg, t } = app;
  const width = matchMedia("(max-width: 600px)").matches ? 320 : 640;
  const end = width - ROOM;
  const x = (month) => LEFT + ((month - 1) / Math.max(1, lives.months - 1)) * (end - LEFT);
  const part = lives.parting ? x(Math.max(1, lives.parting.month)) : end;
  const picture = svg("svg", { class: "fork", viewBox: `0 0 ${width} ${HEIGHT}`, role: "img",
    "aria-label": forkWords(app, lives) });
  picture.append(svg("line", { class: "same", x1: LEFT, x2: part, y1: SAME, y2: SAME }));
  if (!lives.parting) return picture;
  const bend = Math.min(part + 26, end);
  for (const [kind, y, place] of [["one", UP, 0], ["two", DOWN, 1]]) {
    picture.append(svg("path", { class: `life ${kind}`,
      d: `M${part} ${SAME}C${part + 13} ${SAME} ${bend - 13} ${y} ${bend} ${y}H${end}` }),
    svg("text", { x: end + 8, y: y + 4 }, names[place]));
  }
  picture.append(svg("circle", { class: "parts", cx: part, cy: SAME, r: 5 }));
  const isLate = part > end * 0.6;
  picture.append(svg("text", { class: "axis-text", x: isLate ? part - 8 : Math.max(LEFT, part - 4),
    y: HEIGHT - 2, "text-anchor": isLate ? "end" : "start" },
  t("district.month_of", { month: lives.parting.month })));
  if (lives.deed && lives.deed.month !== lives.parting.month) {
    const at = Math.max(bend, x(lives.deed.month));
    for (const y of [UP, DOWN]) picture.append(svg("circle", { class: "deed", cx: at, cy: y,
      r: 4.5 }));
  }
  return picture;
}

/** Return in words when two lives part, and from when on they know or do something else. */
export function forkWords(app, lives) {
  const { t } = app;
  if (!lives.parting) return t("district.never");
  const when = ({ month, step }) => ({ month, date: app.date(lives.dates[Math.max(1, month) - 1]),
    step: app.label("district_step", step, step) });
  const said = [t("district.part_in", when(lives.parting))];
  if (lives.deed && lives.deed.month !== lives.parting.month) {
    said.push(t("district.deed_in", when(lives.deed)));
  }
  return said.join(" ");
}
