"""What a step of the month reads about one person and the district, as it stands before the step.

Nothing is decided here: values, chances and draws come from the functions that the steps
themselves call.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sim import draws
from sim import month as conditions
from sim.data.tables import LINES
from sim.draws import Decision
from sim.experiments.twin_cases import cases_of
from sim.kernels import case as n
from sim.kernels.network import contact_of
from sim.kernels.notice import chance_of_notice, count_bits, nth_bit, pull_on
from sim.reports.numbers import line_words
from sim.rules.employees import leaving_probability
from sim.rules.habit import stop_probability

if TYPE_CHECKING:
    from sim.model import DistrictModel
    from sim.population import Population
    from sim.users import Users

__all__ = ["Input", "Luck", "Person", "inputs_of"]

ROLE_LEVERS = ("director", "manager", "clerk", "it")
LEAVING = ("present", "age", "tenure_months")
KNOWING = ("aware_lines",)
SEATED = ("helped", "skill", "has_access", "has_certificate")
OFFER_ROWS = {
    n.OPEN: "share that can be done online", n.CERTIFIED: "share online with a certificate",
    n.AT_KIOSK: "share at kiosks", n.ON_TELEVISION: "share on television",
    n.BY_PHONE: "share by phone", n.DOCUMENTS_DESK: "documents to bring to the desk",
    n.DOCUMENTS_ONLINE: "documents to fetch for a case online", n.QUALITY: "quality online",
    n.USABILITY: "usability online", n.UPTIME: "share of the month that it answers",
    n.WAIT: "wait at the desk in months", n.ANSWERS: "quality of answers at the desk",
}  # fmt: skip
RATE_WORDS = {
    "sign_on": "one sign-on for all services (effect)",
    "help_for_weak": "help for the elderly and disabled",
    "television_share": "households with a television box",
    "referral_effort": "effort of desk staff to point to the online service",
    "petitions_per_month": "petitions a resident-month",
    "promise_per_month": "what is promised and offered to take part",
    "news_for_users": "bad news of incidents, for users",
    "news_for_all": "bad news of incidents, for everyone",
    "answered": "share of petitions answered in time",
    "participation_level": "participation offered",
    "guarantee_sd": "job guarantee (effect on fear)",
    "automation": "share of applications that are live",
    "support": "support by managers, manuals and guarantee",
    "rewards": "rewards for training and use",
    "manuals": "manuals, as far as paid",
    "replace": "leavers that are replaced",
}
RATE_TOUCHES = {
    "petitions_per_month": ("month_petitions",), "referral_effort": ("referred_lines",),
    "referral": ("referred_lines",),
    "promise_per_month": ("expectation",),
    "news_for_users": ("trust_shock", "trust"), "news_for_all": ("trust_shock", "trust"),
    "answered": ("trust_base", "trust"), "participation_level": ("trust_base", "trust"),
    "stop_hazard": ("lapsed",), "manuals": ("notes", "administrative_skill"),
    "automation": ("insecurity", "acceptance", "morale"),
    "guarantee_sd": ("insecurity", "acceptance", "morale"), "support": ("acceptance",),
    "rewards": ("morale",),
}  # fmt: skip

READ = {
    "notice": ("has_access", "helped", "skill", "aware_lines", "referred_lines"),
    "needs": ("has_access", "has_certificate", "aware_lines", "skill", "trust", "habit_internet",
              "habit_kiosk", "habit_television", "lapsed", "used_lines", "online_uses",
              "recent_failures", "last_online_month"),
}  # fmt: skip
"""State of its own that a step starts from; for the others, all of it."""


@dataclass(frozen=True)
class Input:
    """One thing that a step reads.

    Attributes
    ----------
    name : in words.
    value : a number, or words.
    touches : the columns that it can reach in this step; empty for any.
    own : whether it is the person's own state.
    """

    name: str
    value: Any
    touches: tuple[str, ...] = ()
    own: bool = False


@dataclass(frozen=True)
class Luck:
    """One draw of the person and the chance it is held against; below the chance it happens.

    Attributes
    ----------
    what : what is decided, in words.
    draw, chance : [0-1]
    touches : the columns decided by it.
    """

    what: str
    draw: float
    chance: float
    touches: tuple[str, ...]


@dataclass(frozen=True)
class Person:
    """Who is followed: "citizen", "business" or "employee", and the number in the population."""

    kind: str
    number: int

    def population(self, world: DistrictModel) -> Population:
        """Return the population of a world that the person belongs to."""
        return {
            "citizen": world.citizens, "business": world.businesses, "employee": world.employees,
        }[self.kind]  # fmt: skip

    def users(self, world: DistrictModel) -> Users:
        """Return the users of a world that the person belongs to."""
        return world.citizens_users if self.kind == "citizen" else world.business_users


Found = tuple[list[Input], list[Luck]]


def inputs_of(world: DistrictModel, person: Person, step: str) -> Found:
    """Return what a step is about to read, and the draws it will hold against chances.

    Parameters
    ----------
    world : as it stands just before the step.
    step : "staff", "notice", "needs" or "feelings".
    """
    makers: dict[str, Callable[[DistrictModel, Person], Found]] = {
        "staff": _staff, "notice": _notice, "needs": _needs, "feelings": _feelings,
    }  # fmt: skip
    found, luck = makers[step](world, person)
    return [*_own(world, person, step), *found], luck


def _own(world: DistrictModel, person: Person, step: str) -> list[Input]:
    """Return the state of the person that the step starts from."""
    population = person.population(world)
    one = population[person.number]
    return [
        Input(f"own {column.label}", shown(column.kind, getattr(one, column.name)), own=True)
        for column in population.columns
        if not column.is_fixed and column.name in READ.get(step, (column.name,))
    ]


def shown(kind: str, value: Any) -> Any:
    """Return a value of a column as it is told: names of lines for bits, else the number."""
    return lines_of(int(value)) if kind == "bits" else value


def lines_of(bits: int) -> str:
    """Return the service lines of a bit mask in words."""
    return ", ".join(line_words(LINES[k]) for k in range(len(LINES)) if bits >> k & 1) or "none"


def _rates(rates: Any) -> list[Input]:
    """Return the plain numbers of a step."""
    return [
        Input(RATE_WORDS.get(name, name.replace("_", " ")), value, RATE_TOUCHES.get(name, ()))
        for name, value in rates._asdict().items()
    ]


def _drawn(world: DistrictModel, users: Users | None, decision: Decision, number: int) -> float:
    """Return the person's draw for a decision this month."""
    offset = users.offset if users else 0
    shifted = Decision(decision.name, decision.block + offset, decision.lane)
    return draws.uniform(world.run_seed, shifted, number, world.month)


