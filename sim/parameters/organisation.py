"""Employees, desks, projects, vendors: how the district office works."""

from __future__ import annotations

from pydantic import Field

from sim.parameters.declare import Group, parameter

_CHAOS = "Direction: Standish CHAOS 2009. Size: assumed"


class Employees(Group):
    """Skill, fear, morale, rotation and turnover."""

    training_effect_sd: float = parameter(
        0.62, unit="standard deviations", low=0, high=1.5, status="literature",
        label="Effect of a normal year of training (28 hours)",
        source="Arthur et al. 2003, JAP 88: k = 122, N = 15,627",
    )
    skill_half_life_months: float = parameter(
        11.0, unit="months", low=3, high=36, status="literature",
        label="Half-life of unused skill",
        source="Tatel & Ackerman, Psychological Bulletin: 6.5 (accuracy) to 13 (speed) months",
    )
    learning_exponent: float = parameter(
        0.295, unit="exponent", low=0, high=0.8, status="literature",
        label="Learning by doing", source="Progress ratio 0.815: Dutton & Thomas 1984 in Argote",
    )
    dip_at_launch: float = parameter(
        0.1, unit="share", low=0, high=0.4, status="assumed",
        label="Loss of productivity after a launch", source="Assumed 0 to 0.3; three months",
    )
    tipping_share: float = parameter(
        0.5, unit="share", low=0, high=0.9, status="literature",
        label="Share of work done the new way below which the old way returns",
        source="Existence: Morrison 2008, implementation dynamics. Value: assumed 0.3 to 0.7",
    )
    rotation_per_month: float = parameter(
        0.05, unit="1/month", low=0, high=0.2, status="literature", label="Rotation between posts",
        source="Kim Kwang-ho 2008, KDI J. of Economic Policy: directors stay about a year; "
        "20 months for staff assumed",
    )
    attrition_per_year: float = parameter(
        0.034, unit="1/year", low=0, high=0.3, status="measured", label="Attrition",
        source="1,387 (2002) to 1,307 (January 2006) with half of the leavers replaced",
    )
    security_to_morale: float = parameter(
        0.327, unit="correlation", low=0, high=0.8, status="literature",
        label="Job security and job satisfaction",
        source="Hur 2019, meta-analysis, 37 studies",
    )
    switching_cost_weight: float = parameter(
        0.4, unit="standard path", low=0, high=1, status="assumed",
        label="Weight of the cost of switching in resistance",
        source="Sign: Kim & Kankanhalli 2009, MISQ 33(3). Size: assumed",
    )
    insecurity_weight: float = parameter(
        0.33, unit="standard path", low=0, high=1, status="literature",
        label="Weight of insecurity in resistance", source="Hur 2019, meta-analysis",
    )
    support_weight: float = parameter(
        0.2, unit="standard path", low=0, high=1, status="assumed",
        label="Weight of support in resistance",
        source="Sign: Kim & Kankanhalli 2009, MISQ 33(3). Size: assumed",
    )
    peer_weight: float = parameter(
        0.13, unit="standard path", low=0, high=1, status="assumed",
        label="Weight of colleagues in resistance", source="Assumed",
    )
    guarantee_effect_sd: float = parameter(
        0.5, unit="standard deviations", low=0, high=1.5, status="assumed",
        label="Insecurity taken away by a guarantee", source="Assumed 0.1 to 0.9",
    )
    kept_with_manuals: float = parameter(
        0.6, unit="share", low=0, high=1, status="assumed",
        label="Knowledge kept at a hand-over with full manuals", source="Assumed 0.3 to 0.8",
    )
    kept_without_manuals: float = parameter(
        0.2, unit="share", low=0, high=1, status="assumed",
        label="Knowledge kept at a hand-over without manuals", source="Assumed 0.05 to 0.4",
    )
    reward_effect: float = parameter(
        0.25, unit="standard path", low=0, high=1, status="assumed",
        label="Effect of management for results",
        source="Sign: Soonhee Kim 2009, IPMR 10(1). Size: assumed 0.1 to 0.4",
    )


