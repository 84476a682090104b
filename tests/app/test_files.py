"""The page's own files: read once, packed once, nothing else opened."""

from __future__ import annotations

import gzip


def test_what_is_not_there_is_said_in_json(server):
    for path in ("/nothing", "/api/nothing", "/static/nothing.js", "/docs"):
        answer = server.get(path)
        assert answer.status == 404
        assert answer.json["error"]
    assert server.get("/api/run").status == 405


def test_a_file_of_the_page_is_fetched_once(server, tmp_path):
    from tests.app.serving import Served

    (tmp_path / "index.html").write_text("<!doctype html><title>x</title>")
    (tmp_path / "app.js").write_text("1;")
    with Served(static=tmp_path, workers=1) as own:
        page = own.get("/")
        assert page.headers["content-type"] == "text/html; charset=utf-8"
        script = own.get("/static/app.js")
        assert (script.status, script.headers["content-type"]) == (
            200,
            "text/javascript; charset=utf-8",
        )
        again = own.get("/static/app.js", If_None_Match=script.headers["etag"])
        assert (again.status, again.body) == (304, b"")
        (tmp_path / "app.js").write_text("22;")
        assert own.get("/static/app.js").body == b"22;"
        (tmp_path / "app.js").unlink()
        assert own.get("/static/app.js").status == 404


def test_a_file_is_sent_packed_to_those_who_take_it(tmp_path):
    from tests.app.serving import Served

    (tmp_path / "app.js").write_text("let x = 1;\n" * 300)
    (tmp_path / "tiny.js").write_text("1;")
    with Served(static=tmp_path, workers=1) as own:
        plain = own.get("/static/app.js")
        packed = own.get("/static/app.js", Accept_Encoding="br, gzip")
        assert packed.headers["content-encoding"] == "gzip"
        assert gzip.decompress(packed.body) == plain.body
        assert int(packed.headers["content-length"]) == len(packed.body) < len(plain.body) / 5
        assert packed.headers["vary"] == plain.headers["vary"] == "Accept-Encoding"
        assert packed.headers["etag"] != plain.headers["etag"]
        again = own.get("/static/app.js", Accept_Encoding="gzip",
                        If_None_Match=packed.headers["etag"])  # fmt: skip
        assert (again.status, again.headers["vary"]) == (304, "Accept-Encoding")
        for takes in ("", "br", "gzip;q=0", "gzip; q=0.00"):
            assert own.get("/static/app.js", Accept_Encoding=takes).body == plain.body
        assert own.get("/static/app.js", Accept_Encoding="gzip;q=0.5").body == packed.body
        assert own.get("/static/tiny.js", Accept_Encoding="gzip").body == b"1;"


def test_the_folder_of_the_page_is_looked_through_once_and_on_a_miss(tmp_path, monkeypatch):
    from sim.app.files import Files

    (tmp_path / "app.js").write_text("1;")
    now = [0.0]
    files, looked = Files(tmp_path, lambda: now[0]), []
    make = files._made
    monkeypatch.setattr(files, "_made", lambda: looked.append(1) or make())
    for _ in range(5):
        assert files.get("app.js") is not None
        assert files.get("new.js") is None
    assert looked == []
    (tmp_path / "new.js").write_text("2;")
    now[0] = 1.0
    assert files.get("new.js") is not None
    assert files.get("other.js") is None
    assert looked == [1]
