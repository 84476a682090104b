"""`egov extend`: more replications for results that are there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from sim.commands.again_options import how, how_options, tell, told_when_stopped

EPILOG = """\b
Example:
  egov extend outputs/baseline-1a2b3c4d --replications +20

\b
The rows that are there stay as they are; new ones have new seeds.
"""


@click.command(epilog=EPILOG)
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--replications", required=True, metavar="+N", help="How many more.")
@how_options
def command(folder: Path, replications: str, **options: Any) -> int:
    """Add replications to the results in FOLDER."""
    from sim.errors import UserError
    from sim.experiments.again import extend
    from sim.interrupt import first_interrupt

    if not (replications.startswith("+") and replications[1:].isdecimal()):
        raise UserError(f"--replications is {replications}; say how many more, for example +20.")
    with told_when_stopped(folder), first_interrupt(not options["quiet"]):
        result = extend(folder, int(replications[1:]), **how(options))
    return tell(result, options, f"Results: {folder} (open report.html there).")
