"""What twin lives say in words: who it is, what happened when, where the lives part, and why."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import fill
from typing import TYPE_CHECKING, Any

from sim.data.tables import LINES, dongs
from sim.experiments.names import value_words
from sim.experiments.twin_inputs import Input, Luck, Person, lines_of
from sim.parameters.run import month_text
from sim.population.columns import (
    AGE_GROUPS,
    BUSINESS_COLUMNS,
    BUSINESS_SIZES,
    CITIZEN_COLUMNS,
    DIVISIONS,
    EDUCATION_LEVELS,
    EMPLOYEE_COLUMNS,
    INCOME_GROUPS,
    ROLES,
    SECTORS,
)
from sim.reports.headline import CAUTION
from sim.reports.numbers import line_words, listed
from sim.schedule import SCHEDULE

if TYPE_CHECKING:
    from sim.experiments.twins import Diary, Parting, State, TwinLives
    from sim.model import DistrictModel

__all__ = ["events", "reasons", "summary", "text", "two_sides", "who_words"]

MOST_ROWS, MOST_REASONS, MOST_NAMES = 24, 12, 6
COLUMNS = {
    "citizen": CITIZEN_COLUMNS, "business": BUSINESS_COLUMNS, "employee": EMPLOYEE_COLUMNS,
}  # fmt: skip
PLURAL = {"citizen": "citizens", "business": "businesses", "employee": "employees"}
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
    return f"{', '.join(t for t in traits if t)}. {_as_user(one)}"


def _business(one: Any) -> str:
    people = "one person" if one.employees == 1 else f"{one.employees:,} people"
    size = BUSINESS_SIZES[one.size_group]
    return f"{SECTORS[one.sector]}, {people} ({size}). {_as_user(one)}"


def _as_user(one: Any) -> str:
    home = dongs()[one.neighbourhood].name
    online = "has" if one.has_access else "has no"
    return (
        f"Lives or works in {home}, {one.travel_hours:.1f} hours to the office and back; an hour "
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


def events(kind: str, diary: Diary) -> dict[int, list[str]]:
    """Return what is worth telling of a life, by month."""
    tell = _staff_events if kind == "employee" else _user_events
    found = {
        month: tell(before, after)
        for month, (before, after) in enumerate(
            zip(diary.states, diary.states[1:], strict=False), start=1
        )
    }
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
    if after["month_failures"]:
        said.append("fails online")
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


# Why ------------------------------------------------------------------------------------------


def two_sides(one: Any, other: Any) -> tuple[str, str]:
    """Return two unlike values with as many digits as it takes to tell them apart."""
    if isinstance(one, bool) or not isinstance(one, int | float):
        return str(one), str(other)
    for digits in range(3, 18):
        first, second = f"{one:.{digits}g}", f"{other:.{digits}g}"
        if first != second:
            break
    return first, second


def reasons(lives: TwinLives, parting: Parting | None) -> list[str]:
    """Return why lives part: what the step read and drew, on both sides, and what lies behind."""
    if parting is None or lives.a is None or lives.b is None:
        return []
    if parting.month == 0:
        return ["The districts start from other values; see what differs between the scenarios."]
    place = (parting.month, parting.step)
    (one, luck), (other, luck_b) = lives.a.read[place], lives.b.read[place]
    said = _lucks(luck, luck_b, parting.columns)
    found = _unlike(one, other, parting.columns)
    said += [f"{_upper(i.name)}: {a} in A, {b} in B." for i, a, b in found[:MOST_REASONS]]
    if len(found) > MOST_REASONS:
        said.append(f"And {len(found) - MOST_REASONS} more values that the step reads.")
    if not found and lives.person is not None and lives.person.kind == "employee":
        said.append("All that the step reads of this person is the same: posts are exchanged two "
                    "by two, so another's leaving or moving has moved this one.")  # fmt: skip
    return said + _behind(lives, parting.month)


def _unlike(
    one: Sequence[Input], other: Sequence[Input], columns: Sequence[str]
) -> list[tuple[Input, str, str]]:
    """Return the inputs that differ and can reach the columns, the most specific first."""
    theirs = {item.name: item for item in other}
    found = []
    for item in one:
        twin = theirs.get(item.name)
        if twin is None or twin.value == item.value:
            continue
        if item.touches and not set(item.touches) & set(columns):
            continue
        found.append((item, *two_sides(item.value, twin.value)))
    return sorted(found, key=lambda row: (row[0].own, not row[0].touches))


def _lucks(one: Sequence[Luck], other: Sequence[Luck], columns: Sequence[str]) -> list[str]:
    theirs = {luck.what: luck for luck in other}
    said = []
    for luck in one:
        twin = theirs.get(luck.what)
        if twin is None or luck.chance == twin.chance or not set(luck.touches) & set(columns):
            continue
        first, second = two_sides(100 * luck.chance, 100 * twin.chance)
        happens = [draw.draw < draw.chance for draw in (luck, twin)]
        where = {(True, False): "in A only", (False, True): "in B only", (True, True): "in both",
                 (False, False): "in neither"}[happens[0], happens[1]]  # fmt: skip
        said.append(
            f"Chance that this one {luck.what}: {first} % in A, {second} % in B. The draw is "
            f"{100 * luck.draw:.4g} % in both, and it happens below the chance: {where}."
        )
    return said


def _behind(lives: TwinLives, month: int) -> list[str]:
    """Say which levers, shares paid and live applications differ in that month."""
    a, b = lives.a, lives.b
    if a is None or b is None:
        return []
    k = month - 1
    said = []
    levers = [
        f"{path.removeprefix('strategy.')} ({value_words(path, value)} in A, "
        f"{value_words(path, b.levers[k][path])} in B)"
        for path, value in a.levers[k].items()
        if value != b.levers[k][path]
    ]
    if levers:
        said.append(f"Levers in force that differ that month: {_some(levers)}.")
    paid = [
        f"{pillar} ({first} % in A, {second} % in B)"
        for pillar, share in a.funded[k].items()
        if share != b.funded[k][pillar]
        for first, second in [two_sides(100 * share, 100 * b.funded[k][pillar])]
    ]
    if paid:
        said.append(f"Share of the programme that is paid: {_some(paid)}.")
    for side, own, others in (("A", a.live[k], b.live[k]), ("B", b.live[k], a.live[k])):
        only = [name for name in own if name not in others]
        if only:
            said.append(f"Applications live only in {side}: {_some(only)}.")
    return said


def _some(items: list[str]) -> str:
    if len(items) <= MOST_NAMES:
        return listed(items)
    return listed([*items[:MOST_NAMES], f"{len(items) - MOST_NAMES} more"])


def _upper(words: str) -> str:
    return words[:1].upper() + words[1:]


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
    return "\n\n".join(
        block if "\n" in block else fill(block, width, break_on_hyphens=False) for block in blocks
    )


def _parting_words(lives: TwinLives) -> list[str]:
    parting, deed = lives.parting, lives.deed
    if parting is None:
        return [_never(lives), *found_words(lives)]
    said = [f"The lives part in {_place(lives, parting)}. {_columns(lives, parting)}"]
    said.append("Why:\n" + "\n".join(f"  - {reason}" for reason in lives.reasons))
    if deed is None:
        said.append("What this one knows and does stays the same in both; only feelings differ.")
    elif (deed.month, deed.step) != (parting.month, parting.step):
        said.append(f"In what is known and done they part in {_place(lives, deed)}. "
                    f"{_columns(lives, deed)}")  # fmt: skip
        said.append("Why:\n" + "\n".join(f"  - {reason}" for reason in reasons(lives, deed)))
    return [*said, _ends(lives)]


def _place(lives: TwinLives, parting: Parting) -> str:
    if parting.month == 0:
        return "the start, before the first month"
    sentence = next(s.sentence for s in SCHEDULE if s.name == parting.step)
    date = month_text(parting.month, lives.start)
    return f'month {parting.month} ({date}), step "{parting.step}" ({sentence.rstrip(".")})'


def _columns(lives: TwinLives, parting: Parting) -> str:
    """Say which columns differ after the step, the first with its values."""
    assert lives.person is not None and lives.a is not None and lives.b is not None
    declared = {c.name: c for c in COLUMNS[lives.person.kind]}
    said = []
    for name in parting.columns[:MOST_NAMES]:
        column = declared[name]
        pair = [diary.states[parting.month][name] for diary in (lives.a, lives.b)]
        if column.kind == "bits":
            one, other = (lines_of(int(value)) for value in pair)
        elif column.names:
            one, other = (column.names[int(value)] for value in pair)
        else:
            one, other = two_sides(*pair)
        said.append(f"{column.label} ({one} in A, {other} in B)")
    rest = len(parting.columns) - len(said)
    first, *others = said
    more = [*others, f"{rest} more"] if rest else others
    return f"First differs: {first}" + (f"; then {listed(more)}." if more else ".")


def _ends(lives: TwinLives) -> str:
    assert lives.a is not None and lives.b is not None
    last = [diary.states[-1] for diary in (lives.a, lives.b)]
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
    assert lives.person is not None and lives.a is not None and lives.b is not None
    one, other = (events(lives.person.kind, diary) for diary in (lives.a, lives.b))
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


def _row(
    lives: TwinLives, month: int, one: list[str], other: list[str], room: int
) -> list[str]:
    from itertools import zip_longest
    from textwrap import wrap

    cells = [wrap("; ".join(said) or "-", room - 2) for said in (one, other)]
    head = f"{month:>3}  {month_text(month, lives.start)}"
    return [
        f"{head if place == 0 else '':<16}  {left or '':<{room}}{right or ''}".rstrip()
        for place, (left, right) in enumerate(zip_longest(*cells))
    ]


def found_words(lives: TwinLives) -> list[str]:
    """Say how many part from their twins, and name persons worth following."""
    said = []
    for kind, people in lives.census.of.items():
        parted, did = ((months >= 0).sum() for months in (people.month, people.deed))
        said.append(f"{parted:,} of {len(people.month):,} {PLURAL[kind]} part from their twin; "
                    f"{did:,} in what they know or do.")  # fmt: skip
    named = found(lives)
    said += ["Lives to follow:\n" + "\n".join(f"  - {row['words']}" for row in named)] if named else []
    return said or ["Nobody's life parts."]


def found(lives: TwinLives) -> list[dict[str, Any]]:
    """Return persons whose lives part: kind, number and why they are named."""
    rows = []
    for kind, people in lives.census.of.items():
        first, deed = people.earliest(), people.earliest(deed=True)
        if first is not None:
            rows.append(_named(kind, first, f"parts first, in month {people.month[first]}"))
        if deed is not None:
            words = f"is the first to know or do something else, in month {people.deed[deed]}"
            rows.append(_named(kind, deed, words))
        only = people.online_only_in_b()
        if only is not None:
            words = f"uses online services only in B ({people.only_b[only]} times)"
            rows.append(_named(kind, only, words))
        worse = people.better_off_in_a()
        if worse is not None:
            what = "job satisfaction" if kind == "employee" else "satisfaction"
            size = f"{-people.better[worse]:.2g} points of 100 of {what} on average"
            rows.append(_named(kind, worse, f"is better off in A, by {size}"))
    return rows


def _named(kind: str, number: int, words: str) -> dict[str, Any]:
    said = f"--{kind} {number} {words}"
    return {"kind": kind, "number": number, "why": words, "words": said}


def summary(lives: TwinLives) -> dict[str, Any]:
    """Return twin lives as plain data."""
    def place(parting: Parting | None) -> dict[str, Any] | None:
        if parting is None:
            return None
        return {"month": parting.month, "step": parting.step, "columns": list(parting.columns),
                "reasons": reasons(lives, parting)}  # fmt: skip

    out: dict[str, Any] = {
        "caution": CAUTION, "a": lives.names[0], "b": lives.names[1],
        "replicate": lives.replicate, "seed": lives.seed, "sample": lives.sample,
        "months": lives.months, "start": lives.start, "notes": list(lives.notes),
        "parted": {kind: int((p.month >= 0).sum()) for kind, p in lives.census.of.items()},
        "found": [{k: v for k, v in row.items() if k != "words"} for row in found(lives)],
    }  # fmt: skip
    if lives.person is not None and lives.a is not None and lives.b is not None:
        kind = lives.person.kind
        out |= {
            "person": {"kind": kind, "number": lives.person.number, "who": lives.who},
            "parting": place(lives.parting), "deed": place(lives.deed),
            "events": {side: events(kind, diary) for side, diary in
                       (("A", lives.a), ("B", lives.b))},
        }  # fmt: skip
    return out
