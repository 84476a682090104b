"""The two files made from the declarations: scenarios/schema.json and docs/parameters.md.

`python -m sim.scenario.generated` in the project's folder writes them anew; a test fails while
they differ from the declarations.
"""

from __future__ import annotations

from pathlib import Path

from sim.parameters.catalogue import catalogue_markdown
from sim.scenario.jsonschema import json_schema_text

__all__ = ["generated_files", "write_generated_files"]


def generated_files() -> dict[str, str]:
    """Return the text of each generated file by its path within the project."""
    return {
        "scenarios/schema.json": json_schema_text(),
        "docs/parameters.md": catalogue_markdown(),
    }


def write_generated_files(root: Path) -> None:
    """Write the generated files below the project's folder."""
    for name, text in generated_files().items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write_generated_files(Path.cwd())
