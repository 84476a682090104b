"""The sheets of the class kit as HTML that any browser prints on A4, without internet.

Not a Markdown converter for all: it knows what the kit's own pages use (headings, paragraphs,
lists, tables, quotations, code, bold, italics), and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from html import escape
from pathlib import Path

import sim
from sim.errors import UserError

__all__ = ["html_of", "write_sheets"]

PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title><style>
@page {{ size: A4; margin: 12mm 14mm }}
body {{ font: 10pt/1.35 Georgia, "Times New Roman", serif; max-width: 182mm; margin: auto;
  color: #111 }}
h1 {{ font-size: 17pt; margin: 0 0 2mm }} h2 {{ font-size: 12pt; margin: 3.5mm 0 1mm }}
h3 {{ font-size: 10.5pt; margin: 3mm 0 1mm }} p, ul, ol {{ margin: 1.2mm 0 }}
blockquote {{ margin: 1.2mm 4mm; padding-left: 2mm; border-left: 0.6mm solid #888 }}
h1, h2, h3 {{ break-after: avoid }} tr {{ break-inside: avoid }}
table {{ border-collapse: collapse; width: 100%; margin: 1.5mm 0 }}
th, td {{ border: 0.3mm solid #888; padding: 0.6mm 1.4mm; text-align: left; vertical-align: top;
  min-width: 9mm; height: 5mm }}
td:empty {{ min-width: 13mm }} th {{ background: #eee }}
code {{ font: 8.6pt "DejaVu Sans Mono", Consolas, monospace; overflow-wrap: break-word }}
pre {{ border: 0.3mm solid #888; padding: 1.5mm; white-space: pre-wrap }}
footer {{ font-size: 8pt; margin-top: 3mm; color: #444 }}
</style></head><body>
{body}
<footer>egov-sim {version}. An illustrative model, not a forecast. "p." is a page of the case:
Localizing E-Government in Korea, KDI School, 2014.</footer>
</body></html>
"""
COMMENT = re.compile(r"<!--.*?-->\n?", re.DOTALL)
ITEM = re.compile(r"(?:-|\d+\.) ")
START = re.compile(r"#|```|>|\||(?:-|\d+\.) |$")


def write_sheets(kit: Path, folder: Path, *, force: bool = False) -> list[Path]:
    """Write each page of the kit as a sheet of HTML, and return their paths.

    Raises
    ------
    UserError : a sheet is there already, and `force` is not given.
    """
    sheets = {folder / f"{path.stem}.html": path for path in sorted(kit.rglob("*.md"))}
    there = [sheet.name for sheet in sheets if sheet.exists()]
    if there and not force:
        raise UserError(
            f"{folder} holds {there[0]} already. Give another folder, or add --force to write over "
            "the sheets in it. Nothing was written."
        )
    folder.mkdir(parents=True, exist_ok=True)
    for sheet, path in sheets.items():
        sheet.write_text(html_of(path.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
    return list(sheets)


def html_of(markdown: str) -> str:
    """Return one page of the kit as HTML."""
    lines = COMMENT.sub("", markdown).splitlines()
    title = next((line.lstrip("# ") for line in lines if line.startswith("# ")), "")
    body = "\n".join(_blocks(lines))
    return PAGE.format(title=escape(title), body=body, version=sim.__version__)


def _blocks(lines: list[str]) -> Iterator[str]:
    """Yield the blocks of a page, each as HTML."""
    at = 0
    while at < len(lines):
        line = lines[at]
        if line.startswith("```"):
            end = next(n for n in range(at + 1, len(lines)) if lines[n].startswith("```"))
            yield f"<pre><code>{escape(chr(10).join(lines[at + 1 : end]))}</code></pre>"
        elif line.startswith("#"):
            end, level = at, len(line) - len(line.lstrip("#"))
            yield f"<h{level}>{_words(line.lstrip('# '))}</h{level}>"
        elif line.startswith("|"):
            end = _last(lines, at, lambda one: one.startswith("|"))
            yield _table(lines[at : end + 1])
        elif line.startswith(">"):
            end = _last(lines, at, lambda one: one.startswith(">"))
            inside = [one.removeprefix(">").removeprefix(" ") for one in lines[at : end + 1]]
            yield f"<blockquote>{''.join(_blocks(inside))}</blockquote>"
        elif ITEM.match(line):
            end = _last(lines, at, lambda one: ITEM.match(one) or one.startswith("  "))
            yield _list(lines[at : end + 1])
        elif line.strip():
            end = _last(lines, at, lambda one: not START.match(one))
            yield f"<p>{_words(' '.join(lines[at : end + 1]))}</p>"
        else:
            end = at
        at = end + 1


def _last(lines: list[str], at: int, belongs: Callable[[str], object]) -> int:
    """Return the last of the lines from `at` on that belong together."""
    end = at
    while end + 1 < len(lines) and belongs(lines[end + 1]):
        end += 1
    return end


def _table(lines: list[str]) -> str:
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    head, body = rows[0], rows[2:]
    html = [_row(head, "th"), *(_row(row, "td") for row in body)]
    return f"<table>{''.join(html)}</table>"


def _row(cells: Iterable[str], tag: str) -> str:
    return f"<tr>{''.join(f'<{tag}>{_words(cell)}</{tag}>' for cell in cells)}</tr>"


def _list(lines: list[str]) -> str:
    """Return a list; lines that are indented go on with the item above."""
    items: list[str] = []
    for line in lines:
        if ITEM.match(line):
            items.append(line)
        else:
            items[-1] += f" {line.strip()}"
    tag = "ul" if lines[0].startswith("-") else "ol"
    words = "".join(f"<li>{_words(ITEM.sub('', item, count=1))}</li>" for item in items)
    return f"<{tag}>{words}</{tag}>"


def _words(text: str) -> str:
    """Return a piece of text with code, bold and italics; of links the words are left."""
    text = escape(text, quote=False)
    parts = re.split(r"`([^`]+)`", text)
    return "".join(
        f"<code>{_breakable(part)}</code>" if number % 2 else _emphasis(part)
        for number, part in enumerate(parts)
    )


def _breakable(code: str) -> str:
    """Return a name that may go on in the next line behind an underscore or a point."""
    return re.sub(r"([_.])", r"\1<wbr>", code)


def _emphasis(text: str) -> str:
    text = re.sub(r"\[([^\]]+)\]\([^)]+\)", r"\1", text)
    text = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", text)
    return re.sub(r"\*(.+?)\*", r"<i>\1</i>", text)
