"""How citizens and businesses come to know, choose, judge and trust online services."""

from __future__ import annotations

from pydantic import Field

from sim.parameters.channels import ChannelChoice, Demand
from sim.parameters.declare import Group, parameter

_KAMPEN = "Sign: Kampen, Van de Walle & Bouckaert 2006, satisfaction and trust. Size: assumed"
_ZHANG = "Sign: Zhang et al. 2022, expectation-disconfirmation, PAR 82(1). Size: assumed"
_WEIGHT = "Assumed; case p. 18 and 23-24 name the means, not their weight"


class Access(Group):
    """Who can use the Internet, and who has a digital certificate to sign and pay with."""

    uplift_logit: float = parameter(
        0.3, unit="logit", low=-1.0, high=1.5, status="assumed", label="Local lead in access",
        source="Assumed: the district is the richest in Seoul; urban 70 % against rural 46.2 % "
        "in the survey of 2004 bounds it",
    )
    growth_logit_per_year: float = parameter(
        0.33, unit="logit/year", low=0.0, high=1.0, status="measured",
        label="Growth of access (tilts the path about August 2002)",
        source="Slopes of the dated national surveys by age, 2002-2005 (0.31 to 0.36)",
    )
    probability_trained_gains_access: float = parameter(
        0.3, unit="share", low=0.0, high=1.0, status="assumed",
        label="Chance that training a non-user opens access",
        source="Assumed 0.1 to 0.6; training that raises skill alone hardly moves older people",
    )
    certificate_ceiling: float = parameter(
        0.75, unit="share", low=0.1, high=1.0, status="assumed",
        label="Ceiling of certificates among Internet users of age",
        source="Assumed; dated counts to April 2005 (10.15 million) fix the rise below it",
    )
    seats_per_centre: float = parameter(
        30.0, unit="seats/month", low=0, high=1000, status="assumed",
        label="People offline whom an access centre serves a month",
        source="Assumed: three new ones every two days",
        needs="strategy.accessibility.access_centres",
    )


class Awareness(Group):
    """How a service comes to people's notice: campaign, word of mouth, staff."""

    campaign_hazard_per_year: float = parameter(
        0.088, unit="1/year", low=0.0, high=1.0, status="literature",
        label="Notice through campaign and media (Bass p)",
        source="Fit to nine half-yearly counts of HomeTax subscribers 2002-2006 (National Tax "
        "Service); textbook value 0.03",
    )
    word_of_mouth_hazard_per_year: float = parameter(
        0.58, unit="1/year", low=0.0, high=3.0, status="literature",
        label="Notice through word of mouth (Bass q)",
        source="Fit to nine half-yearly counts of HomeTax subscribers 2002-2006 (National Tax "
        "Service); textbook value 0.38",
    )
    offline_reach: float = parameter(
        0.25, unit="ratio", low=0.0, high=1.0, status="assumed",
        label="Campaign among people offline against people online",
        source="Assumed; 80.0 % of ages 16 to 74 knew of e-government in 2013 (national survey)",
    )
    aware_at_start: float = parameter(
        0.1, unit="share", low=0.0, high=1.0, status="assumed",
        label="People online who know the services of August 2002",
        source="Assumed; 4,473 tax cases online in all of 2001 (Hankyung 27 Nov 2002)",
    )
    referral_probability: float = parameter(
        0.0107, unit="share", low=0.0, high=0.5, status="calibrated", prior=(0.002, 0.03),
        label="Chance that desk staff tell a visitor of the online service",
        source="Fitted with the others (docs/calibration.md); the figures hardly narrow it: 0.003 "
        "to 0.028 a visit",
    )
    contacts_per_month: int = parameter(
        3, unit="count", low=0, high=8, status="assumed", label="Contacts asked in a month",
        source="Assumed 1 to 5 of about ten ties",
    )
    ties: int = parameter(
        10, unit="count", low=2, high=20, status="assumed", label="Ties of a person",
        source="Assumed 6 to 20",
    )
    share_of_long_ties: float = parameter(
        0.1, unit="share", low=0.0, high=1.0, status="literature",
        label="Ties that lead outside the neighbourhood",
        source="Small world fits better than scale-free in an agent model of mobile diffusion, "
        "Sustainability 12(7) 2904 (2020); value assumed",
    )
    weight_of_bad_report: float = parameter(
        2.0, unit="ratio", low=0.0, high=5.0, status="assumed",
        label="Weight of a bad report against a good one", source=_KAMPEN,
    )
    launch_campaign: float = parameter(
        2.0, unit="ratio", low=0.0, high=20.0, status="assumed",
        label="Further campaign for a line after a launch, against the usual one",
        source="Assumed 0 to 5; times the part of the line's needs that the service covers",
        needs="strategy.accessibility.outreach",
    )
    launch_campaign_months: int = parameter(
        6, unit="months", low=0, high=36, status="assumed",
        label="Length of the campaign after a launch", source="Assumed 3 to 12",
        needs="strategy.accessibility.outreach",
    )


