"""Fills the marked blocks of the class kit, so that no aim, lever or question is copied by hand.

    python -m sim.classroom.kit                  writes the blocks in docs/teaching/ anew
    python -m sim.classroom.kit --print FOLDER   one page of HTML a sheet, for the printer

A test fails while a block is out of date. Blocks marked `answer` are filled by
`python -m sim.questions.ranges`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import ceil, log10
from pathlib import Path
from typing import Any

import click

from sim.classroom.roles import Aim, Role, read_roles, roles
from sim.classroom.rules import LOCKED
from sim.errors import EgovError
from sim.parameters.catalogue import Parameter, catalogue
from sim.summary import unit_over

__all__ = ["BRIEFS", "KIT", "filled", "pages", "write_blocks"]

KIT = "docs/teaching"
BLOCK = re.compile(r"<!-- (?P<mark>aims: \w+|levers|predictions) -->\n.*?<!-- end -->", re.DOTALL)
BRIEFS = {
    "mayor": "mayors-team",
    "home_affairs": "home-affairs",
    "assembly": "assembly",
    "information": "information-ministry",
    "vendor": "vendor",
    "citizens": "citizens",
    "employees": "employees",
}
"""The file of each role's brief, by the role's name."""
OWN = "mayor"
SPAN_PARTS = 1000
"""The last digit of an end is at most such a part of the way between the ends."""
PILLARS = ("budget", "accessibility", "capacity", "participation", "consolidation", "collaboration")


def pages(root: Path) -> list[Path]:
    """Return the pages of the kit, in the order of their paths."""
    return sorted((root / KIT).rglob("*.md"))


def filled(text: str) -> str:
    """Return a page with its blocks filled."""

    def block(found: re.Match[str]) -> str:
        body = "\n".join(_body(found["mark"]))
        return f"<!-- {found['mark']} -->\n{body}\n<!-- end -->"

    return BLOCK.sub(block, text)


def write_blocks(root: Path) -> list[Path]:
    """Fill the blocks of all pages; return those that have changed."""
    changed = []
    for path in pages(root):
        text = path.read_text(encoding="utf-8")
        if (new := filled(text)) != text:
            path.write_text(new, encoding="utf-8", newline="\n")
            changed.append(path)
    return changed


def _body(mark: str) -> list[str]:
    if mark == "levers":
        return list(_levers())
    if mark == "predictions":
        return list(_predictions())
    name = mark.removeprefix("aims: ")
    return list(_aims(next(one for one in roles() if one.name == name)))


def _aims(role: Role) -> Iterator[str]:
    """Yield what a role is scored by, as a table."""
    _, _, measured = read_roles()
    yield "| what is counted | when | counts 0 at | counts 100 at | weight |"
    yield "|---|---|---|---|---|"
    for aim in role.aims:
        yield from _aim_rows(aim)
    yield ""
    runs = int(measured["strategies"]) * int(measured["replications"])
    yield f"The ends are the 5th and 95th percentile of {runs} runs of the shipped strategies,"
    yield f"version {measured['version']}. In between, straight lines."


def _aim_rows(aim: Aim) -> Iterator[str]:
    from sim.experiments.published import outcomes_of
    from sim.reports.numbers import month_words

    facts = next(one for one in outcomes_of("") if one["name"] == aim.outcome)
    wish = "high" if aim.better > 0 else "low"
    for month, ends in aim.ends.items():
        worst, best = _ends(unit_over(facts), ends)
        words = f"{facts['label']}: **{wish}** (`{aim.outcome}`)"
        weight = f"{100 * aim.weight:.0f} %"
        yield f"| {words} | after {month_words(month)} | {worst} | {best} | {weight} |"


def _ends(unit: str, ends: tuple[float, float]) -> list[str]:
    """Return the ends in words, with the digits that a score worked out by hand needs."""
    from sim.reports.numbers import Scale

    scale = Scale.of(unit, ends)
    words = scale.unit.removeprefix("1 ")  # a rate has nothing but its period
    span = abs(ends[1] - ends[0]) * scale.factor
    decimals = max(0, ceil(-log10(span / SPAN_PARTS)))
    shown = [f"{end * scale.factor:,.{decimals}f}" for end in ends]
    return [f"{_without_zeros(text)} {words}".strip() for text in shown]


def _without_zeros(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text


def _levers() -> Iterator[str]:
    """Yield the levers by pillar, with a column for those of the team."""
    signers = _signers()
    for pillar in PILLARS:
        start = f"strategy.{pillar}."
        yield f"### {pillar.capitalize()}: `strategy.{pillar}`"
        yield ""
        yield "| lever | what it is | may be | 2002 | signs | yours | round 2 |"
        yield "|---|---|---|---|---|---|---|"
        for path, lever in catalogue().items():
            if path.startswith(start):
                yield _lever_row(lever, path.removeprefix(start), signers.get(path, ""))
        yield ""
    yield "Made by `python -m sim.classroom.kit` from the declarations of the levers."


def _lever_row(lever: Parameter, name: str, signs: str) -> str:
    cells = (f"`{name}`", lever.label, _range(lever), _value(lever.default), signs, "", "")
    return f"| {' | '.join(cells)} |"


def _range(lever: Parameter) -> str:
    """Return what a lever may be, in few words for a narrow column."""
    if lever.kind == "switch":
        return "yes or no"
    return re.sub(r"^(one of|a number from|a share from|a whole number from) ", "", lever.allowed())


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,g}" if isinstance(value, int | float) and abs(value) < 1e5 else _large(value)


def _large(value: Any) -> str:
    return f"{value:,.0f}" if isinstance(value, int | float) else str(value)


def _signers() -> dict[str, str]:
    """Return whose signature a lever needs, by path; the mayor's own need none."""
    found = {path: ["*given*"] for path in LOCKED}
    for role in roles():
        for path in () if role.name == OWN else role.gives:
            found.setdefault(path, []).append(BRIEFS[role.name].replace("-", " ").capitalize())
    return {path: " and ".join(names) for path, names in found.items()}


def _predictions() -> Iterator[str]:
    """Yield the questions of `egov predict`, with room for the answers."""
    from sim.classroom.asking import unit_of
    from sim.classroom.predictions import OUTCOMES, RANGE
    from sim.experiments.published import outcomes_of

    facts = {one["name"]: one for one in outcomes_of("")}
    span = f"{100 * RANGE:.0f} %"
    why = "because of which mechanism?"
    yield f"| B less A | in | higher in B? % | {span} range: from | to | {why} |"
    yield "|---|---|---|---|---|---|"
    for name in OUTCOMES:
        label, unit = facts[name]["label"], unit_of(facts[name]).words
        yield f"| {label} (`{name}`) | {unit} |  |  |  |  |"
    yield ""
    yield "Made by `python -m sim.classroom.kit`: the questions of `egov predict`, in its order."


@click.command()
@click.option("--print", "folder", type=click.Path(path_type=Path), metavar="FOLDER",
              help="Write the sheets as HTML, to print from any browser.")  # fmt: skip
@click.option("--force", is_flag=True, help="Write over sheets that are there.")
def command(folder: Path | None, force: bool) -> None:
    """Fill the blocks of the class kit, or write its sheets for the printer."""
    root = Path(__file__).resolve().parent.parent.parent
    if folder is None:
        for path in write_blocks(root):
            click.echo(path.relative_to(root).as_posix())
        return
    from sim.classroom.printing import write_sheets

    try:
        written = write_sheets(root / KIT, folder, force=force)
    except (EgovError, OSError) as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"{len(written)} sheets in {folder}: open one in a browser and print it.")


if __name__ == "__main__":
    command()
