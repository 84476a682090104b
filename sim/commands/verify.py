"""`egov verify`: some of the stored runs once more, bit for bit."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

EPILOG = """\b
Example:
  egov verify outputs/baseline-1a2b3c4d --runs 3

\b
Exit codes: 0 the same, 3 not the same, 2 no such folder, or made by other code.
"""
NOT_THE_SAME = 3


@click.command(epilog=EPILOG)
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--runs", type=int, default=5, show_default=True, metavar="N",
              help="How many runs are done again.")  # fmt: skip
@click.option("--seed", type=int, help="Which ones; another choice each time unless given.")
@click.option("--workers", type=click.IntRange(1), metavar="N",
              help="Processes at a time; default: the cores.")  # fmt: skip
@click.option("--scheduler", metavar="ADDRESS", help='A Dask cluster, as "tcp://host:8786".')
@click.option("--json", "as_json", is_flag=True, help="Print the finding as JSON.")
def command(folder: Path, as_json: bool, **options: Any) -> int:
    """Do a random sample of the runs in FOLDER again, and compare every number."""
    from sim.experiments.verify import verify

    found = verify(folder, **options)
    click.echo(json.dumps(found.as_dict(), indent=2) if as_json else found.text())
    return 0 if found.is_same else NOT_THE_SAME
