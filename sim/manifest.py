"""Where a result comes from: versions, platform, seed, hashes of the scenario and the code.

What the clock says is kept apart, so that the same run twice has the same hashes.
"""

from __future__ import annotations

import hashlib
import platform
import sys
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import sim

__all__ = ["FORMAT", "code_hash", "platform_facts", "versions"]

PACKAGES = ("mesa", "numba", "numpy", "pandas", "pyarrow", "pydantic", "matplotlib")
FORMAT = 2


@cache
def code_hash() -> str:
    """Return the sha256 of the package's Python files and data, as hex.

    Line ends are read as written on Unix, so that a checkout on Windows has the same hash.
    """
    root = Path(__file__).parent
    files = [*root.rglob("*.py"), *(p for p in (root / "data").rglob("*") if p.is_file())]
    digest = hashlib.sha256()
    for path in sorted({p for p in files if "__pycache__" not in p.parts}):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0")
        digest.update(path.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return digest.hexdigest()


def versions() -> dict[str, str]:
    """Return the versions of this program, Python and the packages that matter."""
    found = {"egov-sim": sim.__version__, "python": platform.python_version()}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "not installed"
    return found


def platform_facts() -> dict[str, str]:
    """Return the operating system and processor, without names of machines or people."""
    return {
        "system": platform.system(),
        "machine": platform.machine(),
        "implementation": sys.implementation.name,
    }
