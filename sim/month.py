"""The month's conditions as the kernels need them: tables by line and plain numbers.

Everything here is read from the levers, the parameters and the institutions; nothing is written.
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim import in_force, measures
from sim.data.tables import applications, dongs, first_of_line, lines, of_applications
from sim.kernels import case as n
from sim.kernels.case import NeedRates
from sim.kernels.feelings import FeelingRates
from sim.kernels.notice import LINES, NoticeRates
from sim.kernels.staff import StaffRates
from sim.services.portfolio import INFORMATION, PARTICIPATION, TELEVISION_ID

if TYPE_CHECKING:
    from sim.steps import Steps

Floats = NDArray[np.float64]
SCALING_LINES = (1, 4, 5)
"""Lines whose sums grow with property or turnover; fees and fines are the same for all."""
BUSINESS_TAX = 5


def class_rates(needs_a_year: Floats, season: Floats, level: float) -> tuple[Floats, Floats]:
    """Return cases of a month by needs class, and the cumulative shares of the lines.

    Parameters
    ----------
    needs_a_year : shape (classes, lines).
    season : share of a year's needs that come in this month of the year, shape (lines,).
    level : [ratio]   Demand against the usual.
    """
    rates = needs_a_year * season * level
    total = rates.sum(axis=1)
    shares = np.divide(rates, total[:, None], out=np.zeros_like(rates), where=total[:, None] > 0)
    cumulative = np.cumsum(shares, axis=1)
    cumulative[:, -1] = 1.0
    return total, cumulative


def offer_table(world: Steps, is_business: bool) -> Floats:
    """Return what each application offers this month, shape (rows, applications).

    The rows are named in sim.kernels.case.
    """
    line = of_applications("line")
    table = np.zeros((n.N_OFFER_ROWS, len(line)))
    _channels(world, table)
    _documents(world, table, line)
    partners = sum(p.joined for p in world.partners)
    more = world.district.politics.partners.quality_each * max(0, partners - 1)
    table[n.QUALITY] = np.minimum(1.0, world.standing.quality + more)
    table[n.USABILITY] = world.standing.usability
    table[n.UPTIME] = world.portfolio.uptime * (1.0 - world.incidents.outage_share)
    table[n.MEAN_AMOUNT] = _amounts(is_business)
    table[n.SCALES] = _scales()
    table[n.WAIT] = world.desks.wait_by_line()[line]
    table[n.ANSWERS] = world.answer_quality[world.desks.division_of][line]
    table[n.UPPER] = _upper_ends()
    return table


def to_businesses(table: Floats) -> Floats:
    """Return a table of offers to citizens as the one to businesses: only payments differ."""
    table = table.copy()
    table[n.MEAN_AMOUNT] = _amounts(is_business=True)
    return table


def _channels(world: Steps, table: Floats) -> None:
    """Fill the shares of each application's needs that each channel can take."""
    desks, kiosks_run = world.district.organisation.desks, in_force.kiosks(world) > 0
    portal = world.portfolio.is_live(TELEVISION_ID)
    issuing = 1.0 - world.incidents.stopped_share(world.month)
    table[n.BY_PHONE] = _by_phone(
        desks.phone_of_applications, desks.phone_information, desks.phone_participation
    )
    live = world.standing.is_live
    online = live & of_applications("internet")
    certified = of_applications("needs_certificate")
    share = np.where(of_applications("is_document"), issuing, 1.0)
    table[n.CERTIFIED] = np.where(online & certified, share, 0.0)
    table[n.OPEN] = np.where(online & ~certified, share, 0.0)
    table[n.AT_KIOSK] = live & of_applications("kiosk") & kiosks_run
    table[n.ON_TELEVISION] = live & of_applications("television") & portal


@cache
def _by_phone(of_applications_: float, information: float, participation: float) -> Floats:
    """Return the share of each application's needs that a call can settle."""
    line = of_applications("line")
    share = np.where(of_applications("phone"), of_applications_, 0.0)
    for chosen, least in ((INFORMATION, information), (PARTICIPATION, participation)):
        share[line == chosen] = np.maximum(share[line == chosen], least)
    return share


