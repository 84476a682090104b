"""Ministries, the Assembly, peers, elections; and prices."""

from __future__ import annotations

from pydantic import Field

from sim.parameters.data_modes import DataModes, Sensitivity
from sim.parameters.declare import Group, group, parameter
from sim.parameters.representatives import Metropolitan, Partners, Representatives

_BOARD = "strategy.collaboration.interagency_board"
_SEATS = "strategy.collaboration.committee_seats"
_ENTRENCHED = "Assumed: each alone does not save a programme; full use does"
_SHARING = "Sign: Gil-Garcia et al. 2017, trust in information sharing. Size: assumed"


class DataSharing(Group):
    """How the Ministry of Information and Communication (MOIC) opens a register."""

    base_hazard_per_month: float = parameter(
        0.008, unit="1/month", low=0, high=0.3, status="assumed",
        label="Chance a month that a register is opened, nothing helping",
        source="Assumed 0.01 to 0.08: years, not months",
    )
    trust_effect: float = parameter(
        3.0, unit="log hazard", low=0, high=5, status="assumed",
        label="Effect of MOIC's trust in the district", source=_SHARING,
    )
    mandate_effect: float = parameter(
        0.3, unit="log hazard", low=0, high=2, status="assumed",
        label="Effect of each committee seat",
        source="Sign: cross-boundary information sharing, dg.o 2020. Size: assumed",
        needs="strategy.collaboration.committee_seats",
    )
    safeguard_effect: float = parameter(
        0.8, unit="log hazard", low=0, high=3, status="assumed",
        label="Effect of firewalls and safeguards",
        source="Case p. 26: solved by firewalls; size assumed",
        needs="strategy.consolidation.security_usd_per_year",
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
        source="Case p. 15: fear of leaks and cyber terror; size assumed",
    )
    discord_at_start: float = parameter(
        0.7, unit="share", low=0, high=1, status="assumed",
        label="Discord between MOGAHA and MOIC", source="Case p. 15; size assumed",
    )
    discord_effect: float = parameter(
        0.5, unit="share", low=0, high=1, status="assumed",
        label="Part of that chance that full discord takes away",
        source="Case p. 15: they find it hard to work together; size assumed",
    )
    discord_kept_with_board: float = parameter(
        0.97, unit="1/month", low=0, high=1, status="assumed",
        label="Discord left after a month of an interagency board",
        source="Assumed: halved in two years", needs=_BOARD,
    )
    discord_least: float = parameter(
        0.1, unit="share", low=0, high=1, status="assumed", label="Least discord",
        source="Assumed: reform and infrastructure stay two aims", needs=_BOARD,
    )
    joint_work_usual: float = parameter(
        0.1, unit="share", low=0, high=1, status="assumed",
        label="Joint work with MOIC when nothing is done", source="Assumed",
    )
    joint_work_board: float = parameter(
        0.3, unit="share", low=0, high=1, status="assumed",
        label="Joint work that an interagency board adds", source="Assumed", needs=_BOARD,
    )
    joint_work_seats: float = parameter(
        10.0, unit="count", low=1, high=100, status="assumed",
        label="Committee seats that would make joint work full",
        source="Assumed: six, the most there are, make more than half", needs=_SEATS,
    )
    trust_lost_in_breach: float = parameter(
        0.3, unit="share", low=0, high=1, status="assumed",
        label="MOIC's trust lost in a breach",
        source="Assumed 0.1 to 0.5; case p. 15: leaks are its fear",
    )
    breach_memory: float = parameter(
        0.97, unit="1/month", low=0, high=1, status="assumed",
        label="Memory of a breach left after a month", source="Assumed: halved in two years",
    )
    modes: DataModes = Field(default_factory=DataModes)
    sensitivity: Sensitivity = Field(default_factory=Sensitivity)


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
        0.0012, unit="1/month", low=0, high=0.1, status="assumed",
        label="Chance that a peer consents, nothing helping", source="Assumed",
    )
    success_effect: float = parameter(
        5.0, unit="log hazard", low=0, high=10, status="assumed",
        label="Effect of visible success on peers",
        source="Case p. 10: others follow a success; size assumed",
    )
    bandwagon_effect: float = parameter(
        2.0, unit="log hazard", low=0, high=5, status="assumed",
        label="Effect of those who already consent", source="Assumed: a tipping point",
    )
    coalition_effect: float = parameter(
        0.8, unit="log hazard", low=0, high=2, status="assumed",
        label="Effect of a post that works on the coalition", source="Assumed",
        needs="strategy.collaboration.coalition_posts",
    )
    board_effect: float = parameter(
        0.3, unit="log hazard", low=0, high=2, status="assumed",
        label="Effect of an interagency board on peers",
        source="Sign: a national lead helps in the diffusion of disclosure acts among Korean "
        "local governments. Size: assumed",
        needs=_BOARD,
    )
    discord_delay: float = parameter(
        0.3, unit="ratio", low=0, high=2, status="assumed",
        label="Delay of the law that full discord adds", source="Case p. 15; size assumed",
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
    refusal_effect: float = parameter(
        0.4, unit="logit", low=0, high=3, status="assumed",
        label="Effect of each earlier refusal, up to three",
        source="Assumed: a request refused once is easier refused again",
    )
    results_effect: float = parameter(
        1.8, unit="logit", low=0, high=4, status="assumed",
        label="Effect of published results (0 to 1)", source="Assumed",
    )
    rival_effect: float = parameter(
        0.5, unit="logit", low=0, high=2, status="measured",
        label="Effect of each rival national request",
        source="Case p. 14: defence, welfare and education come first; size assumed",
    )
    size_effect: float = parameter(
        0.8, unit="logit/million USD", low=0, high=3, status="assumed",
        label="Effect of the size of the request",
        source="Case p. 14: two million is too much for a pilot; size assumed",
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
    share_spread: float = parameter(
        0.8, unit="share", low=0, high=2, status="assumed",
        label="Spread of the share granted, from the least to the most luck",
        source="Assumed: near the spread of Beta(2.7, 3.3)",
    )
    share_least: float = parameter(
        0.1, unit="share", low=0, high=1, status="assumed", label="Least share granted, if any",
        source="Assumed: less would be a refusal",
    )
    success_offsets_size: float = parameter(
        0.7, unit="share", low=0, high=1, status="assumed",
        label="Part of the effect of size that full success takes away",
        source="Case p. 14: too much for a pilot, so less so for a success; size assumed",
    )
    rival_chance: float = parameter(
        0.6, unit="share", low=0, high=1, status="assumed",
        label="Chance that a rival request stands, after the first year",
        source="Assumed; all three stood in 2002 (case p. 14)",
    )
    phases: int = parameter(
        4, unit="count", low=1, high=20, status="assumed",
        label="Parts in which the request is made under `phases`",
        source="Assumed: a quarter a year",
        needs="strategy.budget.tactic=phases",
    )
    proof_success: float = parameter(
        0.3, unit="share", low=0, high=1, status="assumed",
        label="Visible success that counts as proof", source="Assumed 0.2 to 0.5",
        needs="strategy.budget.tactic=after_proof",
    )
    coalition_districts: int = parameter(
        6, unit="count", low=0, high=200, status="assumed",
        label="Districts that make a coalition", source="Assumed: a quarter of Seoul's 25",
        needs="strategy.budget.tactic=coalition",
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
    capital_at_start: float = parameter(
        0.6, unit="share", low=0, high=1, status="assumed",
        label="Political capital at the start, and of a successor who carries on",
        source="Assumed; case p. 11: elected three times",
    )
    capital_of_new_mayor: float = parameter(
        0.5, unit="share", low=0, high=1, status="assumed",
        label="Political capital of a mayor who drops the programme", source="Assumed: neutral",
    )
    capital_effect: float = parameter(
        2.0, unit="logit", low=0, high=10, status="assumed",
        label="Effect of political capital above 0.5", source="Assumed 1 to 4",
    )
    entrenchment_effect: float = parameter(
        1.5, unit="logit", low=0, high=10, status="assumed",
        label="Effect of a programme that is hard to undo", source="Assumed 0.5 to 3",
    )
    entrenched_by_department: float = parameter(
        0.3, unit="share", low=0, high=1, status="assumed", source=_ENTRENCHED,
        label="How far a central IT department makes it so",
        needs="strategy.capacity.central_it_department",
    )
    entrenched_by_contract: float = parameter(
        0.3, unit="share", low=0, high=1, status="assumed", source=_ENTRENCHED,
        label="How far a contract of several years makes it so",
    )
    entrenched_by_adoption: float = parameter(
        1.0, unit="ratio", low=0, high=3, status="assumed", source=_ENTRENCHED,
        label="How far full adoption makes it so",
    )
    months_without_projects: int = parameter(
        12, unit="months", low=0, high=48, status="assumed",
        label="Months in which a mayor who drops the programme starts nothing",
        source="Assumed: one budget year",
    )


class Success(Group):
    """What a visitor from another district sees (rule B2)."""

    of_applications: float = parameter(
        0.4, unit="share", low=0, high=1, status="assumed",
        label="Visible success when all planned applications are live",
        source="Assumed: a portal that works is a part of success, not all",
    )
    of_adoption: float = parameter(
        0.8, unit="ratio", low=0, high=2, status="assumed",
        label="Visible success when all residents use them",
        source="Assumed: use counts most; case p. 10: others follow a success",
    )
    of_saving: float = parameter(
        0.2, unit="share", low=0, high=1, status="assumed",
        label="Visible success when saving equals spending",
        source="Assumed: little, because savings come late and are hard to show",
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
        2.0, unit="USD/hour", low=0, high=100, status="assumed", label="Price of training",
        source="29.5 USD in the United States 2002 (ASTD); here only teachers and material of "
        "in-house courses are paid, the hours are the office's own (assumed)",
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
    least_share_paid: float = parameter(
        0.5, unit="share", low=0, high=1, status="assumed",
        label="Part of its running cost below which an organisation stops working",
        source="Assumed: the manager programme, the IT department and the board; all else works "
        "as far as it is paid",
    )


class Politics(Group):
    """Everything about those outside the office who decide."""

    data_sharing: DataSharing = Field(default_factory=DataSharing)
    law: LawChange = Field(default_factory=LawChange)
    assembly: Assembly = group(Assembly, needs="strategy.budget.request_usd")
    success: Success = Field(default_factory=Success)
    elections: Elections = Field(default_factory=Elections)
    representatives: Representatives = Field(default_factory=Representatives)
    metropolitan: Metropolitan = Field(default_factory=Metropolitan)
    partners: Partners = Field(default_factory=Partners)
