"""The example page: its model, its controls, and the page as a browser gets it."""

from __future__ import annotations

import os
import runpy
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "notebooks" / "solara_page.py"
NEEDS = "the page's packages are not installed: pip install -e '.[viz]'"


@pytest.fixture(scope="module")
def names():
    pytest.importorskip("solara", reason=NEEDS)
    pytest.importorskip("altair", reason=NEEDS)
    return runpy.run_path(str(PAGE))


def test_model_takes_levers_and_steps(names):
    model = names["DistrictPage"](grant_usd=2_000_000.0, data_mode="shared")
    assert model.plan.value("strategy.budget.grant_usd") == 2_000_000.0
    assert model.plan.value("strategy.consolidation.data_mode") == "shared"
    assert model.plan.value("strategy.accessibility.outreach") == names["BASELINE"].value(
        "strategy.accessibility.outreach"
    )
    model.step()
    assert model.month == 1
    assert len(model.datacollector.get_model_vars_dataframe()) == 1


def test_every_control_starts_at_the_baseline_and_within_its_range(names):
    for name, path in names["LEVERS"].items():
        control = names["control"](name, path)
        assert control["value"] == names["BASELINE"].value(path)
        if "min" in control:
            assert control["min"] <= control["value"] <= control["max"]


def test_page_shows_its_controls_and_its_buttons_work(names):
    import reacton
    import solara

    page = solara.AppLayout(children=[names["page"]])  # without it the side bar is not drawn
    box, context = reacton.render(page, handle_error=False)
    try:
        labels = {str(getattr(widget, "label", "")) for widget in _widgets(box)}
        for name, path in names["LEVERS"].items():
            assert names["control"](name, path)["label"] in labels
        first = _texts(box)
        _button(box, "Step").click()
        assert _texts(box) != first  # the page says which step it is
        _button(box, "Reset").click()
        assert _texts(box) == first
    finally:
        context.close()


def _widgets(widget):
    yield widget
    for child in getattr(widget, "children", None) or []:
        if not isinstance(child, str):
            yield from _widgets(child)


def _texts(box):
    children = [getattr(widget, "children", None) or [] for widget in _widgets(box)]
    return [child for texts in children for child in texts if isinstance(child, str)]


def _button(box, word):
    return next(
        widget
        for widget in _widgets(box)
        if type(widget).__name__ == "Btn" and word in " ".join(map(str, widget.children))
    )


@pytest.mark.slow
def test_page_is_served(names, tmp_path):
    port = _free_port()
    command = [sys.executable, "-m", "solara", "run", str(PAGE), "--host", "127.0.0.1"]
    command += ["--port", str(port), "--no-open", "--production"]
    log = tmp_path / "solara.log"
    with log.open("wb") as stream:
        server = subprocess.Popen(
            command, cwd=ROOT, stdout=stream, stderr=subprocess.STDOUT, env=_environment(tmp_path)
        )
        try:
            status = _status(f"http://127.0.0.1:{port}/", server)
        finally:
            server.terminate()
            server.wait(timeout=20)
    assert status == 200, log.read_text("utf-8", "replace")


def _environment(folder):
    paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "SOLARA_TELEMETRY_ENABLE": "False"}


def _free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def _status(address, server, patience_s=90.0):
    """Return the HTTP status, once the server answers; None if it does not."""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    end = time.monotonic() + patience_s
    while time.monotonic() < end and server.poll() is None:
        try:
            with direct.open(address, timeout=10) as answer:
                return answer.status
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    return None
