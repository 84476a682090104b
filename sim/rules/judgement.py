"""Expectation and satisfaction (rules S1 to S3): better or worse than expected."""

from __future__ import annotations

from sim.jit import rule


@rule
def within(value: float) -> float:
    """Return a share kept between 0 and 1."""
    return max(0.0, min(1.0, value))


@rule
def satisfaction_drawn_to(
    performance: float,
    expectation: float,
    neutral: float,
    performance_weight: float,
    disconfirmation_weight: float,
    loss_multiplier: float,
) -> float:
    """Return the satisfaction that an experience draws a person to (rule S1).

    Parameters
    ----------
    performance, expectation : [0-1]
    neutral : [0-1]                      Satisfaction, and performance, when nothing surprises.
    performance_weight, disconfirmation_weight : [ratio]
    loss_multiplier : [>=1]              A disappointment counts more than a pleasant surprise.

    Source
    ------
    Zhang et al. 2022, PAR 82(1), meta-analysis (signs); sizes assumed.
    """
    surprise = performance - expectation
    felt = surprise if surprise > 0.0 else loss_multiplier * surprise
    drawn = neutral + performance_weight * (performance - neutral)
    return within(drawn + 0.5 * disconfirmation_weight * felt)


@rule
def moved_towards(value: float, target: float, rate: float) -> float:
    """Return a value moved a part of the way to a target (rule S2).

    Parameters
    ----------
    value, target : [any]
    rate : [0-1]   Part of the distance covered.
    """
    return value + rate * (target - value)


@rule
def raised_expectation(expectation: float, promise_per_month: float) -> float:
    """Return expectation after a month of promises; they move it part of the way to 1 (rule S3).

    Parameters
    ----------
    expectation : [0-1]
    promise_per_month : [0-1]   Strength of what is promised, and of what is offered to take part.
    """
    return expectation + promise_per_month * (1.0 - expectation)
