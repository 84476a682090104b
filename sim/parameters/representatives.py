"""Representatives, the metropolitan government and partners: those who speak up, warn or join."""

from __future__ import annotations

from sim.parameters.declare import Group, parameter

_HEARING = "Assumed; case p. 17-18: quarterly hearings, closed meetings, suspicion"
_SEEKS = "strategy.collaboration.payment_partners_sought"


class Representatives(Group):
    """When citizens' and employees' representatives complain, and what it costs the mayor."""

    answered_least: float = parameter(
        0.6, unit="share", low=0, high=1, status="assumed", source=_HEARING,
        label="Petitions answered in 14 days below which it is a grievance",
    )
    participation_open: float = parameter(
        0.15, unit="share", low=0, high=1, status="assumed", source=_HEARING,
        label="Participation from which meetings and documents count as open",
    )
    wait_noticed_months: float = parameter(
        0.5, unit="months", low=0, high=12, status="assumed",
        label="Wait at a desk that becomes a grievance", source="Assumed: two weeks",
    )
    trust_fall_noticed: float = parameter(
        0.01, unit="share", low=0, high=1, status="assumed", source=_HEARING,
        label="Fall of trust in a quarter that becomes a grievance",
    )
    capital_lost_per_grievance: float = parameter(
        0.008, unit="share", low=0, high=0.5, status="assumed",
        label="Political capital lost a grievance",
        source="Assumed: a quarter of four grievances costs 3 % of the capital there can be",
    )
    praise_participation: float = parameter(
        0.3, unit="share", low=0, high=1, status="assumed", source=_HEARING,
        label="Participation above which the representative may praise",
    )
    praise_answered: float = parameter(
        0.85, unit="share", low=0, high=1, status="assumed", source=_HEARING,
        label="Petitions answered in 14 days above which the representative may praise",
    )
    capital_gained_by_praise: float = parameter(
        0.01, unit="share", low=0, high=0.5, status="assumed",
        label="Political capital gained by praise",
        source="Assumed: a little more than a grievance",
    )
    fear_starts_work_to_rule: float = parameter(
        0.6, unit="share", low=0, high=1, status="assumed",
        label="Mean fear for the job above which employees work to rule",
        source="Assumed 0.55 to 0.7; case p. 19: fear of replacement",
    )
    fear_ends_work_to_rule: float = parameter(
        0.52, unit="share", low=0, high=1, status="assumed",
        label="Mean fear below which work to rule ends",
        source="Assumed: below what started it, because a conflict outlasts its cause",
    )


class Metropolitan(Group):
    """How the Seoul Metropolitan Government watches the mayor."""

    participation_tolerated: float = parameter(
        0.4, unit="share", low=0, high=1, status="assumed",
        label="Participation above which it may warn",
        source="Assumed; case p. 18: mayors were told to keep their distance from citizens",
    )
    warning_chance: float = parameter(
        0.04, unit="1/month", low=0, high=1, status="assumed",
        label="Chance of a warning a month at one unit of participation beyond",
        source="Assumed: at full participation one in three and a half years; a seat halves it",
    )
    capital_lost: float = parameter(
        0.05, unit="share", low=0, high=1, status="assumed",
        label="Political capital lost by a warning", source="Assumed 0 to 0.1",
    )


class Partners(Group):
    """Banks and card companies, and the National Tax Service."""

    join_per_month: float = parameter(
        0.05, unit="share/month", low=0, high=1, status="assumed",
        label="Chance that a partner sought joins, nobody using the services",
        source="Assumed: about 20 months; case p. 26 names banks and card companies", needs=_SEEKS,
    )
    join_with_adoption: float = parameter(
        0.1, unit="share/month", low=0, high=1, status="assumed",
        label="Chance that full adoption adds", source="Assumed: paying users attract",
        needs=_SEEKS,
    )
    quality_each: float = parameter(
        0.03, unit="share", low=0, high=0.5, status="assumed",
        label="Quality that each partner beyond the first adds", source="Assumed 0 to 0.05",
        needs=_SEEKS,
    )
    tax_service_per_month: float = parameter(
        0.15, unit="share/month", low=0, high=1, status="assumed",
        label="Chance that the tax service joins once law and register are open",
        source="Assumed: about seven months",
    )
    agents_share: float = parameter(
        0.0, unit="share", low=0, high=1, status="assumed",
        label="Business tax filings that tax agents can make online",
        source="0: a district's own tax was not filed by agents online. National returns: assumed "
        "0.7 to 0.9, see scenarios/history_korea.yaml",
    )
    agents_join_per_year: float = parameter(
        0.702, unit="1/year", low=0, high=5, status="calibrated", prior=(0.2, 1.5),
        label="Hazard that a tax agent goes online once returns can be filed",
        source="Fitted to the e-filed share of national returns: 69 % in 2004, 83 % in 2006",
        needs="district.politics.partners.agents_share",
    )
