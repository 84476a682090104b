"""POST /api/take/WHAT: what is on the page, to take away: the same scenario, the same numbers.

yaml      a scenario file that stands on its own
csv       the outcomes by month, one row a run and month
report    the one-file HTML report of `egov run`
command   the command line
python    lines for a notebook
"""

from __future__ import annotations

import asyncio
import json
import re
import shlex
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sim.app.api import Ask, post
from sim.app.bases import bases, title_of
from sim.app.engine import Rank
from sim.app.jobs import Kept, outcome_names
from sim.app.refusals import Refused
from sim.app.state import State
from sim.app.twins import STAGES, Stage, stage_of, tasks_of, worlds_of
from sim.parameters.run import month_text
from sim.scenario.schema import About

if TYPE_CHECKING:
    from sim.scenario import Scenario

__all__ = ["command_text", "csv_text", "python_text", "report", "routes", "yaml_text"]

USUAL_STAGE = 2
SECTIONS = ("district", "strategy", "run")

OnMonth = Callable[[int], None]


async def take(ask: Ask) -> dict[str, str]:
    """Return a file name, a type and a text."""
    what = ask.path["what"]
    state = ask.state()
    stage = stage_of(state, ask.whole("stage", 0, len(STAGES) - 1, USUAL_STAGE))
    name = _file_name(state)
    if what == "yaml":
        return _file(f"{name}.yaml", "application/yaml", yaml_text(state, stage))
    if what == "command":
        return _file(f"{name}.sh", "text/plain", command_text(state, stage, f"{name}.yaml"))
    if what == "python":
        return _file(f"{name}.py", "text/x-python", python_text(state, stage))
    if what == "csv":
        runs = await ask.page.engine.runs(tasks_of(state, stage), Rank.REFINE, ask.session)
        text = await asyncio.to_thread(csv_text, state, runs)
        return _file(f"{name}-monthly.csv", "text/csv", text)
    if what == "report":
        text = await ask.page.engine.call(
            "sim.app.api_take:report", _sized(state, stage), session=ask.session, rank=Rank.LONG,
            key=f"{state.digest} {stage}",
        )  # fmt: skip
        return _file(f"{name}-report.html", "text/html", text)
    raise Refused("There is yaml, csv, report, command and python to take away.", 404)


def _file(name: str, kind: str, text: str) -> dict[str, str]:
    return {"filename": name, "mime": kind, "text": text}


def _file_name(state: State) -> str:
    plain = re.sub(r"[^a-z0-9_]+", "-", state.base.lower()).strip("-")
    return f"{plain}-changed" if state.changes else plain


def _name(state: State) -> str:
    """Return what results are labelled with: what is changed is not the shipped scenario."""
    return _file_name(state) if state.changes else state.scenario.name


def _sized(state: State, stage: Stage) -> Scenario:
    """Return the scenario with the run settings of a stage."""
    size = {"run.replications": stage.seeds, "run.sample": stage.sample_of(state),
            "run.full_run": False}  # fmt: skip
    sized = state.scenario.with_values(size, origin="page")
    if not state.changes:
        return sized
    title = f"{title_of(state.base)}, changed on the page"
    return replace(sized, name=_name(state), title=title, about=About(note=_note(state)))


def _note(state: State) -> str:
    base = bases()[state.base]
    of = "" if base.question is None else f" of question {base.question}"
    changed = ", with the changes made there" if state.changes else ""
    return f"From the page of egov-sim: {base.shown}{of}{changed}."


# The scenario ---------------------------------------------------------------------------------


def yaml_text(state: State, stage: Stage) -> str:
    """Return a scenario file without a parent: what differs from the defaults, and the rest.

    Reading it gives the same scenario, to the last digit.
    """
    from sim.scenario import Scenario
    from sim.scenario.resolved import as_yaml, resolved

    scenario = _sized(state, stage)
    data, usual = resolved(scenario), resolved(Scenario.defaults())
    kept: dict[str, Any] = {"schema": data["schema"], "title": scenario.title,
                            "about": {"note": _note(state)}}  # fmt: skip
    for key in ("place", *SECTIONS, "uncertain", "timeline"):
        value = data.get(key)
        if key in SECTIONS:
            value = _unlike(value or {}, usual[key])
        if value:
            kept[key] = value
    head = ["# Made by `egov app`. What is not written here is as usual: egov params.",
            "# Run it: egov run FILE"]  # fmt: skip
    return "\n".join([*head, as_yaml(kept)])


