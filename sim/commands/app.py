"""`egov app`: the interactive page, served by this machine."""

from __future__ import annotations

import json
from typing import Any

import click

EPILOG = """\b
Examples:
  egov app
  egov app --port 8500 --no-browser
  egov app --host 0.0.0.0          for a class: everybody who can reach this machine

\b
The page keeps its state in its own address; the server keeps nothing of its users and
fetches nothing from outside. Ctrl-C ends it.
"""


@click.command(epilog=EPILOG)
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS",
              help="Where to listen; this machine only, unless told otherwise.")  # fmt: skip
@click.option("--port", type=click.IntRange(0, 65535), metavar="N",
              help="The port; default: 8420. 0 takes any that is free.")  # fmt: skip
@click.option("--no-browser", is_flag=True, help="Do not open the browser.")
@click.option("--workers", type=click.IntRange(1, 64), metavar="N",
              help="Processes that compute; default: the cores, at least two.")  # fmt: skip
@click.option("--name", "names", multiple=True, metavar="NAME",
              help="A further name that this server goes by, as class.example.org; may be given "
              "several times.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Say the address as JSON, a line each.")
def command(**options: Any) -> None:
    """Open the page: move a lever, and see the district answer.

    An illustrative model, not a forecast.
    """
    from sim.app.serve import DEFAULT_PORT, serve

    def say(words: str) -> None:
        click.echo(json.dumps({"said": words}) if options["as_json"] else words)

    port = DEFAULT_PORT if options["port"] is None else options["port"]
    serve(
        options["host"], port, browser=not options["no_browser"], workers=options["workers"],
        names=options["names"], say=say,
    )  # fmt: skip
