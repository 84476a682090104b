"""Ministries, the Assembly, peers, elections; and prices."""

from __future__ import annotations

from pydantic import Field

from sim.parameters.declare import Group, parameter

_SHARING = "Sign: Gil-Garcia et al. 2017, trust in information sharing. Size: assumed"


class DataSharing(Group):
    """How the Ministry of Information and Communication (MOIC) opens a register."""

    base_hazard_per_month: float = parameter(
        0.018, unit="1/month", low=0, high=0.3, status="assumed",
        label="Chance a month that a register is opened, nothing helping",
        source="Assumed 0.01 to 0.08: years, not months",
    )
    trust_effect: float = parameter(
        2.0, unit="log hazard", low=0, high=5, status="assumed",
        label="Effect of MOIC's trust in the district", source=_SHARING,
    )
    mandate_effect: float = parameter(
        0.3, unit="log hazard", low=0, high=2, status="assumed",
        label="Effect of each committee seat",
        source="Sign: cross-boundary information sharing, dg.o 2020. Size: assumed",
    )
    safeguard_effect: float = parameter(
        0.8, unit="log hazard", low=0, high=3, status="assumed",
        label="Effect of firewalls and safeguards",
        source="Case p. 26: solved by firewalls; size assumed",
    )
    sensitivity_effect: float = parameter(
        1.0, unit="log hazard", low=0, high=3, status="assumed",
        label="Effect of how sensitive a register is", source="Assumed",
    )
    breach_effect: float = parameter(
        1.5, unit="log hazard", low=0, high=5, status="assumed",
        label="Effect of a recent breach", source="Assumed",
    )
    trust_gain_per_month: float = parameter(
        0.02, unit="1/month", low=0, high=0.3, status="assumed",
        label="Trust won by joint work",
        source="Luna-Reyes et al. 2008, SDR 24(3): trust grows with the pace of sharing; size "
        "assumed 0.01 to 0.12",
    )
    trust_at_start: float = parameter(
        0.3, unit="share", low=0, high=1, status="assumed",
        label="MOIC's trust in the district at the start",
        source="Case p. 16: fear of leaks and cyber terror; size assumed",
    )
    discord_at_start: float = parameter(
        0.7, unit="share", low=0, high=1, status="assumed",
        label="Discord between MOGAHA and MOIC", source="Case p. 16; size assumed",
    )


class LawChange(Group):
    """How the Ministry of Home Affairs (MOGAHA) and the peers move the law."""

    consent_needed: float = parameter(
        0.6, unit="share", low=0.1, high=1, status="assumed",
        label="Share of the 25 districts that must consent",
        source="Case p. 13: consensus with every district; threshold assumed 0.4 to 0.9",
    )
    months_to_force: float = parameter(
        9.0, unit="months", low=1, high=36, status="assumed",
        label="Months from consent to law", source="Assumed 4 to 24",
    )
    consent_hazard_per_month: float = parameter(
        0.004, unit="1/month", low=0, high=0.1, status="assumed",
        label="Chance that a peer consents, nothing helping", source="Assumed",
    )
    success_effect: float = parameter(
        2.0, unit="log hazard", low=0, high=5, status="assumed",
        label="Effect of visible success on peers",
        source="Case p. 10: others follow a success; size assumed",
    )
    bandwagon_effect: float = parameter(
        2.0, unit="log hazard", low=0, high=5, status="assumed",
        label="Effect of those who already consent", source="Assumed: a tipping point",
    )
    coalition_effect: float = parameter(
        0.5, unit="log hazard", low=0, high=2, status="assumed",
        label="Effect of a post that works on the coalition", source="Assumed",
    )


