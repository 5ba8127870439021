"""What a process of the program refuses; in processes of their own, because none of it can be undone."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from watching import collect

from synthdesk.domain.events import Finished
from synthdesk.jobs.process_run import ProcessRun

ROOT = Path(__file__).parent.parent.parent

TRY_ALL = """
import json, resource, socket, sys
from synthdesk.jobs import seclusion
seclusion.begin()
seclusion.begin()

def refused(attempt):
    try:
        attempt()
    except OSError as error:
        return "does not use a network" in str(error)
    return False

left, right = socket.socketpair()
left.sendall(b"here")
print(json.dumps({
    "refused": [refused(a) for a in (
        lambda: socket.socket(),
        lambda: socket.socket(socket.AF_INET6, socket.SOCK_DGRAM),
        lambda: socket.create_connection(("127.0.0.1", 9)),
        lambda: socket.getaddrinfo("localhost", 80),
        lambda: socket.gethostbyname("localhost"),
        lambda: __import__("urllib.request").request.urlopen("http://127.0.0.1:9/"),
    )],
    "between processes": right.recv(4).decode(),
    "core": resource.getrlimit(resource.RLIMIT_CORE),
}))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="asks for limits that Windows does not have")
def test_that_no_address_is_reached_and_no_core_dump_is_left() -> None:
    done = subprocess.run([sys.executable, "-c", TRY_ALL], cwd=ROOT, capture_output=True, check=True)
    seen = json.loads(done.stdout)
    assert seen == {"refused": [True] * 6, "between processes": "here", "core": [0, 0]}


def test_that_a_program_without_streams_gets_some() -> None:
    code = (
        "import sys; sys.stdout = sys.stderr = None\n"
        "from synthdesk.jobs import seclusion; seclusion.begin(); print('nowhere')"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (0, b"")


def test_that_the_child_refuses_a_network_too(in_child) -> None:
    run: ProcessRun = in_child("network")
    *events, ending = collect(run)
    assert isinstance(ending, Finished)
    assert [str(e.what) for e in events] == ["refused"]