class Habit(Group):
    """Habit by channel, learning by use, and giving up."""

    learning_rate: float = parameter(
        0.25, unit="1/transaction", low=0.0, high=1.0, status="assumed",
        label="How fast habit follows use", source="Assumed 0.1 to 0.5",
    )
    weight_logit: float = parameter(
        2.0, unit="logit", low=0.0, high=5.0, status="assumed", label="Weight of habit",
        source="Sign: Solvak, Vassil & Alvarez 2015, e-voting is sticky. Size: assumed",
    )
    decay_per_month: float = parameter(
        0.005, unit="1/month", low=0.0, high=0.2, status="assumed",
        label="Decay of habit without use", source="Assumed 0 to 0.02",
    )
    learning_exponent: float = parameter(
        0.3, unit="exponent", low=0.0, high=1.0, status="literature",
        label="Learning by use (citizens)",
        source="Progress ratio near 0.81: Dutton & Thomas 1984 in Argote",
    )
    stop_hazard_per_month: float = parameter(
        0.00412, unit="1/month", low=0.0, high=0.1, status="calibrated", prior=(0.0005, 0.006),
        label="Chance that a user gives up in a month",
        source="Fitted to 1.6 % of users who will stop (national survey 2014); net fall of about "
        "1 % of users a year in Taiwan 2009-2017 (Tsui 2019)",
    )


