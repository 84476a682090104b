"""The employees' representative: bargains for a guarantee, training, manuals (Ms Jung)."""

from __future__ import annotations

from sim.institutions.base import Institution


class EmployeesRepresentative(Institution):
    """Turns fear into work to rule, and a guarantee with training into help."""

    label = "Employees' representative"

    def prepare(self) -> None:
        """Set what it holds at the start."""
        self.works_to_rule = False

    def bargain(self) -> None:
        """Call or end work to rule by how insecure employees feel."""
        world = self.world
        fear = world.insecurity_employees
        rules = world.district.politics.representatives
        if world.month == 1:
            self.decide(
                "asks for a guarantee, training and manuals",
                "employees fear for their jobs and lack the skill for the new systems",
                insecurity=fear,
            )  # fmt: skip
        if not self.works_to_rule and fear > rules.fear_starts_work_to_rule:
            self.works_to_rule = True
            self.decide(
                "calls for work to rule",
                "no guarantee while work is automated",
                insecurity=fear,
            )  # fmt: skip
        elif self.works_to_rule and fear < rules.fear_ends_work_to_rule:
            self.works_to_rule = False
            self.decide(
                "ends work to rule", "fear for the job has eased", insecurity=fear
            )  # fmt: skip
