"""The timeline: levers from a month on, shocks in a month; and uncertain, sweep, expect."""

from __future__ import annotations

import pytest

from sim.errors import ScenarioError
from sim.scenario import SHOCKS, Expectation
from tests.scenario.conftest import Load

KIOSKS = "strategy.accessibility.kiosks"


def test_a_lever_acts_from_the_start_of_its_month(load: Load) -> None:
    scenario = load(f"timeline:\n  - {{month: 24, set: {{{KIOSKS}: 200}}}}\n")
    kiosks = [s.accessibility.kiosks for s in scenario.strategies_by_month(36)]
    assert kiosks == [103] * 23 + [200] * 13


def test_without_a_timeline_every_month_is_the_same_object(load: Load) -> None:
    months = load().strategies_by_month(12)
    assert len(months) == 12
    assert all(strategy is months[0] for strategy in months)


def test_events_add_up_in_the_order_of_time(load: Load) -> None:
    scenario = load(
        "timeline:\n"
        f"  - {{month: 5, set: {{{KIOSKS}: 300}}}}\n"
        "  - {month: 3, set: {strategy.accessibility.one_sign_on: yes}}\n"
        f"  - {{month: 7, set: {{{KIOSKS}: 100}}}}\n"
    )
    assert [event.month for event in scenario.timeline] == [3, 5, 7]
    months = scenario.strategies_by_month(8)
    assert [s.accessibility.kiosks for s in months] == [103, 103, 103, 103, 300, 300, 100, 100]
    assert [s.accessibility.one_sign_on for s in months] == [False] * 2 + [True] * 6


@pytest.mark.parametrize(("date", "month"), [("2002-08", 1), ("2003-07", 12), ("2004-07", 24)])
def test_dates_are_months_of_the_run(load: Load, date: str, month: int) -> None:
    scenario = load(f"timeline:\n  - {{month: {date}, shock: breach}}\n")
    assert scenario.timeline[0].month == month


def test_dates_follow_the_start(load: Load) -> None:
    text = "timeline:\n  - {month: 2004-07, shock: breach}\n"
    assert load(text, "run.start=2004-01").timeline[0].month == 7


def test_shocks_of_a_month(load: Load) -> None:
    scenario = load(
        "timeline:\n"
        "  - {month: 6, shock: breach, size: 2, note: a laptop}\n"
        "  - {month: 6, shock: outage}\n"
        "  - {month: 9, shock: new_mayor}\n"
    )
    assert [(s.name, s.size, s.note) for s in scenario.shocks_at(6)] == [
        ("breach", 2.0, "a laptop"),
        ("outage", 1.0, ""),
    ]
    assert [s.name for s in scenario.shocks_at(9)] == ["new_mayor"]
    assert scenario.shocks_at(7) == []


def test_every_shock_has_a_name_that_loads(load: Load) -> None:
    for shock in SHOCKS:
        assert load(f"timeline:\n  - {{month: 1, shock: {shock}}}\n").shocks_at(1)[0].name == shock


