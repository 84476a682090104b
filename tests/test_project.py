"""The project as a project: version, dependencies, start-up time, what is in the repository."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import sim

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
HEAVY = {"matplotlib", "mesa", "numba", "numpy", "pandas", "pyarrow", "pydantic", "scipy"}
TEXT = {".cff", ".csv", ".ipynb", ".json", ".md", ".py", ".toml", ".txt", ".yaml", ".yml", ""}
# A path of somebody's machine, in any text of the repository.
MACHINE_PATH = re.compile(
    r"(?<![\w.~/:\\*-])/(home|root|Users|tmp|work|mnt|opt|srv)/\w|[A-Z]:\\Users"
)


def declared_requirements() -> list[Requirement]:
    groups = [PROJECT["dependencies"], *PROJECT["optional-dependencies"].values()]
    return [Requirement(line) for group in groups for line in group]


def pins() -> dict[str, list[Requirement]]:
    """Return the pins of constraints.txt by package."""
    found: dict[str, list[Requirement]] = {}
    for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            pin = Requirement(line)
            found.setdefault(canonicalize_name(pin.name), []).append(pin)
    return found


def repository_files() -> list[Path]:
    """Return the files that git has or would take; skips the test outside a clone."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("not a git clone")
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout
    return [ROOT / name.decode() for name in listed.split(b"\0") if name]


def test_version_is_written_in_one_place():
    assert "version" in PROJECT["dynamic"], "pyproject.toml takes the version from sim/__init__.py"
    assert version("egov-sim") == sim.__version__


def test_citation_and_changelog_know_the_version():
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\nversion: {sim.__version__}\n" in citation
    assert "## [Unreleased]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13"])
def test_constraints_pin_each_dependency_once_for_each_python(python: str):
    pinned = pins()
    for requirement in declared_requirements():
        if not applies(requirement.marker, python):
            continue
        name = canonicalize_name(requirement.name)
        valid = [pin for pin in pinned.get(name, []) if applies(pin.marker, python)]
        assert len(valid) == 1, f"{name} has {len(valid)} pins for Python {python}"
        exact = next(iter(valid[0].specifier))
        assert exact.operator == "=="
        assert requirement.specifier.contains(exact.version), f"{valid[0]} is not {requirement}"


def applies(marker: Marker | None, python: str) -> bool:
    return marker is None or marker.evaluate({"python_version": python, "sys_platform": "linux"})


def test_constraints_hold_no_addresses():
    text = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    assert "://" not in text
    assert "@" not in text
    assert not re.search(r"^\s*-", text, re.MULTILINE), "options such as index addresses"


def test_each_dependency_has_its_reason():
    record = (ROOT / "docs/decisions/0001-dependencies.md").read_text(encoding="utf-8").lower()
    unexplained = [
        r.name
        for r in declared_requirements()
        if r.name.lower().removeprefix("types-") not in record
        and not r.name.startswith("types-")
        and not r.name.endswith("-stubs")
    ]
    assert not unexplained


def test_help_imports_nothing_heavy():
    code = (
        "import sys\n"
        "from sim.cli import main\n"
        "sys.argv = ['egov', '--help']\n"
        "try:\n    main()\n"
        "except SystemExit as stop:\n    assert not stop.code, stop.code\n"
        f"heavy = sorted({HEAVY!r} & set(sys.modules))\n"
        "print('heavy:', *heavy, file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "Usage" in done.stdout
    assert done.stderr.strip() == "heavy:"


def test_no_file_names_a_path_of_a_machine():
    found = []
    for path in repository_files():
        if path.suffix not in TEXT or not path.is_file() or path == Path(__file__):
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        for number, line in enumerate(text.splitlines(), start=1):
            if MACHINE_PATH.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}")
    assert not found, "\n".join(found)


def test_git_ignores_no_file_of_the_package():
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("not a git clone")
    files = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "sim").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    ]
    ignored = subprocess.run(
        ["git", "check-ignore", "--no-index", *files], cwd=ROOT, capture_output=True, text=True
    )
    assert ignored.stdout == "", "git ignores it, so the wheel would miss it"


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "outputs/README.md"])
def test_links_of_the_first_pages_lead_somewhere(page: str):
    text = (ROOT / page).read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#:]+)\)", text)
    assert not [link for link in links if not ((ROOT / page).parent / link).exists()]
