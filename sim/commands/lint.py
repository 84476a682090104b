"""`egov lint`: what is wrong or idle in scenario files, and how large their runs are."""

from __future__ import annotations

import json

import click

EPILOG = """\b
Examples:
  egov lint scenarios/baseline.yaml
  egov lint scenarios/*.yaml --json
"""
WRONG = 2


@click.command(epilog=EPILOG)
@click.argument("scenarios", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def command(scenarios: tuple[str, ...], as_json: bool) -> int:
    """Check SCENARIOS: unknown, duplicate, unused and out-of-range keys, dead levers."""
    from sim.scenario import lint

    findings = {path: lint(path) for path in scenarios}
    if as_json:
        plain = {path: [vars(finding) for finding in found] for path, found in findings.items()}
        click.echo(json.dumps(plain, indent=2))
    else:
        for finding in (finding for found in findings.values() for finding in found):
            click.echo(str(finding))
    wrong = any(finding.level == "error" for found in findings.values() for finding in found)
    return WRONG if wrong else 0
