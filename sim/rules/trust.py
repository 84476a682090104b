"""Trust in the district office (rules T1 to T4): comes on foot, goes on horseback."""

from __future__ import annotations

from sim.jit import rule
from sim.rules.judgement import within


@rule
def trust_base_after(
    base: float,
    satisfaction_change: float,
    predisposition: float,
    gain: float,
    loss: float,
    reversion: float,
) -> float:
    """Return the slow part of trust after a month (rule T1).

    Parameters
    ----------
    base, predisposition : [0-1]
    satisfaction_change : [-1, 1]    This month.
    gain, loss : [ratio]             Trust moved by a rise and by a fall.
    reversion : [1/month]            Return to the predisposition.

    Source
    ------
    Kampen, Van de Walle & Bouckaert 2006 (signs); sizes assumed.
    """
    moved = gain * satisfaction_change if satisfaction_change > 0.0 else loss * satisfaction_change
    return within(base + moved + reversion * (predisposition - base))


@rule
def shock_after(shock: float, kept_per_month: float, news: float) -> float:
    """Return the fast part of trust: what is left of the last shock, and the new one (rule T2).

    Parameters
    ----------
    shock, news : [0-1]
    kept_per_month : [0-1]   0.5 ** (1 / half-life).

    Source
    ------
    Half-life of two months read from ISR 2023.0391.
    """
    return min(1.0, shock * kept_per_month + news)


@rule
def trust_felt(base: float, shock: float) -> float:
    """Return trust as it is felt: the base less the shock (rule T3)."""
    return within(base - shock)


@rule
def trust_from_answers(activity: float, answered: float, level: float, effect: float) -> float:
    """Return trust moved by answers kept or broken, among those who take part (rule T4).

    Parameters
    ----------
    activity : [>=0]       Propensity to take part, 1 is the mean; counts up to 3.
    answered : [0-1]       Share of petitions answered within 14 days.
    level : [0-1]          How much participation is offered.
    effect : [1/month]     Size at mean activity and full participation.

    Source
    ------
    Kim & Lee 2012, PAR 72(6), Seoul 2009: responsiveness, then transparency, then trust (signs).
    """
    return effect * level * min(activity, 3.0) * (2.0 * answered - 1.0)
