"""What every process of the program does first: nothing of it goes to a network, to a core dump or to a stray helper."""

import errno
import os
import sys

_AF_UNIX = 1
"""Sockets of this family stay on this computer; the number is the same on every system."""

_OPENS = "socket.__new__"
_USES = frozenset({"socket.bind", "socket.connect", "socket.sendto", "socket.sendmsg"})
_ASKS = frozenset(
    {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo"}
)
_STREAMS = ("stdin", "stdout", "stderr")
_NO_BOXES = 0x0001 | 0x0002
"""SEM_FAILCRITICALERRORS and SEM_NOGPFAULTERRORBOX: a crash on Windows is not reported, with memory, to anybody."""

_begun: list[bool] = []


class NetworkRefusedError(PermissionError):
    """Something in this process asked for a network. Libraries take it as a computer that is offline."""

    def __init__(self, event: str) -> None:
        super().__init__(errno.EPERM, f"SynthDesk does not use a network ({event})")


def begin() -> None:
    """Seclude this process; the first thing it does. Calling it again does no harm."""
    if _begun:
        return
    _begun.append(True)
    sys.addaudithook(_refuse_network)
    _give_streams()
    _leave_no_core_dump()
    # joblib would start the program anew to count processors, which in a bundle is another window.
    os.environ["LOKY_MAX_CPU_COUNT"] = "1"


def _refuse_network(event: str, arguments: tuple[object, ...]) -> None:
    if not event.startswith("socket."):
        return
    if event in _ASKS:
        raise NetworkRefusedError(event)
    if event == _OPENS:
        family = arguments[1]
    elif event in _USES:
        family = getattr(arguments[0], "family", None)
    else:
        return
    if family != _AF_UNIX:
        raise NetworkRefusedError(event)


def _give_streams() -> None:
    """A window program of Windows has no streams; what is written there goes nowhere instead of failing."""
    for name in _STREAMS:
        if getattr(sys, name) is None:
            mode = "r" if name == "stdin" else "w"
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123  # for good


def _leave_no_core_dump() -> None:
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.kernel32.SetErrorMode(_NO_BOXES)
    else:
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
