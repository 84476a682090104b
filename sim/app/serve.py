"""`egov app`: bind, say the address, open the browser, serve until Ctrl-C."""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from sim.errors import UserError

if TYPE_CHECKING:
    import uvicorn

    from sim.app.protocol import Patience

__all__ = [
    "DEFAULT_PORT",
    "bound",
    "is_loopback",
    "open_browser",
    "serve",
    "server_of",
    "settings_of",
]

DEFAULT_PORT = 8420
LONGEST_END_SECONDS = 3
IDLE_SECONDS = 30
MISSING = (
    "The page needs the extra egov-sim[app], two small libraries that are not installed here. "
    'Install it in the project\'s folder: pip install -e ".[app]", or make app.'
)


def serve(
    host: str = "127.0.0.1",
    port: int = DEFAULT_PORT,
    *,
    browser: bool = True,
    workers: int | None = None,
    names: Sequence[str] = (),
    say: Callable[[str], None] = print,
) -> None:
    """Serve the page until it is stopped.

    Parameters
    ----------
    host, port : where to listen; port 0 takes any that is free.
    browser : whether to open the page in the browser, where there is one.
    workers : [count]   Processes that compute; the number of cores, at least two, unless given.
    names : further names that the server goes by.
    say : told the address, and where others can reach it.

    Raises
    ------
    UserError : the libraries of the extra [app] or the scenarios are missing, a name is none, or
        the address cannot be used.
    """
    try:
        import starlette  # noqa: F401
        import uvicorn  # noqa: F401
    except ImportError:
        raise UserError(MISSING) from None
    from sim.app.server import application
    from sim.execution.crew import available_cores
    from sim.questions.catalogue import folder

    folder()  # tells where the scenarios are to be
    _require_names(names)
    listening = bound(host, port)
    is_open = not is_loopback(host)
    address = _address(host, listening.getsockname()[1])
    app = application(workers=workers or max(2, available_cores()), names=names, is_open=is_open)
    say(f"The page is at {address} (Ctrl-C ends it).")
    if is_open:
        for other in _addresses_of_others(host, listening.getsockname()[1], names):
            say(f"Others open {other}")
        say("It answers everybody who can reach this machine, and asks no one for a password.")
    if browser:
        open_browser(address)
    with suppress(KeyboardInterrupt), _ended_as_by_ctrl_c():
        server_of(settings_of(app)).run(sockets=[listening])
    say("The page has ended.")


def _require_names(names: Sequence[str]) -> None:
    from sim.app.guard import is_local_name

    for name in names:
        if not name or is_local_name(name) != name.lower():
            raise UserError(
                f'"{name}" is no name of a server. Give it without http:// and without a port, as '
                "in --name class.example.org."
            )


def _addresses_of_others(host: str, port: int, names: Sequence[str]) -> list[str]:
    """Return how other machines can call this one."""
    own = [host] if host not in ("0.0.0.0", "::", "") else _own_addresses()
    return [_address(name, port) for name in (*names, *own)]


def _own_addresses() -> list[str]:
    """Return the addresses of this machine in its networks; nothing is sent to find them."""
    found = []
    with suppress(OSError):
        found += socket.gethostbyname_ex(socket.gethostname())[2]
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as outward:
        outward.connect(("192.0.2.1", 9))  # an address for documents, which nobody has
        found.append(outward.getsockname()[0])
    return [one for one in dict.fromkeys(found) if not is_loopback(one)]


@contextmanager
def _ended_as_by_ctrl_c() -> Iterator[None]:
    """Let a request to end (SIGTERM) end the server as Ctrl-C does: in order, and with a word."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def settings_of(app: Any, patience: Patience | None = None) -> uvicorn.Config:
    """Return how uvicorn is to serve the page.

    Parameters
    ----------
    patience : with slow connections, and with many of them.
    """
    import uvicorn

    from sim.app.protocol import Patience, protocol_of

    return uvicorn.Config(
        app, log_config=None, access_log=False, server_header=False, ws="none",
        http=protocol_of(patience or Patience()), timeout_keep_alive=IDLE_SECONDS,
        timeout_graceful_shutdown=LONGEST_END_SECONDS,
    )  # fmt: skip


def server_of(settings: uvicorn.Config) -> uvicorn.Server:
    """Return a server that tells those who wait that it ends, before it hangs up on them."""
    import uvicorn

    class Server(uvicorn.Server):
        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            await settings.app.state.page.engine.close()  # type: ignore[union-attr]
            await super().shutdown(sockets)

    return Server(settings)


def bound(host: str, port: int) -> socket.socket:
    """Return a socket that listens there.

    Raises
    ------
    UserError : the port is taken, or the address is not this machine's.
    """
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except (OSError, UnicodeError):
        raise UserError(f'"{host}" is no address that this machine knows.') from None
    listening = socket.socket(family, kind, protocol)
    if os.name == "posix":
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind(place)
        listening.listen(128)
    except OSError as error:
        listening.close()
        raise UserError(_why(host, port, error)) from None
    listening.set_inheritable(False)
    return listening


def _why(host: str, port: int, error: OSError) -> str:
    import errno

    if error.errno == errno.EADDRINUSE:
        other = port + 1 if port < 65535 else port - 1
        return (
            f"Port {port} is taken, perhaps by a page that is open already: http://{host}:{port}. "
            f"Choose another one: egov app --port {other} (0 takes any that is free)."
        )
    if error.errno in (errno.EACCES, errno.EPERM):
        return f"Port {port} is not allowed for you. Choose one above 1023: egov app --port 8421."
    if error.errno == errno.EADDRNOTAVAIL:
        return f'"{host}" is not an address of this machine. For all of them: --host 0.0.0.0.'
    return f"{host}, port {port}, cannot be used: {error.strerror or error}."


def is_loopback(host: str) -> bool:
    """Say whether only this machine can reach an address."""
    import ipaddress

    try:
        return host.lower() == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _address(host: str, port: int) -> str:
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]", "": "127.0.0.1"}.get(host, host)
    shown = f"[{shown}]" if ":" in shown and not shown.startswith("[") else shown
    return f"http://{shown}:{port}"


def open_browser(address: str) -> None:
    """Open the page where there is a desktop; a browser in the terminal would take it over."""
    import webbrowser

    desktop = sys.platform in ("win32", "darwin") or any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY")
    )
    if desktop:
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
