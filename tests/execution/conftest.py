"""A time limit for every test: what waits for processes must not hold up the others."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest

LIMIT_SECONDS = 100


@pytest.fixture(autouse=True)
def limit() -> Iterator[None]:
    if not hasattr(signal, "SIGALRM"):
        yield
        return

    def too_long(number: int, frame: object) -> None:
        raise TimeoutError(f"the test took more than {LIMIT_SECONDS} s")

    before = signal.signal(signal.SIGALRM, too_long)
    signal.alarm(LIMIT_SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