def _documents(world: Steps, table: Floats, line: NDArray[np.int64]) -> None:
    """Fill the documents to fetch first: before any sharing, for the desk, for a case online."""
    saves, mode = world.district.organisation.integration, world.moic.mode
    usual = _documents_needed()
    table[n.DOCUMENTS_BEFORE] = usual[line]
    documents = usual * (1.0 - world.look_ups.share_of_need)
    if world.tax_service.exchanges_data:
        documents[BUSINESS_TAX] *= saves.documents_with_tax_service
    left = documents[line]
    opened = world.moic.served_applications()
    integrated = saves.documents_saved_by_integration * world.standing.is_integrated
    shared = mode.documents_avoided * world.share_of_registers_open[line]
    own = mode.documents_avoided * opened
    table[n.DOCUMENTS_DESK] = left * (1.0 - saves.documents_saved_at_desk * shared)
    table[n.DOCUMENTS_ONLINE] = left * (1.0 - own) * (1.0 - integrated)


@cache
def _documents_needed() -> Floats:
    """Return the documents that a case needs by line, before any sharing."""
    return np.array([each.documents_needed for each in lines()])


@cache
def _scales() -> NDArray[np.bool_]:
    """Return which applications' sums grow with property or turnover."""
    return np.isin(of_applications("line"), SCALING_LINES)


@cache
def _amounts(is_business: bool) -> Floats:
    """Return the mean payment of a case by application, in USD, for a bill scale of 1."""
    means = [
        line.mean_amount_business_usd if is_business else line.mean_amount_citizen_usd
        for line in lines()
    ]
    return np.array([
        means[spec.line] * (spec.pays_business if is_business else spec.pays_citizen)
        for spec in applications()
    ])  # fmt: skip


@cache
def _upper_ends() -> Floats:
    """Return where each application's part of its line's needs ends; the last ends at 1."""
    weights, first = np.array([spec.weight for spec in applications()]), first_of_line()
    ends = np.concatenate(
        [np.cumsum(weights[a:b]) for a, b in pairwise(int(place) for place in first)]
    )
    ends[first[1:] - 1] = 1.0
    return ends


def kiosk_hours(world: Steps) -> Floats:
    """Return hours for a case at a kiosk by neighbourhood: near where there is one."""
    costs = world.district.people.demand
    travel = np.array([dong.travel_hours for dong in dongs()])
    density = in_force.kiosks(world) / len(travel)
    if density <= 0.0:
        return travel  # never read: no line can be done at a kiosk then
    extended = world.levers.accessibility.kiosk_hours_extended
    near = costs.kiosk_journey_share_extended if extended else costs.kiosk_journey_share
    return costs.kiosk_hours + near * travel / max(1.0, density / 2.0) ** 0.5


def campaign_intensity(world: Steps) -> Floats:
    """Return the campaign by line: the lever, and more of it for some months after a launch."""
    rules = world.district.people.awareness
    usual = world.levers.accessibility.outreach * world.funded["accessibility"]
    standing = world.standing
    is_recent = standing.launched_month > max(0, world.month - rules.launch_campaign_months)
    launched = np.where(standing.is_live & is_recent, of_applications("weight"), 0.0)
    more = np.bincount(of_applications("line"), launched, LINES)
    return np.asarray(usual + rules.launch_campaign * usual * more, dtype=np.float64)


def seat_probability(world: Steps) -> Floats:
    """Return the chance of a seat by cell of citizens, for those not yet online."""
    levers = world.levers
    seats = levers.participation.academy_seats * world.funded["participation"]
    centres = levers.accessibility.access_centres * world.funded["accessibility"]
    per_centre = world.district.people.access.seats_per_centre
    totals = world.citizens_users.totals
    offline = np.maximum(0.0, totals[:, 0] - totals[:, 1])
    offline[-1] = 0.0  # children
    chosen = offline * measures.seats_are_for(levers.participation.academy_for, len(offline))
    chance = np.zeros(len(offline))
    if chosen.sum() > 0:
        chance += (chosen > 0) * min(1.0, seats / chosen.sum())
    if offline.sum() > 0:
        chance += min(1.0, per_centre * centres / offline.sum())
    chance[-1] = 0.0
    return np.minimum(chance, 1.0)


def notice_rates(world: Steps) -> NoticeRates:
    """Return the parameters of step "notice"."""
    p = world.district.people
    return NoticeRates(
        p.awareness.campaign_hazard_per_year,
        p.awareness.word_of_mouth_hazard_per_year,
        p.awareness.contacts_per_month,
        p.awareness.ties,
        p.awareness.share_of_long_ties,
        p.awareness.weight_of_bad_report,
        p.access.probability_trained_gains_access,
        p.awareness.offline_reach,
    )


