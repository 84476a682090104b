"""`egov resume`: the runs of a results folder that are still to be done."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from sim.commands.again_options import how, how_options, tell, told_when_stopped

EPILOG = """\b
Examples:
  egov resume outputs/baseline-1a2b3c4d
  egov resume outputs/baseline-1a2b3c4d --retry-failed

\b
Finished runs are never done again; the tables are those of an undisturbed run, bit for bit.
Exit codes: 0 done, 1 some runs failed, 2 no such folder, or made by other code.
"""


@click.command(epilog=EPILOG)
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--retry-failed", is_flag=True, help="Do failed runs again.")
@how_options
def command(folder: Path, retry_failed: bool, **options: Any) -> int:
    """Go on with the results in FOLDER after a kill, a crash or Ctrl-C."""
    from sim.experiments.again import resume
    from sim.interrupt import first_interrupt

    with told_when_stopped(folder), first_interrupt(not options["quiet"]):
        result = resume(folder, retry_failed=retry_failed, **how(options))
    return tell(result, options, f"Results: {folder} (open report.html there).")
