"""The section of the report on how to run it again: command, YAML, Python, hashes."""

from __future__ import annotations

import base64
from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.result import RunResult
    from sim.scenario import Scenario

__all__ = ["code", "repeat_section", "short_scenario", "short_yaml"]


def repeat_section(result: RunResult) -> str:
    """Return how to run this again: command, file, Python, seed, versions, hashes."""
    from sim.reports.sections import section, table

    manifest, run = result.manifest, result.manifest["about"]["run"]
    facts = {
        "Status": f"{manifest['status']}; {result.headline.notes[0]}",
        "Seed": str(manifest["seed"]),
        "Months": f"{run['months']} from {run['start']}",
        "Scenario": manifest["scenario_hash"],
        "Code": manifest["code_hash"],
        "Versions": ", ".join(f"{name} {value}" for name, value in manifest["versions"].items()),
        "Platform": " ".join(manifest["platform"].values()),
        "Run": f"{manifest['clock']['started']}, {manifest['clock']['wall_seconds']} s",
    }
    rows = [[name, f"<code>{escape(value)}</code>"] for name, value in facts.items()]
    return section(
        "repeat",
        "How to repeat this run",
        "<p>In the folder of this report, with the same version of the code, this gives the same "
        "numbers:</p>",
        code("egov run scenario.resolved.yaml --out " + f"{result.name}-again"),
        f"<p>{_saved('scenario.resolved.yaml', result.resolved)} (every value, and where it came "
        "from). In short, as a file of your own:</p>",
        code(short_yaml(result)),
        "<p>In Python:</p>",
        code(
            'import sim\n\nresult = sim.run("scenario.resolved.yaml")\nprint(result.headline)\n'
            "result.plot.adoption()"
        ),
        table(["What", "Which"], rows),
    )


def short_yaml(result: RunResult) -> str:
    """Return the scenario as a short file: what differs from the defaults, and how it is run."""
    return short_scenario(result.scenario)


def short_scenario(here: Scenario) -> str:
    """Return a scenario as a short file that can be run: all that differs from the defaults."""
    from sim.experiments.differing import differences
    from sim.scenario import Scenario
    from sim.scenario.resolved import as_yaml, resolved

    differing = differences(Scenario.defaults(), here)
    whole = resolved(here)
    data: dict[str, Any] = {"schema": 1, "title": here.title or here.name}
    if here.place is not None:
        data["place"] = whole["place"]
    for path, (_, now) in differing.values.items():
        _put(data, path, now)
    data |= {key: whole[key] for key in ("uncertain", "timeline") if key in whole}
    run = ("start", "months", "replications", "seed", "sample", "full_run")
    data["run"] = {key: whole["run"][key] for key in run if key in whole["run"]}
    return as_yaml(data).rstrip("\n")


def _put(data: dict[str, Any], path: str, value: Any) -> None:
    *between, last = path.split(".")
    for name in between:
        data = data.setdefault(name, {})
    data[last] = value


def code(text: str) -> str:
    """Return text to be copied, as HTML."""
    return f'<pre tabindex="0"><code>{escape(text)}</code></pre>'


def _saved(name: str, text: str) -> str:
    encoded = base64.b64encode(text.encode()).decode()
    return (
        f'<a download="{escape(name)}" href="data:text/yaml;base64,{encoded}">Save '
        f"{escape(name)}</a>"
    )