class Desks(Group):
    """Counters, phones and back office."""

    slack_share: float = parameter(
        0.015, unit="share", low=-0.3, high=1.0, status="assumed",
        label="Spare capacity of the desks at the start", source="Assumed",
    )
    phone_minutes_ratio: float = parameter(
        0.36, unit="ratio", low=0.05, high=1, status="literature",
        label="Staff time of a phone case against the counter",
        source="Phone 2.83 against counter 7.81 pounds: Socitm and NWEGG costings",
    )
    retyping_ratio: float = parameter(
        0.8, unit="ratio", low=0, high=1.5, status="assumed",
        label="Staff time of an online case that is printed and typed again",
        source="Assumed: the double channel before the office works the new way",
    )
    overtime_share: float = parameter(
        0.12, unit="share", low=0, high=0.5, status="assumed",
        label="Most overtime and temporary help, against usual hours",
        source="Assumed; reached when half a month of work waits",
    )
    lending_efficiency: float = parameter(
        0.5, unit="share", low=0, high=1, status="assumed",
        label="What an hour lent by another division is worth", source="Assumed",
    )
    error_growth_per_month_of_wait: float = parameter(
        0.2, unit="1/month", low=0, high=1, status="assumed",
        label="Growth of errors under overload", source="Assumed",
    )


class Projects(Group):
    """Cost, time and quality of applications."""

    body_median: float = parameter(
        1.1, unit="ratio", low=0.8, high=2, status="assumed",
        label="Median cost against plan, ordinary project", source="Assumed 1.0 to 1.3",
    )
    body_log_sd: float = parameter(
        0.25, unit="log", low=0.05, high=0.8, status="assumed",
        label="Spread of ordinary overruns", source="Assumed 0.15 to 0.4",
    )
    tail_probability: float = parameter(
        0.08, unit="share", low=0, high=0.5, status="assumed",
        label="Chance of a runaway project (small projects)", source=_CHAOS,
    )
    tail_exponent: float = parameter(
        1.38, unit="exponent", low=0.8, high=3, status="literature",
        label="Pareto exponent of runaway cost",
        source="Flyvbjerg et al. 2022: power law, n = 5,392; exponent derived from 18 % and 447 %",
    )
    tail_start: float = parameter(
        1.5, unit="ratio", low=1, high=3, status="literature",
        label="Where the tail of cost begins", source="Flyvbjerg et al. 2022",
    )
    tail_cap: float = parameter(
        6.0, unit="ratio", low=2, high=20, status="assumed",
        label="Cost ratio from which a project is lost", source="Assumed 4 to 10",
        note="It is cancelled once two fifths of that cost are spent.",
    )
    maintenance_share_per_year: float = parameter(
        0.10, unit="1/year", low=0, high=0.3, status="literature",
        label="Upkeep a year against development",
        source="Computerworld Korea 2015: public average 9 %, guideline 13 %",
    )
    integration_effort_share: float = parameter(
        0.3, unit="share", low=0, high=1, status="assumed",
        label="Cost of integrating an application against building it", source="Assumed",
    )
    duplicate_cost_share: float = parameter(
        0.15, unit="share", low=0, high=0.6, status="assumed",
        label="Duplicate investment under separate contracting",
        source="Case p. 22 names it; size assumed",
    )
    staff_hours_per_usd: float = parameter(
        0.02, unit="hours/USD", low=0, high=0.2, status="assumed",
        label="Staff hours a project takes from the desks", source="Assumed",
    )
    uptime_target: float = parameter(
        0.985, unit="share", low=0.8, high=1, status="assumed",
        label="Uptime with full upkeep", source="Assumed",
    )


