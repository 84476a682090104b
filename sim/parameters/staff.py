"""Employees: skill, fear, morale; who leaves, who comes, and what is handed over."""

from __future__ import annotations

from sim.parameters.declare import Group, parameter

_SUPPORT = "Assumed; case p. 19 and 23: training, manuals and safe jobs are wanted, no sizes"
_NEW = "Assumed: neither afraid nor tired"


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
        0.0512, unit="1/year", low=0, high=0.3, status="calibrated", prior=(0.02, 0.07),
        label="Attrition",
        source="Fitted to 2,041 (1995) and 1,307 (January 2006) employees: 0.028 to 0.068",
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
        needs="strategy.capacity.job_guarantee",
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
        needs="strategy.capacity.performance_rewards",
    )
    skill_by_doing: float = parameter(
        0.01, unit="1/month", low=0, high=0.2, status="assumed",
        label="IT skill picked up a month by working the new way",
        source="Assumed 0.005 to 0.03: years, where a course takes weeks",
    )
    skill_floor: float = parameter(
        0.15, unit="share", low=0, high=0.5, status="assumed",
        label="IT skill that is never forgotten", source="Assumed: that of a beginner",
    )
    forgetting_share: float = parameter(
        0.5, unit="share", low=0, high=1, status="assumed",
        label="Part of the measured forgetting that an office shows",
        source="Assumed: the laboratory's skills rest altogether, an office's only in part",
    )
    feelings_speed: float = parameter(
        0.1, unit="1/month", low=0, high=1, status="assumed",
        label="How fast fear, acceptance and morale follow circumstances",
        source="Assumed 0.05 to 0.3: half of the way in three to thirteen months",
    )
    acceptance_at_start: float = parameter(
        0.45, unit="share", low=0, high=1, status="assumed",
        label="Acceptance of the new systems at the start",
        source="Assumed; case p. 12: the survey was rather negative",
    )
    morale_at_start: float = parameter(
        0.58, unit="share", low=0, high=1, status="assumed",
        label="Job satisfaction at the start",
        source="Assumed: that at which attrition is as usual (rule E7)",
    )
    ready_base: float = parameter(
        0.6, unit="ratio", low=0, high=1, status="assumed",
        label="Readiness for the new way of one who accepts it without any IT skill",
        source="Assumed",
    )
    ready_skill: float = parameter(
        0.8, unit="ratio", low=0, high=2, status="assumed",
        label="Readiness that full IT skill adds",
        source="Assumed: acceptance counts whole at an IT skill of 0.5",
    )
    support_usual: float = parameter(
        0.15, unit="share", low=0, high=1, status="assumed",
        label="Support that employees feel when nothing is done", source=_SUPPORT,
    )
    support_manager_programme: float = parameter(
        0.3, unit="share", low=0, high=1, status="assumed",
        label="Support from a programme for managers", source=_SUPPORT,
        needs="strategy.capacity.manager_programme",
    )
    support_manuals: float = parameter(
        0.4, unit="share", low=0, high=1, status="assumed",
        label="Support from full manuals", source=_SUPPORT, needs="strategy.capacity.manuals",
    )
    support_guarantee: float = parameter(
        0.2, unit="share", low=0, high=1, status="assumed",
        label="Support from a job guarantee", source=_SUPPORT,
        needs="strategy.capacity.job_guarantee",
    )
    dip_months: int = parameter(
        3, unit="months", low=0, high=24, status="assumed",
        label="Months of lower productivity after a launch", source="Assumed 2 to 6",
        needs="district.organisation.employees.dip_at_launch",
    )


class Turnover(Group):
    """Who leaves, who comes, and what goes with them."""

    retirement_age: int = parameter(
        60, unit="years", low=50, high=70, status="assumed", label="Age at which employees retire",
        source="Assumed: about the age limit of Korean public servants, 57 to 60 by grade",
    )
    short_of_hours_load: float = parameter(
        0.92, unit="ratio", low=0, high=3, status="assumed",
        label="Load of a division above which a leaver is always replaced",
        source="Assumed: work over hours in the mean of a year",
    )
    refill_wait_months: float = parameter(
        0.5, unit="months", low=0, high=12, status="assumed",
        label="Wait at which empty posts are filled again", source="Assumed: two weeks of work",
    )
    refill_per_month: float = parameter(
        0.1, unit="1/month", low=0, high=1, status="assumed",
        label="Chance that an empty post is filled where work waits",
        source="Assumed: ten months for an examination and an appointment",
    )
    newcomer_age: int = parameter(
        27, unit="years", low=20, high=40, status="assumed", label="Age of a newcomer",
        source="Assumed: after school, service and examination",
    )
    newcomer_it_skill: float = parameter(
        0.55, unit="share", low=0, high=1, status="assumed", label="IT skill of a newcomer",
        source="Assumed: a tenth above the mean; the young grew up with computers",
    )
    newcomer_insecurity: float = parameter(
        0.45, unit="share", low=0, high=1, status="assumed",
        label="Fear for the job of a newcomer", source=_NEW,
    )
    newcomer_acceptance: float = parameter(
        0.5, unit="share", low=0, high=1, status="assumed",
        label="Acceptance of a newcomer", source=_NEW,
    )
    newcomer_morale: float = parameter(
        0.6, unit="share", low=0, high=1, status="assumed",
        label="Job satisfaction of a newcomer", source=_NEW,
    )
    beginner_skill: float = parameter(
        0.25, unit="share", low=0, high=0.8, status="assumed",
        label="Administrative skill of one who knows nothing of the post", source="Assumed",
    )
    exposed_at_hand_over: float = parameter(
        0.5, unit="share", low=0, high=1, status="assumed",
        label="Part of administrative skill that belongs to the post and is at stake",
        source="Assumed: the other half goes with the person",
    )
    post_skill: float = parameter(
        0.8, unit="share", low=0, high=1, status="assumed",
        label="Administrative skill that years in a post lead to", source="Assumed",
    )
    learns_post_per_month: float = parameter(
        0.033, unit="1/month", low=0, high=0.5, status="assumed",
        label="Part of what a post teaches that is learned in a month",
        source="Derived: keeps mean skill level under the usual rotation and manuals",
    )
    notes_kept_per_month: float = parameter(
        0.98, unit="1/month", low=0, high=1, status="assumed",
        label="Notes that are still true after a month",
        source="Assumed: forms and laws change; half in three years",
    )
    notes_written_per_month: float = parameter(
        0.05, unit="1/month", low=0, high=1, status="assumed",
        label="What is missing that full manuals write down in a month",
        source="Assumed: most of it in three years", needs="strategy.capacity.manuals",
    )