class Judgement(Group):
    """Expectation, satisfaction and disconfirmation."""

    performance_weight: float = parameter(
        0.35, unit="ratio", low=0.0, high=1.0, status="assumed",
        label="Weight of performance itself", source=_ZHANG,
    )
    disconfirmation_weight: float = parameter(
        0.45, unit="ratio", low=0.0, high=1.0, status="assumed",
        label="Weight of better or worse than expected", source=_ZHANG,
    )
    loss_multiplier: float = parameter(
        2.0, unit="ratio", low=1.0, high=4.0, status="assumed",
        label="Disappointment against pleasant surprise", source=_KAMPEN,
    )
    adjustment: float = parameter(
        0.3, unit="1/transaction", low=0.0, high=1.0, status="assumed",
        label="How fast satisfaction follows experience", source="Assumed",
    )
    expectation_adaptation: float = parameter(
        0.15, unit="1/transaction", low=0.0, high=1.0, status="assumed",
        label="How fast expectation follows experience", source="Assumed 0.05 to 0.4",
    )
    wait_scale_months: float = parameter(
        1.0, unit="months", low=0.2, high=3.0, status="assumed",
        label="Wait at which a visit's worth falls by 1/e",
        source="Sign: KRILA study of a Seoul district office. Scale: assumed 0.3 to 2",
    )
    neutral_satisfaction: float = parameter(
        0.6, unit="share", low=0.0, high=1.0, status="literature",
        label="Satisfaction when performance is as it was",
        source="Korean users scored e-government 61.4 to 63.3 of 100 in 2009 and 2010",
    )
    promise_effect: float = parameter(
        0.04, unit="share/month", low=0.0, high=0.3, status="assumed",
        label="Rise of expectation a month under full promises", source="Assumed",
        needs="strategy.participation.promises",
    )
    promise_between_launches: float = parameter(
        0.3, unit="share", low=0.0, high=1.0, status="assumed",
        label="Part of the promises that is heard in a month without a launch",
        source="Assumed 0 to 0.5", needs="strategy.participation.promises",
    )
    worth_of_phone: float = parameter(
        0.9, unit="ratio", low=0.0, high=1.2, status="assumed",
        label="Worth of a phone case against a visit", source="Assumed 0.7 to 1.1",
    )
    worth_of_kiosk: float = parameter(
        0.62, unit="share", low=0.0, high=1.0, status="assumed",
        label="Worth of a case at a kiosk", source="Assumed: a little above a usual visit",
        needs="strategy.accessibility.kiosks",
    )
    worth_of_television: float = parameter(
        0.58, unit="share", low=0.0, high=1.0, status="assumed",
        label="Worth of a case on television", source="Assumed: about a usual visit",
        needs="strategy.accessibility.television_boxes",
    )
    satisfaction_at_start: float = parameter(
        0.58, unit="share", low=0.0, high=1.0, status="assumed",
        label="Satisfaction at the start",
        source="Assumed: just below the neutral point; no survey of the district in 2002 found",
    )
    expectation_at_start: float = parameter(
        0.6, unit="share", low=0.0, high=1.0, status="assumed",
        label="Expectation at the start", source="Assumed: people expect what they know",
    )


class Trust(Group):
    """Trust in the district office: a slow base and a fast shock."""

    gain: float = parameter(
        0.03, unit="ratio", low=0.0, high=0.3, status="assumed",
        label="Trust won by a rise in satisfaction", source=_KAMPEN,
    )
    loss: float = parameter(
        0.06, unit="ratio", low=0.0, high=0.5, status="assumed",
        label="Trust lost by a fall in satisfaction", source=_KAMPEN,
    )
    reversion_per_month: float = parameter(
        0.01, unit="1/month", low=0.0, high=0.2, status="assumed",
        label="Return to a person's predisposition", source=_KAMPEN,
    )
    breach_shock: float = parameter(
        0.1, unit="share", low=0.0, high=0.5, status="assumed",
        label="Trust lost at once by a person fully exposed to a breach",
        source="Effects small and mixed: ISR 2023.0391. Size assumed 0.03 to 0.25",
    )
    shock_half_life_months: float = parameter(
        2.0, unit="months", low=0.5, high=12.0, status="literature",
        label="Half-life of the shock",
        source="Victims and others converge within six months (ISR 2023.0391); reading as a "
        "half-life is ours",
    )


