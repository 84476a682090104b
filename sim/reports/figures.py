"""The figures of a result; each gives back the numbers it draws as `.data`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from sim.reports.headline import key_rows
from sim.reports.numbers import Scale, line_words
from sim.reports.style import (
    COLOURS,
    GREY,
    Drawing,
    axes_grid,
    band_line,
    drawing_style,
    finish,
    label_ends,
    same_height,
)
from sim.summary import band_by_month, is_amount, is_averaged, point, typical_rows

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from sim.result import RunResult

__all__ = ["Plots"]

CHANNELS = ("counter", "phone", "internet", "kiosk", "television")
CHANNEL_COLOURS = ("#8C8C8C", "#56B4E9", "#0072B2", "#009E73", "#CC79A7")
DIMENSIONS = ("age", "income", "education", "disability")
YEAR = 12
SHORT = {
    "access_share": "have access",
    "awareness_share": "know of one",
    "adoption_share": "use one",
    "online_transaction_share": "of cases",
    "online_sum_share": "of sums paid",
    "satisfaction_citizens": "citizens",
    "satisfaction_businesses": "businesses",
    "satisfaction_employees": "employees",
}
Panel = tuple[str, tuple[str, ...]]  # a heading, and the outcomes drawn under it


class Plots:
    """The figures of one result: `result.plot.adoption()` and so on.

    Each method takes `narrow=True` for a figure that fits a phone, and returns a `Drawing`: it
    shows itself in a notebook, `.data` holds its numbers, `.save(stem)` writes png, svg and csv.

    Lines are medians of the replications with their band shaded; a thin line is the one run of
    the whole district. What swings with the season is averaged over the twelve months before.
    """

    def __init__(self, result: RunResult) -> None:
        self._result = result

    def all(self, narrow: bool = False) -> dict[str, Drawing]:
        """Return every figure that the result has data for, by name."""
        if self._result.monthly.empty:
            return {}
        makers: dict[str, Callable[[bool], Drawing]] = {
            "adoption": self.adoption,
            "divide": self.divide,
            "cost": self.cost,
            "satisfaction": self.satisfaction,
            "waiting": self.waiting,
            "services": self.services,
            "institutions": self.institutions,
        }
        return {name: make(narrow) for name, make in makers.items()}

    def adoption(self, narrow: bool = False) -> Drawing:
        """Draw who could use, knows of and uses online services, and how much goes online."""
        panels: list[Panel] = [
            ("Residents", ("adoption_share", "awareness_share", "access_share")),
            ("Done online", ("online_transaction_share", "online_sum_share")),
        ]
        return self._lines("Who goes online, and with how much", panels, narrow, zero=True)

    def overview(self, narrow: bool = False) -> Drawing:
        """Draw adoption, spending and satisfaction side by side."""
        who = ("satisfaction_citizens", "satisfaction_businesses", "satisfaction_employees")
        panels: list[Panel] = [
            ("Residents who use it", ("adoption_share",)),
            ("Spent in all", ("spending_cum_usd",)),
            ("Satisfaction", who),
            ("Gap young to elderly", ("age_gap_points",)),
        ]
        return self._lines("Adoption, cost, satisfaction, divide", panels, narrow, height=2.4)

    def divide(self, narrow: bool = False) -> Drawing:
        """Draw adoption by age, income, education and disability."""
        import pandas as pd

        there = set(self._result.groups["dimension"])
        dimensions = [name for name in DIMENSIONS if name in there]
        parts = []
        with drawing_style():
            figure, axes = axes_grid(len(dimensions), narrow, 2.7)
            for panel, dimension in zip(axes, dimensions, strict=True):
                parts.append(self._groups_panel(panel, dimension))
            same_height(axes)
            for panel, part in zip(axes, parts, strict=True):
                label_ends(panel, _ends(part), gap=0.09)
        data = pd.concat(parts, ignore_index=True)
        alt = "; ".join(_spread_words(part, d) for part, d in zip(parts, dimensions, strict=True))
        return Drawing(figure, data, "Who is left behind", f"Adoption at the end: {alt}.")

    def cost(self, narrow: bool = False) -> Drawing:
        """Draw what the money went into, and what a case costs."""
        import pandas as pd

        with drawing_style():
            figure, (left, right) = axes_grid(2, narrow)
            spent = self._spending_panel(left)
            case = self._panel(right, ("Cost of a case", ("cost_per_case_usd",)))
        data = pd.concat([spent, case], ignore_index=True)
        return Drawing(figure, data, "What it costs", self._cost_words())

    def _cost_words(self) -> str:
        """Return what was spent and what a case costs at the end, as the key table has it."""
        rows = key_rows(self._result, ("spending_cum_usd", "cost_per_case_usd"))
        ends = {row.name: row.scale.text(row.points[-1].value) for row in rows}
        said = []
        if "spending_cum_usd" in ends:
            said.append(f"the programme has spent {ends['spending_cum_usd']} in all")
        if "cost_per_case_usd" in ends:
            said.append(f"a case costs {ends['cost_per_case_usd']} at the end")
        if not self._result.has_band:
            return f"In one run or few: {'; '.join(said)}."
        return f"In the median: {'; '.join(said)}. The areas are means, so that they add up."

    def satisfaction(self, narrow: bool = False) -> Drawing:
        """Draw how citizens, businesses and employees feel, and their trust."""
        who = ("satisfaction_citizens", "satisfaction_businesses", "satisfaction_employees")
        panels: list[Panel] = [("Satisfaction", who), ("Trust in the district", ("trust",))]
        return self._lines("How people feel about it", panels, narrow)

    def waiting(self, narrow: bool = False) -> Drawing:
        """Draw the backlog at the desks and the days until a case is complete."""
        panels: list[Panel] = [
            ("Cases waiting", ("backlog_cases",)),
            ("Days to complete a case", ("days_to_complete",)),
        ]
        return self._lines("What waits at the desks", panels, narrow, zero=True)

    def services(self, narrow: bool = False) -> Drawing:
        """Draw through which channel the cases of each service line came in the last year."""
        shares = self._channel_shares()
        names = shares["line"].map(line_words)
        with drawing_style():
            figure, (panel,) = axes_grid(1, narrow, 4.0 if narrow else 3.7)
            edge = 0.0 * shares["counter"]
            for colour, channel in zip(CHANNEL_COLOURS, CHANNELS, strict=True):
                width = 100 * shares[channel]
                panel.barh(names, width, left=edge, color=colour, label=channel, height=0.72)
                edge = edge + width
            panel.set_title("Cases by channel in the last year, %")
            panel.set_xlim(0, 100)
            panel.grid(axis="x")
            panel.grid(visible=False, axis="y")
            handles, labels = panel.get_legend_handles_labels()
            columns = 3 if narrow else len(CHANNELS)
            figure.legend(handles, labels, loc="outside lower center", ncols=columns)
        alt = (
            "Lines in the order of what is tried over the Internet in the last year: most of all "
            f"in {names.iloc[-1]}, least of all in {names.iloc[0]}."
        )
        return Drawing(figure, shares, "Through which channel people come", alt)

    def institutions(self, narrow: bool = False) -> Drawing:
        """Draw what the other institutions let happen: services, registers, consent, law."""
        panels: list[Panel] = [
            ("Applications live, of 71", ("applications_live",)),
            ("Registers open, of 4", ("registers_open",)),
            ("Districts that consent, of 24 others", ("consenting_districts",)),
            ("Runs in which the law has changed", ("law_changed",)),
        ]
        title = "What the institutions let happen"
        return self._lines(title, panels, narrow, zero=True, height=1.9)

    def outcome(self, name: str, narrow: bool = False) -> Drawing:
        """Draw one outcome by its name, as listed in `result.outcomes`.

        Raises
        ------
        UserError : there is no such outcome; the message names the nearest one.
        """
        from sim.errors import UserError
        from sim.parameters.catalogue import nearest

        if name not in self._result.outcomes:
            near = nearest(name, list(self._result.outcomes))
            hint = f"; the nearest name is {near}" if near else ""
            raise UserError(f"there is no outcome {name!r}{hint}.")
        label = str(self._result.outcomes[name]["label"])
        return self._lines(label, [(label, (name,))], narrow)

    # The parts of a figure -----------------------------------------------------------------

    def _lines(
        self,
        title: str,
        panels: list[Panel],
        narrow: bool,
        *,
        zero: bool = False,
        height: float = 3.1,
    ) -> Drawing:
        """Draw outcomes over months, in panels."""
        import pandas as pd

        with drawing_style():
            figure, axes = axes_grid(len(panels), narrow, height)
            parts = [
                self._panel(panel, what, zero=zero)
                for panel, what in zip(axes, panels, strict=True)
            ]
        return Drawing(figure, pd.concat(parts, ignore_index=True), title, self._words(parts))

    def _panel(self, panel: Axes, what: Panel, *, zero: bool = False) -> pd.DataFrame:
        """Draw the outcomes of one panel on a common scale; return their data, unscaled."""
        import pandas as pd

        heading, names = what[0], [n for n in what[1] if n in self._result.monthly.columns]
        parts = [self._series(name) for name in names]
        if not parts:
            panel.set_title(f"{heading}: not measured")
            return pd.DataFrame(columns=["series", "month", "value", "months_averaged"])
        data = pd.concat(parts, ignore_index=True)
        unit = str(self._result.outcomes[names[0]]["unit"])
        scale = Scale.of("share" if names == ["law_changed"] else unit, data["value"])
        for colour, part in zip(COLOURS, parts, strict=False):
            band_line(panel, part, colour, scale.factor)
        panel.set_title(scale.label(heading))
        whole = unit == "count" and not self._is_smooth(names[0])
        finish(panel, self._result.months, self._result.start, zero=zero, whole=whole)
        if len(names) > 1:
            ends = [float(part["value"].iloc[-1]) * scale.factor for part in parts]
            labels = [SHORT.get(n, str(self._result.outcomes[n]["label"])) for n in names]
            label_ends(panel, list(zip(labels, ends, COLOURS, strict=False)))
        return data

    def _series(self, name: str) -> pd.DataFrame:
        """Return an outcome with its band, over the twelve months before if it is seasonal."""
        monthly = self._result.monthly[["replicate", "month", name]]
        if name == "law_changed":
            shares = typical_rows(self._result, monthly).groupby("month")[name].mean()
            out = shares.rename("value").reset_index()
            out[["low", "high", "full_size"]] = float("nan")
        else:
            if self._is_smooth(name):
                rolling = monthly.groupby("replicate")[name].rolling(YEAR).mean()
                monthly = monthly.assign(**{name: rolling.reset_index(level=0, drop=True)})
            out = band_by_month(monthly, name, self._result)
        out.insert(0, "series", name)
        return out.assign(months_averaged=YEAR if self._is_smooth(name) else 1)

    def _is_smooth(self, name: str) -> bool:
        """Return whether an outcome swings with the season, and there is more than one year."""
        facts = self._result.outcomes[name]
        return (is_amount(facts) or is_averaged(facts)) and self._result.months >= 2 * YEAR

    def _groups_panel(self, panel: Axes, dimension: str) -> pd.DataFrame:
        rows = self._result.groups[self._result.groups["dimension"] == dimension]
        data = band_by_month(rows, "adoption_share", self._result, ("month", "group"))
        data.insert(1, "dimension", dimension)
        for colour, (_, one) in zip(COLOURS, data.groupby("group", sort=False), strict=False):
            band_line(panel, one.assign(full_size=float("nan")), colour, 100.0)
        panel.set_title(f"Adoption by {dimension}, %")
        finish(panel, self._result.months, self._result.start, zero=True)
        return data

    def _spending_panel(self, panel: Axes) -> pd.DataFrame:
        """Draw what was spent in all, by the pillar that paid."""
        from sim.reports.money import spending_by_month

        spent = spending_by_month(self._result)
        edge = 0.0 * spent.sum(axis=1)
        for colour, name in zip((*COLOURS, GREY), spent.columns, strict=False):
            top = edge + spent[name] / 1e6
            panel.fill_between(spent.index, edge, top, color=colour, alpha=0.85, linewidth=0,
                               label=str(name))  # fmt: skip
            edge = top
        panel.set_title("Spent in all by pillar, million USD")
        handles, labels = panel.get_legend_handles_labels()
        panel.legend(handles[::-1], labels[::-1], loc="upper left")
        finish(panel, self._result.months, self._result.start, zero=True)
        return spent.reset_index().melt("month", var_name="series", value_name="value")

    def _channel_shares(self) -> pd.DataFrame:
        """Return the channel shares of the last twelve months by line, most Internet last."""
        services = typical_rows(self._result, self._result.services)
        year = services[services["month"] > self._result.months - YEAR]
        cases = year.groupby("line", sort=False)[list(CHANNELS)].sum()
        total = cases.sum(axis=1)
        shares = cases.div(total.where(total > 0), axis=0).fillna(0.0)
        return shares.sort_values("internet", kind="stable").reset_index()

    def _words(self, parts: list[pd.DataFrame]) -> str:
        """Return in words where each line begins and ends; it ends as the key table has it."""
        said = []
        for part in parts:
            for name, line in part.groupby("series", sort=False):
                facts, known = self._result.outcomes[str(name)], line.dropna(subset=["value"])
                ends = [float(known["value"].iloc[0]), float(known["value"].iloc[-1])]
                unit, label = facts["unit"], facts["label"]
                if name == "law_changed":
                    unit, label = "share", "Runs in which the law has changed"
                elif not is_amount(facts):
                    ends[1] = point(self._result, facts, self._result.months).value
                said.append(f"{label}: from {Scale.of(unit, ends).band(*ends, unit=True)}")
        names = {str(name) for part in parts for name in part["series"]}
        if any(self._is_smooth(name) or is_averaged(self._result.outcomes[name]) for name in names):
            said.append("what swings with the season is averaged over the twelve months before")
        return "; ".join(said) + "."


def _ends(data: pd.DataFrame) -> list[tuple[str, float, str]]:
    last = 100.0 * data.groupby("group", sort=False)["value"].last()
    return [(str(n), float(v), c) for (n, v), c in zip(last.items(), COLOURS, strict=False)]


def _spread_words(data: pd.DataFrame, dimension: str) -> str:
    last = 100.0 * data.groupby("group", sort=False)["value"].last().sort_values(kind="stable")
    ends = [f"{last.index[place]} {last.iloc[place]:.0f} %" for place in (-1, 0)]
    return f"by {dimension}, {' and '.join(ends)}"
