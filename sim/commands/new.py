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
  egov new curitiba --district Brazil
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
@click.option("--district", metavar="COUNTRY",
              help="Extend another place, written to districts/NAME.yaml and filled with the "
              "Internet use of this country, by name or code: Brazil or BRA.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print the paths as JSON.")
def command(name: str, parent: Path | None, district: str | None, as_json: bool) -> int:
    """Write scenarios/NAME.yaml, which extends the baseline, and the schema beside it.

    Nothing is overwritten.
    """
    path = _path(name)
    if district is not None:
        if parent is not None:
            raise click.UsageError("--district and --parent: a scenario has one parent; give one.")
        made = _write_district(path, district)
    else:
        made = _write_scenario(path, parent)
    if as_json:
        click.echo(json.dumps({"written": [made_path.as_posix() for made_path in made]}))
    else:
        click.echo(f"Written: {', '.join(map(str, made))}. Next: egov run {path}")
    return 0


def _write_scenario(path: Path, parent: Path | None) -> list[Path]:
    """Write a scenario that extends `parent`, or the baseline if it is there."""
    parent = parent or _baseline(path)
    if parent is not None and not parent.is_file():
        raise click.UsageError(f"{parent}: there is no such file to extend.")
    title = path.stem.replace("-", " ").replace("_", " ")
    extends = f"extends: {relative(parent, path)}\n" if parent else ""
    made = [path, *_write_schema(path.parent)]
    _write_new(path, TEMPLATE.format(extends=extends, title=title))
    return made


def _write_district(path: Path, country: str) -> list[Path]:
    """Write districts/NAME.yaml beside the scenarios' folder, and the scenario that extends it."""
    from sim.commands.new_district import district_texts

    district = path.parent.parent / "districts" / path.name
    plan, place = district_texts(country, path, district)
    for taken in (path, district):
        _refuse_if_there(taken)
    made = [path, district, *_write_schema(path.parent)]
    _write_new(district, place)
    _write_new(path, plan)
    return made


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


def relative(parent: Path, path: Path) -> str:
    """Return the name of the file `parent` as one writes it in the file `path`."""
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
    """Write a file that is not there yet, and its folder."""
    from sim.results_folder import clear_errors

    _refuse_if_there(path)
    with clear_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as stream:
            stream.write(text)


def _refuse_if_there(path: Path) -> None:
    from sim.errors import OutputError

    if path.exists():
        raise OutputError(f"{path}: this file exists. Choose another name; nothing was changed.")
