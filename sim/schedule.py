"""The month as a table: the model runs it, `egov run --explain-schedule` prints it.

Each step says what it reads and writes. Every state column of a population has exactly one step
that writes it; a check at import names both writers if there are two.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from sim.institutions.peers import consent_hazard
from sim.population.columns import BUSINESS_COLUMNS, CITIZEN_COLUMNS, EMPLOYEE_COLUMNS

if TYPE_CHECKING:
    from sim.model import DistrictModel


class Step(NamedTuple):
    """One step of the month.

    `writes` names columns as "citizens.trust" and everything else by the object that holds it.
    """

    name: str
    sentence: str
    owner: str
    reads: tuple[str, ...]
    writes: tuple[str, ...]
    rules: str
    action: Callable[[DistrictModel], None]


def columns_of(step: str) -> tuple[str, ...]:
    """Return the state columns that a step owns, as "population.column"."""
    tables = {
        "citizens": CITIZEN_COLUMNS, "businesses": BUSINESS_COLUMNS, "employees": EMPLOYEE_COLUMNS,
    }  # fmt: skip
    return tuple(
        f"{population}.{column.name}"
        for population, columns in tables.items()
        for column in columns
        if column.owner == step
    )


def _politics(world: DistrictModel) -> None:
    world.levers = world.levers_of_month[world.month - 1]
    world.let_facts_happen()
    world.mayor.stand_for_election()
    world.planning_budget.pay_grant()
    world.assembly.hear_request()
    world.mayor.bring_in_money()
    world.mayor.run_programmes()


def _requests(world: DistrictModel) -> None:
    world.metropolitan.supervise()
    world.home_affairs.settle_discord()
    world.moic.consider_registers()
    consenting = world.consenting_peers()
    hazard = consent_hazard(world, consenting)
    for peer in world.peers:
        peer.watch(hazard, consenting)
    world.home_affairs.weigh_law()
    for partner in world.partners:
        partner.consider()
    world.tax_service.consider()
    world.tax_agents.go_online()


def _projects(world: DistrictModel) -> None:
    for vendor in world.vendors:
        vendor.reconsider()
        vendor.learn()
    world.it_committee.tender()
    world.it_committee.start_projects()
    world.it_committee.explain_waiting()
    world.it_committee.advance_projects()
    world.it_committee.integrate()
    world.it_committee.build_sign_on()


def _staff(world: DistrictModel) -> None:
    world.step_staff()
    world.employees_rep.bargain()


def _launches(world: DistrictModel) -> None:
    world.it_committee.launch()
    world.incidents.happen(world)
    world.refresh_coverage()


def _accounts(world: DistrictModel) -> None:
    world.mayor.note_savings()
    world.ledger.check()
    world.take_stock()


SCHEDULE: tuple[Step, ...] = (
    Step(
        "politics",
        "Dated facts, elections, grant, supplementary request, own funds, running programmes.",
        "mayor, Ministry of Planning and Budget, National Assembly",
        ("levers", "outcomes of last month", "consenting districts"),
        (
            "ledger", "political capital", "funded shares", "applications", "registers", "law",
            "document types looked up",
        ),
        "B1 B2 M1", _politics,
    ),
    Step(
        "requests", "Registers are asked for, peers watch, the law is weighed, partners join.",
        "MOIC, MOGAHA, city, peers, partners, tax service",
        ("levers", "success", "security spending", "breaches"),
        ("registers", "trust of MOIC", "consents", "law", "partners", "political capital"),
        "R1 R2 L1", _requests,
    ),
    Step(
        "projects", "Vendors learn, bid and leave; applications start, advance, are integrated.",
        "IT committee, vendors", ("ledger", "registers", "law", "partners", "acceptance"),
        ("applications", "vendors", "contracts", "ledger"), "K1-K4 V1-V4", _projects,
    ),
    Step(
        "staff", "Employees leave, move, train, learn, forget, fear and accept.",
        "employees, their representative", ("levers", "waits", "online share", "applications"),
        (
            *columns_of("staff"), "share of work done the new way", "capacity of the desks",
            "work to rule",
        ),
        "E1-E9", _staff,
    ),
    Step(
        "launches", "Finished applications open; leaks, forgeries and outages happen.",
        "IT committee, security officer", ("applications", "registers", "security spending"),
        (
            "applications", "coverage", "incidents", "ledger", "trust of MOIC", "political capital",
        ),
        "X1 X2", _launches,
    ),
    Step(
        "notice", "People come online, get certificates, are trained, notice a service.",
        "citizens, businesses",
        ("access series", "campaign", "seats", "voice and use of contacts", "referrals"),
        columns_of("notice"), "A1-A4 W1-W3", lambda world: world.step_notice(),
    ),
    Step(
        "needs", "Cases arise; each takes a channel, succeeds, or comes back by phone or desk.",
        "citizens, businesses",
        ("coverage", "waits", "documents", "skill", "trust", "habit", "awareness"),
        columns_of("needs"), "D1-D5 C1-C11 W4", lambda world: world.step_needs(),
    ),
    Step(
        "queues", "Desks clear what their hours allow; the rest waits.", "divisions",
        ("cases", "capacity of the desks", "share of work done the new way"),
        ("backlog", "waits"), "Q1-Q4", lambda world: world.step_queues(),
    ),
    Step(
        "feelings", "Experience becomes satisfaction, trust, habit and word of mouth.",
        "citizens, businesses", ("this month's cases", "incidents", "answers", "promises"),
        columns_of("feelings"), "S1-S3 T1-T4 H1-H4", lambda world: world.step_feelings(),
    ),
    Step(
        "answers", "Petitions are answered or wait; hearings are held.",
        "posts that answer, citizens' representative", ("petitions", "staff to answer"),
        ("answered share", "participation level", "political capital"), "",
        lambda world: world.step_answers(),
    ),
    Step(
        "accounts", "The ledger is checked to the cent; outcomes are written down.",
        "IT committee", ("everything",), ("outcomes",), "", _accounts,
    ),
)  # fmt: skip
"""The steps of a month, in order."""


def check_one_writer(schedule: tuple[Step, ...] = SCHEDULE) -> None:
    """Hold every state column against the steps that write it.

    Raises
    ------
    ValueError
        If a column has two writers, naming both, or none.
    """
    writer: dict[str, str] = {}
    for step in schedule:
        for column in step.writes:
            if "." not in column:
                continue
            if column in writer:
                raise ValueError(
                    f"'{column}' is written by step '{writer[column]}' and by step '{step.name}'."
                )
            writer[column] = step.name
    tables = {
        "citizens": CITIZEN_COLUMNS, "businesses": BUSINESS_COLUMNS, "employees": EMPLOYEE_COLUMNS,
    }  # fmt: skip
    for population, columns in tables.items():
        for declared in columns:
            name = f"{population}.{declared.name}"
            if not declared.is_fixed and name not in writer:
                raise ValueError(
                    f"'{name}' names step '{declared.owner}', which does not write it."
                )


check_one_writer()


def explain_schedule() -> str:
    """Return the month in words: each step, who acts, what it reads and writes, its rules."""
    lines = ["A month, step by step"]
    for number, step in enumerate(SCHEDULE, 1):
        lines += [
            f"{number:>2}. {step.name}: {step.sentence}",
            f"      who     {step.owner}",
            f"      reads   {', '.join(step.reads)}",
            f"      writes  {', '.join(_shortened(step.writes))}",
        ]
        if step.rules:
            lines.append(f"      rules   {step.rules}  (docs/model.md)")
    return "\n".join(lines)


def _shortened(writes: tuple[str, ...]) -> list[str]:
    """Return names as written, with columns of both populations of users said once."""
    citizens = {w.removeprefix("citizens.") for w in writes if w.startswith("citizens.")}
    shown = []
    for name in writes:
        population, _, column = name.partition(".")
        if population == "businesses" and column in citizens:
            continue
        shown.append(column if population == "citizens" else name)
    return shown
