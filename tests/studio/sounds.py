"""Sound files for the window, and what is heard of it."""

import math
import subprocess
import sys
from pathlib import Path

from desk import ROOT

sys.path.insert(0, str(ROOT / "tests" / "e2e"))

import wav_file  # noqa: E402
from signals import interleaved, sine, tone_level_db  # noqa: E402

RATE = 48000
FULL = 32767


def write_sine(path, frequency_hz, seconds, amplitude=0.25):
    left = [int(FULL * value) for value in sine(frequency_hz, RATE, int(RATE * seconds), amplitude)]
    return write(path, left)


def write_melody(path, pitches, note_s=0.5):
    """Plucked notes with overtones, after half a second of silence."""
    left = [0] * (RATE // 2)
    for pitch in pitches:
        hz = 440 * 2 ** ((pitch - 69) / 12)
        for i in range(int(RATE * note_s)):
            time = i / RATE
            tone = sum(math.sin(2 * math.pi * hz * k * time) / k for k in range(1, 6))
            left.append(int(FULL * 0.15 * math.exp(-3 * time) * min(1, time / 0.005) * tone))
    return write(path, left)


def write(path, mono):
    return wav_file.write(path, wav_file.of_integers(interleaved(mono, mono), RATE, 2))


class Listener:
    """Records what a sink plays, or a source gives, until it is stopped."""

    def __init__(self, desk, target, path):
        self.path = Path(path)
        self.process = subprocess.Popen(
            ["pw-record", "--target", target, "--rate", str(RATE), "--channels", "2", "--format", "f32",
             "-P", "{ stream.capture.sink=true }", str(self.path)],
            env=desk.environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def seconds(self):
        return max(0, self.path.stat().st_size - 80) / (8 * RATE) if self.path.exists() else 0

    def stop(self):
        """The left channel."""
        self.process.terminate()
        self.process.wait(10)
        return wav_file.read(self.path).channel(0)


def loudest_db(samples, frequency_hz):
    """The level of a tone in the last half second."""
    return tone_level_db(list(samples[-RATE // 2:]), frequency_hz, RATE)
