// Where money comes from, how it is split over the pillars, who is paid: sums of a whole run.

import { figure } from "../marks.js";
import { nameOf } from "./district_names.js";

const NARROW = 840;
const FEW = 9;
const GAP = 10;
const NODE = 10;

/** Return {element, update(run), destroy()}. */
export function moneyOf(app, accounts) {
  const { el, t } = app;
  const picture = figure(t("district.money_figure"), (data, width) =>
    (width < NARROW ? bars(app, data) : sankey(app, data, width)));
  const element = el("section", { class: "card stack" }, el("h2", {}, t("district.money")),
    el("p", {}, t("district.money_lead")), picture.element);
  return {
    element,
    update(run) {
      const flows = named(app, accounts, run.flows);
      picture.update({ flows, accounts, sentence: words(app, flows, run),
        table: { caption: t("district.money_figure"), hideCaption: true,
          rows: flows.map((one) => ({ ...one, source: one.from, use: one.to })),
          columns: [{ key: "source", label: t("district.source") },
            { key: "use", label: t("district.use") }, { key: "usd", unit: "USD",
              label: app.label("unit", "USD", "USD") }] } });
    },
    destroy: () => picture.destroy(),
  };
}

/** Return the flows with words for names, a stage each, and the small ones of a stage as one. */
function named(app, accounts, flows) {
  const inside = new Set(accounts.inside);
  const stageOf = ({ source, use }) =>
    !inside.has(source) ? "in" : !inside.has(use) ? "out" : "split";
  const uses = new Map();
  for (const one of flows.filter((each) => stageOf(each) === "out")) {
    uses.set(one.use, (uses.get(one.use) ?? 0) + one.usd);
  }
  const large = [...uses].sort((a, b) => b[1] - a[1]).slice(0, FEW).map(([use]) => use);
  const sums = new Map();
  for (const one of flows) {
    const stage = stageOf(one);
    const isSmall = stage === "out" && !large.includes(one.use);
    const to = isSmall ? app.t("district.other_uses") : place(app, accounts, one.use);
    const from = place(app, accounts, one.source);
    const key = JSON.stringify([stage, from, to]);
    sums.set(key, (sums.get(key) ?? 0) + one.usd);
  }
  return [...sums].map(([key, usd]) => {
    const [stage, from, to] = JSON.parse(key);
    return { stage, from, to, usd };
  }).filter((one) => one.usd > 0).sort((a, b) => b.usd - a.usd);
}

function place(app, accounts, name) {
  if (accounts.pillars.includes(name)) return app.label("pillar", name, name);
  return nameOf(app, name);
}

function total(flows, stage) {
  return flows.filter((one) => one.stage === stage).reduce((sum, one) => sum + one.usd, 0);
}

function most(flows, stage, key) {
  const sums = new Map();
  for (const one of flows.filter((each) => each.stage === stage)) {
    sums.set(one[key], (sums.get(one[key]) ?? 0) + one.usd);
  }
  return [...sums].sort((a, b) => b[1] - a[1])[0] ?? ["", 0];
}

function words(app, flows, run) {
  const [giver, given] = most(flows, "in", "from");
  const [user, used] = most(flows, "out", "to");
  return app.t("district.money_words", { months: run.months,
    came: app.value(total(flows, "in"), "USD"), went: app.value(total(flows, "out"), "USD"), giver,
    given: app.value(given, "USD"), user, used: app.value(used, "USD") });
}

/** Return the flows with what the fund itself pays drawn as one more part of it. */
function withFund(app, flows, accounts) {
  const first = place(app, accounts, accounts.first);
  const fund = app.t("district.from_fund");
  return flows.flatMap((one) => (one.stage === "out" && one.from === first
    ? [{ ...one, stage: "split", to: fund }, { ...one, from: fund }] : [one]));
}

