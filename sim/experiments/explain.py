"""`egov explain A B`: which levers made the difference, averaged over the orders of adding them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from sim.errors import UserError
from sim.execution.task import REAL_MODEL
from sim.experiments.alike import side_by_side
from sim.experiments.differing import Differences, differences
from sim.experiments.names import value_words
from sim.experiments.plan import Plan, Point
from sim.experiments.result import ExperimentResult
from sim.experiments.shapley import antithetic_orders, coalitions_of, everyone

if TYPE_CHECKING:
    import pandas as pd

    from sim.execution.crew import OnError
    from sim.experiments.attribution import Attribution
    from sim.progress import Style
    from sim.reports.waterfall import Waterfalls
    from sim.scenario import Scenario

__all__ = ["EXACT_UP_TO", "ORDERS", "Explanation", "explain", "explain_plan"]

By = Literal["pillar", "lever"]
OUTCOMES = ("adoption_share", "cost_per_case_usd", "satisfaction_citizens")
EXACT_UP_TO = 7
"""Players up to which every coalition is run; more are attributed by random orders."""
ORDERS = 16
"""Random orders where nothing else is asked for: eight orders and their reverses."""
LEAST_ORDERS = 4


def explain(
    a: Scenario | str | Path,
    b: Scenario | str | Path,
    *,
    by: By = "pillar",
    outcome: str | Sequence[str] | None = None,
    year: int | None = None,
    orders: int | None = None,
    overrides: Sequence[str] = (),
    out: str | Path | None = None,
    workers: int | None = None,
    scheduler: str | None = None,
    on_error: OnError = "continue",
    progress: Style | None = None,
    force: bool = False,
) -> Explanation:
    """Return which levers made the difference between two scenarios, on twin runs.

    Every set of the levers of B is run on top of A with the same seeds. A lever's part is what it
    adds, averaged over all orders of adding the levers (the Shapley value); the parts add up to
    B less A exactly.

    Parameters
    ----------
    a, b : scenarios, or the paths of their files.
    by : "pillar", or "lever" for each differing lever on its own.
    outcome : one outcome or several; adoption, cost of a case, satisfaction unless given.
    year : [year]     The outcome at the end of which year; of the run unless given.
    orders : [count]  Random orders instead of every set of levers; needed beyond seven players.
    overrides : settings changed in both, as in ["run.sample=2000"].
    out, workers, scheduler, on_error, progress, force : as for `sim.compare`.

    Raises
    ------
    UserError : different months, unlike `uncertain:`, an unknown outcome, a year not simulated.
    """
    from sim.experiments.carry import carry_out

    plan = explain_plan(a, b, by=by, outcome=outcome, year=year, orders=orders, overrides=overrides)
    ensemble = carry_out(
        plan, out=out, workers=workers, scheduler=scheduler, on_error=on_error,
        progress=progress, force=force,
    )  # fmt: skip
    result = Explanation(ensemble)
    result.write_reports()
    return result


def explain_plan(
    a: Scenario | str | Path,
    b: Scenario | str | Path,
    *,
    by: By = "pillar",
    outcome: str | Sequence[str] | None = None,
    year: int | None = None,
    orders: int | None = None,
    overrides: Sequence[str] = (),
    model: str = REAL_MODEL,
) -> Plan:
    """Return the runs that `explain` needs; its parameters are explained there."""
    side = side_by_side([a, b], overrides)
    (one, two), names = side.scenarios, side.names
    found = differences(one, two)
    _check_uncertain(found, names)
    players = _players(found, by, frozenset(one.uncertain))
    joining = _orders(len(players), orders, one.run.seed)
    coalitions = coalitions_of(len(players), joining)
    settings = {
        "names": list(names),
        "by": by,
        "players": [{k: v for k, v in p.items() if k != "values"} for p in players],
        "coalitions": coalitions,
        "orders": None if joining is None else [list(order) for order in joining],
        **_asked(outcome, year, one.run.months, model),
        "notes": _notes(found, one, side.notes),
    }
    return Plan(
        verb="explain",
        name=f"explain-{one.name}-{two.name}",
        bases=_bases(one, two, found),
        points=tuple(_point(names[0], place, c, players) for place, c in enumerate(coalitions)),
        replications=one.run.replications,
        seed=one.run.seed,
        sample=one.run.sample,
        settings=settings,
        model=model,
    )


def _bases(a: Scenario, b: Scenario, found: Differences) -> tuple[Scenario, ...]:
    """Return A, B, and A with B's dated changes where those differ."""
    if a.name == b.name:
        a, b = replace(a, name=f"{a.name}-a"), replace(b, name=f"{b.name}-b")
    dated = replace(a, name=f"{a.name}-timeline-{b.name}", timeline=b.timeline)
    return (a, b, dated) if found.timeline else (a, b)


