"""The tables of an explanation, from its attributions."""

from __future__ import annotations

from math import nan
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from sim.experiments.explain import Explanation

__all__ = ["tables"]

ATTRIBUTION = (
    "outcome", "month", "player", "part", "low", "high", "share", "alone", "alone_low",
    "alone_high", "last", "last_low", "last_high", "unit",
)  # fmt: skip
DIFFERENCE = ("outcome", "month", "a", "b", "difference", "low", "high", "replicates", "unit")


def tables(result: Explanation) -> dict[str, pd.DataFrame]:
    """Return attribution, difference, coalitions and levers."""
    import pandas as pd

    return {
        "attribution": pd.DataFrame(_attribution(result), columns=list(ATTRIBUTION)),
        "difference": pd.DataFrame(_difference(result), columns=list(DIFFERENCE)),
        "coalitions": _coalitions(result),
        "levers": _levers(result),
    }


def _attribution(result: Explanation) -> list[dict[str, Any]]:
    rows = []
    for name, found in result.attributions.items():
        whole = found.difference.mean
        for k, player in enumerate(result.players):
            part, alone, last = found.parts[k], found.alone[k], found.last[k]
            rows.append({
                "outcome": name, "month": result.settings["month"], "player": player,
                "part": part.mean, "low": part.low, "high": part.high,
                "share": part.mean / whole if whole else nan,
                "alone": alone.mean, "alone_low": alone.low, "alone_high": alone.high,
                "last": last.mean, "last_low": last.low, "last_high": last.high,
                "unit": _unit(result, name),
            })  # fmt: skip
    return rows


def _difference(result: Explanation) -> list[dict[str, Any]]:
    return [
        {
            "outcome": name, "month": result.settings["month"], "a": found.a.mean,
            "b": found.b.mean, "difference": found.difference.mean,
            "low": found.difference.low, "high": found.difference.high,
            "replicates": found.n, "unit": _unit(result, name),
        }
        for name, found in result.attributions.items()
    ]  # fmt: skip


def _unit(result: Explanation, outcome: str) -> str:
    from sim.summary import WINDOW, unit_over

    months = min(WINDOW, int(result.settings["month"]))
    return unit_over(result.ensemble.outcomes[outcome], months)


def _coalitions(result: Explanation) -> pd.DataFrame:
    """Return one row a set of levers: who is in it, and the mean of each outcome."""
    import pandas as pd

    players = result.players
    rows = pd.DataFrame(
        {
            "point": range(len(result.settings["coalitions"])),
            "members": [
                " + ".join(p for k, p in enumerate(players) if mask >> k & 1)
                for mask in result.settings["coalitions"]
            ],
        }
    )
    rows["n"] = [mask.bit_count() for mask in result.settings["coalitions"]]
    for name in result.attributions:
        values = result.by_coalition(name, result.settings["month"])
        rows[name] = rows["point"].map(values.mean())
    return rows


def _levers(result: Explanation) -> pd.DataFrame:
    """Return what each player changes, a row a change."""
    import pandas as pd

    rows = [
        {"player": player["name"], "change": change}
        for player in result.settings["players"]
        for change in player["changes"]
    ]
    return pd.DataFrame(rows, columns=["player", "change"])
