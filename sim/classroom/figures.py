"""The figures of a class round and of forecasts; each gives back its data."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import fill, shorten
from typing import TYPE_CHECKING

from sim.classroom.calibration_figure import calibration_drawing
from sim.classroom.letters import can_be_drawn, with_letters
from sim.classroom.served import Served, for_everybody, served
from sim.classroom.standing import rank_words
from sim.reports.comparison import COURSES, ComparisonPlots
from sim.reports.numbers import listed
from sim.reports.style import COLOURS, GREY, Drawing, axes_grid, drawing_style

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from sim.classroom.result import ClassResult

__all__ = ["ClassPlots"]

ROW_INCHES = 0.34
TEAMS_IN_ROLES = 12
DEEPEST = "#6FB1DC"
"""The shade of a score of 100: light enough for the number written on it."""


class ClassPlots(ComparisonPlots):
    """The figures of a class round."""

    _result: ClassResult

    def __init__(self, result: ClassResult) -> None:
        super().__init__(result)
        self._result = result

    def all(self, narrow: bool = False) -> dict[str, Drawing]:
        """Return every figure that there are numbers for, by name."""
        result = self._result
        if not result.twins:
            return {}
        made = {}
        if result.standings:
            made["leaderboard"] = self.leaderboard(narrow)
        if result.roles:
            made["roles"] = self.roles(narrow)
        if all(name in result.facts for name in COURSES):
            made["trade_off"] = self.trade_off(narrow)
        made["differences"] = self.differences(narrow)
        if "forecasts" in result.tables:
            made["calibration"] = self.calibration(narrow)
        return {name: with_letters(drawing, self._spoken) for name, drawing in made.items()}

    @property
    def _spoken(self) -> dict[str, str]:
        """What stands in titles for the names that the figures' font lacks letters of."""
        return {name: f"team {place}" for place, name in enumerate(self._result.teams, 1)
                if not can_be_drawn(name)}  # fmt: skip

    def leaderboard(self, narrow: bool = False) -> Drawing:
        """Draw the overall score of each team less that of the round, with ranks."""
        data = self._result.leaderboard
        with drawing_style():
            height = 1.0 + ROW_INCHES * len(data)
            figure, (panel,) = axes_grid(1, narrow, height)
            self._bars(panel, data, narrow)
        return Drawing(figure, data, self._headline(), self._alt(data))

    def _bars(self, panel: Axes, data: pd.DataFrame, narrow: bool) -> None:
        panel.axvline(0, color=GREY, linewidth=0.9, zorder=1)
        ends = data[["overall_low", "overall_high"]].to_numpy(dtype=float)
        middle = data["overall_difference"].to_numpy(dtype=float)
        first = (data["rank_best"] == 1).to_numpy()
        for place, (at, (low, high), leads) in enumerate(zip(middle, ends, first, strict=True)):
            colour = COLOURS[0] if leads else GREY
            panel.plot([low, high], [place, place], color=colour, linewidth=2.2, zorder=2)
            panel.plot([at], [place], "o" if leads else "s", color=colour, markersize=6, zorder=3)
        names = [shorten(str(name), 22 if narrow else 34, placeholder="…") for name in data["team"]]
        panel.set_yticks(range(len(data)), names)
        panel.tick_params(axis="y", length=0)
        panel.set_ylim(len(data) - 0.4, -0.6)
        reach = [0.0, *[float(v) for v in (*middle, *ends.ravel()) if v == v]]
        span = max(reach) - min(reach) or 1.0
        panel.set_xlim(min(reach) - 0.05 * span, max(reach) + (0.5 if narrow else 0.32) * span)
        for place, row in enumerate(data.to_dict("records")):
            ranks = rank_words(int(row["rank_best"]), int(row["rank_worst"]))
            end = max(0.0, *[v for v in (*ends[place], middle[place]) if v == v])
            panel.annotate(f"{row['overall']:.0f}  {ranks}", (end, place), xytext=(6, 0),
                           textcoords="offset points", va="center", fontsize=8)  # fmt: skip
        panel.grid(axis="x")
        panel.grid(visible=False, axis="y")
        panel.spines["left"].set_visible(False)
        panel.locator_params(axis="x", nbins=4)
        name = shorten(self._result.names[0], 24, placeholder="…")
        words = f"overall score less that of {name}"
        panel.set_xlabel(f"{words}\n(points of 100, 95 % interval)" if narrow
                         else f"{words} (points of 100, 95 % interval)")  # fmt: skip

    def _headline(self) -> str:
        result = self._result
        spoken = self._spoken
        first = [spoken.get(result.teams[k], result.teams[k]) for k in result.order
                 if result.standings[k].best == 1]  # fmt: skip
        if len(result.teams) == 1:
            return f"{first[0]} against {result.names[0]}"
        if len(first) == 1:
            return f"{first[0]} is first"
        if len(first) <= 3:
            return f"{listed(first)} are tied for the first place"
        return f"{len(first)} of {len(result.teams)} teams are tied for the first place"

    def _alt(self, data: pd.DataFrame) -> str:
        said = [
            f"{row['team']} {row['overall']:.0f} of 100 ({row['ranks']}, "
            f"{row['overall_difference']:+.1f} points)"
            for row in data.to_dict("records")
        ]
        return (
            f"{listed(said)}, each against {self._result.names[0]}. Blue dots may be first; the "
            "number beside an interval is the score."
        )

    def roles(self, narrow: bool = False) -> Drawing:
        """Draw how well each team serves each role, as a table of shades."""
        result = self._result
        table = result.tables["roles"]
        names = [result.names[0], *[result.teams[k] for k in result.order]][: TEAMS_IN_ROLES + 1]
        data = table[table["team"].isin(names)].reset_index(drop=True)
        with drawing_style():
            height = 1.15 + 0.36 * len(result.roles)
            figure, (panel,) = axes_grid(1, narrow, height + (0.5 if narrow else 0))
            self._shades(panel, data, names, narrow)
        found = served(table)
        every = for_everybody(found)
        title = "Who is served by whom, 0 to 100"
        if len(result.teams) > 1 and len(result.twins) > 1:
            if not every:
                title = "No team serves every role best"
            elif all(len(one.teams) == 1 for one in found):
                title = "One team serves every role best"
        return Drawing(figure, data, title, f"Best for each role. {_best_words(found)}.")

    def _shades(self, panel: Axes, data: pd.DataFrame, names: list[str], narrow: bool) -> None:
        from matplotlib.colors import LinearSegmentedColormap

        wide = data.pivot(index="role", columns="team", values="score")
        wide = wide.loc[[one.name for one in self._result.roles], names]
        shades = LinearSegmentedColormap.from_list("pale to dark", ["#FBF9F1", DEEPEST])
        panel.imshow(wide.to_numpy(dtype=float), cmap=shades, vmin=0, vmax=100, aspect="auto")
        for y, row in enumerate(wide.to_numpy(dtype=float)):
            for x, value in enumerate(row):
                panel.annotate(
                    f"{value:.0f}", (x, y), ha="center", va="center", fontsize=8.5, color="#222222"
                )
        titles = [one.title.split(" (")[0] for one in self._result.roles]
        panel.set_yticks(range(len(titles)), [fill(t, 14 if narrow else 30) for t in titles])
        panel.set_xticks(range(len(names)), [shorten(n, 18, placeholder="…") for n in names],
                         rotation=35, ha="right", rotation_mode="anchor")  # fmt: skip
        panel.tick_params(length=0)
        panel.grid(visible=False)
        for side in panel.spines.values():
            side.set_visible(False)

    def calibration(self, narrow: bool = False) -> Drawing:
        """Draw how often what the class said with some probability came true."""
        scored = self._result.tables["forecasts"]
        return calibration_drawing(scored, self._result.facts, narrow)


def _best_words(found: Sequence[Served]) -> str:
    """Return the best of each role with their scores, and who cannot be told apart."""
    said = []
    for one in found:
        scores = listed([f"{name} {score:.0f}" for name, score in
                         zip(one.teams, one.scores, strict=True)] or ["none"])  # fmt: skip
        tie = ", which cannot be told apart" if len(one.teams) > 1 else ""
        said.append(f"{one.title}: {scores}{tie}{one.note}")
    return "; ".join(said)