def _players(found: Differences, by: By, drawn: frozenset[str]) -> list[dict[str, Any]]:
    """Return what differs, as players: name, kind, and B's values by path."""
    if by not in ("pillar", "lever"):
        raise UserError(f'Differences are explained by "pillar" or by "lever", not by "{by}".')
    groups: dict[str, dict[str, Any]] = {}
    for path, (_, value) in found.levers.items():
        if path not in drawn:
            pillar = path.split(".")[1]
            groups.setdefault(pillar if by == "pillar" else path[9:], {})[path] = value
    for path, (_, value) in found.district.items():
        if path not in drawn:
            parts = path.split(".")
            name = f"district: {parts[1] if len(parts) > 2 else 'general'}"
            groups.setdefault(name, {})[path] = value
    players = [
        {"name": name, "changes": _changes(found, values), "values": values}
        for name, values in groups.items()
    ]
    if found.timeline:
        players.append({"name": "timeline", "changes": ["the dated changes"], "values": {}})
    return players


def _changes(found: Differences, values: Mapping[str, Any]) -> list[str]:
    """Return the changes of a player in words: "capacity.manuals 0 to 0.6"."""
    said = []
    for path in values:
        old, new = found.values[path]
        said.append(
            f"{path.partition('.')[2]} {value_words(path, old)} to {value_words(path, new)}"
        )
    return said


def _point(name: str, number: int, coalition: int, players: Sequence[Mapping[str, Any]]) -> Point:
    """Return a coalition as a point: A, A with B's values, or B itself."""
    whole = everyone(len(players))
    if players and coalition == whole:
        return Point(name, number, 1)
    members = [player for k, player in enumerate(players) if coalition >> k & 1]
    dated = any(player["name"] == "timeline" for player in members)
    changes = {path: value for player in members for path, value in player["values"].items()}
    return Point(name, number, 2 if dated else 0, changes)


