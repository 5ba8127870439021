"""Real children that finish, fail, die, hang, pause and are left alone."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import psutil
import pytest
from watching import collect

from synthdesk.domain.control import Wish
from synthdesk.domain.events import Cancelled, Failed, Finished, Paused, Progress, Resumed
from synthdesk.domain.preprocessing import PreprocessPlan
from synthdesk.domain.project import Recipe
from synthdesk.domain.schema import Schema
from synthdesk.domain.training import TrainingConfig
from synthdesk.jobs import spare
from synthdesk.jobs.process_run import ProcessRun
from synthdesk.jobs.requests import Train

ROOT = Path(__file__).parent.parent.parent
linux_only = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


def two_seen(events):
    return len(events) >= 2


def test_that_a_run_ends_with_finished_after_every_event(any_run):
    run = any_run("count 5")
    run.start()
    events = collect(run)
    assert [e.done for e in events[:-1]] == [1, 2, 3, 4, 5]
    assert events[-1] == Finished("count 5")


def test_that_nothing_comes_after_the_ending(any_run):
    run = any_run("count 2")
    run.start()
    collect(run)
    assert list(run.poll(0.05)) == []
    run.send(Wish.CANCEL)
    run.kill()
    assert list(run.poll(0.0)) == []


def test_that_a_run_cancelled_before_its_start_only_ends(any_run):
    run = any_run("count 5")
    run.send(Wish.CANCEL)
    run.start()
    assert collect(run) == [Cancelled()]


def test_that_a_run_killed_before_its_start_only_ends(any_run):
    run = any_run("count 5")
    run.kill()
    run.start()
    assert collect(run) == [Cancelled()]


def test_that_a_run_that_was_not_started_says_nothing(any_run):
    assert list(any_run("count 5").poll(0.0)) == []


@pytest.mark.expects_log
def test_that_a_silent_ending_is_reported_as_a_bug(any_run):
    run = any_run("count 1;silent")
    run.start()
    ending = collect(run)[-1]
    assert isinstance(ending, Failed)
    assert "RuntimeError" in ending.details


def test_that_a_user_error_arrives_with_its_three_sentences(any_run):
    run = any_run("raise user")
    run.start()
    ending = collect(run)[-1]
    assert [str(m) for m in (ending.title, ending.happened, ending.remedy)] == [
        "Empty", "It is empty.", "Take another.",
    ]  # fmt: skip
    assert ending.details == ""


@pytest.mark.expects_log
@pytest.mark.parametrize(
    ("what", "title"),
    [
        ("bug", "Something went wrong inside SynthDesk"),
        ("memory", "Not enough memory"),
        ("full", "The disk is full"),
        ("quota", "The disk is full"),
        ("io", "The disk could not be used"),
    ],
)
def test_that_an_error_arrives_without_its_values(any_run, what, title):
    run = any_run(f"count 1;raise {what}")
    run.start()
    ending = collect(run)[-1]
    assert str(ending.title) == title
    assert "made_tasks.py:" in ending.details
    assert "after KeyError" in ending.details
    assert "Secret" not in f"{ending} {ending.title} {ending.happened} {ending.remedy}"


def test_that_a_killed_child_is_reported_as_failed(in_child):
    run = in_child("count 3;die")
    events = collect(run)
    assert len(events) == 4
    assert isinstance(events[-1], Failed)
    assert "memory" in str(events[-1].happened)
    assert not events[-1].can_resume


def test_that_a_child_that_leaves_is_reported_with_its_code(in_child):
    ending = collect(in_child("leave 7"))[-1]
    assert "(code 7)" in str(ending.happened)


def test_that_a_killed_child_is_noticed_within_a_second(in_child):
    run = in_child("until-asked")
    collect(run, until=two_seen)
    os.kill(run.pid, signal.SIGKILL)
    begun = time.monotonic()
    assert isinstance(collect(run)[-1], Failed)
    assert time.monotonic() - begun < 1.0


def test_that_a_died_training_with_a_checkpoint_can_go_on(tmp_path):
    run_folder = tmp_path / "runs" / "a1"
    run_folder.mkdir(parents=True)
    (run_folder / "checkpoint.json").write_text("{}")
    recipe = Recipe(Schema(), PreprocessPlan(), TrainingConfig())
    run = ProcessRun(Train(str(tmp_path), recipe, "count 1;die", "a1"), module="made_tasks")
    run.start()
    ending = collect(run)[-1]
    assert ending.can_resume
    assert "go on" in str(ending.remedy)


def test_that_cancel_ends_the_run_within_a_step(in_child):
    run = in_child("until-asked")
    collect(run, until=two_seen)
    begun = time.monotonic()
    run.send(Wish.CANCEL)
    run.send(Wish.GO_ON)  # too late: a wish to end is final
    assert collect(run)[-1] == Cancelled()
    assert time.monotonic() - begun < 2.0


def test_that_stop_and_keep_lets_the_work_finish(in_child):
    run = in_child("until-asked")
    collect(run, until=two_seen)
    run.send(Wish.STOP_AND_KEEP)
    assert collect(run)[-1] == Finished("until-asked")


def test_that_a_paused_run_waits_and_goes_on(in_child):
    run = in_child("until-asked")
    collect(run, until=two_seen)
    run.send(Wish.PAUSE)
    assert Paused() in collect(run, until=lambda events: Paused() in events)
    assert list(run.poll(0.3)) == []
    run.send(Wish.GO_ON)
    assert Resumed() in collect(run, until=lambda events: Resumed() in events)
    run.send(Wish.CANCEL)
    assert collect(run)[-1] == Cancelled()


def test_that_a_paused_run_can_be_cancelled(in_child):
    run = in_child("until-asked")
    run.send(Wish.PAUSE)
    collect(run, until=lambda events: Paused() in events)
    run.send(Wish.CANCEL)
    assert collect(run)[-1] == Cancelled()


def test_that_a_hung_child_is_killed_after_the_grace_period(in_child):
    run = in_child("count 1;hang", grace_seconds=0.3)
    collect(run, until=lambda events: len(events) == 1)
    run.send(Wish.CANCEL)
    assert collect(run)[-1] == Cancelled()


def test_that_a_child_that_hangs_while_stopping_is_reported(in_child):
    run = in_child("count 1;hang", grace_seconds=0.3)
    collect(run, until=lambda events: len(events) == 1)
    run.send(Wish.STOP_AND_KEEP)
    assert "did not stop" in str(collect(run)[-1].happened)


def test_that_kill_ends_a_hung_child_at_once(in_child):
    run = in_child("hang")
    run.kill()
    assert collect(run)[-1] == Cancelled()
    assert run.pid is None


def test_that_an_ended_run_leaves_no_process_and_no_open_file(in_child):
    process = psutil.Process()
    collect(in_child("count 1"))  # the first one starts Python's own resource tracker, which stays
    before = process.num_fds(), len(process.children())
    for orders in ("count 3", "die", "hang"):
        run = in_child(orders)
        if orders == "hang":
            run.kill()
        collect(run)
    assert (process.num_fds(), len(process.children())) == before


def test_that_a_thousand_events_arrive_in_order(in_child):
    events = collect(in_child("count 1000"))
    assert [e.done for e in events[:-1]] == list(range(1, 1001))


def test_that_what_a_library_prints_does_not_reach_stdout(in_child, capfd):
    collect(in_child("print"))
    captured = capfd.readouterr()
    assert captured.out == ""
    assert "chatter" in captured.err


@linux_only
def test_that_the_child_goes_first_when_memory_runs_out_and_leaves_a_core_free(in_child):
    fact = collect(in_child("facts"))[0]
    oom, nice, threads = str(fact.what).split()
    assert (int(oom), int(threads)) == (600, max(1, (psutil.cpu_count(logical=False) or 2) - 1))
    assert int(nice) > os.nice(0) or os.nice(0) == 19


def test_that_progress_of_a_callback_arrives_and_its_value_is_returned(any_run):
    run = any_run("thread short")
    run.start()
    events = collect(run)
    assert events[-2] == Progress(events[-2].what, 1, 1)
    assert str(events[-2].what) == "value"


@pytest.mark.parametrize("wish", [Wish.CANCEL, Wish.STOP_AND_KEEP])
@pytest.mark.parametrize("orders", ["thread long", "thread deaf"])
def test_that_work_deep_in_a_callback_gives_up_within_a_second(in_child, orders, wish):
    run = in_child(orders)
    collect(run, until=two_seen)
    begun = time.monotonic()
    run.send(wish)
    assert collect(run)[-1] == Cancelled()
    assert time.monotonic() - begun < 1.0


def test_that_work_in_a_callback_pauses(in_child):
    run = in_child("thread long")
    collect(run, until=two_seen)
    run.send(Wish.PAUSE)
    collect(run, until=lambda events: Paused() in events)
    run.send(Wish.GO_ON)
    collect(run, until=lambda events: Resumed() in events)
    run.send(Wish.CANCEL)
    assert collect(run)[-1] == Cancelled()


def test_that_the_window_side_never_loads_torch_and_the_child_never_loads_qt():
    code = (
        "import sys, synthdesk.jobs.process_run; assert not {'torch', 'polars', 'numpy'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)
    code = "import sys, synthdesk.jobs.child, synthdesk.jobs.tasks; assert not [m for m in sys.modules if 'PySide' in m]"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)


PARENT = """
    import sys
    import time
    sys.path[:0] = {folders!r}
    from synthdesk.jobs import spare
    from synthdesk.jobs.process_run import ProcessRun
    from synthdesk.jobs.requests import ReadPreview
    from synthdesk.domain.control import Wish
    if __name__ == "__main__":
        spare.keep()
        run = ProcessRun(ReadPreview({orders!r}), module="made_tasks")
        run.start()
        run.send(Wish({wish!r}))
        seen, end = 0, time.monotonic() + 60
        while time.monotonic() < end:  # long before that, this process is killed
            for event in run.poll(0.1):
                seen += 1
                if seen == 1:
                    print(run.pid, flush=True)