def need_rates(world: Steps, is_business: bool) -> NeedRates:
    """Return the parameters of step "needs" for citizens or businesses."""
    p, levers = world.district.people, world.levers
    c = p.choice
    households = world.district.residents / world.district.persons_per_household
    effort = levers.accessibility.accessibility_effort * world.funded["accessibility"]
    return NeedRates(
        c.usefulness_weight, c.ease_weight, c.social_weight, c.conditions_weight, c.trust_weight,
        c.risk_weight, c.risk_per_tenfold, c.card_limit_usd,
        c.logit_scale * c.intention_to_behaviour, p.habit.weight_logit,
        c.business_threshold if is_business else c.online_threshold, c.kiosk_threshold,
        c.television_threshold, c.phone_threshold, c.cost_scale_usd, c.lapsed_penalty_logit,
        p.habit.learning_exponent, p.demand.desk_hours, p.demand.delay_hours_per_month,
        p.demand.online_time_ratio,
        p.demand.phone_hours, p.demand.document_hours, p.demand.more_visits_share,
        p.demand.failure_online, p.demand.fallback_to_phone, p.judgement.wait_scale_months,
        p.awareness.referral_probability, in_force.referral_effort(world),
        c.handicap_of_the_weak, c.help_for_the_weak * effort,
        c.sign_on_effect if world.it_committee.sign_on_ready else 0.0,
        min(1.0, in_force.television_boxes(world) / households), p.demand.television_hours,
        p.judgement.worth_of_phone, p.judgement.worth_of_kiosk, p.judgement.worth_of_television,
        world.petition_rate, 60 if is_business else 12,
        world.tax_agents.share_of_filings if is_business else 0.0,
    )  # fmt: skip


def feeling_rates(world: Steps) -> FeelingRates:
    """Return the parameters of step "feelings"."""
    p = world.district.people
    launches = min(1.0, world.it_committee.launched_this_month)
    heard = p.judgement.promise_between_launches
    promises = world.levers.participation.promises * (heard + (1.0 - heard) * launches)
    rise = p.judgement.promise_effect * promises
    rise += p.participation.expectation_effect * world.participation_level
    return FeelingRates(
        p.judgement.neutral_satisfaction, p.judgement.performance_weight,
        p.judgement.disconfirmation_weight, p.judgement.loss_multiplier, p.judgement.adjustment,
        p.judgement.expectation_adaptation, rise, p.trust.gain, p.trust.loss,
        p.trust.reversion_per_month, 0.5 ** (1.0 / p.trust.shock_half_life_months),
        world.incidents.news_for_users, world.incidents.news_for_all, p.habit.learning_rate,
        p.habit.decay_per_month, p.habit.stop_hazard_per_month,
        p.participation.answer_effect_on_trust, world.answers.answered_share,
        world.participation_level,
    )  # fmt: skip


def staff_rates(world: Steps) -> StaffRates:
    """Return the parameters of step "staff"."""
    e, t = world.district.organisation.employees, world.district.organisation.turnover
    c = world.levers.capacity
    funded = world.funded["capacity"]
    programme = in_force.runs_manager_programme(world)
    support = e.support_manager_programme * programme + e.support_manuals * c.manuals
    support = min(1.0, support + e.support_guarantee * c.job_guarantee)
    support = e.support_usual + support + e.reward_effect * c.performance_rewards
    support *= 0.5 + 0.5 * funded
    kept = 0.5 ** (1.0 / e.skill_half_life_months)
    live = world.portfolio.n_live / len(world.portfolio.projects)
    return StaffRates(
        e.training_effect_sd, e.forgetting_share * (1.0 - kept), e.skill_by_doing, e.skill_floor,
        e.rotation_per_month,
        e.attrition_per_year, e.switching_cost_weight, e.insecurity_weight, e.support_weight,
        e.peer_weight, e.security_to_morale, e.kept_with_manuals, e.kept_without_manuals,
        e.guarantee_effect_sd if c.job_guarantee else 0.0, live,
        min(1.0, support), c.performance_rewards * funded, c.manuals * funded, c.replace_leavers,
        e.feelings_speed, t.retirement_age, t.short_of_hours_load, t.refill_wait_months,
        t.refill_per_month, t.newcomer_age, t.newcomer_it_skill, t.newcomer_insecurity,
        t.newcomer_acceptance, t.newcomer_morale, t.beginner_skill, t.exposed_at_hand_over,
        t.post_skill, t.learns_post_per_month, t.notes_kept_per_month, t.notes_written_per_month,
    )  # fmt: skip