function bars(app, { flows: all, accounts }) {
  const { el, t } = app;
  const flows = withFund(app, all, accounts);
  return el("div", {}, ["in", "split", "out"].map((stage) => {
    const key = stage === "in" ? "from" : "to";
    const sums = new Map();
    for (const one of flows.filter((each) => each.stage === stage)) {
      sums.set(one[key], (sums.get(one[key]) ?? 0) + one.usd);
    }
    const largest = Math.max(...sums.values(), 1);
    return el("div", {}, el("p", {}, el("strong", {}, t(`district.money_${stage}`))),
      el("ul", { class: "bars-of" }, [...sums].sort((a, b) => b[1] - a[1]).map(([name, usd]) => {
        const bar = el("span", {});
        bar.style.setProperty("--part", `${(100 * usd) / largest}%`);
        return el("li", {}, el("span", { class: "name" }, name), el("span", { class: "track" },
          bar),
          el("span", {}, app.value(usd, "USD")));
      })));
  }));
}

function columnsOf(app, { flows, accounts }) {
  const first = place(app, accounts, accounts.first);
  const pillars = accounts.pillars.map((one) => place(app, accounts, one));
  const column = (name, stage) => (stage === "in" && name !== first ? 0
    : name === first ? 1 : pillars.includes(name) ? 2 : 3);
  const nodes = new Map();
  const node = (name, at) => {
    const key = `${at} ${name}`;
    if (!nodes.has(key)) nodes.set(key, { name, at, in: 0, out: 0 });
    return nodes.get(key);
  };
  const fund = app.t("district.from_fund");
  const drawn = withFund(app, flows, accounts);
  pillars.push(fund);
  for (const one of drawn) {
    one.a = node(one.from, column(one.from, one.stage === "in" ? "in" : "split"));
    one.b = node(one.to, one.stage === "out" ? 3 : column(one.to, "split"));
    one.a.out += one.usd;
    one.b.in += one.usd;
  }
  const columns = [0, 1, 2, 3].map((at) => [...nodes.values()].filter((each) => each.at === at)
    .map((each) => Object.assign(each, { usd: Math.max(each.in, each.out) }))
    .sort((a, b) => b.usd - a.usd));
  return { columns, drawn };
}

function sankey(app, data, width) {
  const { svg } = app;
  const { columns, drawn } = columnsOf(app, data);
  const by = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16; // large letters
  const height = 380 * by;
  const room = [0, width * 0.3, width * 0.53, width - 190 * by];
  const largest = Math.max(...columns.map((all) => all.reduce((sum, one) => sum + one.usd, 0)));
  const rows = Math.max(...columns.map((all) => all.length));
  const scale = (height - rows * (GAP + 6) * by - 10) / largest;
  const picture = svg("svg", { viewBox: `0 0 ${width} ${height}`, width, height });
  columns.forEach((all, at) => {
    const used = all.reduce((sum, one) => sum + Math.max(one.usd * scale, 3) + GAP, -GAP);
    let top = Math.max(6, (height - used) / 2);
    for (const one of all) {
      const tall = Math.max(one.usd * scale, 3);
      Object.assign(one, { x: room[at], top, tall, left: top, right: top });
      top += tall + Math.max(GAP, 17 * by - tall);
    }
  });
  for (const one of [...drawn].sort((a, b) => a.b.top - b.b.top)) {
    picture.append(svg("path", { class: `flow ${one.stage}`, d: ribbon(one, scale) },
      svg("title", {}, `${one.from} → ${one.to}: ${app.value(one.usd, "USD")}`)));
  }
  for (const one of columns.flat()) {
    picture.append(svg("rect", { class: "node", x: one.x, y: one.top, width: NODE,
      height: one.tall }),
    svg("text", { class: "halo", x: one.x + NODE + 5, y: one.top + Math.min(one.tall / 2,
      200) + 4 },
      `${one.name} ${app.short(Number(one.usd.toPrecision(3)), "USD")}`));
  }
  return picture;
}

function ribbon({ a, b, usd }, scale) {
  const tall = Math.max(usd * scale, 0.75);
  const [x1, x2, y1, y2] = [a.x + NODE, b.x, a.right, b.left];
  a.right += usd * scale;
  b.left += usd * scale;
  const middle = (x1 + x2) / 2;
  return `M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}V${y2 + tall}`
    + `C${middle} ${y2 + tall} ${middle} ${y1 + tall} ${x1} ${y1 + tall}Z`;
}
