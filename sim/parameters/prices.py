"""What the programme's running activities cost a month; all assumed, of a Korean office of 2002."""

from __future__ import annotations

from typing import Any

from sim.parameters.declare import Group, parameter

_SOURCE = "Assumed: order of magnitude of a Korean district office, 1,000 won = 1 USD"


def _price(default: float, unit: str, label: str, lever: str) -> Any:
    return parameter(
        default, unit=unit, low=0, high=1000 * max(default, 1.0), status="assumed", label=label,
        source=_SOURCE, needs=f"strategy.{lever}",
    )  # fmt: skip


class Prices(Group):
    """Monthly prices of what the levers do."""

    kiosk_usd_per_month: float = _price(
        20.0, "USD/month", "Upkeep of a kiosk", "accessibility.kiosks"
    )
    television_box_usd_per_month: float = _price(
        3.0, "USD/month", "Rent of a television box", "accessibility.television_boxes"
    )
    outreach_usd_per_month: float = _price(
        3000.0, "USD/month", "Usual campaign", "accessibility.outreach"
    )
    referral_usd_per_month: float = _price(
        500.0, "USD/month", "Staff pointing to the service", "accessibility.referral_effort"
    )
    access_centre_usd_per_month: float = _price(
        1500.0, "USD/month", "One access centre", "accessibility.access_centres"
    )
    accessible_usd_per_month: float = _price(
        2000.0, "USD/month", "Full effort on accessibility", "accessibility.accessibility_effort"
    )
    manuals_usd_per_month: float = _price(
        4000.0, "USD/month", "Full effort on manuals", "capacity.manuals"
    )
    exchange_usd_per_month: float = _price(
        2000.0, "USD/month", "Full vendor-staff exchange", "capacity.vendor_staff_exchange"
    )
    rewards_usd_per_month: float = _price(
        6000.0, "USD/month", "Full rewards", "capacity.performance_rewards"
    )
    manager_programme_usd_per_month: float = _price(
        3000.0, "USD/month", "Programme for managers", "capacity.manager_programme"
    )
    academy_seat_usd: float = _price(
        4.0, "USD", "One seat in the Academy Hall", "participation.academy_seats"
    )
    disclosure_usd_per_month: float = _price(
        1500.0, "USD/month", "Everything published", "participation.disclosure"
    )
    survey_usd: float = _price(500.0, "USD", "One online survey", "participation.surveys_per_year")
    broadcast_usd: float = _price(
        800.0, "USD", "One meeting broadcast", "participation.meetings_broadcast_per_year"
    )
    ask_the_mayor_usd_per_month: float = _price(
        300.0, "USD/month", "We Ask Our Mayor", "participation.ask_the_mayor"
    )
    it_department_usd_per_month: float = _price(
        5000.0, "USD/month", "Central IT department", "capacity.central_it_department"
    )
    board_usd_per_month: float = _price(
        1000.0, "USD/month", "Interagency board", "collaboration.interagency_board"
    )
    seat_usd_per_month: float = _price(
        200.0, "USD/month", "One committee seat", "collaboration.committee_seats"
    )
    sign_on_usd: float = _price(
        80_000.0, "USD", "One sign-on, to build", "accessibility.one_sign_on"
    )
    kiosk_night_factor: float = parameter(
        1.5, unit="ratio", low=1, high=5, status="assumed",
        label="Upkeep of a kiosk open day and night against a usual one", source=_SOURCE,
        needs="strategy.accessibility.kiosk_hours_extended",
    )  # fmt: skip
    hours_per_post_month: float = parameter(
        140.0, unit="hours/month", low=40, high=300, status="assumed",
        label="Working hours of a post", source=_SOURCE,
    )  # fmt: skip
