"""One direction for each parameter of each rule, and no rule and no parameter left out."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any, NamedTuple

import pytest

import sim.rules
from sim.jit import plain


class Case(NamedTuple):
    """A rule at a point, and whether it rises (+1) or falls (-1) with each argument."""

    rule: str
    at: dict[str, float]
    moves: dict[str, tuple[float, int]]


def _case(rule: str, **arguments: tuple[float, float, int]) -> Case:
    """Each argument: its value, another value, and the sign of what the rule returns then."""
    return Case(
        rule,
        {name: value[0] for name, value in arguments.items()},
        {name: (value[1], value[2]) for name, value in arguments.items()},
    )


UP, DOWN = 1, -1
CASES = [
    _case("access.has_access", access_rank=(0.5, 0.1, UP), share_online=(0.3, 0.6, UP),
          helped=(False, True, UP)),
    _case("access.has_certificate", is_online=(True, False, DOWN),
          certificate_rank=(0.1, 0.9, DOWN), share_certified=(0.2, 0.05, DOWN)),
    _case("access.training_opens_access", draw=(0.05, 0.001, UP), seat_probability=(0.1, 0.9, UP),
          probability_gains=(0.3, 0.9, UP)),
    _case("access.skill_after_training", skill=(0.3, 0.5, UP)),
    _case("awareness.word_of_mouth_pull", good=(2, 3, UP), bad=(0.5, 0.8, DOWN),
          asked=(3, 4, DOWN), weight_of_bad=(2, 3, DOWN)),
    _case("awareness.notice_hazard_per_month", campaign_per_year=(0.1, 0.2, UP),
          intensity=(1, 3, UP), peers_per_year=(0.5, 0.6, UP), pull=(0.4, 0.6, UP)),
    _case("awareness.probability_of_notice", hazard_per_month=(0.01, 0.02, UP),
          unknown_lines=(3, 5, UP)),
    _case("awareness.staff_refer", draw=(0.05, 0.001, UP), referral_probability=(0.01, 0.1, UP),
          effort=(1, 9, UP)),
    _case("cases.number_of_cases", draw=(0.8, 0.95, UP), expected=(1.0, 2.0, UP),
          most=(12, 1, DOWN)),
    _case("cases.failure_probability", at_start=(0.2, 0.3, UP), quality=(0.5, 0.8, DOWN),
          skill=(0.5, 0.8, DOWN), uptime=(0.95, 0.99, DOWN)),
    _case("cases.desk_performance", answer_quality=(0.5, 0.7, UP), wait_months=(0.5, 1, DOWN),
          wait_scale=(1, 2, UP), documents=(1, 2, DOWN)),
    _case("cases.online_performance", quality=(0.5, 0.7, UP), ease_of_use=(0.5, 0.7, UP),
          documents=(1, 2, DOWN)),
    _case("cases.failed_performance", fallback=(0.5, 0.6, UP)),
    _case("choice.limited", value=(-1, 0.5, UP), limit=(0.5, 0.4, UP)),
    _case("choice.desk_hours", travel_hours=(0.5, 1, UP), desk=(0.7, 1, UP),
          more_visits=(0.1, 0.2, UP), documents=(1, 2, UP), document_hours=(0.4, 0.5, UP)),
    _case("choice.online_hours", desk=(0.7, 1, UP), time_ratio=(0.3, 0.5, UP),
          documents=(0.5, 2, UP), document_hours=(0.4, 0.5, UP), travel_hours=(0.5, 1, UP)),
    _case("choice.usefulness", desk=(1.5, 1.7, UP), other=(1, 1.2, DOWN),
          value_of_time=(6, 7, UP), scale_usd=(6, 7, DOWN)),
    _case("choice.practised_share", uses=(3, 5, UP), learning_exponent=(0.3, 0.4, UP)),
    _case("choice.ease", skill=(0.4, 0.6, UP), practised=(0.2, 0.4, UP), usability=(0.5, 0.7, UP)),
    _case("choice.intention", usefulness_z=(0, 1, UP), ease_z=(0, 1, UP), social_z=(0, 1, UP),
          conditions_z=(0, 1, UP), standing_z=(0, 1, UP)),
    _case("choice.risk_of_sum", amount_usd=(1e4, 1e5, UP), practised=(0.2, 0.6, DOWN),
          risk_per_tenfold=(0.5, 0.8, UP)),
    _case("choice.standing", trust=(0.6, 0.7, UP), privacy_concern=(0.6, 0.7, DOWN),
          sum_risk=(0.2, 0.5, DOWN), trust_weight=(0.15, 0.2, UP), risk_weight=(0.15, 0.2, DOWN)),
    _case("choice.filed_by_agent", draw=(0.4, 0.6, DOWN), is_business_tax=(True, False, DOWN),
          agents_online=(0.5, 0.3, DOWN)),
    _case("choice.utility", intention_z=(0.5, 1, UP), scale=(1, 2, UP), habit=(0.3, 0.5, UP),
          habit_weight=(2, 3, UP), threshold=(1, 2, DOWN)),
    _case("employees.skill_after_month", skill=(0.4, 0.5, UP), training_hours=(1, 2, UP),
          effect_sd=(0.6, 0.9, UP), forgotten_unused=(0.05, 0.1, DOWN), by_doing=(0.01, 0.02, UP),
          floor=(0.15, 0.2, UP), use=(0.3, 0.5, UP)),
    _case("employees.practice_after", practice=(1, 2, UP), volume=(0.2, 0.3, UP)),
    _case("employees.insecurity_drawn_to", at_start=(0.5, 0.6, UP), automation=(0.2, 0.4, UP),
          guarantee_sd=(0.1, 0.5, DOWN), skill=(0.4, 0.6, DOWN)),
    _case("employees.acceptance_drawn_to", skill=(0.4, 0.6, UP), insecurity=(0.6, 0.7, DOWN),
          support=(0.4, 0.6, UP), peers=(0.6, 0.7, UP), switching_weight=(0.4, 0.6, DOWN),
          insecurity_weight=(0.3, 0.5, DOWN), support_weight=(0.2, 0.4, UP),
          peer_weight=(0.1, 0.3, UP)),
    _case("employees.morale_drawn_to", insecurity=(0.6, 0.7, DOWN), overload=(0.2, 0.5, DOWN),
          rewards=(0.1, 0.5, UP), security_weight=(0.3, 0.5, DOWN)),
    _case("employees.knowledge_kept", notes=(0.3, 0.6, UP), with_manuals=(0.6, 0.8, UP),
          without=(0.2, 0.3, UP)),
    _case("employees.leaving_probability", attrition_per_year=(0.03, 0.05, UP),
          morale=(0.5, 0.7, DOWN)),
    _case("employees.productivity", administrative_skill=(0.5, 0.7, UP), it_skill=(0.4, 0.6, UP),
          practice=(1, 2, UP), exponent=(0.3, 0.4, UP), new_way=(0.3, 0.5, UP)),
    _case("employees.new_way_share", share=(0.3, 0.4, UP), drawn_to=(0.5, 0.6, UP),
          tipping=(0.5, 0.6, DOWN)),
    _case("habit.habit_after", habit=(0.3, 0.4, UP), share_of_cases=(0.5, 0.7, UP),
          learning_rate=(0.2, 0.3, UP)),
    _case("habit.habit_unused", habit=(0.3, 0.4, UP), decay_per_month=(0.01, 0.02, DOWN)),
    _case("habit.stop_probability", hazard_per_month=(0.01, 0.02, UP), recent_failures=(1, 2, UP)),
    _case("habit.voice", online=(1, 0, DOWN), failures=(0, 2, DOWN), satisfaction=(0.6, 0.4, DOWN)),
    _case("habit.voice", online=(0, 0, 0), failures=(0, 1, DOWN), months_since=(3, 14, DOWN),
          voice=(1, -1, DOWN), satisfaction=(0.6, 0.6, 0)),
    _case("judgement.within", value=(0.4, 0.5, UP)),
    _case("judgement.satisfaction_drawn_to", performance=(0.5, 0.6, UP),
          expectation=(0.6, 0.7, DOWN), neutral=(0.6, 0.7, UP), performance_weight=(0.3, 0.5, DOWN),
          disconfirmation_weight=(0.4, 0.5, DOWN), loss_multiplier=(2, 3, DOWN)),
    _case("judgement.moved_towards", value=(0.3, 0.4, UP), target=(0.6, 0.7, UP),
          rate=(0.2, 0.3, UP)),
    _case("judgement.raised_expectation", expectation=(0.5, 0.6, UP),
          promise_per_month=(0.01, 0.02, UP)),
    _case("office.served_hours", backlog_hours=(10, 20, UP), arriving_hours=(90, 95, UP),
          capacity_hours=(120, 80, DOWN)),
    _case("office.hours_with_overtime", capacity_hours=(100, 110, UP), wait_months=(0.1, 0.3, UP),
          most_share=(0.1, 0.2, UP), most_at_months=(0.5, 0.8, DOWN)),
    _case("office.wait_months", backlog_hours=(50, 60, UP), capacity_hours=(100, 120, DOWN)),
    _case("office.minutes_online", at_desk=(20, 25, UP), back_office=(2, 3, UP),
          new_way=(0.3, 0.6, DOWN), integrated=(0.2, 0.6, DOWN), retyping=(0.8, 0.9, UP)),
    _case("office.tail_probability", base=(0.08, 0.1, UP), years=(1, 2, UP),
          size_usd=(50_000, 80_000, UP), dependencies=(1, 2, UP), knowledge=(0.3, 0.5, DOWN),
          partnership=(0.2, 0.5, DOWN)),
    _case("office.cost_ratio_ordinary", median=(1.1, 1.2, UP), log_sd=(0.2, 0.3, UP),
          normal_draw=(0.5, 1.0, UP)),
    _case("office.cost_ratio_runaway", start=(1.5, 2, UP), exponent=(1.4, 2, DOWN),
          draw=(0.5, 0.7, UP)),
    _case("office.quality_at_launch", vendor_skill=(0.5, 0.6, UP), knowledge=(0.3, 0.5, UP),
          usability_effort=(0.3, 0.5, UP), cost_ratio=(1.2, 2, DOWN)),
    _case("politics.probability_from_hazard", hazard_per_month=(0.1, 0.2, UP)),
    _case("politics.register_hazard_per_month", base=(0.01, 0.02, UP), trust=(0.5, 1, UP),
          mandate=(0.3, 0.6, UP), safeguards=(0.3, 0.6, UP), sensitivity=(0.5, 1, DOWN),
          recent_breach=(0, 1, DOWN), mode_effect=(0, 0.5, UP)),
    _case("politics.trust_of_ministry", trust=(0.3, 0.4, UP), gain=(0.02, 0.05, UP),
          joint_work=(0.3, 0.6, UP), loss_from_breach=(0, 0.1, DOWN)),
    _case("politics.consent_hazard_per_month", base=(0.004, 0.01, UP), success=(0.2, 0.5, UP),
          bandwagon=(0.2, 0.5, UP), coalition=(0, 1, UP), national_lead=(0, 0.3, UP)),
    _case("politics.request_log_odds", base=(-1, 0, UP), allies=(0, 1, UP), results=(0, 1, UP),
          rivals=(0, 1, DOWN), size=(0, 1, DOWN), election=(0, 0.3, UP)),
    _case("politics.logistic", log_odds=(0, 1, UP)),
    _case("politics.visible_success", new_applications=(0.2, 0.4, UP), adoption=(0.1, 0.3, UP),
          saving=(0.1, 0.5, UP), weight_of_applications=(0.4, 0.5, UP),
          weight_of_adoption=(0.8, 0.9, UP), weight_of_saving=(0.2, 0.3, UP)),
    _case("politics.survival_log_odds", base=(0.4, 0.6, UP), satisfaction_change=(0.05, 0.1, UP),
          effect=(6, 7, UP), capital=(0.6, 0.7, UP), capital_effect=(2, 3, UP),
          entrenched=(0.2, 0.5, UP), entrenchment_effect=(1.5, 2, UP)),
    _case("politics.incident_hazard_per_year", base=(0.03, 0.06, UP), endpoints=(1, 2, UP),
          mode_multiplier=(1, 1.6, UP), spending=(1e4, 1e5, DOWN), scale=(1e5, 2e5, UP)),
    _case("politics.records_lost", log10_mean=(3, 3.5, UP), log10_sd=(1, 1.2, UP),
          normal_draw=(1, 1.5, UP), most=(1e9, 2000, DOWN)),
    _case("trust.trust_base_after", base=(0.4, 0.5, UP), satisfaction_change=(0.1, 0.2, UP),
          predisposition=(0.6, 0.7, UP), gain=(0.03, 0.05, UP), reversion=(0.01, 0.02, UP),
          loss=(0.06, 0.06, 0)),
    _case("trust.trust_base_after", base=(0.4, 0.5, UP), satisfaction_change=(-0.1, -0.2, DOWN),
          predisposition=(0.6, 0.7, UP), gain=(0.03, 0.03, 0), reversion=(0.01, 0.02, UP),
          loss=(0.06, 0.09, DOWN)),
    _case("trust.shock_after", shock=(0.2, 0.3, UP), kept_per_month=(0.7, 0.8, UP),
          news=(0.1, 0.2, UP)),
    _case("trust.trust_felt", base=(0.5, 0.6, UP), shock=(0.1, 0.2, DOWN)),
    _case("trust.trust_from_answers", activity=(1, 2, UP), answered=(0.8, 0.9, UP),
          level=(0.3, 0.6, UP), effect=(0.006, 0.01, UP)),
    _case("vendors.willingness_to_invest", discount_per_month=(0.98, 0.99, DOWN),
          months_expected=(12, 60, UP)),
    _case("vendors.knowledge_after", knowledge=(0.3, 0.4, UP), gain=(0.06, 0.1, UP),
          invest=(0.3, 0.6, UP), exchange=(0.1, 0.5, UP), loss=(0.02, 0.05, DOWN)),
    _case("vendors.price_factor", years_sole=(1, 3, UP), escalation=(0.04, 0.06, UP),
          growth_inside=(0.03, 0.05, UP), years_in_contract=(1, 3, UP), bidders=(4, 8, DOWN),
          bidders_discount=(0.09, 0.2, DOWN), premium=(1, 1.25, UP)),
    _case("vendors.lock_in", knowledge=(0.3, 0.6, UP), years_sole=(1, 3, UP)),
]  # fmt: skip
_ARGUMENTS_WITHOUT_A_SIGN = {"choice.chosen_channel"}
"""It returns the number of a channel, which is not an amount; test_choice.py tests it."""


def _rule(name: str) -> Callable[..., Any]:
    module, _, function = name.partition(".")
    return plain(getattr(import_module(f"sim.rules.{module}"), function))


def _all_rules() -> set[str]:
    found = set()
    for module in iter_modules(sim.rules.__path__):
        loaded = import_module(f"sim.rules.{module.name}")
        for name, function in vars(loaded).items():
            source = plain(function)
            if inspect.isfunction(source) and source.__module__ == loaded.__name__:
                found.add(f"{module.name}.{name}")
    return found


@pytest.mark.parametrize(
    ("case", "argument"),
    [
        pytest.param(case, argument, id=f"{case.rule}-{argument}")
        for case in CASES
        for argument in case.moves
        if case.moves[argument][1] != 0
    ],
)
def test_direction(case: Case, argument: str) -> None:
    other, sign = case.moves[argument]
    rule = _rule(case.rule)
    at = dict(case.at)
    if case.rule == "habit.voice":
        at = {"months_since": -1, "voice": 0, **at}
    before, after = float(rule(**at)), float(rule(**{**at, argument: other}))
    assert (after - before) * sign > 0.0


def test_no_rule_and_no_argument_is_left_out() -> None:
    tested: dict[str, set[str]] = {}
    for case in CASES:
        signed = {name for name, (_, sign) in case.moves.items() if sign != 0}
        tested.setdefault(case.rule, set()).update(signed)
    for name in sorted(_all_rules() - _ARGUMENTS_WITHOUT_A_SIGN):
        assert tested.get(name, set()) == set(inspect.signature(_rule(name)).parameters), name


def test_every_rule_has_a_test_with_numbers() -> None:
    files = [p for p in Path(__file__).parent.glob("test_*.py") if p.name != Path(__file__).name]
    text = "\n".join(p.read_text(encoding="utf-8") for p in files)
    assert [
        name for name in sorted(_all_rules()) if f".{name.partition('.')[2]})" not in text
    ] == []