def _staff(world: DistrictModel, person: Person) -> Found:
    one = world.employees[person.number]
    where, desks = one.division, world.desks
    lever = f"training_hours_{ROLE_LEVERS[one.role]}"
    rates = conditions.staff_rates(world)
    skills = ("it_skill", "training_hours", "acceptance", "insecurity")
    found = [
        Input("training hours a year for the role", getattr(world.levers.capacity, lever), skills),
        Input("share of the capacity programme that is paid", world.funded["capacity"]),
        Input("work waiting in the division in months", float(desks.wait_months[where]),
              ("morale", "present")),
        Input("load of the division", float(desks.load[where]), ("present",)),
        Input("cases of the division that came online", float(desks.online_share[where]),
              ("practice",)),
        Input("work of the division done the new way", float(desks.new_way[where]), skills),
        Input("acceptance among colleagues", float(world.acceptance_by_division[where]),
              ("acceptance",)),
        *_rates(rates),
    ]  # fmt: skip
    if not one.present:
        return found, []
    chance = leaving_probability(rates.attrition, one.morale)
    spare = desks.load[where] < rates.short_of_hours
    leaves = _drawn(world, None, draws.LEAVES, person.number)
    luck = [Luck("leaves the service", leaves, chance, LEAVING)]
    if leaves < chance:
        filled = _drawn(world, None, draws.IS_REPLACED, person.number)
        luck.append(Luck("is replaced", filled, rates.replace if spare else 1.0, LEAVING))
    return found, luck


