"""The levers of the mayor, by pillar. Defaults are the case as it stood in August 2002."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from sim.parameters.declare import Group, parameter

_CASE = "KDI School 2014, Localizing E-Government in Korea"
_OURS = "Assumed: the case gives the lever, not its size"


class Budget(Group):
    """Money: the grant, the request for more, own funds, and their split by pillar."""

    grant_usd: float = parameter(
        1_000_000.0, unit="USD", low=0, high=20_000_000, status="measured", label="Pilot grant",
        source=f"{_CASE}, p. 13", note="Paid by the Ministry of Planning and Budget in month 1.",
    )
    request_usd: float = parameter(
        1_000_000.0, unit="USD", low=0, high=10_000_000, status="measured",
        label="Supplementary request", source=f"{_CASE}, p. 13-14",
        needs="strategy.budget.tactic=ask_all|phases|after_proof|coalition",
    )
    tactic: Literal["none", "ask_all", "phases", "after_proof", "coalition"] = parameter(
        "ask_all", unit="choice", status="measured", label="How the Assembly is asked",
        source=f"{_CASE}, p. 13-14: the whole sum, at the start, alone",
        note="ask_all: the whole sum at once, each year until granted. phases: a quarter a year. "
        "after_proof: only once results are published. coalition: only with six districts.",
        needs="strategy.budget.request_usd",
    )
    own_funds_usd_per_year: float = parameter(
        200_000.0, unit="USD/year", low=0, high=10_000_000, status="assumed",
        label="District's own funds for the programme",
        source="Assumed: 0.08 % of the district's budget of about USD 250 million",
    )
    reuse_of_savings: float = parameter(
        0.2, unit="share", low=0, high=1, status="assumed",
        label="Share of realised savings given back to the programme", source=_OURS,
    )
    weight_accessibility: float = parameter(
        0.50, unit="weight", low=0, high=1, status="assumed", label="Weight of accessibility",
        source=_OURS, note="The five weights are divided by their sum.",
    )
    weight_capacity: float = parameter(
        0.15, unit="weight", low=0, high=1, status="assumed", label="Weight of capacity building",
        source=_OURS,
    )
    weight_participation: float = parameter(
        0.10, unit="weight", low=0, high=1, status="assumed", label="Weight of participation",
        source=_OURS,
    )
    weight_consolidation: float = parameter(
        0.20, unit="weight", low=0, high=1, status="assumed", label="Weight of consolidation",
        source=_OURS,
    )
    weight_collaboration: float = parameter(
        0.05, unit="weight", low=0, high=1, status="assumed", label="Weight of collaboration",
        source=_OURS,
    )


class Accessibility(Group):
    """Front end: easy, for all ages, near, known; and the order in which services come."""

    usability_effort: float = parameter(
        0.3, unit="share", low=0, high=1, status="assumed", label="Effort on usability",
        source=_OURS, note="Adds up to a quarter to the cost of an application.",
    )
    accessibility_effort: float = parameter(
        0.1, unit="share", low=0, high=1, status="assumed",
        label="Effort on access for the elderly and disabled", source=_OURS,
    )
    kiosks: int = parameter(
        103, unit="count", low=0, high=500, status="measured", label="Document kiosks",
        source="Hankyung 28 Aug 2000: 103 kiosks announced in Gangnam",
    )
    kiosk_hours_extended: bool = parameter(
        False, unit="switch", status="assumed", label="Kiosks open day and night", source=_OURS,
        needs="strategy.accessibility.kiosks",
    )
    television_boxes: int = parameter(
        0, unit="count", low=0, high=150_000, status="measured", label="Television boxes",
        source="Seoul Shinmun 14 Dec 2006: 4,000 boxes planned; none in 2002",
    )
    outreach: float = parameter(
        1.0, unit="ratio", low=0, high=5, status="assumed", label="Outreach (1 = usual campaign)",
        source=_OURS,
    )
    referral_effort: float = parameter(
        1.0, unit="ratio", low=0, high=5, status="assumed",
        label="How hard desk staff point to the online service (1 = usual)", source=_OURS,
        needs="district.people.awareness.referral_probability",
    )
    access_centres: int = parameter(
        0, unit="count", low=0, high=100, status="assumed", label="Public access centres",
        source="1,046 centres in Korea by 2005 (UNPSA nomination, KADO); none assumed at first",
    )
    one_sign_on: bool = parameter(
        False, unit="switch", status="assumed", label="One sign-on for all services", source=_OURS,
    )
    order: Literal["as_listed", "quick_wins", "citizens_first", "business_first"] = parameter(
        "as_listed", unit="choice", status="assumed", label="Order of services", source=_OURS,
    )
    pace_applications_at_once: int = parameter(
        6, unit="count", low=1, high=71, status="assumed",
        label="Applications under development at the same time", source=_OURS,
    )


class Capacity(Group):
    """People inside: training, manuals, rewards, guarantee, a central IT department."""

    training_hours_clerk: float = parameter(
        10.0, unit="hours/year", low=0, high=120, status="assumed", label="Training of clerks",
        source="28 hours is a normal year (ASTD 2003, United States 2002); 10 = modest",
    )
    training_hours_manager: float = parameter(
        6.0, unit="hours/year", low=0, high=120, status="assumed", label="Training of managers",
        source="As for clerks; modest",
    )
    training_hours_director: float = parameter(
        2.0, unit="hours/year", low=0, high=120, status="assumed", label="Training of directors",
        source="As for clerks; modest",
    )
    training_hours_it: float = parameter(
        20.0, unit="hours/year", low=0, high=240, status="assumed", label="Training of IT staff",
        source="As for clerks; modest",
    )
    manager_programme: bool = parameter(
        False, unit="switch", status="assumed", label="Programme for managers and directors",
        source=f"{_CASE}, p. 19 and 23: asked for by senior staff",
    )
    vendor_staff_exchange: float = parameter(
        0.1, unit="share", low=0, high=1, status="assumed",
        label="Vendor and staff learn from each other", source=f"{_CASE}, p. 23; size assumed",
    )
    manuals: float = parameter(
        0.1, unit="share", low=0, high=1, status="assumed", label="Effort on manuals",
        source=f"{_CASE}, p. 19-20: asked for by managers; size assumed",
    )
    performance_rewards: float = parameter(
        0.0, unit="share", low=0, high=1, status="assumed",
        label="Rewards for training and use", source=f"{_CASE}, p. 23; none at first",
    )
    job_guarantee: bool = parameter(
        False, unit="switch", status="measured", label="Job guarantee",
        source=f"{_CASE}, p. 19: fear for jobs; no guarantee is given",
    )
    central_it_department: bool = parameter(
        False, unit="switch", status="measured", label="Central IT department",
        source=f"{_CASE}, p. 22-23: planned",
    )
    replace_leavers: float = parameter(
        0.5, unit="share", low=0, high=1, status="assumed",
        label="Leavers who are replaced",
        source="Assumed between two readings of -1.7 % a year from 2002 (1,387) to January 2006 "
        "(1,307): half at an attrition of 3.4 %, two thirds at the 5.1 % fitted",
    )


class Participate(Group):
    """Participating citizenry: what is opened, who answers, who is trained."""

    disclosure: float = parameter(
        0.2, unit="share", low=0, high=1, status="assumed", label="Documents published",
        source=f"{_CASE}, p. 18: only the representative sees documents; size assumed",
    )
    online_petitions: bool = parameter(
        False, unit="switch", status="measured", label="Petitions online",
        source=f"{_CASE}, p. 18: paper petitions at first",
    )
    surveys_per_year: int = parameter(
        2, unit="1/year", low=0, high=52, status="assumed", label="Online surveys",
        source="First polls in Gangnam 2001, one e-mail poll decided a budget in June 2003",
    )
    meetings_broadcast_per_year: int = parameter(
        0, unit="1/year", low=0, high=52, status="measured", label="Meetings broadcast",
        source=f"{_CASE}, p. 18 and 23: not yet",
    )
    ask_the_mayor: bool = parameter(
        False, unit="switch", status="measured", label="We Ask Our Mayor",
        source=f"{_CASE}, p. 23-24: planned",
    )
    staff_to_answer: float = parameter(
        1.0, unit="full-time posts", low=0, high=40, status="assumed",
        label="Posts that answer petitions and questions", source=_OURS,
    )
    academy_seats: int = parameter(
        300, unit="seats/month", low=0, high=10_000, status="assumed", label="Academy Hall seats",
        source="1,425 trainees a month in 2011 (Asia Economy 29 Jan 2012); 300 = modest start",
    )
    academy_for: Literal["open", "elderly", "disadvantaged"] = parameter(
        "open", unit="choice", status="assumed", label="Whom the seats are for",
        source=f"{_CASE}, p. 23: the elderly and disadvantaged are the mayor's interest",
        needs="strategy.participation.academy_seats",
    )
    promises: float = parameter(
        0.2, unit="share", low=0, high=1, status="assumed", label="How much is promised at launch",
        source=_OURS,
    )


class Consolidation(Group):
    """Data, technology and contracts."""

    data_mode: Literal["request", "shared", "federated", "central"] = parameter(
        "request", unit="choice", status="measured", label="How data are shared",
        source=f"{_CASE}, p. 15: dispatch on request, by permission",
    )
    security_usd_per_year: float = parameter(
        30_000.0, unit="USD/year", low=0, high=2_000_000, status="assumed",
        label="Security spending", source=_OURS,
    )
    contracting: Literal["separate", "coordinated"] = parameter(
        "separate", unit="choice", status="measured", label="Contracting by divisions or jointly",
        source=f"{_CASE}, p. 22: autonomy, duplicate investment",
    )
    contract_years: int = parameter(
        1, unit="years", low=1, high=5, status="measured", label="Length of a contract",
        source="One year was the custom before 2010 (ETNews 22 Dec 2009)",
    )
    selection: Literal["price", "reputation"] = parameter(
        "price", unit="choice", status="assumed", label="How a vendor is chosen",
        source=f"Price is assumed; {_CASE}, p. 27: reputation counted",
    )
    integrate_applications: bool = parameter(
        True, unit="switch", status="assumed",
        label="Integrate applications once they are live",
        source=f"{_CASE}, p. 25-26: the third phase",
    )


class Collaboration(Group):
    """Work with peers, ministries and partners."""

    coalition_posts: float = parameter(
        0.0, unit="full-time posts", low=0, high=10, status="assumed",
        label="Posts that work on a coalition of districts", source=_OURS,
        needs="district.peer_districts",
    )
    committee_seats: int = parameter(
        1, unit="count", low=0, high=6, status="measured", label="Seats on national committees",
        source=f"{_CASE}, p. 12: the mayor sits on the President's committee",
    )
    interagency_board: bool = parameter(
        False, unit="switch", status="measured", label="Interagency board (MOGAHA and MOIC)",
        source=f"{_CASE}, p. 15: the two ministries' task force is at odds",
    )
    payment_partners_sought: int = parameter(
        2, unit="count", low=0, high=6, status="assumed", label="Payment partners sought",
        source=f"{_CASE}, p. 26: banks and card companies; number assumed",
    )


class Strategy(Group):
    """All levers of a strategy, by pillar."""

    budget: Budget = Field(default_factory=Budget)
    accessibility: Accessibility = Field(default_factory=Accessibility)
    capacity: Capacity = Field(default_factory=Capacity)
    participation: Participate = Field(default_factory=Participate)
    consolidation: Consolidation = Field(default_factory=Consolidation)
    collaboration: Collaboration = Field(default_factory=Collaboration)