def _orders(players: int, orders: int | None, seed: int) -> list[tuple[int, ...]] | None:
    """Return random orders of joining; None where every coalition is to be run."""
    if orders is None and players <= EXACT_UP_TO:
        return None
    wanted = ORDERS if orders is None else orders
    if wanted < LEAST_ORDERS:
        raise UserError(
            f"{wanted} random orders are too few for an interval: ask for {LEAST_ORDERS} or more."
        )
    found = antithetic_orders(players, (wanted + 1) // 2, seed)
    if players <= EXACT_UP_TO and len(coalitions_of(players, found)) == 1 << players:
        return None  # every coalition is run anyhow: then all orders can be had
    return found


def _asked(
    outcome: str | Sequence[str] | None, year: int | None, months: int, model: str
) -> dict[str, Any]:
    """Return the outcomes and the month to be explained.

    Raises
    ------
    UserError : naming every outcome and the year that there is not.
    """
    from sim.experiments.asked import chosen_outcomes, months_of
    from sim.experiments.published import outcomes_of

    known = {str(facts["name"]): facts for facts in outcomes_of(model)}
    names = [outcome] if isinstance(outcome, str) else list(outcome or ())
    plain = [name for name in names if not name.startswith("+")]
    usual = [] if plain else [name for name in OUTCOMES if name in known]
    chosen, problems = chosen_outcomes([*usual, *names], known)
    at, wrong = months_of([] if year is None else [year], months)
    if problems or wrong:
        raise UserError("\n".join([*problems, *wrong]))
    return {"outcomes": chosen, "month": (at or [months])[0]}


def _check_uncertain(found: Differences, names: Sequence[str]) -> None:
    if found.uncertain:
        raise UserError(
            f"{names[0]} and {names[1]} draw other worlds: `uncertain:` differs for "
            f"{', '.join(found.uncertain)}. Levers can be told apart only in the same worlds; "
            "write the same `uncertain:` in both, or leave it out of both."
        )


def _notes(found: Differences, a: Scenario, said: Sequence[str]) -> list[str]:
    notes = [note for note in said if note.startswith("The run settings")]
    drawn = [path for path in found.values if path in a.uncertain]
    if drawn:
        notes.append(
            f"{', '.join(drawn)} is drawn from `uncertain:` in both, so the values written for it "
            "make no difference."
        )
    return notes


class Explanation(ExperimentResult):
    """Which levers made the difference: parts with intervals, alone, last, a waterfall.

    Attributes
    ----------
    tables : "attribution" (a row an outcome and player), "difference" (a row an outcome),
        "coalitions" (a row a set of levers that was run), "levers" (what each player changes).
    """

    verb = "explain"
    captions: ClassVar[Mapping[str, str]] = {
        "attribution": "What each adds: averaged over the orders, alone, on top of all the others",
        "difference": "The difference that is explained",
        "coalitions": "Every set of levers that was run, and where it led",
        "levers": "What stands behind each name",
    }

    @property
    def names(self) -> tuple[str, str]:
        """The names of A and B."""
        one, other = self.settings["names"]
        return one, other

    @property
    def players(self) -> list[str]:
        """The names of the pillars, levers or else that differ."""
        return [player["name"] for player in self.settings["players"]]

    @property
    def title(self) -> str:
        """What was done, in a few words."""
        return f"What makes {self.names[1]} differ from {self.names[0]}"

    @property
    def command(self) -> str:
        """The command that does the same again."""
        plan, said = self.ensemble.plan, self.settings
        a, b = (base.name for base in plan.bases[:2])
        size = "all" if plan.sample is None else plan.sample
        words = [f"egov explain {a}.yaml {b}.yaml --by {said['by']}"]
        words += [f"--outcome {name}" for name in said["outcomes"]]
        words += [f"--year {said['month'] // 12}"] if said["month"] != plan.months else []
        words += [f"--orders {len(said['orders'])}"] if said["orders"] else []
        words.append(f"--replications {plan.replications} --seed {plan.seed} --sample {size}")
        return " ".join([*words, f"--months {plan.months}"])

    @cached_property
    def attributions(self) -> dict[str, Attribution]:
        """The parts of each outcome's difference, for those that have any finished twins."""
        from sim.experiments.attribution import attribute

        month, orders = self.settings["month"], self.settings["orders"]
        coalitions = self.settings["coalitions"]
        out = {}
        for name in self.settings["outcomes"]:
            table = self.by_coalition(name, month)
            games = [dict(zip(coalitions, row, strict=True)) for row in table.to_numpy()]
            if games:
                out[name] = attribute(games, len(self.players), orders and list(map(tuple, orders)))
        return out

    def by_coalition(self, outcome: str, month: int) -> pd.DataFrame:
        """Return an outcome by replicate (rows) and point (columns); whole twins only."""
        import pandas as pd

        values = self.ensemble.values([outcome], [month])
        points = range(len(self.settings["coalitions"]))
        if not len(values):
            return pd.DataFrame(columns=list(points))
        flat = values[(outcome, month)].rename("value").reset_index()
        wide = flat.pivot(index="replicate", columns="point", values="value")
        return wide.reindex(columns=list(points)).dropna()

    @cached_property
    def tables(self) -> dict[str, pd.DataFrame]:
        """The tables of the result by name."""
        from sim.experiments import explain_tables

        return explain_tables.tables(self)

    @cached_property
    def sentences(self) -> list[tuple[str, str]]:
        """What came out, in words."""
        from sim.experiments.explain_words import sentences

        return sentences(self)

    @property
    def notes(self) -> list[str]:
        """How many twins, which orders, and what was left out."""
        from sim.experiments.explain_words import notes

        return notes(self)

    @property
    def plot(self) -> Waterfalls:
        """The figures: a waterfall for each outcome."""
        from sim.reports.waterfall import Waterfalls

        return Waterfalls(self)
