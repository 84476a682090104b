"""`egov params`: every parameter with its default, unit, range, source and status."""

from __future__ import annotations

import json
import textwrap
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from sim.parameters.catalogue import Parameter

EPILOG = """\b
Examples:
  egov params
  egov params training
  egov params strategy.budget --json
  egov params --free                           (what `egov calibrate` fits)
"""


@click.command(epilog=EPILOG)
@click.argument("words", nargs=-1)
@click.option("--free", is_flag=True, help="Only those that `egov calibrate` fits.")
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON.")
@click.option("--markdown", is_flag=True, help="Print all of them as docs/parameters.md has them.")
def command(words: tuple[str, ...], free: bool, as_json: bool, markdown: bool) -> int:
    """List the parameters; WORDS narrow the list to those whose path or label holds them all."""
    from sim.parameters.catalogue import catalogue, catalogue_markdown

    if markdown:
        click.echo(catalogue_markdown(), nl=False)
        return 0
    found = [item for item in catalogue().values() if _holds(item, words)]
    found = [item for item in found if item.prior is not None] if free else found
    if as_json:
        click.echo(json.dumps([asdict(item) for item in found], indent=2, default=str))
        return 0
    if not found and not words:
        raise click.UsageError("No parameter is declared with a prior, so none is free.")
    if not found:
        raise click.UsageError(f"No parameter has {' and '.join(words)} in its path or label.")
    group = ""
    for item in found:
        here, _, name = item.path.rpartition(".")
        if here != group:
            click.echo(f"{here}" if not group else f"\n{here}")
            group = here
        click.echo(_described(item, name))
    return 0


def _holds(item: Parameter, words: tuple[str, ...]) -> bool:
    text = f"{item.path} {item.label}".lower()
    return all(word.lower() in text for word in words)


def _described(item: Parameter, name: str) -> str:
    """Return a parameter in a few lines of at most 80 columns."""
    from sim.parameters.catalogue import number_text

    plain = isinstance(item.default, bool) or not isinstance(item.default, int | float)
    default = str(item.default).lower() if plain else number_text(item.default)
    status = item.status.capitalize()
    source = item.source.removeprefix(f"{status}: ").removeprefix(f"{status} ")
    text = f"{item.label}. Allowed: {item.allowed()}. {status}: {source}."
    if item.note:
        text += f" {item.note}"
    if item.prior is not None:
        text += f" Free: prior {number_text(item.prior[0])} to {number_text(item.prior[1])}."
    head = f"  {name} = {default}"
    body = textwrap.fill(text, 80, initial_indent="      ", subsequent_indent="      ")
    return f"{head}\n{body}"
