"""What the window costs on this machine, beside mpv and ffplay, in turns: /usr/bin/python3 tests/studio/figures.py

Needs what the tests of the window need, python3-numpy, and mpv and ffmpeg for the rivals. ATTACCA_STUDIO and
ATTACCA_PROGRAM name the programs, best of the `release` preset. Nothing else should run meanwhile. Every player plays the
same FLAC into a PipeWire of its own, in 1280x720, with a spectrum in sight and eight bands of equalizer.
"""

import ctypes
import json
import os
import shutil
import statistics
import subprocess
import threading
import time
from pathlib import Path

from desk import Desk, PROGRAM, SOUND_PROGRAM
from sounds import RATE, write

ROUNDS = 3
STARTS = 10
SECONDS = 10
SIZE = (1280, 720)
HZ = [60 * 2**k for k in range(8)]
GAINS_DB = [3, -3] * 4
TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")


def write_music(folder):
    """A minute of noise and slow chords, as FLAC."""
    import numpy
    time_s = numpy.arange(RATE * 60) / RATE
    chords = sum(numpy.sin(2 * numpy.pi * hz * time_s) * (1 + numpy.sin(time_s * (1 + k))) for k, hz in
                 enumerate((110, 277, 415, 1109, 2637, 5274)))
    noise = numpy.random.default_rng(1).normal(size=len(time_s)) * (1 + numpy.sin(3 * time_s))
    mono = (32767 * (0.03 * chords + 0.02 * noise)).clip(-32768, 32767).astype(int).tolist()
    path = write(folder / "music.wav", mono)
    flac = folder / "music.flac"
    subprocess.run([SOUND_PROGRAM, "render", path, "-o", flac], check=True,
                   capture_output=True)
    return flac


def soon(condition):
    """As `eventually`, which looks too seldom to time anything."""
    end = time.monotonic() + 10
    while not condition():
        if time.monotonic() > end:
            raise AssertionError("waited in vain")
        time.sleep(0.001)
    return time.monotonic()


class Screen:
    """Reads pixels of the root window."""

    def __init__(self, display):
        self.x11 = ctypes.CDLL("libX11.so.6")
        for name, result, arguments in (
                ("XOpenDisplay", ctypes.c_void_p, [ctypes.c_char_p]),
                ("XDefaultRootWindow", ctypes.c_ulong, [ctypes.c_void_p]),
                ("XGetImage", ctypes.c_void_p, [ctypes.c_void_p, ctypes.c_ulong, ctypes.c_int, ctypes.c_int, ctypes.c_uint,
                                                ctypes.c_uint, ctypes.c_ulong, ctypes.c_int]),
                ("XGetPixel", ctypes.c_ulong, [ctypes.c_void_p, ctypes.c_int, ctypes.c_int]),
                ("XDestroyImage", ctypes.c_int, [ctypes.c_void_p])):
            function = getattr(self.x11, name)
            function.restype, function.argtypes = result, arguments
        self.display = self.x11.XOpenDisplay(display.encode())
        self.root = self.x11.XDefaultRootWindow(self.display)

    def lit(self):
        """Whether the middle of the screen shows anything but the black background."""
        image = self.x11.XGetImage(self.display, self.root, 640, 400, 1, 1, 0xFFFFFFFF, 2)
        pixel = self.x11.XGetPixel(image, 0, 0)
        self.x11.XDestroyImage(image)
        return pixel & 0xFFFFFF != 0


class Ear(threading.Thread):
    """Tells when the sink's monitor first gives sound."""

    def __init__(self, desk, path):
        super().__init__(daemon=True)
        self.path = path
        self.heard = None
        self.process = subprocess.Popen(
            ["pw-record", "--target", "speakers", "--latency", "128", "--rate", str(RATE), "--channels", "2", "--format",
             "f32", "-P", "{ stream.capture.sink=true }", str(path)], env=desk.environment)
        soon(lambda: path.exists() and path.stat().st_size > 10000)
        self.start()

    def run(self):
        with open(self.path, "rb") as file:
            file.seek(0, os.SEEK_END)
            while self.process.poll() is None and self.heard is None:
                if file.read().strip(b"\0"):
                    self.heard = time.monotonic()
                time.sleep(0.001)

    def close(self):
        self.process.terminate()
        self.process.wait()
        self.join()