class Participation(Group):
    """Petitions, answers, and whose voice it is."""

    petitions_per_resident_month: float = parameter(
        0.0004, unit="1/month", low=0.0, high=0.01, status="literature",
        label="Petitions a resident-month when petitions are open online",
        source="Seoul Oasis 1.0e-4, Blue House 3.9e-4, e-People 7e-4 items a resident-month",
    )
    growth_per_year: float = parameter(
        0.12, unit="1/year", low=0.0, high=0.5, status="literature",
        label="Growth of petitions once they are easy",
        source="e-People 2006-08: 24.5 % a year; halved for a local office (assumed)",
        needs="strategy.participation.online_petitions",
    )
    hours_per_petition: float = parameter(
        3.0, unit="hours", low=0.2, high=15.0, status="literature",
        label="Staff hours a petition",
        source="UK Parliament 2008 quoting the National Audit Office: up to 11 h; 3 h assumed",
    )
    answer_effect_on_trust: float = parameter(
        0.006, unit="share/month", low=0.0, high=0.05, status="literature",
        label="Trust moved a month among the active by answers kept or broken",
        source="Sign: Kim & Lee 2012, PAR 72(6), Seoul 2009. Size: assumed",
    )
    expectation_effect: float = parameter(
        0.012, unit="share/month", low=0.0, high=0.1, status="assumed",
        label="Rise of expectation a month under full participation", source="Assumed",
    )
    list_join_per_month: float = parameter(
        0.0202, unit="1/month", low=0.0, high=1.0, status="calibrated", prior=(0.001, 0.05),
        label="Chance that a reader of the district's pages joins its e-mail list",
        source="Fitted to the 45,000 on the list in June 2003 (Seoul Shinmun 26 Jun 2003)",
    )
    poll_response_share: float = parameter(
        0.00569, unit="share", low=0.0, high=1.0, status="calibrated", prior=(0.001, 0.03),
        label="Members of the list who answer one question of a poll",
        source="Fitted to 263 answers of 45,000 mailed (Seoul Shinmun 26 Jun 2003)",
    )
    share_on_paper: float = parameter(
        0.1, unit="ratio", low=0.0, high=1.0, status="assumed",
        label="Petitions while they are on paper, against online",
        source="Assumed 0.05 to 0.3; case p. 17-18: paper, and the representative",
    )
    most_growth: float = parameter(
        3.0, unit="ratio", low=1.0, high=20.0, status="assumed",
        label="Most growth of petitions since they are online", source="Assumed 2 to 5",
        needs="strategy.participation.online_petitions",
    )
    questions_ratio: float = parameter(
        0.3, unit="ratio", low=0.0, high=5.0, status="assumed",
        label="Questions to the mayor against petitions", source="Assumed 0.1 to 1",
        needs="strategy.participation.ask_the_mayor",
    )
    patience_months: float = parameter(
        3.0, unit="months", low=1.0, high=36.0, status="assumed",
        label="How long people wait for an answer before they give up, on average",
        source="Assumed 2 to 6: a third of those not answered give up each month",
    )
    weight_petitions: float = parameter(
        0.3, unit="share", low=0.0, high=1.0, status="assumed", source=_WEIGHT,
        label="Participation that online petitions make",
        needs="strategy.participation.online_petitions",
    )
    weight_disclosure: float = parameter(
        0.3, unit="share", low=0.0, high=1.0, status="assumed", source=_WEIGHT,
        label="Participation that full disclosure makes",
        needs="strategy.participation.disclosure",
    )
    weight_surveys: float = parameter(
        0.15, unit="share", low=0.0, high=1.0, status="assumed", source=_WEIGHT,
        label="Participation that a survey every month makes",
        needs="strategy.participation.surveys_per_year",
    )
    weight_broadcasts: float = parameter(
        0.15, unit="share", low=0.0, high=1.0, status="assumed", source=_WEIGHT,
        label="Participation that a meeting broadcast every month makes",
        needs="strategy.participation.meetings_broadcast_per_year",
    )
    weight_questions: float = parameter(
        0.1, unit="share", low=0.0, high=1.0, status="assumed", source=_WEIGHT,
        label="Participation that questions to the mayor make",
        needs="strategy.participation.ask_the_mayor",
    )


class People(Group):
    """Everything about citizens and businesses as users of services."""

    access: Access = Field(default_factory=Access)
    awareness: Awareness = Field(default_factory=Awareness)
    choice: ChannelChoice = Field(default_factory=ChannelChoice)
    habit: Habit = Field(default_factory=Habit)
    demand: Demand = Field(default_factory=Demand)
    judgement: Judgement = Field(default_factory=Judgement)
    trust: Trust = Field(default_factory=Trust)
    participation: Participation = Field(default_factory=Participation)
