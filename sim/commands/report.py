"""`egov report`: figures and report again, from a results folder alone."""

from __future__ import annotations

import json
from pathlib import Path

import click

EPILOG = """\b
Example:
  egov report outputs/baseline-1a2b3c4d
"""


@click.command(epilog=EPILOG)
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
def command(folder: Path, as_json: bool) -> int:
    """Rebuild the figures, summary and report in FOLDER from its tables; nothing is run."""
    from sim.experiments.kinds import load

    result = load(folder)
    result.write_reports()
    if as_json:
        click.echo(json.dumps({"folder": folder.as_posix(), **result.summary}, indent=2))
    else:
        click.echo(result.text())
        click.echo(f"\nRebuilt: {folder / 'report.html'}")
    return 0
