"""The tables of a class round."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.classroom.board import BOARD
from sim.classroom.predictions import calibration
from sim.classroom.refusals import said_no
from sim.classroom.standing import standings

if TYPE_CHECKING:
    import pandas as pd

    from sim.classroom.result import ClassResult

__all__ = ["tables_of"]


def tables_of(result: ClassResult) -> dict[str, pd.DataFrame]:
    """Return the tables by name; those that have no rows are left out, but for the leaderboard."""
    import pandas as pd

    made = {
        "leaderboard": pd.DataFrame(_leaderboard(result)),
        "roles": pd.DataFrame(_roles(result)),
        "moved": pd.DataFrame(_moved(result)),
        "said_no": said_no(result),
        "left_out": pd.DataFrame(_left_out(result)),
        **_forecasts(result),
    }
    return {name: table for name, table in made.items() if len(table) or name == "leaderboard"}


def _leaderboard(result: ClassResult) -> list[dict[str, Any]]:
    if not result.twins:
        return []
    overall = result.overall
    differences = result.differences(result.scores(overall)) if overall else []
    month = result.settings["months"][-1]
    rows = []
    for place in result.order:
        row: dict[str, Any] = {"team": result.teams[place]}
        if result.standings:
            row |= _standing(result, place) | _difference("overall", differences[place])
        for outcome in BOARD:
            if outcome in result.facts:
                values = result.values(outcome, month)
                row[outcome] = _mean(values[:, place + 1])
                row |= _difference(outcome, result.differences(values)[place])
        rows.append(row)
    return rows


def _standing(result: ClassResult, place: int) -> dict[str, Any]:
    one = result.standings[place]
    return {
        "rank_best": one.best,
        "rank_worst": one.worst,
        "ranks": one.ranks,
        "level_with": "; ".join(result.teams[k] for k in one.level_with),
        "chance_first": one.chance_first,
        "chance_first_low": one.low,
        "chance_first_high": one.high,
        "n": len(result.twins),
        "overall": one.mean,
    }


def _difference(name: str, found: Any) -> dict[str, Any]:
    return {f"{name}_difference": found.difference, f"{name}_low": found.low,
            f"{name}_high": found.high}  # fmt: skip


def _mean(values: Any) -> float:
    import numpy as np

    known = values[np.isfinite(values)]
    return float(known.mean()) if len(known) else float("nan")


def _roles(result: ClassResult) -> list[dict[str, Any]]:
    """Return one row a role and team, the scenario of the round first.

    `is_best` are the teams of a role that no other is clearly ahead of: one, or several that
    cannot be told apart.
    """
    if not result.twins:
        return []
    rows = []
    for one in result.roles:
        scores = result.scores(one)
        found = result.differences(scores)
        ranks = standings(scores[:, 1:])
        for k, name in enumerate(result.names):
            change = found[k - 1] if k else None
            rows.append({
                "role": one.name, "title": one.title, "team": name,
                "score": _mean(scores[:, k]),
                "difference": change.difference if change else 0.0,
                "low": change.low if change else None, "high": change.high if change else None,
                "ranks": ranks[k - 1].ranks if k and ranks else "",
                "is_best": bool(k and ranks and ranks[k - 1].best == 1),
            })  # fmt: skip
    return rows


def _moved(result: ClassResult) -> list[dict[str, Any]]:
    from sim.parameters.catalogue import catalogue

    base = result.ensemble.plan.bases[0]
    known = catalogue()
    return [
        {"team": team["name"], "lever": path, "label": known[path].label,
         "unit": known[path].unit, "round": base.value(path), "team_value": value}
        for team in result.settings["teams"] for path, value in team["moved"].items()
    ]  # fmt: skip


def _left_out(result: ClassResult) -> list[dict[str, Any]]:
    rows = [{"file": out["file"], "why": out["why"]} for out in result.left_out]
    rows += [{"file": told["file"], "why": told["why"]}
             for told in result.settings["forecasts"] if told["why"]]  # fmt: skip
    return rows


def _forecasts(result: ClassResult) -> dict[str, pd.DataFrame]:
    """Return the pooled forecasts, the score of each forecaster, and the calibration of all."""
    import pandas as pd

    from sim.classroom.pooled import pooled_scores

    scored = pooled_scores(result.settings["forecasts"], result.ensemble)
    if not len(scored):
        return {}
    known = scored[scored["n"] > 0]
    by_name = known.groupby("name", sort=False)
    people = pd.DataFrame({
        "beliefs": by_name.size(), "brier": by_name["brier"].mean(),
        "best": by_name["best"].mean(), "always_50": by_name["always_50"].mean(),
        "ranges_held": by_name["held"].sum().astype(int),
    }).reset_index().sort_values("brier", kind="stable", ignore_index=True)  # fmt: skip
    return {"forecasts": scored, "forecasters": people, "calibration": calibration(scored)}
