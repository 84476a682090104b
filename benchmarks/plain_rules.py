"""Rules as the interpreter runs them: the same source, nothing compiled, however deep it calls."""

from __future__ import annotations

from importlib import import_module
from types import FunctionType, SimpleNamespace
from typing import Any

from sim.jit import plain

_GLOBALS: dict[str, dict[str, Any]] = {}


def plain_names(*modules: str) -> SimpleNamespace:
    """Return the names of modules of rules or kernels, every compiled one as plain Python.

    `sim.jit.plain` gives the source of one function, but the rules that it calls would still be
    the compiled ones. Here they are plain as well.
    """
    names: dict[str, Any] = {}
    for module in modules:
        names |= _plain_globals(module)
    return SimpleNamespace(**names)


def _plain_globals(module: str) -> dict[str, Any]:
    if module not in _GLOBALS:
        names = dict(vars(import_module(module)))
        _GLOBALS[module] = names  # before the loop: functions of a module call each other
        for name, value in list(names.items()):
            if plain(value) is not value:
                names[name] = _plain_function(plain(value))
    return _GLOBALS[module]


def _plain_function(source: FunctionType) -> FunctionType:
    home = _plain_globals(source.__module__)
    here = home.get(source.__name__)
    if isinstance(here, FunctionType) and here.__globals__ is home:
        return here
    made = FunctionType(
        source.__code__, home, source.__name__, source.__defaults__, source.__closure__
    )
    home[source.__name__] = made
    return made
