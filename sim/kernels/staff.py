"""Step "staff": turnover, rotation, training, learning, morale (rules E1 to E8)."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy.typing as npt

from sim.draws import EMPLOYEE_BLOCK, as_uniform, philox
from sim.jit import kernel, real, rule
from sim.rules.employees import (
    acceptance_drawn_to,
    insecurity_drawn_to,
    knowledge_kept,
    leaving_probability,
    morale_drawn_to,
    practice_after,
    productivity,
    skill_after_month,
)
from sim.rules.judgement import moved_towards

DIRECTOR, MANAGER, CLERK, IT_STAFF = range(4)
IT_DIVISION = 5
# Columns of the totals by division.
PRESENT, PRODUCTIVITY, READY, ANSWERS, MORALE, INSECURITY, ACCEPTANCE, SKILL, LEFT, HIRED = range(
    10
)
N_STAFF_MEASURES = 10


class StaffRates(NamedTuple):
    """The parameters of this step, as plain numbers."""

    effect_sd: float
    forgotten_unused: float
    by_doing: float
    skill_floor: float
    rotation: float
    attrition: float
    switching_weight: float
    insecurity_weight: float
    support_weight: float
    peer_weight: float
    security_weight: float
    with_manuals: float
    without_manuals: float
    guarantee_sd: float
    automation: float
    support: float
    rewards: float
    manuals: float
    replace: float
    feelings_speed: float
    retirement_age: int
    short_of_hours: float
    refill_wait: float
    refill_per_month: float
    newcomer_age: int
    newcomer_it_skill: float
    newcomer_insecurity: float
    newcomer_acceptance: float
    newcomer_morale: float
    beginner_skill: float
    exposed: float
    post_skill: float
    learns_post: float
    notes_kept: float
    notes_written: float


@rule
def hands_over(
    i: int, administrative_skill: Any, notes: Any, months_in_post: Any, rates: StaffRates
) -> None:
    """Let a new post begin: only what was written down is kept (rule E6)."""
    kept = knowledge_kept(real(notes[i]), rates.with_manuals, rates.without_manuals)
    above = real(administrative_skill[i]) - rates.beginner_skill
    survives = (1.0 - rates.exposed) + rates.exposed * kept
    administrative_skill[i] = rates.beginner_skill + above * survives
    months_in_post[i] = 0


@rule
def begins(
    i: int, age: Any, tenure_months: Any, it_skill: Any, practice: Any, training_hours: Any,
    rates: StaffRates,
) -> None:  # fmt: skip
    """Let a newcomer begin: young, without service, better with computers than the average."""
    age[i] = rates.newcomer_age
    tenure_months[i] = 0
    it_skill[i] = rates.newcomer_it_skill
    practice[i] = 0.0
    training_hours[i] = 0.0


@rule
def settles(i: int, insecurity: Any, acceptance: Any, morale: Any, rates: StaffRates) -> None:
    """Let a newcomer feel as one who has just been hired: neither afraid nor tired."""
    insecurity[i] = rates.newcomer_insecurity
    acceptance[i] = rates.newcomer_acceptance
    morale[i] = rates.newcomer_morale


@kernel
def staff(
    seed: int,
    month: int,
    rates: StaffRates,
    hours_by_role: npt.NDArray[Any],
    overload: npt.NDArray[Any],
    load: npt.NDArray[Any],
    volume: npt.NDArray[Any],
    new_way: npt.NDArray[Any],
    peers: npt.NDArray[Any],
    role: npt.NDArray[Any],
    insecurity0: npt.NDArray[Any],
    age: npt.NDArray[Any],
    division: npt.NDArray[Any],
    administrative_skill: npt.NDArray[Any],
    it_skill: npt.NDArray[Any],
    insecurity: npt.NDArray[Any],
    acceptance: npt.NDArray[Any],
    morale: npt.NDArray[Any],
    training_hours: npt.NDArray[Any],
    tenure_months: npt.NDArray[Any],
    months_in_post: npt.NDArray[Any],
    practice: npt.NDArray[Any],
    notes: npt.NDArray[Any],
    present: npt.NDArray[Any],
    totals: npt.NDArray[Any],
) -> None:
    """Step every employee by a month; arrays from ``age`` on are written.

    A leaver is replaced where hours are short, else with the chance of the lever, and an empty
    post is filled again where work waits; nobody is dismissed. Those who rotate change places two
    by two, so every division keeps its posts.
    """
    waiting = -1
    for i in range(len(role)):
        where = int(division[i])
        lanes = philox(seed, i, month, EMPLOYEE_BLOCK, 0)
        if int(present[i]) == 0:
            waits = real(overload[where]) >= rates.refill_wait
            if not waits or as_uniform(lanes[3]) >= rates.refill_per_month:
                continue
            present[i] = 1
            totals[where, HIRED] += 1.0
            begins(i, age, tenure_months, it_skill, practice, training_hours, rates)
            settles(i, insecurity, acceptance, morale, rates)
            hands_over(i, administrative_skill, notes, months_in_post, rates)
        gone = leaving_probability(rates.attrition, real(morale[i]))
        if as_uniform(lanes[0]) < gone or int(age[i]) >= rates.retirement_age:
            totals[where, LEFT] += 1.0
            spare = real(load[where]) < rates.short_of_hours
            if spare and as_uniform(lanes[3]) >= rates.replace:
                present[i] = 0
                continue
            totals[where, HIRED] += 1.0
            begins(i, age, tenure_months, it_skill, practice, training_hours, rates)
            settles(i, insecurity, acceptance, morale, rates)
            hands_over(i, administrative_skill, notes, months_in_post, rates)
        elif as_uniform(lanes[1]) < rates.rotation and int(role[i]) != IT_STAFF:
            if waiting < 0:
                waiting = i
            else:
                division[i] = division[waiting]
                division[waiting] = where
                where = int(division[i])
                hands_over(i, administrative_skill, notes, months_in_post, rates)
                hands_over(waiting, administrative_skill, notes, months_in_post, rates)
                waiting = -1
        tenure_months[i] += 1
        months_in_post[i] += 1
        if int(tenure_months[i]) % 12 == 0:
            age[i] += 1
        hours = real(hours_by_role[int(role[i])])
        training_hours[i] += hours
        use = real(new_way[where])
        skill = skill_after_month(
            real(it_skill[i]), hours, rates.effect_sd, rates.forgotten_unused, rates.by_doing,
            rates.skill_floor, use,
        )  # fmt: skip
        it_skill[i] = skill
        practice[i] = practice_after(real(practice[i]), real(volume[where]))
        administrative_skill[i] = moved_towards(
            real(administrative_skill[i]), rates.post_skill, rates.learns_post
        )
        written = rates.notes_written * rates.manuals * (1.0 - real(notes[i]))
        notes[i] = min(1.0, real(notes[i]) * rates.notes_kept + written)
        fear = insecurity_drawn_to(
            real(insecurity0[i]), rates.automation, rates.guarantee_sd, skill
        )
        insecurity[i] = moved_towards(real(insecurity[i]), fear, rates.feelings_speed)
        accepts = acceptance_drawn_to(
            skill, real(insecurity[i]), rates.support, real(peers[where]),
            rates.switching_weight, rates.insecurity_weight, rates.support_weight,
            rates.peer_weight,
        )  # fmt: skip
        acceptance[i] = moved_towards(real(acceptance[i]), accepts, rates.feelings_speed)
        likes = morale_drawn_to(
            real(insecurity[i]), real(overload[where]), rates.rewards, rates.security_weight
        )
        morale[i] = moved_towards(real(morale[i]), likes, rates.feelings_speed)


@kernel
def count_staff(
    exponent: float,
    ready_base: float,
    ready_skill: float,
    new_way: npt.NDArray[Any],
    role: npt.NDArray[Any],
    division: npt.NDArray[Any],
    administrative_skill: npt.NDArray[Any],
    it_skill: npt.NDArray[Any],
    insecurity: npt.NDArray[Any],
    acceptance: npt.NDArray[Any],
    morale: npt.NDArray[Any],
    practice: npt.NDArray[Any],
    present: npt.NDArray[Any],
    totals: npt.NDArray[Any],
) -> None:
    """Count those present by division; only ``totals`` is written."""
    for i in range(len(role)):
        if int(present[i]) == 0:
            continue
        where = int(division[i])
        totals[where, PRESENT] += 1.0
        totals[where, PRODUCTIVITY] += productivity(
            real(administrative_skill[i]), real(it_skill[i]), real(practice[i]),
            exponent, real(new_way[where]),
        )  # fmt: skip
        ready = real(acceptance[i]) * (ready_base + ready_skill * real(it_skill[i]))
        totals[where, READY] += min(1.0, ready)
        totals[where, ANSWERS] += 0.5 * real(administrative_skill[i]) + 0.5 * real(morale[i])
        totals[where, MORALE] += real(morale[i])
        totals[where, INSECURITY] += real(insecurity[i])
        totals[where, ACCEPTANCE] += real(acceptance[i])
        totals[where, SKILL] += real(it_skill[i])