def _notice(world: DistrictModel, person: Person) -> Found:
    users, i = person.users(world), person.number
    one = users.agents[i]
    rates = conditions.notice_rates(world)
    campaign = conditions.campaign_intensity(world)
    seat = 0.0
    if person.kind == "citizen":
        seat = float(conditions.seat_probability(world)[users.cell[i]])
    good, bad = _contacts(users, i, rates.ties, rates.share_long)
    month = world.month - 1
    looked, noticing = _notices(world, users, i, campaign)
    found = [
        Input("services that can be used online", lines_of(world.online_lines), KNOWING),
        *looked,
        Input("contacts who speak well of it", good, KNOWING),
        Input("contacts who speak ill of it", bad, KNOWING),
        Input("chance of a seat in a course or centre", seat, SEATED),
        Input("share of the age group online", float(world.share_online[month, one.access_group]),
              SEATED),
        Input("share of those online with a certificate",
              float(world.share_certified[month, one.access_group]), ("has_certificate",)),
        *_rates(rates),
    ]  # fmt: skip
    luck = [] if one.has_access else [
        Luck("gets a seat", _drawn(world, users, draws.IS_TRAINED, i), seat, SEATED)
    ]  # fmt: skip
    return found, [*luck, *noticing]


def _contacts(users: Users, i: int, ties: int, share_long: float) -> tuple[int, int]:
    """Return how many of a person's contacts speak well, and how many ill."""
    who = [contact_of(i, tie, len(users.agents), ties, share_long) for tie in range(ties)]
    said = [int(users.agents.voice[other]) for other in who]
    return said.count(1), said.count(-1)


def _notices(world: DistrictModel, users: Users, i: int, campaign: Any) -> Found:
    """Return the service line looked at this month, and the chance that it is noticed."""
    one, rates = users.agents[i], conditions.notice_rates(world)
    unknown = world.online_lines & ~(one.aware_lines | one.referred_lines)
    if not unknown:
        return [], []
    block = users.offset + draws.NOTICE_BLOCK
    lanes = draws.philox(world.run_seed, i, world.month, block, 0)
    lines = count_bits(unknown)
    line = nth_bit(unknown, (lanes[1] * lines) >> 32)
    reach = 1.0 if one.has_access else rates.offline_reach
    agents = users.agents
    pull = pull_on(i, line, lanes[2], rates, len(agents), agents.voice, agents.used_lines)
    chance = chance_of_notice(rates, float(campaign[line]) * reach, pull, lines)
    name = line_words(LINES[line])
    looked = [
        Input("the service looked at this month", name, KNOWING),
        Input(f"campaign for {name}", float(campaign[line]), KNOWING),
    ]
    return looked, [Luck(f"notices {name}", draws.as_uniform(lanes[0]), chance, KNOWING)]


def _needs(world: DistrictModel, person: Person) -> Found:
    users = person.users(world)
    is_business = person.kind == "business"
    home = int(users.agents.neighbourhood[person.number])
    rates = conditions.need_rates(world, is_business)
    table = conditions.offer_table(world, is_business)
    kiosks = float(conditions.kiosk_hours(world)[home]) if table[n.AT_KIOSK].any() else 0.0
    on_lines = {some.line for some in cases_of(world, person.number, is_business)}
    found = [
        *(Input(f"'{project.spec.name}': {words}", float(table[row, project.spec.id]))
          for project in world.portfolio.projects if project.spec.line in on_lines
          for row, words in OFFER_ROWS.items()),
        Input("recent users in the neighbourhood", float(users.norm[home])),
        Input("hours for a case at a kiosk", kiosks),
        *_rates(rates),
    ]  # fmt: skip
    chance = rates.petitions_per_month * float(users.agents.activity[person.number])
    draw = _drawn(world, users, draws.POSTS_PETITION, person.number)
    return found, [Luck("posts a petition", draw, chance, ("month_petitions",))]


def _feelings(world: DistrictModel, person: Person) -> Found:
    users = person.users(world)
    one = users.agents[person.number]
    rates = conditions.feeling_rates(world)
    chance = 0.0
    if one.online_uses > 0 and one.month_online == 0 and not one.lapsed:
        chance = stop_probability(rates.stop_hazard, one.recent_failures)
    draw = _drawn(world, users, draws.STOPS, person.number)
    return _rates(rates), [Luck("gives up", draw, chance, ("lapsed",))]
