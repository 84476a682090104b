"""Habit, giving up, and what contacts hear (rules H1 to H4)."""

from __future__ import annotations

from sim.jit import rule


@rule
def habit_after(habit: float, share_of_cases: float, learning_rate: float) -> float:
    """Return habit of a channel after a month with cases (rule H1).

    Parameters
    ----------
    habit, share_of_cases : [0-1]      Habit before; share of the cases done by this channel.
    learning_rate : [1/transaction]    How fast habit follows use.

    Source
    ------
    Exponential smoothing; rate assumed 0.1 to 0.5.
    """
    return habit + learning_rate * (share_of_cases - habit)


@rule
def habit_unused(habit: float, decay_per_month: float) -> float:
    """Return habit after a month without any case (rule H2)."""
    return habit * (1.0 - decay_per_month)


@rule
def stop_probability(hazard_per_month: float, recent_failures: float) -> float:
    """Return the chance that a user gives up this month (rule H3).

    Parameters
    ----------
    hazard_per_month : [1/month]   Without failures.
    recent_failures : [count]      Each adds three times the hazard.

    Source
    ------
    Net fall of about 1 % of users a year, Taiwan 2009-2017 (Tsui 2019). Size: assumed.
    """
    return 1.0 - (1.0 - hazard_per_month) ** (1.0 + 3.0 * recent_failures)


@rule
def voice(online: int, failures: int, satisfaction: float, months_since: int, voice: int) -> int:
    """Return what contacts hear: +1 good, -1 bad, 0 nothing (rule H4).

    A report is made when the service was used, and is heard for a year.

    Parameters
    ----------
    online, failures : [count]   Successful and failed uses this month.
    satisfaction : [0-1]         Of the person.
    months_since : [months]      Since the last use; negative if never.
    voice : -1, 0 or 1           Last month's.
    """
    if failures > online:
        return -1
    if online > 0:
        return 1 if satisfaction >= 0.5 else -1
    if months_since < 0 or months_since > 12:
        return 0
    return voice