class Running:
    """A player in its own process."""

    def __init__(self, desk, command, home):
        self.environment = desk.environment | {
            "HOME": str(home), **{f"XDG_{kind}_HOME": str(home / kind.lower()) for kind in ("CONFIG", "STATE", "CACHE")}}
        self.began = time.monotonic()
        self.process = subprocess.Popen(list(map(str, command)), env=self.environment, stdin=subprocess.DEVNULL,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def cpu_s(self):
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS_PER_SECOND

    def cpu_percent(self, settle_s=3):
        time.sleep(settle_s)
        before, began = self.cpu_s(), time.monotonic()
        time.sleep(SECONDS)
        return 100 * (self.cpu_s() - before) / (time.monotonic() - began)

    def memory_mb(self):
        lines = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1000

    def xdotool(self, *words):
        return subprocess.run(["xdotool", *words], env=self.environment, capture_output=True, text=True).stdout.split()

    def windows(self):
        return self.xdotool("search", "--onlyvisible", "--pid", str(self.process.pid))

    def pause(self):
        subprocess.run(["dbus-send", "--session", "--print-reply", "--dest=org.mpris.MediaPlayer2.attacca",
                        "/org/mpris/MediaPlayer2", "org.mpris.MediaPlayer2.Player.Pause"], env=self.environment,
                       check=True, stdout=subprocess.DEVNULL)

    def close(self):
        self.process.terminate()
        self.process.wait()


def home_with_bands(folder):
    state = folder / "state" / "attacca" / "studio.json"
    state.parent.mkdir(parents=True)
    bands = "\n".join(f"Filter {i + 1}: ON PK Fc {hz} Hz Gain {gain} dB Q 1.0"
                      for i, (hz, gain) in enumerate(zip(HZ, GAINS_DB)))
    state.write_text(json.dumps({"format": 1, "equalizer": {
        "settings": [{"text": f"Preamp: -6 dB\n{bands}\n", "preset": ""}], "heard": 0}}))
    return folder


def players(music):
    size = f"{SIZE[0]}x{SIZE[1]}"
    filters = ",".join(f"equalizer=f={hz}:t=q:w=1:g={gain}" for hz, gain in zip(HZ, GAINS_DB))
    rivals = {
        "mpv": ["mpv", "--no-config", "--ao=pipewire", "--vo=x11", f"--geometry={size}",
                f"--lavfi-complex=[aid1]{filters},asplit[ao][b];[b]showfreqs=s={size}:rate=60[vo]", music],
        "ffplay": ["ffplay", "-loglevel", "quiet", "-f", "lavfi", "-x", SIZE[0], "-y", SIZE[1],
                   f"amovie={music},{filters},asplit[out1][b];[b]showfreqs=s={size}:rate=60[out0]"]}
    ours = {"attacca-studio": [PROGRAM, music, "--size", size, "--theme", "light", "--device", "pipewire:speakers"]}
    return ours | {name: command for name, command in rivals.items() if shutil.which(name)}


def measure_starts(desk, screen, music, folder):
    shown, sound = [], []
    for i in range(STARTS):
        home = home_with_bands(folder / f"start{i}")
        ear = Ear(desk, folder / f"ear{i}.wav")
        running = Running(desk, players(music)["attacca-studio"], home)
        shown.append(1000 * (soon(screen.lit) - running.began))
        soon(lambda: ear.heard)
        sound.append(1000 * (ear.heard - running.began))
        running.close()
        ear.close()
        soon(lambda: not screen.lit())
    for what, values in (("window drawn", shown), ("first sound in the sink's monitor", sound)):
        median, longest = statistics.median(values), max(values)
        print(f"attacca-studio, {what}: median {median:.0f} ms, longest {longest:.0f} ms of {STARTS}")


def measure_costs(desk, music, folder):
    figures = {}
    for turn in range(ROUNDS):
        for name, command in players(music).items():
            running = Running(desk, command, home_with_bands(folder / f"{name}{turn}"))
            soon(running.windows)
            figures.setdefault(f"{name}, playing", []).append(running.cpu_percent())
            figures.setdefault(f"{name}, largest resident memory", []).append(running.memory_mb())
            if name == "attacca-studio":
                window = running.windows()[0]
                running.xdotool("windowminimize", "--sync", window)
                figures.setdefault(f"{name}, hidden", []).append(running.cpu_percent())
                running.xdotool("windowactivate", "--sync", window)
                running.pause()
                figures.setdefault(f"{name}, paused", []).append(running.cpu_percent())
            running.close()
    for what, values in figures.items():
        unit = "MB" if "memory" in what else "% of a core"
        print(f"{what}: median {statistics.median(values):.2f} {unit} of {', '.join(f'{one:.2f}' for one in values)}")


def main():
    desk = Desk(size="1280x800")
    try:
        music = write_music(desk.folder)
        measure_starts(desk, Screen(desk.environment["DISPLAY"]), music, desk.folder)
        measure_costs(desk, music, desk.folder)
    finally:
        desk.close()


if __name__ == "__main__":
    main()
