"""What twin lives say in words: who it is, what happened when, and where the lives part."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from textwrap import fill, wrap
from typing import TYPE_CHECKING, Any

from sim.data.tables import dongs
from sim.experiments.twin_cases import cases_words, unlike
from sim.experiments.twin_found import found_words
from sim.experiments.twin_inputs import Person, lines_of
from sim.experiments.twin_why import columns_words, place_words, reasons
from sim.parameters.run import month_text
from sim.population.columns import (
    BUSINESS_SIZES,
    DIVISIONS,
    EDUCATION_LEVELS,
    INCOME_GROUPS,
    ROLES,
    SECTORS,
)
from sim.reports.headline import CAUTION

if TYPE_CHECKING:
    from sim.experiments.twin_diary import Diary, State
    from sim.experiments.twins import TwinLives
    from sim.model import DistrictModel

__all__ = ["events", "text", "who_words"]

MOST_ROWS = 24
FEELINGS = {
    "satisfaction": "satisfaction", "trust": "trust", "morale": "job satisfaction",
    "acceptance": "acceptance of the new systems", "it_skill": "skill in IT",
}  # fmt: skip


# Who ------------------------------------------------------------------------------------------


def who_words(world: DistrictModel, person: Person) -> str:
    """Return who a person is, in sentences, as before the first month."""
    population = person.population(world)
    one = population[person.number]
    stands = f"{person.kind.capitalize()} {person.number} of {len(population):,}"
    if population.weight > 1:
        stands += f" (each stands for {population.weight:.3g})"
    makers = {"citizen": _citizen, "business": _business, "employee": _employee}
    return f"{stands}: {makers[person.kind](one)}"


def _citizen(one: Any) -> str:
    traits = [
        f"{one.age} years old, education {EDUCATION_LEVELS[one.education]}, "
        f"household income {INCOME_GROUPS[one.income_group]}",
        "registered as disabled" if one.disabled else "",
        "with a car" if one.has_car else "without a car",
        "with a property-tax bill" if one.owns_property else "",
    ]
    return f"{', '.join(t for t in traits if t)}. {_as_user(one, 'Lives')}"


def _business(one: Any) -> str:
    people = "one person" if one.employees == 1 else f"{one.employees:,} people"
    size = BUSINESS_SIZES[one.size_group]
    return f"{SECTORS[one.sector]}, {people} ({size}). {_as_user(one, 'Stands')}"


def _as_user(one: Any, stays: str) -> str:
    home = dongs()[one.neighbourhood].name
    online = "has" if one.has_access else "has no"
    return (
        f"{stays} in {home}, {one.travel_hours:.1f} hours to the office and back; an hour "
        f"is worth {one.value_of_time_usd_per_hour:.2g} USD. Digital skill {100 * one.skill0:.0f}, "
        f"concern for privacy {100 * one.privacy_concern:.0f}, trust {100 * one.trust0:.0f} of "
        f"100; {online} Internet access at the start."
    )


def _employee(one: Any) -> str:
    role = ROLES[one.role] if ROLES[one.role] != "IT" else "member of the IT staff"
    return (
        f"a {role} of {one.age0} in {DIVISIONS[one.division0]}, "
        f"{one.tenure_months0 // 12} years in service. Skill in IT {100 * one.it_skill0:.0f}, in "
        f"administration {100 * one.administrative_skill0:.0f}, fear for the job "
        f"{100 * one.insecurity0:.0f} of 100 at the start."
    )


# What happened --------------------------------------------------------------------------------


def events(kind: str, diary: Diary, twin: Diary) -> dict[int, list[str]]:
    """Return what is worth telling of a life, by month.

    Cases are told where they were tried online, and where the twin's took another way.
    """
    tell = _staff_events if kind == "employee" else _user_events
    found = {
        month: tell(before, after)
        for month, (before, after) in enumerate(
            zip(diary.states, diary.states[1:], strict=False), start=1
        )
    }
    for month, cases in diary.cases.items():
        told = [c for c in cases if "online" in cases_words([c])]
        told += [c for c in unlike(cases, twin.cases[month]) if c not in told]
        if told:
            found[month].append(cases_words(told))
    return {month: said for month, said in found.items() if said}


def _user_events(before: State, after: State) -> list[str]:
    def came(name: str) -> bool:
        return bool(after[name] and not before[name])

    said = []
    if came("helped"):
        said.append("course or centre opens access")
    if came("has_access"):
        said.append("comes online")
    if came("has_certificate"):
        said.append("gets a certificate")
    for name, words in (("aware_lines", "hears of"), ("used_lines", "first use online:")):
        new = after[name] & ~before[name]
        if new:
            said.append(f"{words} {lines_of(new)}")
    if after["month_petitions"]:
        said.append("posts a petition")
    if came("lapsed"):
        said.append("gives up")
    if before["lapsed"] and not after["lapsed"]:
        said.append("comes back")
    return said


def _staff_events(before: State, after: State) -> list[str]:
    said = []
    if before["present"] and not after["present"]:
        return ["leaves; the post stays empty"]
    if after["present"] and not before["present"]:
        said.append("the post is filled again")
    elif after["tenure_months"] < before["tenure_months"]:
        said.append("leaves; a newcomer takes over")
    if after["division"] != before["division"]:
        said.append(f"moves to {DIVISIONS[after['division']]}")
    elif after["months_in_post"] < before["months_in_post"] and not said:
        said.append("moves to another post")
    if after["training_hours"] > 0 and before["training_hours"] == 0:
        said.append("first training")
    return said


# The whole ------------------------------------------------------------------------------------


def text(lives: TwinLives, width: int) -> str:
    """Return twin lives in words."""
    a, b = lives.names
    blocks = [f"Twin lives: A is {a}, B is {b}; replicate {lives.replicate}, the same luck."]
    if lives.person is None:
        blocks += found_words(lives)
    else:
        blocks += [lives.who, _months_table(lives, width), *_parting_words(lives)]
    blocks += [*lives.notes, CAUTION]
    return "\n\n".join(_wrapped(block, width) for block in blocks)


def _wrapped(block: str, width: int) -> str:
    """Return a paragraph, a list or a table with no line that is too long."""
    lines = []
    for line in block.split("\n"):
        indent = "    " if line.startswith("  - ") else ""
        long = len(line) > width or "\n" not in block
        lines.append(
            fill(line, width, subsequent_indent=indent, break_on_hyphens=False) if long else line
        )
    return "\n".join(lines)


def _parting_words(lives: TwinLives) -> list[str]:
    parting, deed = lives.parting, lives.deed
    if parting is None:
        return [_never(lives), *found_words(lives)]
    said = [f"The lives part in {place_words(lives, parting)}. {columns_words(lives, parting)}"]
    said.append("Why:\n" + "\n".join(f"  - {reason}" for reason in lives.reasons))
    if deed is None:
        said.append("What this one knows and does stays the same in both; only feelings differ.")
    elif (deed.month, deed.step) != (parting.month, parting.step):
        said.append(f"In what is known and done they part in {place_words(lives, deed)}. "
                    f"{columns_words(lives, deed)}")  # fmt: skip
        said.append("Why:\n" + "\n".join(f"  - {reason}" for reason in reasons(lives, deed)))
    return [*said, _ends(lives)]


def _ends(lives: TwinLives) -> str:
    assert lives.a is not None
    assert lives.b is not None
    last = [diary.states[-1] for diary in (lives.a, lives.b)]
    gone = [side for side, state in zip("AB", last, strict=True) if not state.get("present", 1)]
    if gone:
        return (
            f"At the end, after {lives.months} months, the post is empty in "
            f"{' and in '.join(gone)}."
        )
    said = [
        f"{words} {100 * last[0][name]:.1f} of 100 in A, {100 * last[1][name]:.1f} in B"
        for name, words in FEELINGS.items()
        if name in last[0]
    ]
    if "online_uses" in last[0]:
        said.append(f"{last[0]['online_uses']} uses online in A, {last[1]['online_uses']} in B")
    return f"At the end, after {lives.months} months: {'; '.join(said)}."


def _never(lives: TwinLives) -> str:
    return (
        f"The lives never part: in all {lives.months} months every step leaves the same values "
        "in both worlds."
    )


def _months_table(lives: TwinLives, width: int) -> str:
    """Return the months in which something happened in either world, side by side."""
    assert lives.person is not None
    assert lives.a is not None
    assert lives.b is not None
    kind, a, b = lives.person.kind, lives.a, lives.b
    one, other = events(kind, a, b), events(kind, b, a)
    months = sorted({*one, *other})
    if not months:
        return "Nothing that is worth telling happens to this one in either world."
    room = max(20, (width - 18) // 2)
    rows = [f"{'month':<16}  {'A':<{room}}A".rstrip("A") + "B"]
    shown = months if len(months) <= MOST_ROWS else _important(months, one, other)
    for month in shown:
        rows += _row(lives, month, one.get(month, []), other.get(month, []), room)
    if len(shown) < len(months):
        rows.append(f"({len(months) - len(shown)} months in which the same happened to both, or "
                    "later ones, are left out)")  # fmt: skip
    return "\n".join(rows)


def _important(
    months: Sequence[int], one: dict[int, list[str]], other: dict[int, list[str]]
) -> list[int]:
    """Return as many months as there is room for, those that differ before those that do not."""
    apart = [m for m in months if one.get(m) != other.get(m)]
    alike = [m for m in months if m not in set(apart)]
    return sorted([*apart, *alike][:MOST_ROWS])


def _row(lives: TwinLives, month: int, one: list[str], other: list[str], room: int) -> list[str]:
    cells = [wrap("; ".join(said) or "-", room - 2) for said in (one, other)]
    head = f"{month:>3}  {month_text(month, lives.start)}"
    return [
        f"{head if place == 0 else '':<16}  {left or '':<{room}}{right or ''}".rstrip()
        for place, (left, right) in enumerate(zip_longest(*cells))
    ]
