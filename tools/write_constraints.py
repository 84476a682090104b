"""Write constraints.txt: one exact version of every package, for each supported Python.

Run it as ``make constraints`` after changing a dependency in pyproject.toml. It asks pip, under
Python 3.11 and under Python 3.13, which versions it would install today for all extras, and writes
both answers into one file. Where they differ, an environment marker says which is whose.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OLD, NEW = "3.11", "3.13"
OLD_ONLY, NEW_ONLY = 'python_version < "3.12"', 'python_version >= "3.12"'
WINDOWS_ONLY = {"colorama"}
HEADER = """\
# Exact versions for repeatable installs: pip install -c constraints.txt -e .
# Written by `make constraints` (tools/write_constraints.py); not edited by hand.
# One file for Python 3.11 and for 3.12 and later: a marker says where they differ.
"""


def canonical(name: str) -> str:
    """Return a package's name as package indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def resolve(python: str) -> dict[str, str]:
    """Return the version of each package that pip would install under one Python."""
    with tempfile.TemporaryDirectory() as folder:
        environment, report = Path(folder, "env"), Path(folder, "report.json")
        subprocess.run([python, "-m", "venv", str(environment)], check=True)
        pip = [str(environment / "bin" / "python"), "-m", "pip", "install", "--quiet"]
        what = [f"{ROOT}[test,dev,viz,experiments,browser,app]", *sorted(WINDOWS_ONLY)]
        subprocess.run([*pip, "--dry-run", "--report", str(report), *what], check=True)
        found = json.loads(report.read_text())["install"]
    packages = {canonical(p["metadata"]["name"]): p["metadata"]["version"] for p in found}
    packages.pop("egov-sim")
    return packages


def lines(old: dict[str, str], new: dict[str, str]) -> list[str]:
    """Return the pins of both Pythons, one line a package and version."""
    pins = []
    for name in sorted(old | new):
        versions = {OLD_ONLY: old.get(name), NEW_ONLY: new.get(name)}
        if name in WINDOWS_ONLY:
            versions = {'sys_platform == "win32"': old.get(name)}
        elif versions[OLD_ONLY] == versions[NEW_ONLY]:
            pins.append(f"{name}=={old[name]}")
            continue
        pins += [f"{name}=={version} ; {marker}" for marker, version in versions.items() if version]
    return pins


def find_python(version: str) -> str:
    """Return a command that runs this version of Python, or stop with a sentence."""
    pyenv = sorted(Path.home().glob(f".pyenv/versions/{version}.*/bin/python"))
    for command in [f"python{version}", *map(str, pyenv)]:
        try:
            subprocess.run([command, "-c", ""], check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError):
            continue
        return command
    sys.exit(f"Python {version} is needed to write constraints.txt, and was not found.")


def main() -> None:
    """Resolve under both Pythons and write the file."""
    old, new = (resolve(find_python(version)) for version in (OLD, NEW))
    target = ROOT / "constraints.txt"
    target.write_text(HEADER + "\n".join(lines(old, new)) + "\n")
    print(f"Wrote {target.name}: {len(old)} packages for {OLD}, {len(new)} for {NEW}.")


if __name__ == "__main__":
    main()
