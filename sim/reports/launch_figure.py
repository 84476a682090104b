"""The J-curve: how long cases take in the months around the launch of an application."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.reports.style import COLOURS, GREY, Drawing, axes_grid, band_line, drawing_style
from sim.summary import BAND, typical_rows

if TYPE_CHECKING:
    import pandas as pd

    from sim.result import RunResult

__all__ = ["around_launches", "launches"]

BEFORE, AFTER = 12, 24
YEAR = 12
FEWEST_LAUNCHES = 5
NOTICEABLE = 0.1
"""Days; a smaller change is no J-curve."""


def launches(result: RunResult, narrow: bool) -> Drawing | None:
    """Draw days to complete around a launch; None where there are too few launches."""
    data = around_launches(result)
    if data.empty:
        return None
    with drawing_style():
        figure, (panel,) = axes_grid(1, narrow, 2.9)
        panel.axhline(0, color=GREY, linewidth=0.9)
        panel.axvline(0, color=GREY, linewidth=0.9, linestyle=":")
        band_line(panel, data.assign(full_size=float("nan")), COLOURS[1])
        panel.plot(data["month"], data["value"], "o", color=COLOURS[1], markersize=3)
        low, high = panel.get_ylim()
        panel.set_ylim(low, high + 0.12 * (high - low))
        panel.annotate("launch", (0, 1), xycoords=("data", "axes fraction"), xytext=(4, -2),
                       textcoords="offset points", va="top", fontsize=8.5)  # fmt: skip
        panel.set_title("Days more to complete a case of the line")
        panel.set_xlabel("months from the launch of an application")
        panel.set_xticks(range(-BEFORE, AFTER + 1, 6))
        panel.set_xlim(-BEFORE, AFTER)
    return Drawing(figure, data, _title(data), _alt(result, data))


def around_launches(result: RunResult) -> pd.DataFrame:
    """Return the mean change in days to complete by month from a launch, with its band.

    Each line is set against its own mean for that month of the year, and each launch against the
    twelve months before it; first the mean over the launches of a run, then the median and the
    band over runs. Columns month, value, low, high [days], launches (behind the value).
    """
    import pandas as pd

    moves, services = typical_rows(result, result.portfolio), typical_rows(result, result.services)
    opened = moves[(moves["phase"] == "live") & (moves["month"] > YEAR)]
    if len(opened) < FEWEST_LAUNCHES or result.months < 4 * YEAR:
        return pd.DataFrame()
    rows = services[["replicate", "line", "month", "days_to_complete"]].assign(
        season=(services["month"] - 1) % YEAR
    )
    usual = rows.groupby(["replicate", "line", "season"])["days_to_complete"].transform("mean")
    rows = rows.assign(days=rows["days_to_complete"] - usual)
    pairs = opened.rename(columns={"month": "at"})[["replicate", "line", "application", "at"]]
    near = pairs.merge(rows[["replicate", "line", "month", "days"]], on=["replicate", "line"])
    near = near.assign(offset=near["month"] - near["at"])
    near = near[(near["offset"] >= -BEFORE) & (near["offset"] <= AFTER)]
    keys = ["replicate", "application", "at"]
    before = near[near["offset"] < 0].groupby(keys)["days"].mean().rename("before").reset_index()
    near = near.merge(before, on=keys)
    change = (near["days"] - near["before"]).rename("change")
    by_run = change.groupby([near["replicate"], near["offset"]]).mean()
    return _over_runs(result, by_run, near["offset"].value_counts())


def _over_runs(result: RunResult, by_run: pd.Series, count: pd.Series) -> pd.DataFrame:
    by_month = by_run.groupby(level=1)
    out = by_month.median().rename("value").to_frame()
    for name, share in zip(("low", "high"), BAND, strict=True):
        out[name] = by_month.quantile(share) if result.has_band else float("nan")
    out["launches"] = count.reindex(out.index)
    out.index.name = "month"
    return out.reset_index()


def _title(data: pd.DataFrame) -> str:
    after = data[data["month"].between(0, YEAR)]
    top = after.sort_values("value", kind="stable").iloc[-1]
    if top["value"] < NOTICEABLE:
        return "Launches hardly slow the cases of their service line"
    later = data[(data["month"] > top["month"]) & (data["value"] < NOTICEABLE)]
    back = f", and as long as before from month {later['month'].iloc[0]:.0f}" if len(later) else ""
    return (
        f"After a launch cases take longer first: {top['value']:.1f} days more in month "
        f"{top['month']:.0f}{back}"
    )


def _alt(result: RunResult, data: pd.DataFrame) -> str:
    count = int(data.loc[data["month"] == 0, "launches"].sum())
    band = " with the band over runs" if result.has_band else ""
    return (
        f"Days to complete a case in the service line of a launch, against the twelve months "
        f"before it and without the season; the mean over {count} launches of the runs{band}. "
        "Desks learn the new way while both ways run beside each other."
    )
