"""Options of the verbs that go on with a results folder."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from sim.experiments.result import ExperimentResult
    from sim.result import RunResult

__all__ = ["how", "how_options", "tell", "told_when_stopped"]

SOME_FAILED = 1

_OPTIONS = (
    click.option("--workers", type=click.IntRange(1), metavar="N",
                 help="Processes at a time; default: the cores."),
    click.option("--scheduler", metavar="ADDRESS",
                 help='Run on a Dask cluster, as "tcp://host:8786".'),
    click.option("--on-error", type=click.Choice(["continue", "stop"]), default="continue",
                 show_default=True, help="Whether a failed run ends the rest."),
    click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON."),
    click.option("--quiet", is_flag=True, help="Print nothing but errors."),
)  # fmt: skip


def how_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of how its runs are done."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


def how(options: Mapping[str, Any]) -> dict[str, Any]:
    """Return what `carry_out` takes of them."""
    from sim.progress import RunsProgress

    style = "none" if options["quiet"] else RunsProgress.style_for(sys.stderr)
    named = {name: options[name] for name in ("workers", "scheduler", "on_error")}
    return named | {"progress": style}


@contextmanager
def told_when_stopped(folder: Path) -> Iterator[None]:
    """Say on Ctrl-C how to go on."""
    try:
        yield
    except KeyboardInterrupt:
        click.echo(f"Finished runs are kept. To go on: egov resume {folder}", err=True)
        raise


def tell(result: RunResult | ExperimentResult, options: Mapping[str, Any], words: str) -> int:
    """Print a result and return the exit code."""
    if options["as_json"]:
        folder = result.path.as_posix() if result.path else None
        click.echo(json.dumps({"folder": folder, **result.summary}, indent=2))
    elif not options["quiet"]:
        width = shutil.get_terminal_size().columns if sys.stdout.isatty() else 80
        click.echo(result.text(max(60, min(100, width))))
        click.echo(f"\n{words}")
    return SOME_FAILED if len(result.ensemble.failed) else 0
