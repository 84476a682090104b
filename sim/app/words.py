"""The words of the page in one language, from the one file that holds them in all.

    messages.json   {group: {key: {"en": text, "ko": text}}}
    /words/ko.json  {group: {key: text}}

A browser needs one language at a time, which is half of the file.
"""

from __future__ import annotations

import json
from dataclasses import replace
from functools import lru_cache

from sim.app.files import Files, Shipped, tag_of

__all__ = ["LANGUAGES", "MESSAGES", "words_of"]

LANGUAGES = ("en", "ko")
MESSAGES = "messages.json"


def words_of(files: Files, language: str) -> Shipped | None:
    """Return the words of a language as a file; None if it is not spoken here."""
    whole = files.get(MESSAGES)
    return None if whole is None or language not in LANGUAGES else _in_one(whole, language)


@lru_cache(maxsize=4 * len(LANGUAGES))
def _in_one(whole: Shipped, language: str) -> Shipped:
    words = {
        group: {key: texts[language] for key, texts in keys.items()}
        for group, keys in json.loads(whole.body).items()
    }
    body = json.dumps(words, ensure_ascii=False, separators=(",", ":")).encode()
    return replace(whole, body=body, tag=tag_of(body))
