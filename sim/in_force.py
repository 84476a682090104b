"""What levers are worth as far as they are paid for: half the money, half the kiosks."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.steps import Steps


def _works(world: Steps, pillar: str) -> bool:
    """Return whether a pillar's money is enough for what is there whole or not at all."""
    return world.funded[pillar] >= world.district.economics.least_share_paid


def kiosks(world: Steps) -> float:
    """Return how many kiosks run."""
    return world.levers.accessibility.kiosks * world.funded["accessibility"]


def television_boxes(world: Steps) -> float:
    """Return how many television boxes are rented."""
    return world.levers.accessibility.television_boxes * world.funded["accessibility"]


def referral_effort(world: Steps) -> float:
    """Return how hard desk staff point to the online service; 1 is usual."""
    return world.levers.accessibility.referral_effort * world.funded["accessibility"]


def vendor_staff_exchange(world: Steps) -> float:
    """Return how far vendor and staff learn from each other, 0 to 1."""
    return world.levers.capacity.vendor_staff_exchange * world.funded["capacity"]


def runs_manager_programme(world: Steps) -> bool:
    """Return whether managers and directors are trained in a programme of their own."""
    return world.levers.capacity.manager_programme and _works(world, "capacity")


def has_it_department(world: Steps) -> bool:
    """Return whether a central IT department works."""
    return world.levers.capacity.central_it_department and _works(world, "consolidation")


def committee_seats(world: Steps) -> float:
    """Return seats on national committees that are really filled."""
    return world.levers.collaboration.committee_seats * world.funded["collaboration"]


def coalition_posts(world: Steps) -> float:
    """Return posts that work on the coalition of districts."""
    return world.levers.collaboration.coalition_posts * world.funded["collaboration"]


def has_board(world: Steps) -> bool:
    """Return whether the interagency board of MOGAHA and MOIC meets."""
    return world.levers.collaboration.interagency_board and _works(world, "collaboration")


def security_usd_per_year(world: Steps) -> float:
    """Return security spending that is really paid."""
    return world.levers.consolidation.security_usd_per_year * world.funded["consolidation"]
