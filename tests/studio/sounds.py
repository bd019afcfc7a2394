"""Sound files for the window, and what is heard of it."""

import math
import subprocess
import sys
from pathlib import Path

from desk import ROOT, SOUND_PROGRAM

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


def play_into(test, sink, path):
    """A file into a sink, whose monitor is the microphone, again and again until the test ends.

    Not by pw-play: that of PipeWire 0.3.65 is silent for good in up to half of the runs in which another stream joins the
    sink. It is linked and its cycles run, but its main thread, which fills its buffers, is never woken.
    """
    player = subprocess.Popen([SOUND_PROGRAM, "play", "--quiet", "--loop", "--device", f"pipewire:{sink}", str(path)],
                              env=test.desk.environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL)
    test.addCleanup(player.wait)
    test.addCleanup(player.terminate)


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
    """The level of a tone in the loudest tenth of a second of the last half: a machine that stalls leaves blocks out."""
    tenth = RATE // 10
    last = list(samples[-5 * tenth:])
    return max(tone_level_db(last[i:i + tenth], frequency_hz, RATE) for i in range(0, len(last) - tenth + 1, tenth))
