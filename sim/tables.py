"""A run's results as data frames: by month, group and service; minutes, ledger, portfolio."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from sim.data.tables import LINES
from sim.execution.task import ALL_TABLES
from sim.groups import BUSINESS_DIMENSION, DIMENSIONS
from sim.kernels import case as n
from sim.kernels import feelings as f
from sim.parameters.run import month_text
from sim.services.portfolio import phases_of

if TYPE_CHECKING:
    from sim.model import DistrictModel


def tables(world: DistrictModel, names: Sequence[str] = ALL_TABLES) -> dict[str, pd.DataFrame]:
    """Return the results of the months run so far.

    Parameters
    ----------
    names : which of "monthly" (one row a month), "groups", "services", "decisions", "ledger",
        "portfolio" (one row for each phase that an application entered).
    """
    start = world.plan.run.start
    makers: dict[str, Callable[[], pd.DataFrame]] = {
        "monthly": lambda: _monthly(world, start),
        "groups": lambda: _groups(world),
        "services": lambda: _services(world),
        "decisions": lambda: _dated(world.minutes.decisions, start),
        "ledger": lambda: _ledger(world, start),
        "portfolio": lambda: _portfolio(world),
    }
    return {name: makers[name]() for name in names}


def _monthly(world: DistrictModel, start: str) -> pd.DataFrame:
    frame = world.datacollector.get_model_vars_dataframe().reset_index(drop=True)
    months = np.arange(1, len(frame) + 1)
    frame.insert(0, "month", months)
    frame.insert(1, "date", [month_text(int(m), start) for m in months])
    return frame


def _per_head(part: Any, whole: Any) -> Any:
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)


def _group_rows(
    totals: np.ndarray, dimension: str, groups: dict[str, np.ndarray]
) -> list[pd.DataFrame]:
    """Return one frame a group; `totals` has the shape (months, cells, measures)."""
    frames = []
    for name, cells in groups.items():
        part = totals[:, cells, :].sum(axis=1)
        people, cases = part[:, f.PEOPLE], part[:, f.CASES]
        frames.append(
            pd.DataFrame(
                {
                    "month": np.arange(1, len(part) + 1),
                    "dimension": dimension,
                    "group": name,
                    "n": people,
                    "access_share": _per_head(part[:, f.ONLINE], people),
                    "aware_share": _per_head(part[:, f.AWARE], people),
                    "adoption_share": _per_head(part[:, f.USERS], people),
                    "online_share": _per_head(part[:, f.CASES_ONLINE], cases),
                    "satisfaction": 100.0 * _per_head(part[:, f.SATISFACTION], people),
                    "trust": _per_head(part[:, f.TRUST], people),
                }
            )
        )
    return frames


def _groups(world: DistrictModel) -> pd.DataFrame:
    citizens = np.array([month["citizens"] for month in world.history])
    businesses = np.array([month["businesses"] for month in world.history])
    frames: list[pd.DataFrame] = []
    if len(citizens):
        for dimension, groups in DIMENSIONS.items():
            frames += _group_rows(citizens, dimension, groups)
        frames += _group_rows(businesses, "business size", BUSINESS_DIMENSION)
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()


def _services(world: DistrictModel) -> pd.DataFrame:
    frames = []
    prices = world.district.economics
    minutes = world.desks.desk_minutes
    for month, kept in enumerate(world.history, 1):
        counts, sums = kept["counts"], kept["sums"]
        done = counts[:, n.INTERNET] - counts[:, n.FAILED]
        staff = (
            (counts[:, n.DESK] + counts[:, n.BACK_AT_DESK]) * minutes
            + (counts[:, n.PHONE] + counts[:, n.BACK_BY_PHONE]) * world.desks.phone_minutes
            + done * world.desks.back_minutes
        ) / 60.0
        cost = staff * prices.hourly_wage_usd + done * prices.online_case_usd
        frames.append(
            pd.DataFrame(
                {
                    "month": month,
                    "line": LINES,
                    "needs": counts[:, n.NEEDS],
                    "counter": counts[:, n.DESK],
                    "phone": counts[:, n.PHONE],
                    "internet": counts[:, n.INTERNET],
                    "kiosk": counts[:, n.KIOSK],
                    "television": counts[:, n.TELEVISION],
                    "failed": counts[:, n.FAILED],
                    "back_by_phone": counts[:, n.BACK_BY_PHONE],
                    "back_at_counter": counts[:, n.BACK_AT_DESK],
                    "online_share": _per_head(done, counts[:, n.NEEDS]),
                    "sums_usd": sums[:, n.AMOUNT],
                    "sums_online_usd": sums[:, n.AMOUNT_ONLINE],
                    "days_to_complete": kept["days"],
                    "cost_per_case_usd": _per_head(cost, counts[:, n.NEEDS]),
                    "coverage": kept["coverage"],
                    "applications_live": kept["live"],
                }
            )
        )
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()


def _dated(rows: list[Any], start: str) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["month", "actor", "decision", "reason", "numbers"])
    frame.insert(1, "date", [month_text(int(m), start) for m in frame["month"]])
    return frame


def _ledger(world: DistrictModel, start: str) -> pd.DataFrame:
    frame = pd.DataFrame(world.ledger.entries, columns=["month", "source", "use", "cents", "note"])
    frame.insert(1, "date", [month_text(int(m), start) for m in frame["month"]])
    frame["usd"] = frame.pop("cents") / 100
    return frame[["month", "date", "source", "use", "usd", "note"]]


def _portfolio(world: DistrictModel) -> pd.DataFrame:
    """Return the phases that each application entered; month 0 is how the run found it."""
    rows = [
        (month, project.spec.name, LINES[project.spec.line], phase)
        for project in world.portfolio.projects
        for phase, month in phases_of(project)
    ]
    return pd.DataFrame(rows, columns=["month", "application", "line", "phase"])