class TestUncertain:
    PATH = "strategy.accessibility.outreach"

    def value(self, load: Load, spread: str, share: float) -> float:
        scenario = load(f"uncertain:\n  {self.PATH}: {{{spread}}}\n")
        value = scenario.drawn({self.PATH: share}).value(self.PATH)
        assert isinstance(value, float)
        return value

    @pytest.mark.parametrize(("share", "value"), [(0, 1.0), (0.5, 2.0), (1, 3.0)])
    def test_uniform(self, load: Load, share: float, value: float) -> None:
        assert self.value(load, "uniform: [1, 3]", share) == pytest.approx(value)

    @pytest.mark.parametrize(("share", "value"), [(0, 0.0), (0.25, 1.0), (1, 4.0)])
    def test_triangular(self, load: Load, share: float, value: float) -> None:
        assert self.value(load, "triangular: [0, 1, 4]", share) == pytest.approx(value)

    def test_triangular_is_continuous_and_rises(self, load: Load) -> None:
        spread = load(f"uncertain:\n  {self.PATH}: {{triangular: [0, 1, 4]}}\n").uncertain[
            self.PATH
        ]
        values = [spread.quantile(i / 1000) for i in range(1001)]
        assert values == sorted(values)
        assert sum(values) / len(values) == pytest.approx(5 / 3, abs=0.01)

    def test_normal_stays_in_the_range_of_its_parameter(self, load: Load) -> None:
        assert self.value(load, "normal: [1, 0.5]", 0.5) == pytest.approx(1)
        assert self.value(load, "normal: [1, 5]", 0.0001) == 0
        assert self.value(load, "normal: [1, 5]", 0.9999) == 5

    def test_choice(self, load: Load) -> None:
        assert [self.value(load, "choice: [1, 2, 4]", u) for u in (0, 0.4, 0.9, 1)] == [1, 2, 4, 4]

    def test_whole_numbers_stay_whole(self, load: Load) -> None:
        scenario = load(f"uncertain:\n  {KIOSKS}: {{uniform: [100, 200]}}\n")
        assert scenario.drawn({KIOSKS: 0.333}).value(KIOSKS) == 133

    def test_words_and_switches_by_choice(self, load: Load) -> None:
        scenario = load(
            "uncertain:\n"
            "  strategy.budget.tactic: {choice: [none, phases]}\n"
            "  strategy.accessibility.one_sign_on: {choice: [no, yes]}\n"
        )
        drawn = scenario.drawn(dict.fromkeys(scenario.uncertain, 0.9))
        assert drawn.strategy.budget.tactic == "phases"
        assert drawn.strategy.accessibility.one_sign_on is True
        assert drawn.provenance["strategy.budget.tactic"] == "uncertain"

    def test_units_in_bounds(self, load: Load) -> None:
        path = "strategy.participation.disclosure"
        scenario = load(f"uncertain:\n  {path}: {{uniform: [10 %, 30 %]}}\n")
        assert scenario.uncertain[path].uniform == (0.1, 0.3)


@pytest.mark.parametrize(
    ("check", "value", "holds"),
    [
        ({"between": (0.1, 0.2)}, 0.2, True),
        ({"between": (0.1, 0.2)}, 0.21, False),
        ({"above": 0.1}, 0.1, False),
        ({"above": 0.1}, 0.11, True),
        ({"below": 0.1}, 0.05, True),
        ({"below": 0.1}, float("nan"), False),
    ],
)
def test_expectation(check: dict[str, object], value: float, holds: bool) -> None:
    expectation = Expectation.model_validate({"outcome": "x", "at": "year 3", **check})
    assert expectation.month == 36
    assert expectation.holds(value) is holds


def test_limits_with_a_unit(load: Load) -> None:
    scenario = load(
        "expect:\n"
        "  - {outcome: adoption_share, at: year 3, above: 10 %}\n"
        "  - {outcome: adoption_share, at: month 9, between: [1 %, 0.5]}\n"
    )
    assert scenario.expect[0].above == 0.1
    assert scenario.expect[1].between == (0.01, 0.5)


@pytest.mark.parametrize(
    "sweep",
    [
        f"grid: {{{KIOSKS}: [100, 200]}}",
        f"zip: {{{KIOSKS}: [100, 200], run.seed: [1, 2]}}",
        f"list: [{{{KIOSKS}: 100}}, {{{KIOSKS}: 200, strategy.budget.tactic: none}}]",
        f"sample: {{n: 8, design: sobol, between: {{{KIOSKS}: [100, 200]}}}}",
    ],
)
def test_sweeps_that_are_right(load: Load, sweep: str) -> None:
    assert load(f"sweep:\n  {sweep}\n").sweep is not None


def test_sweep_with_two_kinds(load: Load) -> None:
    with pytest.raises(ScenarioError, match="exactly one of grid, zip, list, sample"):
        load(f"sweep:\n  grid: {{{KIOSKS}: [1]}}\n  list: [{{{KIOSKS}: 1}}]\n")
