"""A mayor's term played half-year by half-year; `sim.Session` is its one public name."""
