"""`egov new`: a scenario file to start from."""

from __future__ import annotations

import json
import re
from pathlib import Path

import click

EPILOG = """\b
Examples:
  egov new my-plan
  egov new my-plan --parent scenarios/baseline.yaml
"""
TEMPLATE = """\
# yaml-language-server: $schema=schema.json
schema: 1
{extends}title: "{title}"
about:
  question: "What changes if ...?"
  role: mayor

# The levers. `egov params strategy` lists all of them with unit and range.
strategy:
  budget:
    grant_usd: 1000000

# Dated changes and shocks; month 1 is run.start.
# timeline:
#   - {{month: 24, set: {{strategy.budget.grant_usd: 2000000}}, note: "..."}}
#   - {{month: 36, shock: breach}}

run:
  months: 120
  replications: 20

# Checked after the run and reported.
# expect:
#   - {{outcome: adoption_share, at: year 5, above: 10 %}}
"""
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")


@click.command(epilog=EPILOG)
@click.argument("name")
@click.option("--parent", type=click.Path(path_type=Path), metavar="FILE",
              help="A scenario to extend; scenarios/baseline.yaml if it is there.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print the paths as JSON.")
def command(name: str, parent: Path | None, as_json: bool) -> int:
    """Write scenarios/NAME.yaml, which extends the baseline, and the schema beside it.

    Nothing is overwritten.
    """
    path = _path(name)
    parent = parent or _baseline(path)
    if parent is not None and not parent.is_file():
        raise click.UsageError(f"{parent}: there is no such file to extend.")
    title = path.stem.replace("-", " ").replace("_", " ")
    extends = f"extends: {_relative(parent, path)}\n" if parent else ""
    made = [path, *_write_schema(path.parent)]
    _write_new(path, TEMPLATE.format(extends=extends, title=title))
    if as_json:
        click.echo(json.dumps({"written": [made_path.as_posix() for made_path in made]}))
    else:
        click.echo(f"Written: {', '.join(map(str, made))}. Next: egov run {path}")
    return 0


def _path(name: str) -> Path:
    path = Path(name)
    if path.suffix not in (".yaml", ".yml"):
        path = path.with_name(f"{path.name}.yaml")
    if not NAME.fullmatch(path.name):
        raise click.UsageError(f"{name!r}: a name takes letters, digits, - and _ only.")
    return path if path.parent != Path(".") else Path("scenarios") / path


def _baseline(path: Path) -> Path | None:
    found = path.parent / "baseline.yaml"
    return found if found.is_file() and found != path else None


def _relative(parent: Path, path: Path) -> str:
    import os

    return Path(os.path.relpath(parent, path.parent)).as_posix()


def _write_schema(folder: Path) -> list[Path]:
    """Write the schema that the file's first line names, unless it is there."""
    from sim.results_folder import clear_errors
    from sim.scenario import json_schema_text

    target = folder / "schema.json"
    if target.exists():
        return []
    with clear_errors(target):
        folder.mkdir(parents=True, exist_ok=True)
        target.write_text(json_schema_text(), encoding="utf-8")
    return [target]


def _write_new(path: Path, text: str) -> None:
    """Write a file that is not there yet."""
    from sim.errors import OutputError
    from sim.results_folder import clear_errors

    if path.exists():
        raise OutputError(f"{path}: this file exists. Choose another name; nothing was changed.")
    with clear_errors(path), path.open("x", encoding="utf-8") as stream:
        stream.write(text)
