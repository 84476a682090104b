"""`egov schema`: the JSON Schema of scenario files, from which editors complete and underline."""

from __future__ import annotations

from pathlib import Path

import click

EPILOG = """\b
Examples:
  egov schema
  egov schema --out scenarios/schema.json
"""


@click.command(epilog=EPILOG)
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="Write it there.")
@click.option("--json", "as_json", is_flag=True, help="The schema is JSON with or without this.")
def command(out: Path | None, as_json: bool) -> int:
    """Print the JSON Schema of scenario files, or write it into a file."""
    from sim.results_folder import clear_errors
    from sim.scenario import json_schema_text

    if out is None:
        click.echo(json_schema_text(), nl=False)
        return 0
    with clear_errors(out):
        out.write_text(json_schema_text(), encoding="utf-8")
    click.echo(f"Written: {out}", err=as_json)
    return 0
