"""The figures of a run; each gives back the numbers it draws as `.data`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from sim.reports.findings import Findings
from sim.reports.lines import Panel, lines
from sim.reports.style import Drawing, Signed

if TYPE_CHECKING:
    from sim.result import RunResult

__all__ = ["Plots"]

MOODS = ("satisfaction_citizens", "satisfaction_businesses", "satisfaction_employees")
NOTHING = "there is nothing to draw: {}."


class Plots(Signed):
    """The figures of one run: `result.plot.adoption()` and so on.

    Each method takes `narrow=True` for a figure that fits a phone, and returns a `Drawing`: it
    shows itself in a notebook, `.data` holds its numbers, `.save(stem)` writes png, svg and csv.

    Lines are medians of the replications with their band shaded; a thin line is the one run of
    the whole district. What swings with the season is averaged over the twelve months before.
    """

    def __init__(self, result: RunResult) -> None:
        self._result = result
        self._found = Findings(result)

    def all(self, narrow: bool = False) -> dict[str, Drawing]:
        """Return every figure that the result has data for, by name."""
        from sim.errors import UserError

        if self._result.monthly.empty:
            return {}
        makers: tuple[Callable[[bool], Drawing], ...] = (
            self.adoption, self.groups, self.divide, self.cost, self.satisfaction, self.waiting,
            self.launches, self.services, self.institutions, self.portfolio, self.minutes,
        )  # fmt: skip
        drawn = {}
        for make in makers:
            try:
                drawn[make.__name__] = make(narrow)
            except UserError:  # a short run, or results from before the table there was
                continue
        return drawn

    def adoption(self, narrow: bool = False) -> Drawing:
        """Draw who could use, knows of and uses online services, and how much goes online."""
        from sim.reports.ceiling import adoption

        return adoption(self._result, self._found.adoption(), narrow)

    def overview(self, narrow: bool = False) -> Drawing:
        """Draw adoption, spending and satisfaction side by side."""
        panels: list[Panel] = [
            ("Residents who use it", ("adoption_share",)),
            ("Spent in all", ("spending_cum_usd",)),
            ("Satisfaction", MOODS),
            ("Gap young to elderly", ("age_gap_points",)),
        ]
        return lines(self._result, self._found.adoption(), panels, narrow, height=2.4)

    def groups(self, narrow: bool = False) -> Drawing:
        """Draw adoption by age, income, education and disability."""
        from sim.reports.group_figure import adoption_by_group

        return adoption_by_group(self._result, narrow)

    def divide(self, narrow: bool = False) -> Drawing:
        """Draw the gaps in adoption: young to elderly, by income, by disability."""
        panels: list[Panel] = [
            ("Gap in adoption", ("age_gap_points", "income_gap_points", "disability_gap_points")),
        ]
        return lines(self._result, self._found.divide(), panels, narrow, zero=True)

    def cost(self, narrow: bool = False) -> Drawing:
        """Draw what the money went into, the time saved, and what a case costs."""
        from sim.reports.cost_figure import cost

        return cost(self._result, narrow)

    def satisfaction(self, narrow: bool = False) -> Drawing:
        """Draw how citizens, businesses and employees feel, and their trust."""
        panels: list[Panel] = [
            ("Satisfaction", MOODS),
            ("Trust in the district, 0 to 1", ("trust",)),
        ]
        return lines(self._result, self._found.satisfaction(), panels, narrow)

    def waiting(self, narrow: bool = False) -> Drawing:
        """Draw the backlog at the desks, the days until a case is complete, and hours of staff."""
        panels: list[Panel] = [
            ("Cases waiting", ("backlog_cases",)),
            ("Days to complete a case", ("days_to_complete",)),
            ("Staff hours a month", ("staff_hours",)),
            ("Satisfaction of employees", ("satisfaction_employees",)),
        ]
        return lines(self._result, self._found.waiting(), panels, narrow, height=2.3)

    def launches(self, narrow: bool = False) -> Drawing:
        """Draw the J-curve: days to complete a case in the months around a launch.

        Raises
        ------
        UserError : fewer than five launches, or fewer than four years.
        """
        from sim.reports.launch_figure import launches

        why = "it takes five launches after the first year, and four years"
        return _or_refuse(launches(self._result, narrow), why)

    def services(self, narrow: bool = False) -> Drawing:
        """Draw through which channel the cases of each service line came in the last year."""
        from sim.reports.channel_figure import channels

        return channels(self._result, narrow)

    def institutions(self, narrow: bool = False) -> Drawing:
        """Draw what the other institutions let happen: services, registers, consent, law."""
        panels: list[Panel] = [
            ("Applications live, of 71", ("applications_live",)),
            ("Registers open, of 4", ("registers_open",)),
            ("Districts that consent, of 24 others", ("consenting_districts",)),
            ("Runs in which the law has changed", ("law_changed",)),
        ]
        title = self._found.institutions()
        return lines(self._result, title, panels, narrow, zero=True, height=1.9)

    def portfolio(self, narrow: bool = False) -> Drawing:
        """Draw the 71 applications as a timeline by phase.

        Raises
        ------
        UserError : the results are from before the portfolio was kept.
        """
        from sim.reports.portfolio_figure import portfolio_timeline

        why = "these results hold no table of the portfolio; run the scenario again"
        return _or_refuse(portfolio_timeline(self._result, narrow), why)

    def minutes(self, narrow: bool = False) -> Drawing:
        """Draw the minutes as a timeline by actor, with the turning points named.

        Raises
        ------
        UserError : nothing was decided.
        """
        from sim.reports.minutes_figure import minutes_timeline

        return _or_refuse(minutes_timeline(self._result, narrow), "nothing was decided")

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
        return lines(self._result, label, [(label, (name,))], narrow)


def _or_refuse(drawing: Drawing | None, why: str) -> Drawing:
    from sim.errors import UserError

    if drawing is None:
        raise UserError(NOTHING.format(why))
    return drawing
