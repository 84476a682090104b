"""The sections of a class round's report: everything from a hand-in is escaped."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Any

from sim.classroom.board import BOARD
from sim.classroom.names import said_of
from sim.classroom.rows import rows_of
from sim.parameters.catalogue import Parameter, catalogue
from sim.reports.difference import in_short, is_known
from sim.reports.numbers import DASH
from sim.reports.sections import section, table
from sim.reports.verdict import SHORT, rows_at

if TYPE_CHECKING:
    from sim.classroom.result import ClassResult

__all__ = ["sections_of"]

DIFFER_MOST = 6
LONG_WORD, MAY_BREAK = re.compile(r"\S{12}(?=\S)"), "\N{ZERO WIDTH SPACE}"
TEXT = "source"  # the page's class of cells that hold words


def sections_of(result: ClassResult) -> list[str]:
    """Return the sections that stand between the words and the figures."""
    made = [_leaderboard(result), _roles(result), _levers(result), _said_no(result),
            _forecasts(result), _left_out(result)]  # fmt: skip
    return [part for part in made if part]


def _leaderboard(result: ClassResult) -> str:
    month = int(result.settings["months"][-1])
    board = [outcome for outcome in BOARD if outcome in result.facts]
    cells = {outcome: {row["scenario"]: _cell(row) for row in rows_at(result, outcome, month)}
             for outcome in board}  # fmt: skip
    rows = []
    for found in rows_of(result.leaderboard):
        row: dict[str, Any] = found._asdict()
        name = str(row["team"])
        rows.append([_narrow(name), *_standing(row, len(result.teams)),
                     *[cells[outcome].get(name, DASH) for outcome in board]])  # fmt: skip
    heads = ["Team"] + (["Rank", "Overall"] if result.standings else [])
    heads += [SHORT[outcome] for outcome in board]
    caption = (
        f"Overall is a score of 100. Below it, and in the columns after it: the difference from "
        f"{result.names[0]} with its 95 % interval; below a rank: the chance of being first"
    )
    return section("leaderboard", "The leaderboard", table(heads, rows, caption))


def _narrow(name: str) -> str:
    """Return a team's name that breaks where it must, so that the board keeps its last column."""
    return f'<div style="overflow-wrap: anywhere">{escape(name)}</div>'


def _broken(name: object) -> str:
    """Return a name for the head of a column, where a long word may be broken."""
    return LONG_WORD.sub(lambda found: f"{found[0]}{MAY_BREAK}", str(name))


def _standing(row: dict[str, Any], teams: int) -> list[str]:
    if "overall" not in row:
        return []
    best, worst = int(row["rank_best"]), int(row["rank_worst"])
    rank = str(best) if best == worst else f"{best} to {worst}"
    tie = " (tie)" if best != worst else ""
    chance = f"{100 * row['chance_first']:.0f} % first" if teams > 1 else "one team"
    change = _change(row["overall_difference"], row["overall_low"], row["overall_high"])
    return [
        f'{rank}{tie}<br><span class="band" style="white-space: normal">{chance}</span>',
        f'{row["overall"]:.0f}<br><span class="band" style="white-space: normal">{change}</span>',
    ]


def _change(difference: Any, low: Any, high: Any) -> str:
    """Return a difference of scores with its interval, as in "+30, +25.9 to +34.7"."""
    if not is_known(difference):
        return DASH
    band = f", {_signed(low)} to {_signed(high)}" if is_known(low) else ""
    return f"{_signed(difference)}{band}"


def _signed(value: float) -> str:
    return f"{value:+.1f}".replace("-", "\N{MINUS SIGN}")


def _cell(row: dict[str, Any]) -> str:
    said, band = in_short(row)[:2]
    shown = (
        f'<br><span class="band" style="white-space: normal">{escape(band)}</span>' if band else ""
    )
    return escape(said) + shown


def _roles(result: ClassResult) -> str:
    if "roles" not in result.tables:
        return ""
    scores = {(row.role, row.team): row for row in rows_of(result.tables["roles"])}
    rows = []
    for one in result.roles:
        found = []
        for name in result.names:
            row = scores[one.name, name]
            found.append(_role_score(row, is_team=name != result.names[0]))
        rows.append([escape(one.title), *found])
    caption = (
        "How well each team serves each role, 0 to 100. Below a score: the difference from "
        f"{result.names[0]} with its 95 % interval. In bold the best team of a row; where several "
        "are, the runs cannot tell them apart"
    )
    wants = "".join(
        f"<dt><strong>{escape(one.title)}</strong> ({escape(one.actor)}; case p. {one.page})</dt>"
        f"<dd>{escape(one.wants)}</dd>"
        for one in result.roles
    )
    opened = f"<details><summary>What each role wants</summary><dl>{wants}</dl></details>"
    heads = ["Role", *map(_broken, result.names)]
    return section("roles", "Who is served", table(heads, rows, caption), opened)


