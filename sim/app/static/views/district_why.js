// Why a life is worth following, and what differs first: the server's facts in words.

const LITTLE = 0.02; // of a value; a smaller difference is told without numbers

/** Return why somebody is named: who parts first, uses online services only in B and so on. */
export function whyOf(app, one) {
  const { t } = app;
  const { why, month, others, times, points } = one;
  if (why === "only_b") return t("district.why_only_b", { times });
  if (why === "worse") {
    return t(one.kind === "employee" ? "district.why_worse_job" : "district.why_worse",
      { points: app.value(points, "points") });
  }
  return t(`district.why_${why}`, { month })
    + (others ? t("district.why_others", { n: others.toLocaleString("en") }) : "");
}

function numbersOf(app, label, a, b) {
  const { t } = app;
  if (!Number.isInteger(a) || !Number.isInteger(b)) {
    if (Math.abs(a - b) < LITTLE * Math.max(Math.abs(a), Math.abs(b))) {
      return t(b > a ? "district.little_more" : "district.little_less", { label });
    }
  }
  const said = (one) => app.value(Number(one.toPrecision(3)), "count");
  return t("district.differs", { label, a: said(a), b: said(b) });
}

function oneOf(app, { label: name, a, b }) {
  const { el, t } = app;
  const label = app.label("district_term", name, name);
  if (typeof a === "boolean") {
    const said = (one) => t(one ? "district.yes" : "district.no");
    return t("district.differs", { label, a: said(a), b: said(b) });
  }
  if (typeof a === "number") return numbersOf(app, label, a, b);
  return el("span", {}, `${label}: `, el("span", { lang: "en" }, `A ${a}; B ${b}`));
}

/**
 * Return what differs after a step, the most telling first, as parts of a paragraph. The second
 * such step is where somebody also knows or does something else.
 */
export function differsOf(app, { columns, rest }, place) {
  const { t } = app;
  const parts = columns.flatMap((one, nth) => [nth ? "; " : "", oneOf(app, one)]);
  return [` ${t(place ? "district.differs_deed" : "district.differs_first")} `, ...parts,
    rest ? `; ${t("district.more", { n: rest })}` : "", "."];
}
