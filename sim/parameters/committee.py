"""The IT committee: how it selects vendors, and starts, speeds, integrates and keeps projects."""

from __future__ import annotations

from sim.parameters.declare import Group, parameter

_REPUTATION = "strategy.consolidation.selection=reputation"
_INTEGRATES = "strategy.consolidation.integrate_applications"
_DEPARTMENT = "strategy.capacity.central_it_department"
_SPEED = "Assumed: a mean acceptance of 0.5 gives a speed of 1"


class Committee(Group):
    """Tenders, the start of projects, their speed and their quality."""

    worth_of_reputation: float = parameter(
        0.6, unit="ratio", low=0, high=1, status="assumed",
        label="Part of the asked price that full worth takes off in a tender",
        source="Assumed 0.3 to 0.8; case p. 27: reputation was sought", needs=_REPUTATION,
    )
    knowledge_in_worth: float = parameter(
        0.5, unit="ratio", low=0, high=2, status="assumed",
        label="Weight of knowing the district against reputation", source="Assumed 0 to 1",
        needs=_REPUTATION,
    )
    start_planned_share: float = parameter(
        0.5, unit="share", low=0, high=2, status="assumed",
        label="Part of the planned cost that must be in the account at the start",
        source="Assumed 0.25 to 1: projects are paid by the month, and money comes every month",
    )
    start_committed_share: float = parameter(
        0.3, unit="share", low=0, high=2, status="assumed",
        label="Part of what running projects still cost that must be there too",
        source="Assumed 0 to 1",
    )
    usability_cost: float = parameter(
        0.25, unit="share", low=0, high=2, status="assumed",
        label="Cost that full effort on usability adds to an application",
        source="Assumed 0.1 to 0.5", needs="strategy.accessibility.usability_effort",
    )
    duplicates_left_with_department: float = parameter(
        0.5, unit="share", low=0, high=1, status="assumed",
        label="Duplicate investment left with a central IT department",
        source="Assumed; case p. 22-23: the department is planned against duplicates",
        needs=_DEPARTMENT,
    )
    duplicates_in_upkeep: float = parameter(
        0.5, unit="ratio", low=0, high=2, status="assumed",
        label="Duplicates in upkeep against duplicates in building", source="Assumed 0 to 1",
        needs="strategy.consolidation.contracting=separate",
    )
    it_staff_per_project: float = parameter(
        3.0, unit="persons", low=1, high=50, status="assumed",
        label="IT staff that one more project takes", source="Assumed 2 to 5",
    )
    projects_of_divisions: int = parameter(
        2, unit="count", low=0, high=20, status="assumed",
        label="Projects that divisions and vendors can run without IT staff",
        source="Assumed 1 to 4; case p. 22 and 26: divisions act on their own",
    )
    projects_of_department: int = parameter(
        4, unit="count", low=0, high=40, status="assumed",
        label="Further projects at once with a central IT department", source="Assumed 2 to 8",
        needs=_DEPARTMENT,
    )
    speed_base: float = parameter(
        0.7, unit="ratio", low=0, high=2, status="assumed",
        label="Speed of projects where nobody accepts them", source=_SPEED,
    )
    speed_acceptance: float = parameter(
        0.6, unit="ratio", low=0, high=2, status="assumed",
        label="Speed that full acceptance by employees adds", source=_SPEED,
    )
    speed_work_to_rule: float = parameter(
        0.75, unit="ratio", low=0, high=1, status="assumed",
        label="Speed of projects under work to rule", source="Assumed 0.5 to 0.9",
    )
    speed_manager_programme: float = parameter(
        1.1, unit="ratio", low=1, high=2, status="assumed",
        label="Speed of projects with a programme for managers",
        source="Assumed 1 to 1.2; case p. 19: asked for so that the change is smooth",
        needs="strategy.capacity.manager_programme",
    )
    speed_least: float = parameter(
        0.1, unit="ratio", low=0.01, high=1, status="assumed",
        label="Least speed of projects", source="Assumed: work never stops altogether",
    )
    speed_most: float = parameter(
        1.3, unit="ratio", low=1, high=3, status="assumed", label="Most speed of projects",
        source="Assumed: the full acceptance of everyone",
    )
    integrations_at_once: int = parameter(
        1, unit="count", low=0, high=20, status="assumed",
        label="Applications integrated at the same time", source="Assumed: one after the other",
        needs=_INTEGRATES,
    )
    integrations_of_department: int = parameter(
        3, unit="count", low=0, high=20, status="assumed",
        label="Applications integrated at the same time by a central IT department",
        source="Assumed 2 to 5", needs=_DEPARTMENT,
    )
    integration_per_month: float = parameter(
        0.12, unit="1/month", low=0.01, high=1, status="assumed",
        label="Integration work a month against an application's cost",
        source="Assumed: two to three months for one at the usual effort", needs=_INTEGRATES,
    )
    integration_quality: float = parameter(
        0.15, unit="share", low=0, high=1, status="assumed",
        label="Quality that integration adds", source="Assumed 0.05 to 0.3", needs=_INTEGRATES,
    )
    upkeep_of_department: float = parameter(
        0.9, unit="ratio", low=0.3, high=1.5, status="assumed",
        label="Upkeep with a central IT department",
        source="Assumed 0.8 to 1; case p. 24: one division lowers maintenance",
        needs=_DEPARTMENT,
    )