def _role_score(row: Any, *, is_team: bool) -> str:
    shown = DASH if not is_known(row.score) else f"{row.score:.0f}"
    shown = f"<strong>{shown}</strong>" if row.is_best else shown
    if not is_team:
        return shown
    change = _change(row.difference, row.low, row.high)
    return f'{shown}<br><span class="band" style="white-space: normal">{change}</span>'


# Levers ---------------------------------------------------------------------------------------


def _levers(result: ClassResult) -> str:
    rows = []
    for team in result.settings["teams"]:
        later = f"; and later in the run {len(team['later'])} more" if team["later"] else ""
        said = "; ".join(_lever(result, path, value) for path, value in team["moved"].items())
        shown = escape((said or "no lever: the scenario of the round as it is") + later)
        rows.append([escape(team["name"]), f'<div class="{TEXT}">{shown}</div>'])
    moved = table(["Team", "What it moved"], rows, f"Levers that differ from {result.names[0]}")
    return section("levers", "What each team moved", moved, _differ_most(result))


def _lever(result: ClassResult, path: str, value: Any) -> str:
    known = catalogue()[path]
    base = result.ensemble.plan.bases[0].value(path)
    return f"{known.label} {_value(value, known)} (from {_value(base, known)})"


def _value(value: Any, known: Parameter) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, float)):
        return f"{value:,.6g}"
    return str(value).replace("_", " ")


def _differ_most(result: ClassResult) -> str:
    """Return the levers on which teams differ most, with what each team set."""
    teams = result.settings["teams"]
    if len(teams) < 2:
        return ""
    base = result.ensemble.plan.bases[0]
    paths = dict.fromkeys(path for team in teams for path in team["moved"])
    values = {path: [team["moved"].get(path, base.value(path)) for team in teams] for path in paths}
    spread = {path: _spread(found, catalogue()[path]) for path, found in values.items()}
    chosen = sorted((p for p in paths if spread[p] > 0), key=lambda p: -spread[p])[:DIFFER_MOST]
    if not chosen:
        return "<p>All teams have set every lever alike.</p>"
    rows = [[escape(catalogue()[path].label),
             *[escape(_value(value, catalogue()[path])) for value in values[path]]]
            for path in chosen]  # fmt: skip
    heads = ["Lever", *[_broken(team["name"]) for team in teams]]
    caption = "Where teams differ most: the levers with the widest spread of their range"
    return f"<h3>Where teams differ most</h3>{table(heads, rows, caption)}"


def _spread(values: list[Any], known: Parameter) -> float:
    """Return how far apart values are, as a share of the lever's range; 1 for other choices."""
    if known.kind not in ("number", "integer") or known.low is None or known.high is None:
        return float(len(set(map(str, values))) > 1)
    return float((max(values) - min(values)) / (known.high - known.low))


# Refusals, forecasts, left out ----------------------------------------------------------------


def _said_no(result: ClassResult) -> str:
    if "said_no" not in result.tables:
        return ""
    found = result.tables["said_no"]
    rows = []
    for (actor, decision), part in found.groupby(["actor", "decision"], sort=False):
        shares = {row.team: row.share for row in rows_of(part)}
        who = f"{escape(str(actor))} {escape(str(decision))}"
        rows.append([who, *[f"{100 * shares.get(name, 0):.0f}" for name in result.names]])
    reasons = "".join(
        f"<li><strong>{escape(str(row.actor))}</strong> {escape(str(row.decision))} "
        f"({escape(str(row.team))}): {escape(str(row.reason))}</li>"
        for row in rows_of(found)
    )
    why = f"<details><summary>Why, as the minutes have it</summary><ul>{reasons}</ul></details>"
    caption = "Percent of twin runs in which it was said at least once"
    heads = ["Who", *map(_broken, result.names)]
    return section("refusals", "Who said no", table(heads, rows, caption), why)


def _forecasts(result: ClassResult) -> str:
    if "forecasters" not in result.tables:
        return ""
    rows = [
        [escape(str(row.name)), str(row.beliefs), f"{row.brier:.2f}", f"{row.always_50:.2f}",
         f"{row.best:.2f}", f"{row.ranges_held} of {row.beliefs}"]
        for row in rows_of(result.tables["forecasters"])
    ]  # fmt: skip
    heads = ["Forecast", "Beliefs", "Brier", "Always 50 %", "Best possible", "Ranges that held"]
    caption = (
        "Brier scores, beside what always saying 50 % gets in the same runs; lower is better. "
        "Eight ranges in ten should hold"
    )
    return section("forecasts", "Who foresaw it", table(heads, rows, caption, kind="key"))


def _left_out(result: ClassResult) -> str:
    if "left_out" not in result.tables:
        return ""
    items = "".join(
        f'<li style="overflow-wrap: anywhere">{escape(said_of(str(row.file), str(row.why)))}</li>'
        for row in rows_of(result.tables["left_out"])
    )
    return section("left-out", "What could not be run", f"<ul>{items}</ul>")
