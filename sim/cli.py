"""The command line: parse, call, print. One small file a verb in `sim/commands/`.

Exit codes: 0 done; 1 some runs failed; 2 the user's file or option is wrong; 3 a verification
failed, or an expectation of the scenario was not met; 130 stopped with Ctrl-C.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from typing import Any

import click

import sim
from sim.errors import EgovError, ScenarioError

__all__ = ["call", "egov", "main"]

STOPPED = 130
VERBS = {
    "run": "Run a scenario: results, figures, report, headline.",
    "compare": "Compare strategies in twin runs: difference, interval, chance of being best.",
    "explain": "Say which lever made the difference between two strategies.",
    "follow": "Follow one person through two worlds, and see where the lives part.",
    "sweep": "Run a scenario over many values of its levers.",
    "sensitivity": "Say which uncertain parameters matter: Morris screening, Sobol indices.",
    "search": "Look for lever settings that do well, and judge them over uncertain worlds.",
    "question": "Answer one of the case's fourteen questions: a set of twin runs, a figure.",
    "predict": "Forecast first, then see the results, and score the forecast.",
    "play": "Play the mayor's term, half a year at a time.",
    "class": "A class round: hand-in codes, teams on the same twin worlds, a leaderboard.",
    "app": "Open the page on this machine: move a lever, see the district answer.",
    "calibrate": "Fit the free parameters to dated figures: posterior, fit, what stays open.",
    "validate": "Lay dated figures beside the model: a scorecard, inside or not.",
    "resume": "Go on with a results folder after a kill, a crash or Ctrl-C.",
    "extend": "Add replications to a results folder.",
    "verify": "Do some of the stored runs again, and compare them bit for bit.",
    "report": "Rebuild figures and report from a results folder.",
    "lint": "Check scenario files and say how large their runs are.",
    "params": "List every parameter with unit, range and source.",
    "schema": "Print the JSON Schema of scenario files, for editors.",
    "new": "Write a scenario file to start from.",
    "bench": "Measure the speed of the model on this machine.",
}
MODULES = {"class": "klass"}
"""Files of verbs whose name is a word of Python."""
EPILOG = """\b
Examples:
  egov run scenarios/baseline.yaml
  egov run scenarios/baseline.yaml --set strategy.budget.grant_usd=2000000
  egov compare scenarios/baseline.yaml scenarios/strategies/training_first.yaml
  egov new my-plan

\b
Exit codes: 0 done, 1 some runs failed, 2 a file or option is wrong,
3 an expectation or verification failed, 130 stopped with Ctrl-C.
"""


class Verbs(click.Group):
    """The verbs, each loaded only when it is used, so that `egov --help` is quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the verbs in the order of use."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Load one verb."""
        if name not in VERBS:
            return None
        command: click.Command = import_module(f"sim.commands.{MODULES.get(name, name)}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the verbs without loading them."""
        with formatter.section("Verbs"):
            formatter.write_dl(list(VERBS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the verb, or name the nearest one."""
        if args and args[0] not in VERBS and not args[0].startswith("-"):
            raise click.UsageError(_unknown_verb(args[0]), ctx)
        return super().resolve_command(ctx, args)


def _unknown_verb(name: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, VERBS, n=1)
    hint = f" Did you mean {near[0]}?" if near else ""
    if name.endswith((".yaml", ".yml")):
        hint = f" To run a scenario: egov run {name}"
    return f"There is no verb {name!r}.{hint} The verbs are {', '.join(VERBS)}."


@click.group(
    cls=Verbs,
    epilog=EPILOG,
    subcommand_metavar="VERB [OPTIONS]",
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(sim.__version__, prog_name="egov")
def egov() -> None:
    """A policy laboratory for local e-government.

    It simulates what a plan does to the people, the money and the mood of a district.
    An illustrative model, not a forecast.
    """


def main() -> None:
    """Run the command line and leave with its exit code."""
    sys.exit(call(sys.argv[1:]))


def call(args: Sequence[str]) -> int:
    """Run one command and return its exit code; a user's mistake prints one clear message."""
    try:
        code = egov.main(args=list(args), prog_name="egov", standalone_mode=False)
        return code if isinstance(code, int) else 0
    except click.ClickException as error:
        _tell(args, error.format_message(), _usage(error))
        return 2
    except (KeyboardInterrupt, click.Abort):
        _tell(args, "Stopped.")
        return STOPPED
    except EgovError as error:
        problems = error.problems if isinstance(error, ScenarioError) else ()
        _tell(args, str(error), problems=[vars(problem) for problem in problems])
        return error.exit_code
    except BrokenPipeError:  # the reader, as in `egov params | head`, has seen enough
        _silence()
        return 0
    except OSError as error:  # as in `egov params > /dev/full`
        _silence()
        what = (
            f"{error.filename} cannot be used" if error.filename else "the output cannot be written"
        )
        click.echo(f"egov: {what}: {error.strerror or error}.", err=True)
        return 2


def _silence() -> None:
    """Send what is still to be printed nowhere, so that leaving does not fail again."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _usage(error: click.ClickException) -> str:
    context = getattr(error, "ctx", None)
    return f"See: {context.command_path} --help" if context is not None else ""


def _tell(args: Sequence[str], message: str, hint: str = "", problems: Sequence[Any] = ()) -> None:
    """Print an error for people, or for programs if `--json` was asked for."""
    if "--json" in args:
        error = {"message": message} | ({"problems": list(problems)} if problems else {})
        click.echo(json.dumps({"error": error}, indent=2, default=str))
        return
    many = len(problems) > 1
    head = f"egov: {len(problems)} problems:\n" if many else "egov: "
    click.echo(head + message, err=True)
    if hint:
        click.echo(hint, err=True)
