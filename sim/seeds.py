"""Seeds of the runs of a scenario."""

from __future__ import annotations

import hashlib

SEED_BITS = 63
TWIN = 1  # the replicate whose luck the run of the whole district has


def replicate_seed(seed: int, replicate: int) -> int:
    """Return the seed of a replicate, in [0, 2**63); number 0 has the seed itself.

    That one is for a model made by hand; the full-size run of `egov run` has the seed of `TWIN`.
    The others are hashed, not counted up, so that seeds 1 and 2 share no replicate.
    """
    if replicate == 0:
        return seed
    digest = hashlib.sha256(f"{seed}/{replicate}".encode()).digest()
    return int.from_bytes(digest[:8], "big") >> (64 - SEED_BITS)
