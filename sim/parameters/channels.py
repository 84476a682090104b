"""Which channel a case takes, how many cases there are, and what they cost the people."""

from __future__ import annotations

from sim.parameters.declare import Group, parameter

_META = "Drivers of E-Government Adoption: A Meta-Analysis, Administrative Sciences 16(2), 2026"
_UMEGA = "Sign: Saleh et al. 2023, meta-analysis of UMEGA, Pertanika JST 31(5). Size: assumed"


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
        1.79, unit="standard deviations", low=0.0, high=5.0, status="calibrated", prior=(0.5, 4.0),
        label="Risk felt in a sum ten times the usual fine",
        source="Mean online payment in Gangnam 0.19 million won in 2001, 5.1 million in early 2003 "
        "(Hankyung): large sums come late. Fitted, hardly narrowed: 0.7 to 3.7",
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
        -0.0465, unit="logit", low=-1.0, high=5.0, status="calibrated", prior=(-1.0, 2.5),
        label="Reluctance to go online (citizens)",
        source="Fitted to use in 2013 and documents in 2004: -0.8 to 0.7 (docs/calibration.md)",
    )
    business_threshold: float = parameter(
        1.44, unit="logit", low=-1.0, high=5.0, status="calibrated", prior=(0.0, 3.5),
        label="Reluctance to go online (businesses)",
        source="Fitted to online tax 2001-2003: 0.6 to 2.2 (docs/calibration.md)",
    )
    kiosk_threshold: float = parameter(
        2.6, unit="logit", low=-1.0, high=6.0, status="assumed", label="Reluctance to use a kiosk",
        source="Assumed; kiosks took 3.6 % of counter visits in a neighbouring district in 2013",
        needs="strategy.accessibility.kiosks",
    )
    television_threshold: float = parameter(
        3.2, unit="logit", low=-1.0, high=6.0, status="assumed",
        label="Reluctance to use television", source="Assumed",
        needs="strategy.accessibility.television_boxes",
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
    handicap_of_the_weak: float = parameter(
        1.5, unit="standard deviations", low=0, high=5, status="assumed",
        label="Handicap of those over 60 or disabled, in facilitating conditions",
        source="Assumed 0.5 to 2.5: pages of 2002 were made for young eyes and hands",
    )
    help_for_the_weak: float = parameter(
        2.0, unit="standard deviations", low=0, high=5, status="assumed",
        label="What full effort on access for them takes away", source="Assumed: all, and more",
        needs="strategy.accessibility.accessibility_effort",
    )
    sign_on_effect: float = parameter(
        0.6, unit="standard deviations", low=0, high=3, status="assumed",
        label="What one sign-on adds to facilitating conditions", source="Assumed 0.2 to 1",
        needs="strategy.accessibility.one_sign_on",
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
        0.229, unit="share", low=0.0, high=0.6, status="calibrated", prior=(0.05, 0.4),
        label="Online attempts that fail at the start",
        source="Fitted with the others, and left open by the figures: 0.07 to 0.39; no reliable "
        "figure of 2002; in every sensitivity run",
    )
    fallback_to_phone: float = parameter(
        0.6, unit="share", low=0.0, high=1.0, status="assumed",
        label="Failed attempts that come back by phone (the rest at the desk)",
        source="Assumed 0.4 to 0.8",
    )
    television_hours: float = parameter(
        0.4, unit="hours", low=0.02, high=3.0, status="assumed",
        label="Time of a case on television",
        source="Assumed: longer than a call, because letters are picked one by one",
        needs="strategy.accessibility.television_boxes",
    )
    kiosk_hours: float = parameter(
        0.15, unit="hours", low=0.02, high=2.0, status="assumed",
        label="Time of a case at a kiosk, without the way", source="Assumed: ten minutes",
        needs="strategy.accessibility.kiosks",
    )
    kiosk_journey_share: float = parameter(
        0.5, unit="share", low=0.0, high=1.0, status="assumed",
        label="Way to a kiosk against the way to the office, two kiosks a neighbourhood",
        source="Assumed; it falls with the square root of their number",
        needs="strategy.accessibility.kiosks",
    )
    kiosk_journey_share_extended: float = parameter(
        0.35, unit="share", low=0.0, high=1.0, status="assumed",
        label="The same for kiosks open day and night",
        source="Assumed: combined with other errands",
        needs="strategy.accessibility.kiosk_hours_extended",
    )
