"""Seeds of the runs of a scenario."""

from __future__ import annotations

import hashlib

SEED_BITS = 63


def replicate_seed(seed: int, replicate: int) -> int:
    """Return the seed of a replicate, in [0, 2**63); replicate 0 has the seed itself.

    The others are hashed, not counted up, so that seeds 1 and 2 share no replicate.
    """
    if replicate == 0:
        return seed
    digest = hashlib.sha256(f"{seed}/{replicate}".encode()).digest()
    return int.from_bytes(digest[:8], "big") >> (64 - SEED_BITS)
