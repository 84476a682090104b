"""The figures of a result; each gives back the numbers it draws as `.data`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from sim.reports.numbers import Scale, with_unit
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
from sim.summary import band_by_month, typical_rows

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from sim.result import RunResult

__all__ = ["Plots"]

CHANNELS = ("counter", "phone", "internet", "kiosk", "television")
CHANNEL_COLOURS = ("#8C8C8C", "#56B4E9", "#0072B2", "#009E73", "#CC79A7")
DIMENSIONS = ("age", "income", "education", "disability")
SEASONAL = ("backlog_cases", "satisfaction_citizens", "satisfaction_businesses")
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
        total = float(spent.groupby("series")["value"].last().sum())
        scale = Scale.of("USD", case["value"])
        alt = (
            f"The programme has spent {with_unit(total, 'USD')} in all; a case costs "
            f"{scale.text(float(case['value'].iloc[-1]))} at the end."
        )
        return Drawing(figure, data, "What it costs", alt)

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
        names = shares["line"].str.replace("_", " ")
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
        best = shares.iloc[-1]
        alt = (
            f"The line most used over the Internet is {names.iloc[-1]}: people tried "
            f"{with_unit(float(best['internet']), 'share')} of its cases there in the last year."
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
        seasonal = self._result.outcomes[name]["kind"] == "flow" or name in SEASONAL
        return seasonal and self._result.months >= 2 * YEAR

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
        """Return in words where each line begins and ends."""
        said = []
        for part in parts:
            for name, values in part.groupby("series", sort=False)["value"]:
                facts, known = self._result.outcomes[str(name)], values.dropna()
                ends = [float(known.iloc[0]), float(known.iloc[-1])]
                unit = "share" if name == "law_changed" else facts["unit"]
                said.append(f"{facts['label']}: from {Scale.of(unit, ends).band(*ends, unit=True)}")
        if any(YEAR in part["months_averaged"].to_numpy() for part in parts):
            said.append("what swings with the season is averaged over the twelve months before")
        return "; ".join(said) + "."


def _ends(data: pd.DataFrame) -> list[tuple[str, float, str]]:
    last = 100.0 * data.groupby("group", sort=False)["value"].last()
    return [(str(n), float(v), c) for (n, v), c in zip(last.items(), COLOURS, strict=False)]


def _spread_words(data: pd.DataFrame, dimension: str) -> str:
    last = 100.0 * data.groupby("group", sort=False)["value"].last().sort_values(kind="stable")
    ends = [f"{last.index[place]} {last.iloc[place]:.0f} %" for place in (-1, 0)]
    return f"by {dimension}, {' and '.join(ends)}"
