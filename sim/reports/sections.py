"""The sections of the report, each made from a result as a piece of HTML."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING

from sim.reports.headline import key_rows
from sim.reports.minutes import Minute, minutes
from sim.reports.money import accounts
from sim.reports.numbers import DASH, Scale, line_words, month_words, whole_usd, with_unit
from sim.summary import reporting_months, typical

if TYPE_CHECKING:
    import pandas as pd

    from sim.result import RunResult

__all__ = [
    "checks_section",
    "groups_section",
    "headline_section",
    "minutes_section",
    "money_section",
    "services_section",
]

KEY_OUTCOMES = (
    "adoption_share",
    "online_transaction_share",
    "online_sum_share",
    "spending_cum_usd",
    "cost_per_case_usd",
    "citizen_hours",
    "satisfaction_citizens",
    "satisfaction_businesses",
    "satisfaction_employees",
    "trust",
    "age_gap_points",
    "income_gap_points",
    "disability_gap_points",
    "backlog_cases",
    "days_to_complete",
    "applications_live",
    "registers_open",
    "consenting_districts",
    "net_present_value_usd",
)
DIMENSIONS = ("age", "income", "education", "disability", "business size")


def section(name: str, title: str, *parts: str) -> str:
    """Return one section with its heading."""
    head = f'<section aria-labelledby="{name}"><h2 id="{name}">{escape(title)}</h2>'
    return "\n".join([head, *parts, "</section>"])


def table(
    heads: Sequence[str], rows: Iterable[Sequence[str]], caption: str = "", kind: str = ""
) -> str:
    """Return a table whose first column names the rows; it scrolls sideways if it must.

    `kind` is a further class for the page's style; "key" fits a phone without scrolling.

    Cells are HTML already; pass text through `escape` first.
    """
    said = f"<caption>{escape(caption)}</caption>" if caption else ""
    top = "".join(f'<th scope="col">{escape(head)}</th>' for head in heads)
    body = "\n".join(
        f'<tr><th scope="row">{row[0]}</th>' + "".join(f"<td>{cell}</td>" for cell in row[1:])
        + "</tr>"
        for row in rows
    )  # fmt: skip
    name = escape(caption or heads[0])
    return (
        f'<div class="{f"scroll {kind}".strip()}" tabindex="0" role="region" aria-label="{name}">'
        f"<table>{said}<thead><tr>{top}</tr></thead>\n<tbody>\n{body}\n</tbody></table></div>"
    )


def headline_section(result: RunResult) -> str:
    """Return the headline in sentences and the key figures with their bands."""
    head = result.headline
    said = [
        f"<p><strong>{escape(topic)}.</strong> {escape(sentence)}</p>"
        for topic, sentence in head.sentences
    ]
    notes = [f'<p class="quiet">{escape(note)}</p>' for note in head.notes[:-1]]
    return section("headline", "What happened", *said, *notes, _key_figures(result))


def _key_figures(result: RunResult) -> str:
    if result.monthly.empty:
        return ""
    rows = []
    for row in key_rows(result, KEY_OUTCOMES):
        cells = [escape(row.scale.label(row.label))]
        for at in row.points:
            cell = escape(row.scale.bare(at.value))
            if at.low is not None:
                span = row.scale.span(at.low, at.high)
                span = span if " to " in span else span.replace("-", "-<wbr>")
                cell += f'<br><span class="band">{span}</span>'
                if at.full is not None:
                    cell += f'<br><span class="band">({row.scale.bare(at.full)})</span>'
            cells.append(cell)
        rows.append(cells)
    heads = ["After", *map(month_words, reporting_months(result.months))]
    return table(
        heads,
        rows,
        "Key figures, with the 90 % band underneath. Hours are the sum over the twelve months "
        "before; what swings with the season (cost of a case, days, satisfaction, backlog, shares "
        "of cases and sums) is their mean",
        kind="key",
    )


def checks_section(result: RunResult) -> str:
    """Return the scenario's expectations and what was found."""
    if not result.checks:
        return ""
    rows = []
    for check in result.checks:
        word = {True: "as expected", False: "not as expected", None: "cannot be told"}[check.met]
        found = check.note if check.observed is None else with_unit(check.observed, check.unit)
        share = f"{check.runs_met} of {check.runs}" if check.runs else DASH
        kind = {True: "good", False: "bad", None: "open"}[check.met]
        verdict = f'{escape(found)}<br><span class="{kind}">{word}</span>'
        rows.append([escape(check.sentence), verdict, share])
    heads = ["Expected", "Found", "Replications"]
    return section(
        "expected",
        "What was expected",
        table(heads, rows, "The last column: in how many of the replications it is as expected"),
    )


