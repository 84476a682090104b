"""Why two lives part: what the step read and drew in the two worlds, and what lies behind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sim.experiments.names import value_words
from sim.experiments.twin_cases import cases_words, unlike
from sim.experiments.twin_inputs import Input, Luck, lines_of
from sim.parameters.run import month_text
from sim.population.columns import BUSINESS_COLUMNS, CITIZEN_COLUMNS, EMPLOYEE_COLUMNS
from sim.reports.numbers import listed
from sim.schedule import SCHEDULE

if TYPE_CHECKING:
    from sim.experiments.twin_diary import Diary
    from sim.experiments.twins import Parting, TwinLives

__all__ = ["columns_words", "place_words", "reasons", "two_sides"]

MOST_REASONS, MOST_NAMES = 12, 6
COLUMNS = {
    "citizen": CITIZEN_COLUMNS, "business": BUSINESS_COLUMNS, "employee": EMPLOYEE_COLUMNS,
}  # fmt: skip
TELLING = ("present", "division", "month_online", "used_lines")
"""Columns that say most, told before those that change along with them."""


def place_words(lives: TwinLives, parting: Parting) -> str:
    """Return the month and step at which lives part, in words."""
    if parting.month == 0:
        return "the start, before the first month"
    sentence = next(s.sentence for s in SCHEDULE if s.name == parting.step)
    date = month_text(parting.month, lives.start)
    return f'month {parting.month} ({date}), step "{parting.step}" ({sentence.rstrip(".")})'


def columns_words(lives: TwinLives, parting: Parting) -> str:
    """Say which columns differ after the step, the first with its values."""
    assert lives.person is not None
    assert lives.a is not None
    assert lives.b is not None
    declared = {c.name: c for c in COLUMNS[lives.person.kind]}
    said: list[str] = []
    telling = sorted(parting.columns, key=lambda name: name not in TELLING)
    for name in telling[:MOST_NAMES]:
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
    said = [_cases(lives.a, lives.b, parting.month)] if parting.step == "needs" else []
    said += _lucks(luck, luck_b, parting.columns)
    found = _unlike(one, other, parting.columns)
    said += [f"{_upper(i.name)}: {a} in A, {b} in B." for i, a, b in found[:MOST_REASONS]]
    if len(found) > MOST_REASONS:
        said.append(f"And {len(found) - MOST_REASONS} more values that the step reads.")
    if not found and lives.person is not None and lives.person.kind == "employee":
        said.append("All that the step reads of this person is the same: posts are exchanged two "
                    "by two, so another's leaving or moving has moved this one.")  # fmt: skip
    return said + _behind(lives, parting.month)


def _cases(a: Diary, b: Diary, month: int) -> str:
    """Say which cases the person had that month, and which way they went in the two worlds."""
    one, other = a.cases[month], b.cases[month]
    if not unlike(one, other) and not unlike(other, one):
        return f"The cases of the month went the same way in both: {cases_words(one)}."
    first, second = cases_words(unlike(one, other)), cases_words(unlike(other, one))
    same = [case for case in one if case not in unlike(one, other)]
    rest = f" The others went the same way: {cases_words(same)}." if same else ""
    return f"The same needs, two ways: {first} in A; {second} in B.{rest}"


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
        happens = [side.draw < side.chance for side in (luck, twin)]
        where = {(True, False): "in A only", (False, True): "in B only", (True, True): "in both",
                 (False, False): "in neither"}[happens[0], happens[1]]  # fmt: skip
        said.append(
            f"The chance that this one {luck.what} is {first} % in A, {second} % in B; the draw "
            f"is {100 * luck.draw:.4g} % in both, and what is below the chance happens: {where}."
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
    levers.sort(key=lambda words: words.startswith("budget."))  # weights show as shares paid
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
