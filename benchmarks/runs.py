"""Processes of a benchmark: the stand-in Hub, the census, and what it is compared with.

This process imports little: the system counts what a process has in memory when it starts another as that one's.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["Ended", "Served", "collect", "command", "neighbour", "script", "served", "temporary"]

HERE = Path(__file__).parent
HUBCENSUS = (sys.executable, "-m", "hubcensus")
LONGEST = 7200.0  # seconds after which a process is taken to have no end


@dataclass(frozen=True)
class Ended:
    """A process that has ended: its exit status, what it printed, and what it used.

    ``ended_at`` is the time of day, ``seconds`` and ``cpu`` are seconds, ``peak`` is in MB.
    """

    status: int
    printed: str
    seconds: float
    cpu: float
    peak: float
    ended_at: float


class Served:
    """A stand-in Hub in its own process."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        said = self._line()
        self.address: str = said["address"]
        self.listed: int = said["listed"]
        self.renamed: int = said["renamed"]
        self.changed: list[str] = said["changed"]

    @property
    def port(self) -> int:
        """Its port."""
        return int(self.address.rpartition(":")[2])

    def asked(self, what: str = "counts") -> Any:
        """Return its ``counts``, or its ``requests`` path by path."""
        assert self._process.stdin is not None
        self._process.stdin.write(what + "\n")
        self._process.stdin.flush()
        return self._line()

    def _line(self) -> Any:
        assert self._process.stdout is not None
        return json.loads(self._process.stdout.readline())


@contextmanager
def served(models: int, **options: object) -> Iterator[Served]:
    """Serve a made-up Hub; options are those of ``served.py``."""
    arguments = [sys.executable, str(HERE / "served.py"), "--models", str(models)]
    for name, value in options.items():
        arguments += [f"--{name}", str(value)]
    with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield Served(process)  # leaving the block closes its input, which ends it


def collect(folder: Path, address: str, *options: str, stop_after: float = LONGEST) -> Ended:
    """Take a census with ``hubcensus collect``, interrupted after so many seconds."""
    return _run([*HUBCENSUS, "collect", str(folder), "--endpoint", address, "--quiet", *options], stop_after)


def command(*arguments: str) -> Ended:
    """Run a command of ``hubcensus``."""
    return _run([*HUBCENSUS, *arguments], LONGEST)


def script(name: str, *options: str, given: str = "") -> Ended:
    """Run a script of this folder with a text as its input."""
    return _run([sys.executable, str(HERE / name), *options], LONGEST, given)


@contextmanager
def neighbour(address: str, every: float) -> Iterator[None]:
    """Let a second client ask every so many seconds for as long as the context lasts."""
    with temporary() as home:
        process = subprocess.Popen([sys.executable, HERE / "neighbour.py", address, str(every)], env=_settings(home))
        try:
            yield
        finally:
            process.terminate()
            process.wait()


@contextmanager
def temporary() -> Iterator[Path]:
    """Lend a folder."""
    with tempfile.TemporaryDirectory(prefix="hubcensus-") as folder:
        yield Path(folder)


def _run(arguments: Sequence[str], stop_after: float, given: str = "") -> Ended:
    with temporary() as home, tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as stdin:
        stdin.write(given)
        stdin.seek(0)
        began = time.monotonic()
        process = subprocess.Popen(arguments, stdin=stdin, stdout=out, env=_settings(home), text=True)
        timer = threading.Timer(stop_after, os.kill, (process.pid, signal.SIGTERM))
        timer.daemon = True
        timer.start()
        _, status, used = os.wait4(process.pid, 0)
        timer.cancel()
        seconds, ended_at = time.monotonic() - began, time.time()
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        cpu = used.ru_utime + used.ru_stime
        return Ended(process.returncode, out.read(), seconds, cpu, used.ru_maxrss / 1024, ended_at)


def _settings(home: Path) -> dict[str, str]:
    """Return an environment without token, proxy or settings of whoever runs this."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "HF_HOME": str(home),
        "HF_HUB_DISABLE_TELEMETRY": "1",
        "PYTHONUTF8": "1",
    }
