"""Employees (rules E1 to E9): skill, fear, acceptance, morale, hand-over, productivity."""

from __future__ import annotations

import math

from sim.jit import rule
from sim.rules.judgement import within

_SKILL_SD = 0.2


@rule
def skill_after_month(
    skill: float, training_hours: float, effect_sd: float, forgotten_unused: float,
    by_doing: float, floor: float, use: float,
) -> float:  # fmt: skip
    """Return an employee's IT skill after a month of training, use and forgetting (rule E1).

    Parameters
    ----------
    skill : [0-1]
    training_hours : [hours/month]
    effect_sd : [sd per 28 hours]    Effect of a normal year of training.
    forgotten_unused : [1/month]     What is forgotten of a skill that is not used.
    by_doing : [1/month]             What is learned by working the new way.
    floor : [0-1]                    Skill that is never forgotten.
    use : [0-1]                      Share of work done the new way.

    Source
    ------
    Arthur et al. 2003 (0.62 sd); Tatel & Ackerman (half-life 6.5 to 13 months).
    """
    learned = effect_sd * _SKILL_SD * training_hours / 28.0 * (1.0 - skill) / 0.5
    practised = by_doing * use * (1.0 - skill)
    forgotten = (skill - floor) * forgotten_unused * (1.0 - use)
    return within(skill + learned + practised - max(0.0, forgotten))


@rule
def practice_after(practice: float, volume: float) -> float:
    """Return the log of uses after a month with a volume of online work (rule E2).

    Parameters
    ----------
    practice : [log count]
    volume : [0-1]   Share of the division's cases that came online.
    """
    return math.log(math.exp(practice) + volume)


@rule
def insecurity_drawn_to(
    at_start: float, automation: float, guarantee_sd: float, skill: float
) -> float:
    """Return the fear for the job that circumstances draw an employee to (rule E3).

    Parameters
    ----------
    at_start : [0-1]       The person's fear at the start.
    automation : [0-1]     Share of the work that is announced to be automated.
    guarantee_sd : [0-1 sd]   What a guarantee takes away, also of what automation adds.
    skill : [0-1]          Skill takes fear away too.

    Source
    ------
    The case, p. 19; size of the guarantee assumed 0.1 to 0.9 sd.
    """
    return within(
        at_start
        + 0.25 * automation * max(0.0, 1.0 - guarantee_sd)
        - _SKILL_SD * guarantee_sd
        - 0.2 * (skill - 0.45)
    )


@rule
def acceptance_drawn_to(
    skill: float,
    insecurity: float,
    support: float,
    peers: float,
    switching_weight: float,
    insecurity_weight: float,
    support_weight: float,
    peer_weight: float,
) -> float:
    """Return the acceptance of the new systems an employee is drawn to (rule E4).

    Parameters
    ----------
    skill, insecurity : [0-1]        Switching costs are what skill lacks.
    support, peers : [0-1]           Manuals, managers and rewards; colleagues' acceptance.
    switching_weight, insecurity_weight, support_weight, peer_weight : [path]

    Source
    ------
    Kim & Kankanhalli 2009, MISQ 33(3) (signs); Hur 2019 (insecurity).
    """
    resistance = (
        switching_weight * (0.5 - skill) / _SKILL_SD
        + insecurity_weight * (insecurity - 0.5) / _SKILL_SD
        - support_weight * (support - 0.3) / _SKILL_SD
        - peer_weight * (peers - 0.5) / _SKILL_SD
    )
    return 1.0 / (1.0 + math.exp(resistance))


@rule
def morale_drawn_to(
    insecurity: float, overload: float, rewards: float, security_weight: float
) -> float:
    """Return the job satisfaction an employee is drawn to (rule E5).

    Parameters
    ----------
    insecurity : [0-1]
    overload : [>=0]            Backlog of the desk in months of work.
    rewards : [0-1]             Rewards for training and use.
    security_weight : [corr.]   Job security and job satisfaction.

    Source
    ------
    Hur 2019: rho = 0.327; overload and rewards assumed.
    """
    fear = (insecurity - 0.5) / _SKILL_SD
    return within(0.6 - 0.15 * security_weight * fear - 0.2 * min(1.0, overload) + 0.08 * rewards)


@rule
def knowledge_kept(notes: float, with_manuals: float, without: float) -> float:
    """Return the share of a post's knowledge that survives a hand-over (rule E6).

    Parameters
    ----------
    notes : [0-1]                    What was written down.
    with_manuals, without : [0-1]    Kept with everything, and with nothing, written down.

    Source
    ------
    Ideas adopted in Seoul mostly died with staff shake-ups; values assumed.
    """
    return without + (with_manuals - without) * notes


@rule
def leaving_probability(attrition_per_year: float, morale: float) -> float:
    """Return the chance that an employee leaves this month (rule E7).

    Parameters
    ----------
    attrition_per_year : [1/year]   At a morale of 0.58.
    morale : [0-1]                  Low morale raises it.
    """
    return attrition_per_year / 12.0 * max(0.2, 1.0 + 1.5 * (0.58 - morale))


@rule
def productivity(
    administrative_skill: float, it_skill: float, practice: float, exponent: float, new_way: float
) -> float:
    """Return how much an employee gets done, about 1 at the start (rule E8).

    Parameters
    ----------
    administrative_skill, it_skill : [0-1]
    practice : [log count]
    exponent : [0-1]         Learning by doing.
    new_way : [0-1]          Share of the work done the new way, where IT skill and practice count.

    Source
    ------
    Power law of practice, progress ratio 0.815.
    """
    old = 0.6 + 0.6 * administrative_skill
    saved = 1.0 / (0.75 + 0.25 * math.exp(-exponent * practice))
    return old * (1.0 + new_way * ((1.0 + 0.25 * (it_skill - 0.4)) * saved - 1.0))


def new_way_share(share: float, drawn_to: float, tipping: float) -> float:
    """Return the share of work done the new way after a month (rule E9).

    Below the tipping share practice does not offset forgetting, and the old way returns, but for
    half of those who are ready.

    Parameters
    ----------
    share : [0-1]       Last month's.
    drawn_to : [0-1]    Acceptance times skill of the division's staff.
    tipping : [0-1]

    Source
    ------
    Existence of a tipping point: Morrison 2008; value assumed.
    """
    pull = 0.08 * (drawn_to - share)
    lost = 0.09 * max(0.0, tipping - share)
    return within(max(share + pull - lost, 0.5 * drawn_to))
