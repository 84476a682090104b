"""More twin runs until one outcome is settled, without fooling oneself by looking again and again.

The looks are fixed before the first run: so many twin runs, then twice as many, up to the most
that are allowed. Each is judged at the level of `sim.experiments.paired.looks`, so that all of
them together keep 95 %.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sim.errors import UserError
from sim.experiments.paired import Paired, looks
from sim.reports.numbers import month_words

if TYPE_CHECKING:
    from sim.experiments.comparison import Comparison

__all__ = ["FEWEST", "settings_of", "settled_sentence", "why_settled"]

FEWEST = 2
"""Twin runs at the first look: fewer have no interval."""


def settings_of(
    asked: str,
    width: float | str | None,
    at_most: int,
    replications: int,
    months: int,
    outcomes: Mapping[str, Mapping[str, Any]],
) -> dict[str, Any]:
    """Return what `--until-settled` asks for, as plain data for the plan.

    Parameters
    ----------
    asked : "adoption_share" or "adoption_share@10", the outcome and the year.
    width : narrower than this is settled too, in the outcome's unit; None to go by zero alone.
    at_most, replications : [count]   Twin runs at the last and at the first look.
    months : length of the runs.

    Raises
    ------
    UserError : with everything that is wrong with it.
    """
    from sim.experiments.asked import months_of, require_outcomes

    name, _, year = asked.partition("@")
    problems: list[str] = []
    problems += require_outcomes([name], outcomes)
    month = months
    if year:
        chosen, wrong = months_of([year], months)
        problems += wrong
        month = chosen[0] if chosen else months
    first = max(FEWEST, replications)
    if at_most < first:
        problems.append(
            f"--at-most {at_most} is less than the {first} twin runs of the first look; allow "
            "more, or begin with fewer by --replications."
        )
    narrow, wrong = _width(width, str(outcomes.get(name, {}).get("unit", "")))
    problems += wrong
    if problems:
        raise UserError("\n".join(problems))
    counts, level = looks(first, at_most)
    return {"outcome": name, "month": month, "width": narrow, "looks": list(counts),
            "level": level}  # fmt: skip


def _width(width: float | str | None, unit: str) -> tuple[float | None, list[str]]:
    from sim.scenario.units import parse_quantity

    if width is None:
        return None, []
    if isinstance(width, str):
        text = width.strip()
        points = text.removesuffix("s").removesuffix("point").rstrip()
        is_points = unit == "share" and points != text.removesuffix("s")
        try:
            width = parse_quantity(f"{points} %" if is_points else text, unit)
        except ValueError as error:
            return None, [f"--width {error}"]
    if not 0 < width < float("inf"):
        return None, [f"--width is {width:g}; it must be above zero, in the outcome's unit."]
    return float(width), []


def why_settled(found: Paired, width: float | None) -> str:
    """Return why a look ends the search, in a few words; empty where it does not."""
    if found.is_nothing:
        return "no difference in any twin run"
    if found.excludes_zero:
        return "the interval excludes zero"
    if width is not None and found.width is not None and found.width < width:
        return "the interval is as narrow as asked"
    return ""


def settled_sentence(result: Comparison) -> str:
    """Return where the looking stopped and why; every number is in the table "looks"."""
    asked = result.settings["until_settled"]
    table = result.tables["looks"]
    counts, level = asked["looks"], f"{100 * asked['level']:.3g} %"
    last = table[table["look"] == table["look"].max()]
    at = month_words(asked["month"])
    label = f"{result.facts[asked['outcome']]['label']} after {at}"
    open_ones = [str(row.scenario) for row in last.itertuples() if not row.why]
    n, number = int(last["replications"].iloc[0]), int(last["look"].iloc[0])
    if open_ones:
        how = f"not settled at the most that was allowed, {n} twin runs"
        how += f" ({', '.join(open_ones)})" if len(last) > 1 else ""
    else:
        whys = list(dict.fromkeys(str(row.why) for row in last.itertuples()))
        how = f"settled at {n} twin runs, as {' or '.join(whys)}"
    if len(counts) == 1:
        return f"{label}: {how}, at the only look."
    return (
        f"{label}: {how}, at look {number} of at most {len(counts)} (at "
        f"{', '.join(map(str, counts))} twin runs). Each look, and every interval here, is at "
        f"{level}, so that looking so often keeps 95 % for the whole."
    )
