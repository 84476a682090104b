"""How rules and kernels are compiled, cached, and switched back to plain Python.

A *rule* is a short function of plain numbers. A *kernel* is a loop that applies rules to arrays.
Both are ordinary Python: with the environment variable ``EGOV_PLAIN=1`` nothing is compiled and
the same source runs in the interpreter, which is how the tests compare the two.

Compiled code is cached in a folder named by a hash of every rule and kernel source. numba's own
cache looks only at the file of the function it compiles, so an edited rule in another file would
otherwise be ignored and the old machine code run.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

F = TypeVar("F", bound=Callable[..., Any])

PLAIN = os.environ.get("EGOV_PLAIN", "") == "1"
"""True when rules and kernels run as plain Python."""

_PACKAGE = Path(__file__).resolve().parent


def source_hash() -> str:
    """Return a hash of all sources that end up in compiled code."""
    files = [_PACKAGE / "jit.py", _PACKAGE / "draws.py"]
    for folder in ("rules", "kernels"):
        files += sorted((_PACKAGE / folder).glob("*.py"))
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.name.encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def cache_folder() -> Path:
    """Return where compiled kernels are kept for this user, these sources, this Python."""
    root = os.environ.get("EGOV_CACHE_DIR")
    if root is None:
        local = os.environ.get("LOCALAPPDATA") if sys.platform == "win32" else None
        root = local or os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    version = f"py{sys.version_info.major}{sys.version_info.minor}"
    return Path(root) / "egov-sim" / f"{source_hash()}-{version}"


if not PLAIN:
    import numba

    numba.config.CACHE_DIR = str(cache_folder())


def rule(function: F) -> F:
    """Compile a scalar rule. It is inlined into the kernels that call it."""
    if PLAIN:
        return function
    compiled: F = numba.njit(function)
    return compiled


def kernel(function: F) -> F:
    """Compile a loop over arrays. It releases the interpreter lock, so threads can share it."""
    if PLAIN:
        return function
    compiled: F = numba.njit(cache=True, nogil=True, error_model="numpy")(function)
    return compiled


def plain(function: F) -> F:
    """Return the Python source of a rule or kernel, whether or not it is compiled."""
    return getattr(function, "py_func", function)


@rule
def real(number: Any) -> float:
    """Return a number in double precision.

    Compiled, ``float`` leaves a number of a single-precision column as it is, and what follows is
    rounded otherwise than in plain Python.
    """
    return 1.0 * float(number)
