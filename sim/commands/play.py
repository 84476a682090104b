"""`egov play [SCENARIO]`: the mayor's term in the terminal, half a year at a time."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from sim.session.game import Game
    from sim.session.session import Session

EPILOG = """\b
Examples:
  egov play
  egov play scenarios/strategies/training_first.yaml --months 96
  egov play --load my-term.yaml
  egov play --out my-term.yaml < commands.txt

\b
A game is one world with one luck. `save` writes a scenario file: `egov run` of it
gives the band. Exit codes: 0 done, 2 a file or option is wrong, 130 left with Ctrl-C.
"""
STOPPED = 130
AGAIN = (
    "\nCtrl-C: nothing is lost. `save FILE` keeps the session, `quit` leaves;\n"
    "Ctrl-C again leaves at once."
)


@click.command(epilog=EPILOG)
@click.argument("scenario", required=False)
@click.option("--seed", type=int, help="The luck of this world; the scenario's own unless given.")
@click.option("--sample", metavar="N", help='Citizens simulated, or "all"; default: 5000.')
@click.option("--months", type=int, metavar="N", help="Length of the term, 1 to 120; default: 48.")
@click.option("--load", "kept", type=click.Path(path_type=Path), metavar="FILE",
              help="Go on with a saved session.")  # fmt: skip
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE",
              help="Save the session here when the game ends.")  # fmt: skip
@click.option("--force", is_flag=True, help="Replace the file of --out.")
@click.option("--json", "as_json", is_flag=True, help="Print one line of JSON a round.")
def command(
    scenario: str | None, kept: Path | None, out: Path | None, force: bool, as_json: bool,
    **settings: Any,
) -> int:  # fmt: skip
    """Play the mayor's term: a report each half-year, levers to set, news, undo."""
    from sim.session.game import Game

    _check_out(out, force)
    session = _session(scenario, kept, settings)
    there = sys.stdin.isatty() and not as_json
    game = Game(session, click.echo, as_json=as_json, ask=input if there else None, out=out,
                force=force)  # fmt: skip
    game.begin()
    return _typed(game) if there else _piped(game, as_json)


def _session(scenario: str | None, kept: Path | None, settings: dict[str, Any]) -> Session:
    from sim.session.session import Session
    from sim.session.world import DEFAULT, TERM

    if kept is not None:
        given = [f"--{name}" for name, value in settings.items() if value is not None]
        if scenario or given:
            also = " and ".join(([scenario] if scenario else []) + given)
            raise click.UsageError(f"--load takes everything from its file; leave out {also}.")
        return Session.load(kept)
    months = settings["months"]
    return Session(
        scenario or DEFAULT, sample=_sample(settings["sample"]), seed=settings["seed"],
        months=TERM if months is None else months,
    )  # fmt: skip


def _sample(text: str | None) -> int | None:
    if text is None:
        return 5000
    if text.lower() == "all":
        return None
    try:
        return int(text.replace("_", ""))
    except ValueError:
        raise click.UsageError(
            f'--sample is "{text}"; write a number, as in 5000, or all.'
        ) from None


def _check_out(out: Path | None, force: bool) -> None:
    from sim.errors import OutputError

    if out is not None and out.exists() and not force:
        raise OutputError(f"{out}: this file exists. Name another one, or add --force.")


def _typed(game: Game) -> int:
    """Take commands from someone at the terminal."""
    from contextlib import suppress

    with suppress(ImportError):
        import readline  # noqa: F401  (arrow keys and earlier commands in `input`)
    warned = False
    while not game.over:
        try:
            line = input(game.prompt)
            warned = False
            game.do(line)
        except EOFError:
            click.echo()
            _left(game)
        except KeyboardInterrupt:
            if warned:
                click.echo("\nStopped.")
                game.keep_out()
                return STOPPED
            click.echo(AGAIN)
            warned = True
    return 0


def _left(game: Game, why: str = "The input has ended.") -> None:
    """End the game at the end of the input; nobody can be asked any more."""
    game.ask = None
    game.leave(why)


def _piped(game: Game, as_json: bool) -> int:
    """Take commands from a file or another program, and show each before what it does."""
    while not game.over:
        try:
            line = sys.stdin.readline()
        except UnicodeDecodeError:
            game.wrong("the input is no text, so the game ends here.")
            line = ""
        except KeyboardInterrupt:
            _left(game, "Stopped with Ctrl-C.")
            return STOPPED
        if not line:
            _left(game)
            break
        if not as_json:
            click.echo(f"{game.prompt}{line.rstrip()}")
        try:
            game.do(line)
        except KeyboardInterrupt:
            _left(game, "Stopped with Ctrl-C.")
            return STOPPED
    return 0