class Assembly(Group):
    """How the National Assembly decides a supplementary request."""

    base_log_odds: float = parameter(
        -1.1, unit="logit", low=-6, high=3, status="assumed",
        label="Log-odds that anything is granted",
        source="Assumed: 0.25; no base rate found, the case's outcome is refusal",
    )
    ally_effect: float = parameter(
        0.12, unit="logit", low=0, high=1, status="assumed",
        label="Effect of each district that consents", source="Assumed",
    )
    results_effect: float = parameter(
        1.8, unit="logit", low=0, high=4, status="assumed",
        label="Effect of published results (0 to 1)", source="Assumed",
    )
    rival_effect: float = parameter(
        0.5, unit="logit", low=0, high=2, status="measured",
        label="Effect of each rival national request",
        source="Case p. 15: defence, welfare and education come first; size assumed",
    )
    size_effect: float = parameter(
        0.8, unit="logit/million USD", low=0, high=3, status="assumed",
        label="Effect of the size of the request",
        source="Case p. 15: two million is too much for a pilot; size assumed",
    )
    election_effect: float = parameter(
        0.3, unit="logit", low=0, high=2, status="assumed",
        label="Effect of an election year",
        source="Small in meta-analysis (Philips 2016); subsidies rise before local elections",
    )
    share_mean: float = parameter(
        0.45, unit="share", low=0.05, high=1, status="assumed",
        label="Share of the request granted, if any", source="Assumed: Beta(2.7, 3.3)",
    )


class Elections(Group):
    """The mayor's fortunes."""

    first_election: int = parameter(
        46, unit="month", low=1, high=480, status="measured",
        label="Month of the first election after the start",
        source="Local elections every four years: 31 May 2006 is month 46 from August 2002",
    )
    terms_at_start: int = parameter(
        3, unit="count", low=0, high=10, status="measured", label="Terms won at the start",
        source="Case p. 11: 1995, 1998, 2002",
    )
    terms_allowed: int = parameter(
        3, unit="count", low=1, high=10, status="assumed", label="Consecutive terms allowed",
        source="Local Autonomy Act of Korea as recalled, not read again",
    )
    base_log_odds: float = parameter(
        0.4, unit="logit", low=-3, high=3, status="assumed",
        label="Log-odds that the programme survives an election", source="Assumed",
    )
    incumbency_effect: float = parameter(
        0.5, unit="logit", low=0, high=3, status="assumed",
        label="Advantage of a mayor who may stand again", source="Assumed",
    )
    satisfaction_effect: float = parameter(
        6.0, unit="logit", low=0, high=20, status="assumed",
        label="Effect of citizens' satisfaction above its starting value", source="Assumed",
    )
    continuity_without_mayor: float = parameter(
        0.35, unit="share", low=0, high=1, status="assumed",
        label="Share of own funds left when a successor drops the programme", source="Assumed",
    )


class Economics(Group):
    """Prices and values, in USD of the day (1,000 won = 1 USD)."""

    hourly_wage_usd: float = parameter(
        8.3, unit="USD/hour", low=2, high=60, status="measured", label="Wage of an employee",
        source="Chosun Ilbo 2001: 1.7 million won a month for 205 hours in 2000",
    )
    citizen_hour_usd: float = parameter(
        6.0, unit="USD/hour", low=1, high=60, status="assumed", label="Value of a citizen's hour",
        source="About 0.7 of the wage; fraction assumed",
    )
    online_case_usd: float = parameter(
        0.15, unit="USD", low=0, high=5, status="assumed", label="Running cost of an online case",
        source="Assumed 0.05 to 0.5",
    )
    discount_rate_per_year: float = parameter(
        0.05, unit="1/year", low=0, high=0.2, status="assumed", label="Discount rate",
        source="Assumed 0.03 to 0.08",
    )
    training_usd_per_hour: float = parameter(
        6.0, unit="USD/hour", low=0, high=100, status="assumed", label="Price of training",
        source="29.5 USD in the United States 2002 (ASTD); in-house courses in Korea assumed",
    )
    budget_usd_per_year: float = parameter(
        250_000_000.0, unit="USD/year", low=1_000_000, high=10_000_000_000, status="measured",
        label="Annual budget of the district", source="KDI School 2014, p. 10",
    )
    budget_growth_per_year: float = parameter(
        0.035, unit="1/year", low=-0.2, high=0.3, status="measured",
        label="Growth of the budget", source="KDI School 2014, p. 10: 3 to 4 %",
    )
    budget_change_scale: float = parameter(
        0.04, unit="share", low=0, high=0.3, status="assumed",
        label="Scale of yearly surprises in the budget",
        source="Leptokurtic (Jordan 2003, JPAM); scale assumed",
    )


class Politics(Group):
    """Everything about those outside the office who decide."""

    data_sharing: DataSharing = Field(default_factory=DataSharing)
    law: LawChange = Field(default_factory=LawChange)
    assembly: Assembly = Field(default_factory=Assembly)
    elections: Elections = Field(default_factory=Elections)
