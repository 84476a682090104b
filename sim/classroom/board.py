"""What stands on the leaderboard."""

from __future__ import annotations

__all__ = ["BOARD"]

BOARD = ("adoption_share", "cost_per_case_usd", "satisfaction_citizens", "trust")
"""The outcomes of the leaderboard: those of `overall` in sim/data/roles.yaml (a test says so)."""
