"""How citizens and businesses come to know, choose, judge and trust online services."""

from __future__ import annotations

from pydantic import Field

from sim.parameters.declare import Group, parameter

_META = "Drivers of E-Government Adoption: A Meta-Analysis, Administrative Sciences 16(2), 2026"
_UMEGA = "Sign: Saleh et al. 2023, meta-analysis of UMEGA, Pertanika JST 31(5). Size: assumed"
_KAMPEN = "Sign: Kampen, Van de Walle & Bouckaert 2006, satisfaction and trust. Size: assumed"
_ZHANG = "Sign: Zhang et al. 2022, expectation-disconfirmation, PAR 82(1). Size: assumed"
_CASE = "KDI School 2014, Localizing E-Government in Korea"


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
        0.01, unit="share", low=0.0, high=0.5, status="assumed",
        label="Chance that desk staff tell a visitor of the online service",
        source="Assumed 0.005 to 0.1 a visit; it dominates adoption, see docs/model.md",
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


class ChannelChoice(Group):
    """What makes a person attempt a case online, at a kiosk, on television or by phone."""

    usefulness_weight: float = parameter(
        0.289, unit="standard path", low=0.0, high=0.8, status="literature",
        label="Weight of usefulness", source=f"{_META}: k = 10, N = 3,846",
    )
    ease_weight: float = parameter(
        0.186, unit="standard path", low=0.0, high=0.5, status="literature",
        label="Weight of ease of use",
        source="King & He 2006, meta-analysis of TAM (recalled); often not significant",
    )
    social_weight: float = parameter(
        0.13, unit="standard path", low=0.0, high=0.5, status="assumed",
        label="Weight of what neighbours do", source=_UMEGA,
    )
    conditions_weight: float = parameter(
        0.12, unit="standard path", low=0.0, high=0.5, status="assumed",
        label="Weight of facilitating conditions", source=_UMEGA,
    )
    trust_weight: float = parameter(
        0.15, unit="standard path", low=0.0, high=0.5, status="assumed",
        label="Weight of trust in the district",
        source="Sign: Belanger & Carter 2008, JSIS 17. Size: assumed",
    )
    risk_weight: float = parameter(
        0.15, unit="standard path", low=0.0, high=0.5, status="assumed",
        label="Weight of perceived risk (lowers use)",
        source="Sign: Belanger & Carter 2008, JSIS 17. Size: assumed",
    )
    risk_per_tenfold: float = parameter(
        2.0, unit="standard deviations", low=0.0, high=5.0, status="assumed",
        label="Risk felt in a sum ten times the usual fine",
        source="Mean online payment in Gangnam 0.19 million won in 2001, 5.1 million in early 2003 "
        "(Hankyung): large sums come late. Size assumed",
    )
    card_limit_usd: float = parameter(
        1000.0, unit="USD", low=0.0, high=1e9, status="assumed",
        label="Largest sum paid by card; above it a certificate is needed", source="Assumed",
    )
    logit_scale: float = parameter(
        2.3, unit="logit", low=1.0, high=4.0, status="literature",
        label="Logits in one standard deviation of intention",
        source="Derived from R2 = 0.39, Armitage & Conner 2001 (185 studies)",
    )
    intention_to_behaviour: float = parameter(
        0.55, unit="ratio", low=0.2, high=1.0, status="literature",
        label="How much of an intention becomes behaviour",
        source="Webb & Sheeran 2006: d = 0.66 of intention gives d = 0.36 of behaviour",
    )
    online_threshold: float = parameter(
        1.6, unit="logit", low=-1.0, high=5.0, status="assumed",
        label="Reluctance to go online (citizens)",
        source="Assumed 0.5 to 3; first to be calibrated to the online share",
    )
    business_threshold: float = parameter(
        1.8, unit="logit", low=-1.0, high=5.0, status="assumed",
        label="Reluctance to go online (businesses)",
        source="Assumed; national corporate returns were 92.7 % electronic in 2003",
    )
    kiosk_threshold: float = parameter(
        2.6, unit="logit", low=-1.0, high=6.0, status="assumed", label="Reluctance to use a kiosk",
        source="Assumed; kiosks took 3.6 % of counter visits in a neighbouring district in 2013",
    )
    television_threshold: float = parameter(
        3.2, unit="logit", low=-1.0, high=6.0, status="assumed",
        label="Reluctance to use television", source="Assumed",
    )
    phone_threshold: float = parameter(
        0.8, unit="logit", low=-2.0, high=5.0, status="assumed",
        label="Reluctance to use the phone", source="Assumed",
    )
    cost_scale_usd: float = parameter(
        6.0, unit="USD", low=1.0, high=50.0, status="assumed",
        label="One standard deviation of the cost difference between channels",
        source="Assumed: about the value of an hour of a citizen's time",
    )
    lapsed_penalty_logit: float = parameter(
        1.5, unit="logit", low=0.0, high=5.0, status="assumed",
        label="Reluctance of those who gave up", source="Assumed",
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
        0.003, unit="1/month", low=0.0, high=0.1, status="literature",
        label="Chance that a user gives up in a month",
        source="Net fall of about 1 % of users a year in Taiwan 2009-2017 (Tsui 2019); hazard "
        "itself assumed",
    )


class Demand(Group):
    """How many cases people have, and what a visit costs them."""

    shape: float = parameter(
        0.8, unit="gamma shape", low=0.2, high=5.0, status="assumed",
        label="Dispersion of need between people", source="Assumed 0.4 to 2",
    )
    level: float = parameter(
        1.0, unit="ratio", low=0.1, high=3.0, status="measured", label="Level of need",
        source="1 gives 9.1 cases a resident-year (440 million documents for 48.4 million people)",
    )
    desk_hours: float = parameter(
        0.7, unit="hours", low=0.1, high=6.0, status="assumed",
        label="Time at the desk, waiting included",
        source="Assumed for Seoul; 5.4 hours is the Latin American mean for a whole transaction",
    )
    online_time_ratio: float = parameter(
        0.26, unit="ratio", low=0.05, high=1.0, status="literature",
        label="Online time against face-to-face time",
        source="Inter-American Development Bank 2023: digital is 74 % faster",
    )
    phone_hours: float = parameter(
        0.25, unit="hours", low=0.05, high=2.0, status="assumed", label="Time of a phone call",
        source="Assumed",
    )
    document_hours: float = parameter(
        0.4, unit="hours", low=0.0, high=3.0, status="assumed",
        label="Time to fetch one document from another agency",
        source="Assumed; two to three weeks to collect a business's documents (the case, p. 21)",
    )
    delay_hours_per_month: float = parameter(
        1.0, unit="hours/month", low=0.0, high=10.0, status="assumed",
        label="Hours a citizen would give to be spared a month's wait",
        source="Assumed; lets backlog push cases to other channels",
    )
    more_visits_share: float = parameter(
        0.15, unit="share", low=0.0, high=0.5, status="literature",
        label="Cases that need a further visit",
        source="Inter-American Development Bank 2018: a quarter need three visits or more",
    )
    failure_online: float = parameter(
        0.18, unit="share", low=0.0, high=0.6, status="assumed",
        label="Online attempts that fail at the start",
        source="Assumed 0.05 to 0.4: no reliable figure of 2002; in every sensitivity run",
    )
    fallback_to_phone: float = parameter(
        0.6, unit="share", low=0.0, high=1.0, status="assumed",
        label="Failed attempts that come back by phone (the rest at the desk)",
        source="Assumed 0.4 to 0.8",
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
