"""The 71 applications: idea, development, live, integrated; or cancelled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.data.tables import N_LINES, Application, applications, of_applications

if TYPE_CHECKING:
    from sim.parameters.organisation import Projects

Floats = NDArray[np.float64]
Phase = Literal["idea", "development", "live", "cancelled"]
ALLOWED: dict[str, tuple[str, ...]] = {
    "idea": ("development", "live"),  # live at once: opened by a dated fact of the scenario
    "development": ("live", "cancelled"),
    "live": (),
    "cancelled": (),
}
"""The phases an application may pass to; integration is a second project of a live one."""

PETITIONS_ID, QUESTIONS_ID, BROADCAST_ID, TELEVISION_ID = 65, 66, 67, 63
MAIL_ID, POLLS_ID, RETURNS_ID = 60, 64, 38
INFORMATION, PARTICIPATION = 9, 10
"""Lines whose needs can be met by phone beyond what the applications say."""


@dataclass(slots=True)
class Project:
    """One application as it stands."""

    spec: Application
    phase: Phase
    quality: float = 0.0
    usability: float = 0.0
    cost_usd: float = 0.0
    spent_usd: float = 0.0
    months_left: float = 0.0
    monthly_usd: float = 0.0
    overruns: bool = False
    integrated: bool = False
    integration_left_usd: float = 0.0
    is_integrating: bool = False
    started_month: int = 0
    launched_month: int = 0
    integrated_month: int = 0
    cancelled_month: int = 0

    def pass_to(self, phase: Phase) -> None:
        """Move to another phase; an illegal move is an error of the program."""
        if phase not in ALLOWED[self.phase]:
            raise ValueError(f"'{self.spec.name}' cannot pass from {self.phase} to {phase}.")
        self.phase = phase

    @property
    def is_live(self) -> bool:
        """Whether people can use it."""
        return self.phase == "live"


class Standing(NamedTuple):
    """The applications as they stand, in the order of the list; each of shape (applications,)."""

    is_live: NDArray[np.bool_]
    quality: Floats
    usability: Floats
    is_integrated: NDArray[np.bool_]
    launched_month: NDArray[np.int64]

    def coverage(self) -> dict[str, Floats]:
        """Return shares of each line's needs, each of shape (lines,).

        Keys: open, certified (online without and with a certificate), integrated (of what is
        online, by weight).
        """
        line, weight = of_applications("line"), of_applications("weight")
        online = self.is_live & of_applications("internet")
        certified = of_applications("needs_certificate")

        def share(chosen: NDArray[np.bool_]) -> Floats:
            return np.asarray(np.bincount(line, np.where(chosen, weight, 0.0), N_LINES), float)

        found = {"open": share(online & ~certified), "certified": share(online & certified)}
        whole = found["open"] + found["certified"]
        integrated = share(online & self.is_integrated)
        found["integrated"] = np.divide(integrated, whole, out=np.zeros(N_LINES), where=whole > 0)
        return found

    def live_by_line(self) -> NDArray[np.int64]:
        """Return how many applications of each line are live, shape (lines,)."""
        return np.bincount(of_applications("line")[self.is_live], minlength=N_LINES)


def phases_of(project: Project) -> list[tuple[str, int]]:
    """Return the phases that an application entered and when, in order.

    Month 0 is how the run found it: "idea", or "live" if it was open already. "integrated" is a
    second project of a live application, so it comes on top of "live".
    """
    open_already = project.launched_month == 0 and project.is_live
    later = (
        ("development", project.started_month),
        ("live", project.launched_month),
        ("integrated", project.integrated_month),
        ("cancelled", project.cancelled_month),
    )
    first = ("live" if open_already else "idea", 0)
    return [first, *((phase, month) for phase, month in later if month > 0)]


class Portfolio:
    """All applications of the district, and what they cover together."""

    def __init__(self, rules: Projects) -> None:
        self.projects = [
            Project(
                spec,
                "live" if spec.live_at_start and rules.live_at_start else "idea",
                rules.quality_at_start,
                rules.usability_at_start,
                spec.effort_usd,
            )
            for spec in applications()
        ]
        for project in self.projects:
            project.spent_usd = project.cost_usd if project.is_live else 0.0
        self.n_of_2002 = sum(p.spec.live_at_start for p in self.projects)
        self.live_at_start = sum(p.is_live for p in self.projects)
        self.uptime = rules.uptime_target

    def by_phase(self, phase: Phase) -> list[Project]:
        """Return the applications in one phase, in the order of the list."""
        return [p for p in self.projects if p.phase == phase]

    def named(self, name: str) -> Project:
        """Return the application of a name; KeyError if there is none."""
        return next(project for project in self.projects if project.spec.name == name)

    @property
    def n_live(self) -> int:
        """The number of applications that can be used."""
        return [p.phase for p in self.projects].count("live")

    @property
    def n_integrated(self) -> int:
        """The number of live applications that share data with the others."""
        return sum(p.integrated for p in self.projects)

    def development_value_usd(self) -> float:
        """Return what the live applications cost to build, in USD."""
        return sum(p.spent_usd for p in self.projects if p.is_live)

    def is_live(self, number: int) -> bool:
        """Return whether one application is live."""
        return self.projects[number].is_live

    def standing(self) -> Standing:
        """Return the applications as they stand now, as arrays."""
        projects = self.projects
        return Standing(
            np.array([p.phase == "live" for p in projects]),
            np.array([p.quality for p in projects]),
            np.array([p.usability for p in projects]),
            np.array([p.integrated for p in projects]),
            np.array([p.launched_month for p in projects]),
        )