def _unlike(data: dict[str, Any], usual: dict[str, Any]) -> dict[str, Any]:
    """Return the entries of nested data that differ from the usual ones."""
    found = {}
    for key, value in data.items():
        if isinstance(value, dict) and isinstance(usual.get(key), dict):
            inner = _unlike(value, usual[key])
            if inner:
                found[key] = inner
        elif key not in usual or value != usual[key]:
            found[key] = value
    return found


def command_text(state: State, stage: Stage, file: str) -> str:
    """Return the commands that give the numbers of the page: run, and compare."""
    reference = bases()[worlds_of(state)["baseline"].base].shown
    size = f"--months {state.months} --seed {state.seed} --sample {stage.sample_of(state)}"
    size += f" --replications {stage.seeds}"
    words = ["egov", "run", bases()[state.base].shown]
    for path, value in state.changes.items():
        words += ["--set", f"{path}={_written(value)}"]
    lines = [f"{shlex.join(words)} {size} --set run.full_run=no"]
    if stage.seeds > 1:
        lines += [f"# The differences, with the YAML file saved as {file}:",
                  f"egov compare {shlex.quote(reference)} {file} {size}"]  # fmt: skip
    return "\n".join(lines) + "\n"


def python_text(state: State, stage: Stage) -> str:
    """Return lines of Python that give the numbers of the page."""
    reference = bases()[worlds_of(state)["baseline"].base].shown
    size = [f"run.months={state.months}", f"run.seed={state.seed}",
            f"run.sample={stage.sample_of(state)}", f"run.replications={stage.seeds}",
            "run.full_run=no"]  # fmt: skip
    changes = [f"{path}={_written(value)}" for path, value in state.changes.items()]
    return "\n".join([
        "import sim",
        "",
        f"size = {_listed(size)}",
        f"changes = {_listed(changes)}",
        f"baseline = sim.load_scenario({json.dumps(reference)}, size)",
        f"yours = sim.load_scenario({json.dumps(bases()[state.base].shown)}, size + changes)",
        "print(sim.run(yours).headline)",
        "print(sim.compare([baseline, yours]).table)",
        "",
    ])  # fmt: skip


def _listed(items: Sequence[str]) -> str:
    if not items:
        return "[]"
    return "[\n" + "".join(f"    {json.dumps(item)},\n" for item in items) + "]"


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, str) else json.dumps(value)


# The numbers ----------------------------------------------------------------------------------


def csv_text(state: State, runs: Sequence[Kept]) -> str:
    """Return the outcomes by month, as the file monthly.csv of a results folder has them."""
    import numpy as np
    import pyarrow as pa
    from pyarrow import csv

    months, count = state.months, len(runs)
    start = state.scenario.run.start
    data: dict[str, Any] = {
        "scenario": pa.array([_name(state)] * (months * count)),
        "replicate": pa.array(np.repeat(np.arange(1, count + 1), months)),
        "month": pa.array(np.tile(np.arange(1, months + 1), count)),
        "date": pa.array([month_text(m, start) for m in range(1, months + 1)] * count),
    }
    every = np.concatenate([run.monthly for run in runs], axis=1)
    data |= {name: pa.array(row) for name, row in zip(outcome_names(), every, strict=True)}
    sink = pa.BufferOutputStream()
    csv.write_csv(pa.table(data), sink, csv.WriteOptions(quoting_style="needed"))
    return str(sink.getvalue().to_pybytes().decode())


def report(scenario: Scenario, on_month: OnMonth) -> str:
    """Return the one-file report of a scenario; in a worker."""
    from sim.reports.html import page
    from sim.runner import run_scenario

    result = run_scenario(scenario, workers=1, threads=1, on_error="stop", progress="none")
    return page(result, result.plot.all())


routes = [post("/api/take/{what}", take)]
