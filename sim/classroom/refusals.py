"""Who said no to whom: the refusals in the minutes of every twin run."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from sim.classroom.result import ClassResult

__all__ = ["NO", "said_no"]

NO = ("refuses", "declines", "leaves", "calls for work to rule")
"""How a decision begins that is a no; a test reads these from the institutions."""
COLUMNS = ["team", "actor", "decision", "runs", "n", "share", "first_month", "reason"]


def said_no(result: ClassResult) -> pd.DataFrame:
    """Return who said no: one row a scenario, actor and decision.

    Returns
    -------
    table : columns team, actor, decision, runs (twin runs in which it was said at least once), n
        (twin runs), share, first_month (the median of when it was first said) and reason, as given
        the first time.
    """
    import pandas as pd

    table = _decisions(result)
    if not len(table):
        return pd.DataFrame(columns=COLUMNS)
    table = table[table["replicate"].isin(result.twins) & table["scenario"].isin(result.names)]
    table = table[table["decision"].astype(str).str.startswith(NO)]
    keys = ["scenario", "actor", "decision"]
    first = table.sort_values("month", kind="stable").drop_duplicates([*keys, "replicate"])
    rows = [
        {"team": name, "actor": actor, "decision": decision, "runs": len(found),
         "n": len(result.twins), "share": len(found) / len(result.twins),
         "first_month": float(found["month"].median()), "reason": str(found["reason"].iloc[0])}
        for (name, actor, decision), found in first.groupby(keys, sort=False)
    ]  # fmt: skip
    made = pd.DataFrame(rows, columns=COLUMNS)
    made["place"] = made["team"].map({name: k for k, name in enumerate(result.names)})
    made = made.sort_values(["actor", "decision", "place"], kind="stable")
    return made.drop(columns="place").reset_index(drop=True)


def _decisions(result: ClassResult) -> pd.DataFrame:
    """Return the minutes: from the folder, or from the store where nothing was written."""
    from sim.experiments.published import read_table
    from sim.experiments.rows import WrittenTables

    ensemble = result.ensemble
    if "decisions" not in ensemble.plan.tables:
        import pandas as pd

        return pd.DataFrame()
    if ensemble.path is not None and isinstance(ensemble.source, WrittenTables):
        return read_table(ensemble.path, "decisions")
    return ensemble.table("decisions")
