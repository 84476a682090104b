"""The run store: finished runs kept on disk, so that none is lost and none is done twice."""

from sim.store.parts import StoreDamaged
from sim.store.store import Store

__all__ = ["Store", "StoreDamaged"]
