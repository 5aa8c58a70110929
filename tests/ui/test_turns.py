from __future__ import annotations

import threading

from ui.turns import Turns


class Work:
    """Threads that take a turn, tell that they have it, and keep it until they are let go."""

    def __init__(self, turns: Turns) -> None:
        self.turns = turns
        self.at_work: list[str] = []
        self.changed = threading.Condition()
        self.may_end: dict[str, threading.Event] = {}
        self.threads: list[threading.Thread] = []

    def start(self, name: str, *, is_long: bool = False) -> None:
        self.may_end[name] = threading.Event()

        def run() -> None:
            with self.turns.take(is_long=is_long), self.turns.take():  # who has a turn goes on with it
                with self.changed:
                    self.at_work.append(name)
                    self.changed.notify_all()
                self.may_end[name].wait()
                with self.changed:
                    self.at_work.remove(name)

        self.threads.append(threading.Thread(target=run))
        self.threads[-1].start()

    def wait_for(self, *names: str) -> None:
        with self.changed:
            assert self.changed.wait_for(lambda: sorted(self.at_work) == sorted(names), timeout=60), self.at_work

    def wait_until_queued(self, n: int) -> None:
        queues = (self.turns._all, self.turns._long)
        while sum(len(queue._waiting) for queue in queues) < n:
            threading.Event().wait(0.001)

    def end(self) -> None:
        for event in self.may_end.values():
            event.set()
        for thread in self.threads:
            thread.join()


def test_the_next_in_order_is_let_in_when_one_is_done() -> None:
    work = Work(Turns(2, 1))
    for n, name in enumerate("abcd"):
        work.start(name)
        work.wait_for(*"ab"[: n + 1]) if n < 2 else work.wait_until_queued(n - 1)
    work.may_end["b"].set()
    work.wait_for("a", "c")
    work.may_end["a"].set()
    work.wait_for("c", "d")
    work.end()
    assert work.at_work == []


def test_long_work_leaves_a_place_for_the_short() -> None:
    work = Work(Turns(2, 1))
    work.start("long 1", is_long=True)
    work.wait_for("long 1")
    work.start("long 2", is_long=True)
    work.wait_until_queued(1)
    work.start("short")
    work.wait_for("long 1", "short")
    work.may_end["long 1"].set()
    work.wait_for("long 2", "short")
    work.end()
