"""`sim.Session`: the mayor's term, half-year by half-year. The record of it is a scenario."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.errors import UserError
from sim.session.record import Record
from sim.session.world import DEFAULT, TERM, base_of, drawn, new_world, rounds_of, settled, step_to

if TYPE_CHECKING:
    from sim.model import DistrictModel
    from sim.parameters.strategy import Strategy
    from sim.scenario import Scenario
    from sim.session.levers import Lever
    from sim.session.money import Money, PillarMoney
    from sim.session.news import News
    from sim.session.report import Report
    from sim.session.scorecard import Scorecard

__all__ = ["Session"]


class Session:
    """A term of the mayor in one world, in rounds of half a year.

    Parameters
    ----------
    scenario : what it starts from: a file, or a scenario. The baseline unless given; where its
        file is not there, the parameters' defaults, which are the same.
    sample : [citizens]         Citizens simulated; None for every resident.
    seed : [0, 2**32)           The luck of this world; the scenario's own unless given.
    months : [1-120]            Length of the term.
    months_per_round : [1-12]   Length of a round.

    Raises
    ------
    ScenarioError : the scenario is wrong; it lists every problem.
    UserError : a size or length that cannot be.

    Notes
    -----
    A session is one world with one luck: that of replicate 1 of `egov run` on the saved file.
    """

    _record: Record
    _saved: Record
    _past: list[Record]
    _file: Path | None
    _world: DistrictModel

    def __init__(
        self,
        scenario: Scenario | str | Path = DEFAULT,
        *,
        sample: int | None = 5000,
        seed: int | None = None,
        months: int = TERM,
        months_per_round: int = 6,
    ) -> None:
        base, file = base_of(scenario)
        ready = settled(base, sample, seed, months)
        self._take(Record(ready, file, rounds_of(months_per_round)), None)

    def __repr__(self) -> str:
        """Return where it stands."""
        name = self._record.base.name
        return f"Session({name!r}, {self.round} of {self.rounds} rounds played)"

    # Where the term stands ------------------------------------------------------------------

    @property
    def round(self) -> int:
        """Rounds that are over; 0 at the start."""
        return len(self._record.played)

    @property
    def rounds(self) -> int:
        """Rounds in the term."""
        return self._record.rounds

    @property
    def month(self) -> int:
        """The last month that was played; 0 at the start."""
        return self._record.month

    @property
    def months(self) -> int:
        """Months in the term."""
        return self._record.months

    @property
    def date(self) -> str:
        """The month that comes next, as "YYYY-MM"; at the end, the one after the term."""
        from sim.parameters.run import month_text

        return month_text(self.month + 1, self._record.base.run.start)

    @property
    def is_over(self) -> bool:
        """Whether the whole term has been played."""
        return self.month >= self.months

    @property
    def is_saved(self) -> bool:
        """Whether nothing has changed since it was saved, loaded or begun."""
        return self._record == self._saved

    @property
    def can_undo(self) -> int:
        """How many steps can be undone."""
        return len(self._past)

    @property
    def record(self) -> Record:
        """What was set when."""
        return self._record

    @property
    def scenario(self) -> Scenario:
        """What was played, as a scenario: later levers stand in its timeline."""
        return self._record.scenario

    @property
    def waiting(self) -> dict[str, Any]:
        """Levers set for the round to come, by dotted path."""
        return dict(self._record.waiting)

    # What the mayor is told -----------------------------------------------------------------

    def report(self) -> Report:
        """Return outcomes now and their change since the last round, money, moods and news."""
        from sim.session.moods import moods_of
        from sim.session.report import Report, date_of, readings_of

        record = self._record
        before = max(0, self.round - 1) * record.months_per_round
        return Report(
            self.round, record.rounds, self.month, self.months,
            date_of(self.month, record.base.run.start), readings_of(self._world, before),
            self.money, moods_of(self._world), tuple(self.news()), self.waiting,
        )  # fmt: skip

    def news(self) -> list[News]:
        """Return the minutes of the last round: what matters first, of one kind as one."""
        from sim.session.news import news_of

        since = max(0, self.round - 1) * self._record.months_per_round
        decisions = [d for d in self._world.minutes.decisions if d.month > since]
        return news_of(decisions, self._record.base.run.start)

    @property
    def money(self) -> Money:
        """The money in hand, what comes in, and what the levers cost in the round to come."""
        return self._money(self._record)

    @property
    def money_left_usd(self) -> float:
        """What is left of the money of the round to come when the levers are paid, in USD."""
        return self.money.left

    @property
    def levers(self) -> dict[str, Lever]:
        """The levers by their short names: value now, what is allowed, price a round."""
        from sim.session.levers import levers_of
        from sim.session.money import running_usd

        coming = self._coming(self._record)
        strategy = coming[0] if coming else self._world.levers
        months = max(1, len(coming))
        prices = self._world.district.prices
        found = levers_of(
            strategy, lambda asked: months * running_usd(self._world, [asked]), prices
        )
        return {lever.name: lever for lever in found}

    @property
    def model(self) -> DistrictModel:
        """The live model; to look at, not to change."""
        return self._world

    def scorecard(self, strategies: str | Path | None = None, worlds: int = 1) -> Scorecard:
        """Return the end of the term beside the shipped strategies, all in this one world.

        Parameters
        ----------
        strategies : the folder of their files; `strategies/` beside the session's scenario unless
            given.
        worlds : [count]   From five on, bands tell how far each varies with the luck.

        Raises
        ------
        UserError : the term is not over, or there is no strategy in the folder.
        """
        from sim.session.scorecard import scorecard

        if not self.is_over:
            raise UserError(
                f"the scorecard comes at the end of the term, after round {self.rounds}; "
                f"{self.round} are over."
            )
        saved = self._file if self.is_saved else None
        return scorecard(self._record, strategies, saved, worlds)

    # What the mayor does --------------------------------------------------------------------

    def cost_usd(self, changes: Mapping[str, Any]) -> float:
        """Return what changes of levers add to the running costs of the round to come, in USD.

        Raises
        ------
        UserError : as for `set`, but for the budget.
        """
        return self._money(self._changed(changes)).running - self.money.running

    def set(self, changes: Mapping[str, Any], *, over_budget: bool = False) -> tuple[str, ...]:
        """Set levers for the round to come; all of them, or none where one is refused.

        Parameters
        ----------
        changes : values by dotted path or short name; text may have a unit, as in "30 %".
        over_budget : take levers that cost more than there is, too. They work as far as paid.

        Returns
        -------
        remarks : what the mayor should know, a sentence each: pillars that cannot pay in full.

        Raises
        ------
        UserError : an unknown lever, a value that is not allowed, no weight above 0 in the budget,
            or more than all the money in hand and coming in; nothing is changed then.
        """
        changed = self._changed(changes)
        money = self._money(changed)
        if not over_budget and money.left < 0 and money.running > self.money.running:
            raise UserError(_too_dear(money))
        self._past.append(self._record)
        self._record = changed
        return tuple(_short(pillar) for pillar in money.pillars if pillar.paid_share < 0.995)

    def go_on(self) -> Report:
        """Play one round with the levers as they are set, and return the report.

        Raises
        ------
        UserError : the term is over.
        KeyboardInterrupt : Ctrl-C; the session is then where it was before.
        """
        self.advance()
        return self.report()

    def advance(self) -> None:
        """Play one round without a report, for programs; else as `go_on`."""
        if self.is_over:
            raise UserError(
                f"the term is over: all {self.rounds} rounds are played. Undo goes back, and "
                "`save` keeps it."
            )
        before = self._record
        try:
            self._play(before.gone_on())
        except KeyboardInterrupt:
            self._renew(before)
            raise
        self._past.append(before)

    def undo(self, steps: int = 1) -> None:
        """Take back the last steps: a `set`, or a round, whose levers are then set as before.

        Raises
        ------
        UserError : there are not so many; nothing is undone.
        """
        if steps < 1 or steps != int(steps):
            raise UserError(f"undo takes how many steps back, 1 or more, not {steps}.")
        if steps > len(self._past):
            there = "there is nothing to undo: this is the start of the session"
            if self._past:
                there = f"only {len(self._past)} steps can be undone, not {steps}"
            raise UserError(f"{there}.")
        record = self._past[-steps]
        if record.played != self._record.played:
            self._renew(record)
        self._record = record
        del self._past[-steps:]

    # Files ----------------------------------------------------------------------------------

    def save(self, path: str | Path, *, force: bool = False) -> Path:
        """Write the session as a scenario file for `egov run` and `load`; return its path.

        Raises
        ------
        OutputError : the file is there already (unless `force`), or cannot be written.
        """
        from sim.session.file import write

        written = write(self._record, Path(path), force)
        self._saved, self._file = self._record, written
        return written

    @classmethod
    def load(cls, path: str | Path) -> Session:
        """Return the session of a saved file, played again up to where it was.

        Raises
        ------
        ScenarioError : the file is no scenario; it lists every problem.
        UserError : it is a scenario, but no session.
        """
        from sim.session.file import read

        session = cls.__new__(cls)
        session._take(read(Path(path)), Path(path))
        return session

    # Inside ---------------------------------------------------------------------------------

    def _take(self, record: Record, file: Path | None) -> None:
        self._record = self._saved = record
        self._past = record.steps()
        self._file = file
        self._world = new_world(record)

    def _renew(self, record: Record) -> None:
        """Run a world of this record in the place of the one that was."""
        from sim.execution.task import let_go

        before, self._world = self._world, new_world(record)
        let_go(before)

    def _changed(self, changes: Mapping[str, Any]) -> Record:
        from sim.session.levers import accepted, no_money_in

        values = accepted(changes)
        if self.is_over:
            raise UserError("the term is over: no lever can be set any more. Undo goes back.")
        changed = self._record.with_levers(values)
        weighed = any(path.startswith("strategy.budget.weight_") for path in values)
        for strategy in self._coming(changed) if weighed else ():
            if wrong := no_money_in(strategy):
                raise UserError(wrong)
        return changed

    def _coming(self, record: Record) -> list[Strategy]:
        """Return the strategy of each month of the round to come."""
        strategies = record.scenario.strategies_by_month(record.months)
        return strategies[record.month : record.month + record.months_to_come]

    def _money(self, record: Record) -> Money:
        from sim.session.money import money_of

        over = record.month - max(0, len(record.played) - 1) * record.months_per_round
        return money_of(self._world, self._coming(record), over)

    def _play(self, record: Record) -> None:
        """Step the live model to the end of a round; the first begins it anew."""
        if len(record.played) == 1:
            self._renew(record)
        else:
            world, scenario = self._world, drawn(record)[0]
            world.plan = scenario
            world.levers_of_month = scenario.strategies_by_month(world.months)
            step_to(world, record.month)
        self._record = record


def _too_dear(money: Money) -> str:
    there = money.in_hand + money.coming_in
    return (
        f"over budget: these levers cost USD {money.running:,.0f} in the round to come and upkeep "
        f"USD {money.upkeep:,.0f}, but in hand and coming in are USD {there:,.0f}. Nothing was "
        "changed."
    )


def _short(pillar: PillarMoney) -> str:
    name = pillar.pillar
    return (
        f"{name} has about USD {pillar.holds + pillar.comes:,.0f} for levers that cost USD "
        f"{pillar.costs:,.0f}: they will work at about {pillar.paid_share:.0%}. A larger "
        f"weight_{name} brings it more."
    )
