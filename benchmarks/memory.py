"""How much memory a process and its children hold at one time, looked at twice a second."""

import os
import threading
from pathlib import Path

__all__ = ["Held", "highest"]

_PAGE = os.sysconf("SC_PAGE_SIZE")


class Held:
    """Watches from when it is made; ``most`` is the largest sum so far, in GB."""

    def __init__(self) -> None:
        self.most = 0.0
        threading.Thread(target=self._watch, daemon=True).start()

    def _watch(self) -> None:
        done = threading.Event()
        while not done.wait(0.5):
            self.most = max(self.most, sum(map(_resident, [os.getpid(), *_children()])) * _PAGE / 1e9)


def highest() -> float:
    """Return the most that this process has held by itself, in GB.

    Not what ``resource`` says, which counts what the process held that started this one.
    """
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1e6


def _children() -> list[int]:
    tasks = Path("/proc/self/task").glob("*/children")
    return [int(number) for task in tasks for number in task.read_text().split()]


def _resident(number: int) -> int:
    try:
        return int(Path(f"/proc/{number}/statm").read_text().split()[1])
    except OSError:  # it has ended since
        return 0
