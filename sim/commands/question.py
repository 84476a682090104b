"""`egov question N`: one of the case's fourteen questions, answered by its own experiment."""

from __future__ import annotations

import json
from typing import Any

import click

from sim.commands.options import experiment, experiment_options, overrides

EPILOG = """\b
Examples:
  egov question                      (lists the fourteen)
  egov question 13
  egov question 13 --sample 20000
  egov question 5 --seed 7           (other luck: does the answer stay?)
  egov question 9 --about            (what it is about; nothing is run)

\b
The scenarios of a question are in scenarios/questions/, to be read and changed.
Exit codes: 0 done, 1 some runs failed, 2 a file or option is wrong.
"""


@click.command(epilog=EPILOG)
@click.argument("number", type=click.IntRange(1, 14), required=False, metavar="[N]")
@click.option("--about", is_flag=True, help="Say what the question is about, and run nothing.")
@experiment_options
def command(number: int | None, about: bool, **options: Any) -> int:
    """Answer question N of the case: a set of twin runs, a table, a figure, five sentences."""
    if number is None:
        click.echo(_list(options["as_json"]))
        return 0
    if about:
        click.echo(_about(number, options["as_json"]))
        return 0
    from sim.questions.ask import Answer, question_plan

    return experiment(question_plan(number, overrides(options)), Answer, options)


def _list(as_json: bool) -> str:
    from sim.questions.catalogue import all_questions

    if as_json:
        found = [{"number": one.number, "title": one.title, "asks": one.asks}
                 for one in all_questions()]  # fmt: skip
        return json.dumps(found, indent=2)
    lines = [f"  {one.number:>2}  {one.title}" for one in all_questions()]
    return "\n".join(["The questions of the case, each with its own experiment:", *lines, "",
                      "To answer one: egov question 13"])  # fmt: skip


def _about(number: int, as_json: bool) -> str:
    import textwrap

    from sim.questions.catalogue import find

    asked = find(number)
    if as_json:
        data = {"number": number, "title": asked.title, **asked.texts,
                "scenarios": [path.as_posix() for path in asked.files]}  # fmt: skip
        return json.dumps(data, indent=2)
    case = [f"- {point.says} (p. {point.page})" for point in asked.case]
    parts = [
        f"Question {number}: {asked.title}", "", asked.asks, "", "What the case says", *case, "",
        f"What is varied: {asked.varied}", "", f"What to look at: {asked.look_at}", "",
        f"What would change your mind: {asked.change_your_mind}", "",
        f"The model leaves out {asked.leaves_out}", "",
        "Scenarios:", *[f"  {asked.path.name}/{name}" for name in asked.scenarios],
    ]  # fmt: skip
    return "\n".join(textwrap.fill(part, 80, subsequent_indent="  " if part[:2] == "- " else "")
                     for part in parts)  # fmt: skip
