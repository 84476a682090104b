"""A file's name as the name of a team: harmless wherever it is shown, and still its own."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["LONGEST", "file_name", "said_of", "slug", "team_name", "without_formula"]

LONGEST = 32
LONGEST_FILE = 60
FORMULA = "=+-@.\t "
"""In front of a name: a spreadsheet would read a formula there, a shell an option."""


def team_name(stem: str) -> str:
    """Return the name of the team that handed in a file; empty if nothing of it can be shown.

    Control characters and marks that turn the direction of writing are taken out, dollar signs
    too (a figure would read them as mathematics); a very long name is cut.
    """
    text = unicodedata.normalize("NFC", stem)
    shown = "".join(c for c in text if unicodedata.category(c)[0] not in "CM" or _is_part(c))
    shown = re.sub(r"\s+", " ", shown.replace("$", "")).strip().lstrip(FORMULA).strip()
    return shown if len(shown) <= LONGEST else f"{shown[: LONGEST - 1].rstrip()}…"


def _is_part(letter: str) -> bool:
    """Say whether a mark belongs to the letter before it, as vowel signs do."""
    return unicodedata.category(letter) in ("Mn", "Mc")


def slug(name: str) -> str:
    """Return a name for files: plain letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-")[:LONGEST].rstrip("-").lower()


def file_name(name: str) -> str:
    """Return a file's name as it can be shown: no control characters, no formula, not too long."""
    plain = "".join(letter if letter.isprintable() else "?" for letter in name)
    plain = without_formula(plain)
    return plain if len(plain) <= LONGEST_FILE else f"{plain[: LONGEST_FILE - 1]}…"


def without_formula(text: str) -> str:
    """Return a text that no spreadsheet reads as a formula; a dot in front may stay."""
    return text.lstrip(FORMULA.replace(".", "")) or "?"


def said_of(file: str, why: str) -> str:
    """Return a reason as a sentence about a file."""
    joined = " " if why.startswith(("is ", "has ")) else ": "
    return f"{file}{joined}{why}."
