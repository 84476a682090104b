"""YAML text from anywhere: what no scenario file has is refused before the file is read.

The strict reader (`sim.scenario.strict_yaml`) constructs nothing and notes every problem; this
stops at the first, and limits depth, number of values and time, so that a file costs little.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import yaml

from sim.app.refusals import Refused
from sim.errors import Problem, ScenarioError
from sim.scenario.strict_yaml import MAX_DEPTH

__all__ = ["TooSlow", "cpu_seconds", "require_plain"]

MOST_EVENTS = 8_000
"""Of the YAML parser; a scenario with every value written out has about a thousand."""


def require_plain(text: str, shown: str) -> None:
    """Refuse a text with anchors or aliases, too deep, too long, or not UTF-8.

    Raises
    ------
    ScenarioError : with the line of the first of these.
    Refused : it holds too many values.
    """
    if "\ufffd" in text:
        line = text[: text.index("\ufffd")].count("\n") + 1
        message = "this is not UTF-8 text. Save the file as plain text in UTF-8."
        raise ScenarioError([Problem(shown, line, "", message)])
    try:
        _require_small(yaml.parse(text, Loader=yaml.SafeLoader), shown)
    except yaml.YAMLError:
        return  # the strict reader says it better


def _require_small(events: Iterator[yaml.Event], shown: str) -> None:
    depth = 0
    for count, event in enumerate(events):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if count > MOST_EVENTS:
            raise Refused("This file holds more values than a scenario has.")
        message = ""
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            message = "anchors (&) and aliases (*) are not read here; write the value out."
        elif depth > MAX_DEPTH:
            message = f"settings are nested more than {MAX_DEPTH} levels deep."
        if message:
            line = event.start_mark.line + 1 if event.start_mark else None
            raise ScenarioError([Problem(shown, line, "", message)])


class TooSlow(BaseException):
    """The second is over; not an `Exception`, so that no check swallows it."""


@contextmanager
def cpu_seconds(most: float) -> Iterator[None]:
    """Give the work inside up after so many seconds of this process; where it can be done."""
    here = threading.current_thread() is threading.main_thread()
    if not (here and hasattr(signal, "setitimer")):
        yield
        return

    def stop(number: int, frame: Any) -> None:
        raise TooSlow

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, most)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0.0)
        signal.signal(signal.SIGPROF, before)