class Vendors(Group):
    """Contracts, knowledge, lock-in."""

    discount_per_month: float = parameter(
        0.985, unit="1/month", low=0.9, high=1, status="assumed",
        label="How a vendor discounts the future", source="Assumed 0.97 to 0.995",
    )
    knowledge_gain_per_month: float = parameter(
        0.06, unit="1/month", low=0, high=0.5, status="assumed",
        label="How fast an investing vendor learns the administration", source="Assumed",
    )
    knowledge_loss_per_month: float = parameter(
        0.02, unit="1/month", low=0, high=0.3, status="literature",
        label="How fast knowledge of the administration fades",
        source="Monthly retention 0.75 to 0.99, Argote's depreciation studies",
    )
    multi_year_discount: float = parameter(
        0.0, unit="share", low=-0.2, high=0.3, status="assumed",
        label="Price of a multi-year contract below that of one-year contracts",
        source="GAO 1987: 7.8 % cheaper on average (-10.3 to +26.5 %) but prices inside grow by "
        "10 to 30 %; in the case's trade-off the yearly contract is the cheaper at first",
    )
    assurance_premium_per_year: float = parameter(
        0.03, unit="1/year", low=0, high=0.2, status="literature",
        label="Growth of price inside a multi-year contract",
        source="GAO-08-298: 10 to 30 % over the term",
    )
    lock_in_escalation_per_year: float = parameter(
        0.04, unit="1/year", low=0, high=0.2, status="assumed",
        label="Growth of price without competition", source="Assumed 0 to 0.1",
    )
    bidders_discount: float = parameter(
        0.09, unit="share", low=0, high=0.3, status="literature",
        label="Fall of price when bidders double", source="European Commission COM(2013) 455",
    )
    switching_cost_share: float = parameter(
        0.33, unit="share", low=0, high=1.5, status="literature",
        label="Cost of leaving a vendor against a year's spending",
        source="Peukert 2019, EJIS: 1,318 organisations, 11 years",
    )
    recontracting_months: float = parameter(
        2.0, unit="months", low=0, high=6, status="measured",
        label="Months lost by re-contracting",
        source="Vendors' statement in ETNews 22 Dec 2009: two months in twelve",
    )
    leave_hazard_per_month: float = parameter(
        0.02, unit="1/month", low=0, high=0.2, status="assumed",
        label="Chance that the global vendor leaves without a promise of renewal",
        source="Case p. 17: it may go to another district; size assumed",
    )


class Security(Group):
    """Incidents, their size, and what guards against them."""

    incidents_per_year: float = parameter(
        0.03, unit="1/year", low=0, high=1, status="literature",
        label="Incidents a year at unit exposure",
        source="Cyentia IRIS 2022: 0.06 a year for a USD 100 million organisation, halved for 2002",
    )
    size_log10_mean: float = parameter(
        3.5, unit="log10 records", low=1, high=6, status="literature",
        label="Size of a leak (mean of log10)", source="Voltage 2009: lognormal, 3.5 and 1.2",
    )
    size_log10_sd: float = parameter(
        1.2, unit="log10 records", low=0.1, high=3, status="literature",
        label="Size of a leak (spread of log10)", source="Voltage 2009; Edwards et al. 2016",
    )
    spending_scale_usd_per_year: float = parameter(
        100_000.0, unit="USD/year", low=10_000, high=2_000_000, status="assumed",
        label="Security spending that halves the hazard",
        source="Gordon & Loeb 2002 class I; scale assumed",
    )
    loss_per_incident_usd: float = parameter(
        40_000.0, unit="USD", low=0, high=20_000_000, status="assumed",
        label="Direct cost of an incident",
        source="Typical 200,000 USD in the 2010s (Cyentia IRIS 20/20); scaled to a district",
    )
    freeze_months: int = parameter(
        6, unit="months", low=0, high=24, status="assumed",
        label="Months that MOIC grants nothing after a breach", source="Assumed 3 to 12",
    )
    stop_months: int = parameter(
        2, unit="months", low=0, high=12, status="measured",
        label="Months that issuing stops after a forgery",
        source="Stopped 23 Sep 2005, resumed 10 Nov 2005 (ETNews 26 Dec 2005)",
    )


class Organisation(Group):
    """Everything about the office and those who work for it."""

    employees: Employees = Field(default_factory=Employees)
    desks: Desks = Field(default_factory=Desks)
    projects: Projects = Field(default_factory=Projects)
    vendors: Vendors = Field(default_factory=Vendors)
    security: Security = Field(default_factory=Security)
