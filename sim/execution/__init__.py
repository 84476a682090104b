"""Doing runs: what one run is, and who does it (this process, its workers, a cluster)."""
