"""Watching which sockets a program opens, with strace."""

import re
import shutil
import sys
from pathlib import Path

_INTERNET = re.compile(r"\bsocket\(AF_INET6?\b|\bsa_family=AF_INET6?\b")


class NotHereError(Exception):
    """A tool that a check needs is not on this computer."""


class NetworkUsedError(Exception):
    """A program opened or used a socket to an internet address."""


def tool(name: str) -> str:
    """Return the path of a program of Linux; `NotHereError` when there is none."""
    found = shutil.which(name)
    if found is None or sys.platform != "linux":
        raise NotHereError(name)
    return found


def traced(trace: Path) -> list[str]:
    """Return the beginning of a command whose sockets are written to the file `trace`, those of its children too."""
    return [tool("strace"), "-f", "-qq", "-e", "trace=socket,connect,bind,sendto", "-o", str(trace)]


def sockets(trace: Path) -> int:
    """Return how many sockets were opened; `NetworkUsedError` when one was for an internet address."""
    calls = trace.read_text("utf-8", errors="replace").splitlines()
    bad = [line for line in calls if _INTERNET.search(line)]
    if bad:
        raise NetworkUsedError("\n".join(bad[:10]))
    return sum("socket(" in line for line in calls)
