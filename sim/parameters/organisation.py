"""Projects and security; and everything about the office, from the files beside this one."""

from __future__ import annotations

from pydantic import Field

from sim.parameters.committee import Committee
from sim.parameters.declare import Group, parameter
from sim.parameters.desks import Desks, Integration
from sim.parameters.staff import Employees, Turnover
from sim.parameters.vendors import Vendors

_CHAOS = "Direction: Standish CHAOS 2009. Size: assumed"
_USABLE = "Assumed: effort counts most; full effort and skill make 1"


class Projects(Group):
    """Cost, time and quality of applications."""

    live_at_start: bool = parameter(
        True, unit="switch", status="measured",
        label="The applications of August 2002 are live when the run begins",
        source="The case and dated press; a run that begins earlier says no and dates them",
    )
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
        needs="strategy.consolidation.integrate_applications",
    )
    duplicate_cost_share: float = parameter(
        0.15, unit="share", low=0, high=0.6, status="assumed",
        label="Duplicate investment under separate contracting",
        source="Case p. 22 names it; size assumed",
        needs="strategy.consolidation.contracting=separate",
    )
    staff_hours_per_usd: float = parameter(
        0.02, unit="hours/USD", low=0, high=0.2, status="assumed",
        label="Staff hours a project takes from the desks", source="Assumed",
    )
    uptime_target: float = parameter(
        0.985, unit="share", low=0.8, high=1, status="assumed",
        label="Uptime with full upkeep", source="Assumed",
    )
    quality_at_start: float = parameter(
        0.45, unit="share", low=0, high=1, status="assumed",
        label="Quality of the applications that are live at the start",
        source="Assumed 0.3 to 0.6: early pages, little integration",
    )
    usability_at_start: float = parameter(
        0.45, unit="share", low=0, high=1, status="assumed",
        label="Usability of the applications that are live at the start",
        source="Assumed 0.3 to 0.6",
    )
    usability_base: float = parameter(
        0.3, unit="share", low=0, high=1, status="assumed",
        label="Usability of a new application, no effort and no skill", source=_USABLE,
    )
    usability_of_effort: float = parameter(
        0.45, unit="share", low=0, high=1, status="assumed",
        label="Usability that full effort adds", source=_USABLE,
        needs="strategy.accessibility.usability_effort",
    )
    usability_of_skill: float = parameter(
        0.25, unit="share", low=0, high=1, status="assumed",
        label="Usability that a fully skilled vendor adds", source=_USABLE,
    )
    cancelled_at_share: float = parameter(
        0.4, unit="share", low=0, high=1, status="assumed",
        label="Part of the capped cost after which a lost project is cancelled",
        source="Assumed 0.2 to 0.8: nobody knows it is lost at first",
    )
    uptime_lost_without_upkeep: float = parameter(
        0.25, unit="share", low=0, high=1, status="assumed",
        label="Uptime lost where no upkeep is paid", source="Assumed 0.1 to 0.5",
    )
    uptime_speed: float = parameter(
        0.2, unit="1/month", low=0, high=1, status="assumed",
        label="How fast uptime follows the upkeep that is paid", source="Assumed: months",
    )
    quality_lost_per_month: float = parameter(
        0.01, unit="share/month", low=0, high=0.2, status="assumed",
        label="Quality lost a month where no upkeep is paid", source="Assumed 0.005 to 0.03",
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
    exposure_per_register: float = parameter(
        0.5, unit="ratio", low=0, high=5, status="assumed",
        label="Exposure that an open register adds",
        source="Assumed: as much as the doubling of live applications",
    )
    held_share: float = parameter(
        0.5, unit="share", low=0, high=1, status="assumed",
        label="Residents whose records one leak can reach, unless all data lie in one place",
        source="Assumed 0.2 to 0.8",
    )
    severity_log10: float = parameter(
        5.5, unit="log10 records", low=1, high=8, status="assumed",
        label="Size of a leak that is felt in full", source="Assumed: 316,000 records",
    )
    news_to_all: float = parameter(
        0.3, unit="ratio", low=0, high=1, status="assumed",
        label="Shock of a leak to those who do not use the portal, against users",
        source="Assumed 0.1 to 0.5",
    )
    news_to_all_one_target: float = parameter(
        0.7, unit="ratio", low=0, high=1, status="assumed",
        label="The same where all data lie in one place",
        source="Assumed 0.5 to 1: it touches everyone",
    )
    capital_lost_by_leak: float = parameter(
        0.05, unit="share", low=0, high=1, status="assumed",
        label="Political capital lost by a leak that is felt in full", source="Assumed 0 to 0.2",
    )
    leak_elsewhere: float = parameter(
        0.15, unit="ratio", low=0, high=2, status="assumed",
        label="Shock of a leak at a private firm against one at the district",
        source="Assumed 0 to 0.5: 104 million records of card firms in January 2014, yet use of "
        "public services did not fall",
    )
    forgery_shock: float = parameter(
        0.6, unit="ratio", low=0, high=2, status="assumed",
        label="Shock of a forgery against a breach",
        source="Assumed: no personal data are lost; issuing stopped in autumn 2005",
    )
    forgery_news_to_all: float = parameter(
        0.5, unit="ratio", low=0, high=1, status="assumed",
        label="Shock of a forgery to those who do not use the portal, against users",
        source="Assumed: it was in the national news",
    )
    scandal_trust: float = parameter(
        0.05, unit="share", low=0, high=0.5, status="assumed",
        label="Trust lost at once by a scandal of size 1", source="Assumed: half a breach",
    )
    scandal_capital: float = parameter(
        0.2, unit="share", low=0, high=1, status="assumed",
        label="Political capital lost by a scandal of size 1", source="Assumed 0.1 to 0.4",
    )
    outages_per_month: float = parameter(
        0.03, unit="share/month", low=0, high=1, status="assumed",
        label="Chance of an outage a month with full upkeep", source="Assumed: one in three years",
    )
    outages_of_neglect: float = parameter(
        10.0, unit="ratio", low=0, high=100, status="assumed",
        label="Growth of that chance with each unit of uptime missing",
        source="Assumed: 2.5 times more at two thirds of the upkeep",
    )
    outage_share: float = parameter(
        0.1, unit="share", low=0, high=1, status="assumed",
        label="Part of the month lost by an outage", source="Assumed: three days",
    )
    outage_shock_share: float = parameter(
        0.3, unit="share", low=0, high=1, status="assumed",
        label="Part of the month lost by a dated outage of size 1", source="Assumed: nine days",
    )


class Organisation(Group):
    """Everything about the office and those who work for it."""

    employees: Employees = Field(default_factory=Employees)
    turnover: Turnover = Field(default_factory=Turnover)
    desks: Desks = Field(default_factory=Desks)
    integration: Integration = Field(default_factory=Integration)
    projects: Projects = Field(default_factory=Projects)
    committee: Committee = Field(default_factory=Committee)
    vendors: Vendors = Field(default_factory=Vendors)
    security: Security = Field(default_factory=Security)
