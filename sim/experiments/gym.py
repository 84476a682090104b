"""The mayor's term as an environment for Gymnasium, to train a policy on.

    from sim.experiments.gym import DistrictEnv

    env = DistrictEnv(sample=1000)
    observation, info = env.reset(seed=1)
    observation, reward, terminated, truncated, info = env.step(env.action_space.sample())

A step is half a year. Each episode is another world, drawn from the seed of `reset`; a policy
that does well in one world has only been lucky, so judge it over many, and with `egov compare`.
An illustrative model, not a forecast.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.errors import UserError
from sim.session.session import Session
from sim.session.world import DEFAULT, TERM

if TYPE_CHECKING:
    from sim.scenario import Scenario

try:
    import gymnasium
except ImportError:
    raise UserError(
        "the environment needs Gymnasium: pip install 'egov-sim[experiments]'"
    ) from None

__all__ = ["ACTIONS", "OBSERVED", "WEIGHTS", "Action", "DistrictEnv", "NotBegun", "Observed"]

_WEIGHT = "strategy.budget.weight_"
Floats = NDArray[np.float32]


class NotBegun(gymnasium.error.ResetNeeded, UserError):
    """No term is under way: `reset` was not called, or the term is over."""


class Action(NamedTuple):
    """One number of an action: a lever, and what 0 and 1 stand for; beyond is cut.

    Whole numbers are rounded. A switch is on from 0.5, and a choice is the part of [0, 1] that a
    number falls into, in the order of declaration; their ends have no part in it.
    """

    path: str
    low: float = 0.0
    high: float = 1.0


class Observed(NamedTuple):
    """One number of an observation: what is seen, and what 0 and 1 stand for; beyond is cut."""

    name: str
    unit: str
    low: float
    high: float


ACTIONS = (
    Action("strategy.budget.weight_accessibility", 0.0, 1.0),
    Action("strategy.budget.weight_capacity", 0.0, 1.0),
    Action("strategy.budget.weight_participation", 0.0, 1.0),
    Action("strategy.budget.weight_consolidation", 0.0, 1.0),
    Action("strategy.budget.weight_collaboration", 0.0, 1.0),
    Action("strategy.budget.tactic"),
    Action("strategy.accessibility.outreach", 0.0, 3.0),
    Action("strategy.accessibility.referral_effort", 0.0, 3.0),
    Action("strategy.accessibility.kiosks", 0, 200),
    Action("strategy.accessibility.access_centres", 0, 10),
    Action("strategy.accessibility.usability_effort", 0.0, 1.0),
    Action("strategy.accessibility.order"),
    Action("strategy.capacity.training_hours_clerk", 0.0, 60.0),
    Action("strategy.capacity.manuals", 0.0, 1.0),
    Action("strategy.capacity.manager_programme"),
    Action("strategy.capacity.job_guarantee"),
    Action("strategy.participation.disclosure", 0.0, 1.0),
    Action("strategy.participation.online_petitions"),
    Action("strategy.participation.staff_to_answer", 0.0, 5.0),
    Action("strategy.participation.academy_seats", 0, 1500),
    Action("strategy.consolidation.data_mode"),
    Action("strategy.consolidation.security_usd_per_year", 0.0, 200_000.0),
    Action("strategy.consolidation.contract_years", 1, 5),
    Action("strategy.collaboration.coalition_posts", 0.0, 3.0),
)
"""The levers of an action, in order; all others stay as the scenario has them."""
OBSERVED = (
    Observed("adoption_share", "share", 0.0, 1.0),
    Observed("online_transaction_share", "share", 0.0, 1.0),
    Observed("awareness_share", "share", 0.0, 1.0),
    Observed("satisfaction_citizens", "0-100", 0.0, 100.0),
    Observed("satisfaction_businesses", "0-100", 0.0, 100.0),
    Observed("satisfaction_employees", "0-100", 0.0, 100.0),
    Observed("trust", "0-1", 0.0, 1.0),
    Observed("age_gap_points", "points", -20.0, 80.0),
    Observed("wait_months", "months", 0.0, 6.0),
    Observed("applications_live", "count", 0.0, 71.0),
    Observed("registers_open", "count", 0.0, 4.0),
    Observed("consenting_districts", "count", 0.0, 24.0),
    Observed("law_changed", "0-1", 0.0, 1.0),
    Observed("political_capital", "0-1", 0.0, 1.0),
    Observed("spending_cum_usd", "USD", 0.0, 10_000_000.0),
    Observed("in_hand_usd", "USD", 0.0, 3_000_000.0),
    Observed("coming_in_usd", "USD", 0.0, 3_000_000.0),
    Observed("share_of_term", "share", 0.0, 1.0),
)
"""The numbers of an observation, in order: outcomes of the last month, the money, the time."""
WEIGHTS: Mapping[str, float] = {"adoption": 1.0, "satisfaction": 1.0, "cost": 0.5}
_UNMEASURED = 0.0
_MONEY = 100_000.0


class DistrictEnv(gymnasium.Env[Floats, Floats]):
    """A mayor's term in steps of half a year.

    Parameters
    ----------
    scenario : what the term starts from, as for `sim.Session`.
    sample : [citizens]     Citizens simulated; 2,000 are quick, and noisier than 5,000.
    months : [1-120]        Length of the term; `truncated` is true at its end.
    weights : of the reward, by name: see `WEIGHTS`. What is left out keeps its weight.
    world : [0, 2**32)      The luck of every episode; drawn anew at each reset unless given.

    Spaces
    ------
    action : (len(ACTIONS),), [0-1]; see `ACTIONS`. Numbers beyond are cut to 0 and 1, since
        policies with normal noise give such. Five weights of 0 count as five equal ones. Nothing is
        refused as over budget: levers work as far as they can be paid, and `info["over_budget"]`
        says so.
    observation : (len(OBSERVED),), [0-1]; see `OBSERVED`. Not measured before the first month: 0.

    Reward
    ------
    What the half-year added to adoption (residents who used a service, in points) times its
    weight, and to the satisfaction of citizens (points of 100) times its weight, less what was
    spent (in USD 100,000) times the weight of cost. The sum over a term depends on its end alone.

    Raises
    ------
    ScenarioError : the scenario is wrong.
    UserError : a size, a length or a weight that cannot be.
    NotBegun : a step before the first `reset` or after the end; Gymnasium's ResetNeeded, too.
    """

    metadata: dict[str, Any] = {"render_modes": []}  # noqa: RUF012  (as Gymnasium declares it)

    def __init__(
        self,
        scenario: Scenario | str | Path = DEFAULT,
        *,
        sample: int | None = 2000,
        months: int = TERM,
        weights: Mapping[str, float] | None = None,
        world: int | None = None,
    ) -> None:
        unknown = sorted(set(weights or {}) - set(WEIGHTS))
        if unknown:
            raise UserError(
                f"{', '.join(unknown)}: no such weight of the reward; there are "
                f"{', '.join(WEIGHTS)}."
            )
        self.weights = {**WEIGHTS, **(weights or {})}
        self._scenario, self._sample, self._months, self._world = scenario, sample, months, world
        self._session = self._begun(0 if world is None else world)
        self._worth: float | None = None  # until the first reset
        self.action_space = gymnasium.spaces.Box(0.0, 1.0, (len(ACTIONS),), np.float32)
        self.observation_space = gymnasium.spaces.Box(0.0, 1.0, (len(OBSERVED),), np.float32)

    @property
    def session(self) -> Session:
        """The session of this episode; `session.save(file)` keeps it as a scenario."""
        return self._session

    def reset(
        self, *, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[Floats, dict[str, Any]]:
        """Begin another term, in a world drawn from the seed."""
        super().reset(seed=seed, options=options)
        luck = int(self.np_random.integers(2**32)) if self._world is None else self._world
        self._session = self._begun(luck)
        values = self._values()
        self._worth = self._worth_of(values)
        return _scaled(values), self._info(values)

    def step(self, action: Floats) -> tuple[Floats, float, bool, bool, dict[str, Any]]:
        """Set the levers of an action and play half a year."""
        session, before = self._session, self._worth
        if before is None:
            raise NotBegun("no term has begun; call reset() before the first step().")
        if session.is_over:
            raise NotBegun("the term is over; call reset() to begin another.")
        session.set(levers_of(action), over_budget=True)
        over_budget = session.money_left_usd < 0
        session.advance()
        values = self._values()
        now = self._worth = self._worth_of(values)
        info = self._info(values) | {"over_budget": over_budget}
        return _scaled(values), now - before, False, session.is_over, info

    def _begun(self, luck: int) -> Session:
        from sim.execution.task import let_go

        if hasattr(self, "_session"):
            let_go(self._session.model)
        return Session(self._scenario, sample=self._sample, seed=luck, months=self._months)

    def _values(self) -> dict[str, float]:
        """Return what is observed, in units."""
        session = self._session
        model, money = session.model, session.money
        seen = model.datacollector.model_vars
        values = {
            "in_hand_usd": money.in_hand,
            "coming_in_usd": money.coming_in,
            "share_of_term": session.month / session.months,
        }
        for item in OBSERVED:
            if item.name not in values:
                values[item.name] = float(seen[item.name][-1]) if seen[item.name] else _UNMEASURED
        if not session.month:  # known before anything is measured
            values["satisfaction_citizens"] = 100.0 * model.satisfaction_at_start
        return {item.name: values[item.name] for item in OBSERVED}

    def _worth_of(self, values: Mapping[str, float]) -> float:
        weights = self.weights
        return float(
            weights["adoption"] * 100.0 * values["adoption_share"]
            + weights["satisfaction"] * values["satisfaction_citizens"]
            - weights["cost"] * values["spending_cum_usd"] / _MONEY
        )

    def _info(self, values: Mapping[str, float]) -> dict[str, Any]:
        session = self._session
        return {
            "outcomes": dict(values),
            "units": {item.name: item.unit for item in OBSERVED},
            "month": session.month,
            "seed": session.scenario.run.seed,
        }


def levers_of(action: Floats) -> dict[str, Any]:
    """Return the levers that an action stands for, by dotted path; beyond 0 and 1 is cut.

    Raises
    ------
    UserError : an action of another length, or with a number that is none.
    """
    numbers = np.asarray(action, dtype=float)
    if numbers.shape != (len(ACTIONS),) or not np.isfinite(numbers).all():
        raise UserError(f"an action is {len(ACTIONS)} numbers from 0 to 1, one for each lever.")
    levers = {
        item.path: _lever(item, float(min(1.0, max(0.0, number))))
        for item, number in zip(ACTIONS, numbers, strict=True)
    }
    weights = [path for path in levers if path.startswith(_WEIGHT)]
    if not any(levers[path] for path in weights):  # no pillar would get any money
        levers |= dict.fromkeys(weights, 1.0)
    return levers


def _lever(item: Action, share: float) -> Any:
    from sim.parameters.catalogue import catalogue

    declared = catalogue()[item.path]
    if declared.kind == "switch":
        return share >= 0.5
    if declared.kind == "choice":
        return declared.choices[min(int(share * len(declared.choices)), len(declared.choices) - 1)]
    value = item.low + share * (item.high - item.low)
    return round(value) if declared.kind == "integer" else value


def _scaled(values: Mapping[str, float]) -> Floats:
    """Return values between 0 and 1, in the order of `OBSERVED`."""
    ends = np.array([(item.low, item.high) for item in OBSERVED])
    given = np.array([values[item.name] for item in OBSERVED])
    scaled = (given - ends[:, 0]) / (ends[:, 1] - ends[:, 0])
    return np.clip(scaled, 0.0, 1.0).astype(np.float32)


if "egov/District-v0" not in gymnasium.registry:
    gymnasium.register("egov/District-v0", entry_point="sim.experiments.gym:DistrictEnv")
