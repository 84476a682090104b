"""Access and certificates (rules A1 to A4): who can be online at all."""

from __future__ import annotations

from sim.jit import rule


@rule
def has_access(access_rank: float, share_online: float, helped: bool) -> bool:
    """Return whether a person is online (rule A1).

    Parameters
    ----------
    access_rank : [0-1]   Fixed for life; low ranks come online first.
    share_online : [0-1]  Share of the person's group that is online this month.
    helped : yes or no    Access was opened by training or a public centre.

    Source
    ------
    Dated national surveys by age, sim/data/internet_by_age.csv.
    """
    return helped or access_rank < share_online


@rule
def has_certificate(is_online: bool, certificate_rank: float, share_certified: float) -> bool:
    """Return whether a person can sign and pay online (rule A2).

    Parameters
    ----------
    is_online : yes or no      Nobody offline holds a certificate.
    certificate_rank : [0-1]   Fixed for life.
    share_certified : [0-1]    Share of those online that hold one this month.

    Source
    ------
    Dated counts of certificates, sim/data/certificates.csv.
    """
    return is_online and certificate_rank < share_certified


@rule
def training_opens_access(draw: float, seat_probability: float, probability_gains: float) -> bool:
    """Return whether a seat in the Academy Hall brings a non-user online (rule A3).

    Parameters
    ----------
    draw : (0-1)                   The person's luck this month.
    seat_probability : [0-1]       Chance of a seat for the person's group.
    probability_gains : [0-1]      Chance that a trained non-user gains access.

    Source
    ------
    Assumed: people.access.probability_trained_gains_access.
    """
    return draw < seat_probability * probability_gains


@rule
def skill_after_training(skill: float) -> float:
    """Return digital skill after a course: a quarter of what was lacking is learned (rule A4).

    Parameters
    ----------
    skill : [0-1]   Before the course.

    Source
    ------
    Sign: Dong et al. 2023, older adults gain 0.46 to 1.84 sd in courses. Size: assumed.
    """
    return skill + 0.25 * (1.0 - skill)
