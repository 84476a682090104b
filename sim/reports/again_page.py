"""How to repeat an experiment: its command, its scenarios to copy, Python, seed and hashes."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.experiments.result import ExperimentResult

__all__ = ["again_section", "python_lines"]

MOST_FILES = 8
"""Scenarios whose files are on the page; of more, the folder has them all."""
LOAD = 'import sim\n\nresult = sim.load("FOLDER")\nprint(result)\nresult.tables'


def again_section(result: ExperimentResult) -> str:
    """Return how to repeat an experiment: command, files, Python, seed, versions, hashes."""
    from sim.reports.repeat_page import code
    from sim.reports.sections import section, table

    manifest = result.ensemble.manifest
    facts = {
        "seed": str(result.ensemble.plan.seed),
        "hash of plan and code": str(manifest["content_hash"]),
        "hash of the code": str(manifest["code_hash"]),
        **manifest["versions"],
        **manifest["platform"],
    }
    rows = [[escape(name), escape(value)] for name, value in facts.items()]
    again = python_lines(result)
    where = "" if result.verb == "question" else ", in the folder of this page"
    parts = [
        code(result.command),
        _files(result),
        *([f"<p>The same in Python{where}:</p>", code(again)] if again else []),
        "<p>What is here is read in Python, without a run, with:</p>",
        code(LOAD),
        table(["What", "Value"], rows, "The same plan and code give the same numbers"),
    ]
    return section("repeat", "How to repeat it", *parts)


def python_lines(result: ExperimentResult) -> str:
    """Return lines of Python that do the same again; empty where only the command is known."""
    plan, said = result.ensemble.plan, result.settings
    if result.verb == "question":
        changed = [one for one in said.get("overrides", []) if not one.startswith("run.")]
        return _lines([f"sim.question({said['question']}, overrides=["], [*_run(result), *changed])
    if result.verb != "compare":
        return ""
    files = ",\n".join(
        f'    "scenarios/{k}-{one.name}.yaml"' for k, one in enumerate(plan.bases, 1)
    )
    head = [f"sim.compare([\n{files},\n], {_asked(result)}overrides=["]
    return _lines(head, _run(result))


def _lines(head: list[str], overrides: list[str]) -> str:
    inside = "".join(f'    "{one}",\n'.replace("\\", "\\\\") for one in overrides)
    return f"import sim\n\nagain = {''.join(head)}\n{inside}])\nprint(again)"


def _run(result: ExperimentResult) -> list[str]:
    """Return the run settings that the plan was made with, as overrides."""
    plan, asked = result.ensemble.plan, result.settings.get("until_settled")
    return [
        f"run.replications={asked['looks'][0] if asked else plan.replications}",
        f"run.seed={plan.seed}",
        f"run.sample={'null' if plan.sample is None else plan.sample}",
        f"run.months={plan.months}",
    ]


def _asked(result: ExperimentResult) -> str:
    """Return outcomes, years and rule of a comparison as arguments."""
    said = result.settings
    years = ", ".join(f"{month / 12:.10g}" for month in said["months"])
    names = "".join(f'    "{name}",\n' for name in said["outcomes"])
    text = f"outcomes=[\n{names}], years=[{years}], "
    asked = said["until_settled"]
    if asked:
        text += f'until_settled="{asked["outcome"]}@{asked["month"] / 12:.10g}", '
        text += f"width={asked['width']}, at_most={asked['looks'][-1]}, "
    return text


def _files(result: ExperimentResult) -> str:
    """Return the scenarios as short files to copy, folded away."""
    from sim.reports.repeat_page import code, short_scenario

    bases = result.ensemble.plan.bases
    said = (
        "<p>The scenarios lie whole, every value with where it came from, in the folder "
        "“scenarios” beside this page.</p>"
    )
    if len(bases) > MOST_FILES:
        return said
    folded = [
        f"<details><summary>YAML of {escape(base.name)}</summary>{code(short_scenario(base))}"
        "</details>"
        for base in bases
    ]
    return said + "".join(folded)