"""


@linux_only
@pytest.mark.parametrize(
    ("orders", "wish"), [("until-asked", "go on"), ("until-asked", "pause"), ("count 1;hang", "go on")]
)
def test_that_children_leave_when_the_window_is_killed(tmp_path, orders, wish):
    script = tmp_path / "parent.py"
    folders = [str(ROOT), str(Path(__file__).parent)]
    script.write_text(textwrap.dedent(PARENT).format(folders=folders, orders=orders, wish=wish))
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True) as parent:
        try:
            pid = parent.stdout.readline().strip()
            family = psutil.Process(parent.pid).children(recursive=True)
        finally:
            parent.kill()
    assert pid in {str(p.pid) for p in family}
    _, alive = psutil.wait_procs(family, timeout=5.0)
    assert [p for p in alive if p.status() != psutil.STATUS_ZOMBIE] == []


def test_that_a_warm_spare_is_taken_and_replaced(in_child):
    spare.keep()
    first = spare._shelf.spare
    run = in_child("count 1")
    assert run.pid == first.process.pid
    collect(run)
    assert spare._shelf.spare is not first
    spare.close()
    assert spare._shelf.spare is None


def test_that_a_spare_that_died_is_not_used(in_child):
    spare.keep()
    dead = spare._shelf.spare
    dead.process.kill()
    dead.process.join()
    assert isinstance(collect(in_child("count 1"))[-1], Finished)
