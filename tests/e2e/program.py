"""Runs the built program from outside, as a user does. The environment names it: ATTACCA_PROGRAM."""

import json
import os
import shutil
import signal
import subprocess
import tempfile
import unittest
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ASSETS = ROOT / "assets"
PROGRAM = os.environ.get("ATTACCA_PROGRAM", str(ROOT / "build" / "dev" / "apps" / "attacca" / "attacca"))


@dataclass
class Done:
    """How a run ended. A negative status is the signal that killed it."""

    status: int
    output: bytes
    errors: str
    peak_resident_bytes: int

    @property
    def text(self):
        return self.output.decode()

    def json_lines(self):
        return [json.loads(line) for line in self.text.splitlines() if line]


def start(*arguments, **options):
    return subprocess.Popen([PROGRAM, *map(str, arguments)], **options)


def run(*arguments, timeout=60, stdin=b"", environment=None):
    """Runs it to its end, with `environment` added to ours; a run that takes longer than `timeout` seconds is killed and
    has the status of SIGKILL."""
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        given.write(stdin)
        given.seek(0)
        process = start(*arguments, stdin=given, stdout=output, stderr=errors, env=os.environ | (environment or {}))
        signal.signal(signal.SIGALRM, lambda *_: process.kill())
        signal.setitimer(signal.ITIMER_REAL, timeout)
        try:
            _, wait_status, usage = os.wait4(process.pid, 0)
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        process.returncode = os.waitstatus_to_exitcode(wait_status)
        output.seek(0)
        errors.seek(0)
        return Done(process.returncode, output.read(), errors.read().decode(errors="replace"), usage.ru_maxrss * 1024)


def ffmpeg(*arguments):
    """The encoder for what the standard library cannot write, and the second opinion on what was written."""
    done = subprocess.run(["ffmpeg", "-hide_banner", "-nostdin", "-y", *map(str, arguments)], capture_output=True, text=True)
    if done.returncode != 0:
        raise AssertionError(f"ffmpeg {' '.join(map(str, arguments))}:\n{done.stderr}")
    return done.stderr


def needs(*programs):
    """Skips a test where a peer that it measures against is not installed."""
    missing = [name for name in programs if shutil.which(name) is None]
    return unittest.skipIf(missing, f"not installed: {', '.join(missing)}")


class EndToEnd(unittest.TestCase):
    """A test with a folder of its own."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def succeed(self, *arguments, **options):
        done = run(*arguments, **options)
        self.assertEqual(done.status, 0, f"attacca {' '.join(map(str, arguments))}\n{done.errors}")
        return done

    def fail_with_words(self, *arguments, status=1, words=(), **options):
        """It must end with this status, say these words on standard error, and nothing on standard output."""
        done = run(*arguments, **options)
        self.assertEqual(done.status, status, f"attacca {' '.join(map(str, arguments))}\n{done.errors}")
        for word in words:
            self.assertIn(str(word), done.errors)
        self.assertEqual(done.output, b"")
        return done