def groups_section(result: RunResult) -> str:
    """Return who is left behind: each group at the end of the run."""
    if result.groups.empty:
        return ""
    last = typical(result, _groups_at_the_end(result), ("dimension", "group"))
    rows = []
    for dimension in [d for d in DIMENSIONS if d in set(last["dimension"])]:
        one = last[last["dimension"] == dimension]
        rows += [_group_row(dimension, row) for _, row in one.iterrows()]
    heads = ["Group", "Has access, %", "Knows of it, %", "Uses it, %", "Cases online, %",
             "Satisfaction, of 100", "Trust, 0 to 1"]  # fmt: skip
    caption = (
        f"Groups after {month_words(result.months)}; cases online and satisfaction are means of "
        "the twelve months before"
    )
    return section("groups", "Who is left behind", _left_behind(last), table(heads, rows, caption))


def _groups_at_the_end(result: RunResult) -> pd.DataFrame:
    """Return the groups in the last month; what swings with the season is a mean over a year."""
    keys, seasonal = ["replicate", "dimension", "group"], ["online_share", "satisfaction"]
    year = result.groups[result.groups["month"] > result.months - 12]
    means = year.groupby(keys, sort=False)[seasonal].mean().reset_index()
    end = year[year["month"] == result.months].drop(columns=seasonal)
    return end.merge(means, on=keys, how="left")


def _group_row(dimension: str, row: pd.Series) -> list[str]:
    shares = [
        Scale(100.0, "", 1).bare(_float(row[name]))
        for name in ("access_share", "aware_share", "adoption_share", "online_share")
    ]
    moods = [
        Scale(1.0, "", 1).bare(_float(row["satisfaction"])),
        Scale(1.0, "", 2).bare(_float(row["trust"])),
    ]
    label = f'<span class="quiet">{escape(dimension)}</span> {escape(str(row["group"]))}'
    return [label, *shares, *moods]


def _left_behind(last: pd.DataFrame) -> str:
    people = last[last["dimension"] != "business size"]
    if people.empty:
        return ""
    ordered = people.sort_values("adoption_share", kind="stable")
    low, high = ordered.iloc[0], ordered.iloc[-1]
    text = (
        f"At the end {with_unit(float(low['adoption_share']), 'share')} of the group "
        f"“{low['group']}” ({low['dimension']}) use an online service, against "
        f"{with_unit(float(high['adoption_share']), 'share')} of “{high['group']}” "
        f"({high['dimension']}). Of the former, {with_unit(float(low['access_share']), 'share')} "
        f"have access to the Internet and {with_unit(float(low['aware_share']), 'share')} know "
        "of a service."
    )
    return f"<p>{escape(text)}</p>"


def services_section(result: RunResult) -> str:
    """Return the service lines over the last twelve months."""
    if result.services.empty:
        return ""
    rows = result.services[result.services["month"] > result.months - 12]
    typical_months = typical(result, rows, ("line", "month"))
    cells = [
        _line_row(str(line), year) for line, year in typical_months.groupby("line", sort=False)
    ]
    heads = ["Service line", "Cases", "Over the Internet, %", "Sums paid, million USD",
             "Days to complete", "Cost of a case, USD", "Applications live"]  # fmt: skip
    caption = "The last twelve months; applications at the end"
    return section("services", "Service by service", table(heads, cells, caption))


