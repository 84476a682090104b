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
    label_ends,
    year_axis,
)
from sim.summary import band_by_month

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from sim.result import RunResult

__all__ = ["Plots"]

Panel = tuple[str, tuple[str, ...]]  # a heading, and the outcomes drawn under it

CHANNELS = ("counter", "phone", "internet", "kiosk", "television")
SETTING_UP = "all other"
MOST_USES = 6


class Plots:
    """The figures of one result: `result.plot.adoption()` and so on.

    Each method takes `narrow=True` for a figure that fits a phone, and returns a `Drawing`: it
    shows itself in a notebook, `.data` holds its numbers, `.save(stem)` writes png, svg and csv.
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
        """Draw who uses online services and how much of the work goes through them."""
        names = ("adoption_share", "online_transaction_share", "online_sum_share")
        return self._lines(
            "Who goes online, and with how much",
            [("Share of residents, cases and sums", names)],
            narrow,
            percent=True,
        )

    def divide(self, narrow: bool = False) -> Drawing:
        """Draw adoption by age, income, education and disability."""
        import pandas as pd

        dimensions = [
            name
            for name in ("age", "income", "education", "disability")
            if name in set(self._result.groups["dimension"])
        ]
        parts = []
        with drawing_style():
            figure, axes = axes_grid(len(dimensions), narrow, 2.7)
            for panel, dimension in zip(axes, dimensions, strict=True):
                parts.append(self._groups_panel(panel, dimension))
            _same_height(axes)
            for panel, part in zip(axes, parts, strict=True):
                label_ends(panel, _ends(part, "group"), gap=0.09)
        data = pd.concat(parts, ignore_index=True)
        alt = "; ".join(_spread_words(part, d) for part, d in zip(parts, dimensions, strict=True))
        return Drawing(figure, data, "Who is left behind", f"Adoption at the end: {alt}.")

    def cost(self, narrow: bool = False) -> Drawing:
        """Draw what the money went into, and what a case costs."""
        import pandas as pd

        with drawing_style():
            figure, (left, right) = axes_grid(2, narrow)
            spent = self._spending_panel(left)
            case = self._band("cost_per_case_usd")
            band_line(right, case, COLOURS[1])
            right.set_title("Cost of a case to the district, USD")
            self._finish(right, zero=False)
        data = pd.concat([spent, case.assign(series="cost_per_case_usd")], ignore_index=True)
        end = with_unit(float(case["value"].iloc[-1]), "USD")
        total = with_unit(float(spent.groupby("series")["value"].last().sum()), "USD")
        alt = f"The district has spent {total} in all; a case costs {end} at the end."
        return Drawing(figure, data, "What it costs", alt)

    def satisfaction(self, narrow: bool = False) -> Drawing:
        """Draw how citizens, businesses and employees feel, and their trust."""
        who = ("satisfaction_citizens", "satisfaction_businesses", "satisfaction_employees")
        return self._lines(
            "How people feel about it",
            [("Satisfaction, 0 to 100", who), ("Trust in the district office, 0 to 1", ("trust",))],
            narrow,
        )

    def waiting(self, narrow: bool = False) -> Drawing:
        """Draw the backlog at the desks and the days until a case is complete."""
        return self._lines(
            "What waits at the desks",
            [("Cases waiting", ("backlog_cases",)), ("Days to complete", ("days_to_complete",))],
            narrow,
            zero=True,
        )

    def services(self, narrow: bool = False) -> Drawing:
        """Draw through which channel the cases of each service line came in the last year."""
        shares = self._channel_shares()
        with drawing_style():
            figure, (panel,) = axes_grid(1, narrow, 4.2 if narrow else 3.9)
            edge = shares["line"].map(lambda _: 0.0)
            for colour, channel in zip((GREY, *COLOURS), CHANNELS, strict=False):
                panel.barh(
                    shares["line"].str.replace("_", " "),
                    shares[channel] * 100,
                    left=edge * 100,
                    color=colour,
                    label=channel,
                    height=0.72,
                )
                edge = edge + shares[channel]
            panel.set_title("Cases by channel in the last year, %", pad=24)
            panel.set_xlim(0, 100)
            panel.grid(axis="x")
            panel.grid(visible=False, axis="y")
            figure.legend(
                *panel.get_legend_handles_labels(),
                loc="outside lower center",
                ncols=3 if narrow else 5,
            )
        best = shares.iloc[-1]
        alt = (
            f"The line most used over the Internet is {best['line'].replace('_', ' ')}, with "
            f"{with_unit(best['internet'], 'share')} of its cases in the last year."
        )
        return Drawing(figure, shares, "Through which channel people come", alt)

    def institutions(self, narrow: bool = False) -> Drawing:
        """Draw what the other institutions let happen: services, registers, consent, law."""
        panels: list[Panel] = [
            ("Applications live, of 71", ("applications_live",)),
            ("Registers open, of 4", ("registers_open",)),
            ("Districts that consent, of 25", ("consenting_districts",)),
            ("Law changed (1 = yes)", ("law_changed",)),
        ]
        title = "What the institutions let happen"
        return self._lines(title, panels, narrow, zero=True, height=1.9, drawstyle="steps-post")

    def outcome(self, name: str, narrow: bool = False) -> Drawing:
        """Draw one outcome by its name, as listed in `result.outcomes`."""
        from sim.errors import UserError
        from sim.parameters.catalogue import nearest

        if name not in self._result.outcomes:
            near = nearest(name, list(self._result.outcomes))
            hint = f"; the nearest name is {near}" if near else ""
            raise UserError(f"there is no outcome {name!r}{hint}.")
        facts = self._result.outcomes[name]
        return self._lines(facts["label"], [(f"{facts['unit']}", (name,))], narrow)

    def _lines(
        self,
        title: str,
        panels: list[Panel],
        narrow: bool,
        *,
        percent: bool = False,
        zero: bool = False,
        height: float = 3.1,
        drawstyle: str = "default",
    ) -> Drawing:
        """Draw outcomes over months, one panel a list of names."""
        import pandas as pd

        parts: list[pd.DataFrame] = []
        with drawing_style():
            figure, axes = axes_grid(len(panels), narrow, height)
            for panel, (heading, names) in zip(axes, panels, strict=True):
                drawn = []
                for colour, name in zip(COLOURS, names, strict=False):
                    data = self._band(name).assign(series=name)
                    if percent:
                        data[["value", "low", "high"]] *= 100
                    band_line(panel, data, colour, drawstyle=drawstyle)
                    drawn.append((self._short_label(name), float(data["value"].iloc[-1]), colour))
                    parts.append(data)
                panel.set_title(f"{heading}, %" if percent else heading)
                self._finish(panel, zero=zero or percent, whole=drawstyle != "default")
                if len(names) > 1:
                    label_ends(panel, drawn)
        table = pd.concat(parts, ignore_index=True)
        return Drawing(figure, table, title, self._ends_words(panels))

    def _groups_panel(self, panel: Axes, dimension: str) -> pd.DataFrame:
        rows = self._result.groups[self._result.groups["dimension"] == dimension]
        data = band_by_month(rows, "adoption_share", self._result, ("month", "group"))
        data[["value", "low", "high"]] *= 100
        data.insert(1, "dimension", dimension)
        for colour, (_, one) in zip(COLOURS, data.groupby("group", sort=False), strict=False):
            band_line(panel, one, colour)
        panel.set_title(f"Adoption by {dimension}, %")
        self._finish(panel, zero=True)
        return data

    def _spending_panel(self, panel: Axes) -> pd.DataFrame:
        """Draw what was spent in all, stacked by use: the full run's, else the first one's."""
        import pandas as pd

        spent = self._spending_by_use()
        edge = pd.Series(0.0, index=spent.index)
        for colour, name in zip((*COLOURS, GREY), spent.columns, strict=False):
            top = edge + spent[name]
            panel.fill_between(spent.index, edge, top, color=colour, alpha=0.85, linewidth=0,
                               label=str(name).replace("_", " "))  # fmt: skip
            edge = top
        panel.set_title("Spent in all, million USD")
        handles, labels = panel.get_legend_handles_labels()
        panel.legend(handles[::-1], labels[::-1], loc="upper left")
        self._finish(panel, zero=True)
        return spent.reset_index().melt("month", var_name="series", value_name="value").assign(
            value=lambda table: table["value"] * 1e6
        )  # fmt: skip

    def _spending_by_use(self) -> pd.DataFrame:
        """Return cumulative spending in million USD: a row a month, a column a use."""
        flows = self._result.spending()
        table = flows.pivot_table(index="month", columns="use", values="usd", aggfunc="sum")
        table = table.reindex(range(1, self._result.months + 1)).fillna(0.0).cumsum() / 1e6
        largest = table.iloc[-1].sort_values(ascending=False).index
        small = largest[MOST_USES:]
        table = table[largest].copy()
        if len(small) > 1:
            table[SETTING_UP] = table[small].sum(axis=1)
            table = table.drop(columns=small)
        return table

    def _channel_shares(self) -> pd.DataFrame:
        """Return the channel shares of the last twelve months by line, most Internet last."""
        services, last = self._result.services, self._result.months
        shown = services[services["month"] > last - 12]
        if self._result.has_full_run:
            shown = shown[shown["replicate"] == 0]
        cases = shown.groupby("line", sort=False)[list(CHANNELS)].sum()
        shares = cases.div(cases.sum(axis=1).where(lambda total: total > 0), axis=0).fillna(0.0)
        return shares.sort_values("internet", kind="stable").reset_index()

    def _band(self, name: str) -> pd.DataFrame:
        return band_by_month(self._result.monthly, name, self._result)

    def _finish(self, panel: Axes, *, zero: bool, whole: bool = False) -> None:
        from matplotlib.ticker import MaxNLocator

        year_axis(panel, self._result.months, self._result.start)
        if zero:
            panel.set_ylim(bottom=0)
        low, high = panel.get_ylim()
        if high - low < 1e-9:
            panel.set_ylim(low, low + 1)
        if high >= 1000:
            panel.yaxis.set_major_formatter("{x:,.0f}")
        elif whole:
            panel.yaxis.set_major_locator(MaxNLocator(nbins=5, integer=True))

    def _short_label(self, name: str) -> str:
        return SHORT.get(name, str(self._result.outcomes[name]["label"]))

    def _ends_words(self, panels: list[Panel]) -> str:
        """Return in words where each line begins and ends."""
        said = []
        for name in (name for _, names in panels for name in names):
            facts, values = self._result.outcomes[name], self._band(name)["value"]
            ends = [float(values.iloc[0]), float(values.iloc[-1])]
            scale = Scale.of(facts["unit"], ends)
            said.append(f"{facts['label']}: from {scale.band(*ends, unit=True)}")
        return "; ".join(said) + "."


SHORT = {
    "adoption_share": "residents",
    "online_transaction_share": "cases",
    "online_sum_share": "sums paid",
    "satisfaction_citizens": "citizens",
    "satisfaction_businesses": "businesses",
    "satisfaction_employees": "employees",
}


def _ends(data: pd.DataFrame, by: str) -> list[tuple[str, float, str]]:
    last = data.groupby(by, sort=False)["value"].last()
    return [(str(n), float(v), c) for (n, v), c in zip(last.items(), COLOURS, strict=False)]


def _same_height(axes: list[Axes]) -> None:
    top = max(panel.get_ylim()[1] for panel in axes)
    for panel in axes:
        panel.set_ylim(0, top)


def _spread_words(data: pd.DataFrame, dimension: str) -> str:
    last = data.groupby("group", sort=False)["value"].last().sort_values(kind="stable")
    ends = [f"{last.index[place]} {last.iloc[place]:.0f} %" for place in (-1, 0)]
    return f"by {dimension}, {' and '.join(ends)}"