def _line_row(line: str, year: pd.DataFrame) -> list[str]:
    last, needs = year.iloc[-1], float(year["needs"].sum())
    online = float(year["internet"].sum()) / needs if needs else float("nan")
    return [
        escape(line_words(line)),
        Scale(1.0, "", 0).bare(needs),
        Scale(100.0, "", 1).bare(online),
        Scale(1e-6, "", 2).bare(float(year["sums_usd"].sum())),
        Scale(1.0, "", 1).bare(float(year["days_to_complete"].mean())),
        Scale(1.0, "", 2).bare(float(year["cost_per_case_usd"].mean())),
        Scale(1.0, "", 0).bare(float(last["applications_live"])),
    ]


def minutes_section(result: RunResult) -> str:
    """Return the minutes as a timeline: what was new each year, and the rest a click away."""
    story = minutes(result)
    if not story.years:
        return ""
    which = result.full_words if result.shown_replicate == 0 else "one replication"
    intro = f"The minutes of {which}: what was decided, and why."
    if result.band_replicates:
        intro += " In brackets: in how many of the replications the same is decided at some time."
    years = [
        f"<h3>Year {year}</h3>{_timeline(found, result)}" for year, found in story.years.items()
    ]
    rest = ""
    if story.repeated:
        rest = (
            f"<details><summary>{len(story.repeated)} further decisions, of kinds seen before"
            f"</summary>{_timeline(story.repeated, result)}</details>"
        )
    said = f'<p class="quiet">{escape(intro)}</p>'
    return section("minutes", "What was decided, and why", said, *years, rest)


def _timeline(items: Sequence[Minute], result: RunResult) -> str:
    return '<ol class="timeline">' + "\n".join(_minute(i, result) for i in items) + "</ol>"


def _minute(item: Minute, result: RunResult) -> str:
    often = ""
    if result.band_replicates and item.elsewhere is not None:
        count = f"({item.elsewhere} of {len(result.band_replicates)})"
        often = f' <span class="quiet nowrap">{count}</span>'
    return (
        f"<li><time>{escape(item.date)}</time> <strong>{escape(item.actor)}</strong> "
        f"{escape(item.decision)}.{often}<br><span>{escape(_sentence(item.reason))}</span></li>"
    )


def _sentence(text: str) -> str:
    """Return a reason with a capital in front and a full stop behind."""
    text = text.strip()
    return text if not text else f"{text[0].upper()}{text[1:].rstrip('.')}."


def money_section(result: RunResult) -> str:
    """Return the ledger: where the money came from, where it went, what is left."""
    if result.ledger.empty:
        return ""
    totals = accounts(result)
    left = _account("From", totals.income) + _account("Left in", totals.left)
    right = _account("Spent on", totals.spending)
    off = totals.difference
    balance = (
        "Every dollar is accounted for."
        if abs(off) < 0.005
        else f"The ledger is off by USD {off:,.2f}: a fault of the model, please report it."
    )
    tables = f'<div class="columns"><div>{left}</div><div>{right}</div></div>'
    which = result.full_words if result.shown_replicate == 0 else "one replication"
    said = f"<p>{balance} <span class='quiet'>The ledger of {escape(which)}.</span></p>"
    return section("money", "Where the money came from and went", said, tables)


def _account(title: str, sums: pd.Series) -> str:
    """Return a table of sums with their total."""
    rows = [[escape(_words(name)), whole_usd(float(usd))] for name, usd in sums.items()]
    together = whole_usd(float(sums.sum()))
    rows.append(["<strong>together</strong>", f"<strong>{together}</strong>"])
    return table([title, "USD of the day"], rows)


def _words(name: object) -> str:
    return str(name).replace("_", " ")


def _float(value: object) -> float:
    return float(str(value))
