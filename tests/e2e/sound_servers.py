"""A sound server of a test's own, which no other program sees and which ends with the test."""

import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

PROGRAMS = ("pipewire", "wireplumber", "pw-cli", "dbus-daemon")
NO_CARDS = {
    "main.lua.d": "alsa_monitor.enabled = false\nv4l2_monitor.enabled = false\nlibcamera_monitor.enabled = false\n",
    "bluetooth.lua.d": "bluez_monitor.enabled = false\n",
}


def eventually(condition, seconds=10.0):
    """Looks again and again; false when it has not come true in time."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


class Servers:
    """Processes with a folder of their own, which end with this."""

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="attacca-e2e-servers-"))
        self.processes = []
        self.environment = {name: value for name, value in os.environ.items()
                            if not name.startswith(("PIPEWIRE_", "PULSE_", "JACK_"))}

    def launch(self, *command):
        with open(self.folder / "servers.log", "ab") as log:
            self.processes.append(subprocess.Popen(command, env=self.environment, stdin=subprocess.DEVNULL, stdout=log,
                                                   stderr=log))
        return self.processes[-1]

    def require(self, condition, name):
        if not eventually(condition):
            raise AssertionError(f"{name} does not start:\n{(self.folder / 'servers.log').read_text(errors='replace')}")

    def close(self):
        for process in reversed(self.processes):
            process.terminate()
        for process in reversed(self.processes):
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


class Jack(Servers):
    """A server with the dummy driver. `environment` of another server is added to, so that programs find both."""

    def __init__(self, environment=None):
        super().__init__()
        name = self.folder.name
        self.environment = (environment or self.environment) | {"JACK_DEFAULT_SERVER": name,
                                                                "JACK_NO_AUDIO_RESERVATION": "1"}
        try:
            self.launch("jackd", "--name", name, "-d", "dummy", "-r", "48000", "-p", "256")
            self.require(lambda: "system:playback_1" in self.ports(), "jackd")
        except BaseException:
            self.close()
            raise

    def ports(self):
        return subprocess.run(["jack_lsp"], env=self.environment, capture_output=True, text=True, timeout=10).stdout


class Pipewire(Servers):
    """A daemon with its session manager, told to leave the machine's cards alone, and one sink that drops what it gets."""

    def __init__(self, sink):
        super().__init__()
        for folder, text in NO_CARDS.items():
            config = self.folder / "config" / "wireplumber" / folder
            config.mkdir(parents=True)
            (config / "51-no-cards.lua").write_text(text)
        bus = self.folder / "bus"
        self.environment |= {"XDG_RUNTIME_DIR": str(self.folder), "XDG_CONFIG_HOME": str(self.folder / "config"),
                             "XDG_STATE_HOME": str(self.folder / "state"), "DBUS_SESSION_BUS_ADDRESS": f"unix:path={bus}"}
        try:
            self.launch("dbus-daemon", "--session", "--nofork", "--nopidfile", f"--address=unix:path={bus}")
            self.require(bus.exists, "dbus-daemon")
            self.start(sink)
        except BaseException:
            self.close()
            raise

    def start(self, sink):
        """Also after `kill`."""
        self.daemons = [self.launch("pipewire")]
        self.require(self.answers, "pipewire")
        self.daemons.append(self.launch("wireplumber"))
        self.add(sink)

    def kill(self):
        """As a crash."""
        for daemon in reversed(self.daemons):
            daemon.kill()
            daemon.wait()
            self.processes.remove(daemon)

    def answers(self):
        return subprocess.run(["pw-cli", "info", "0"], env=self.environment, capture_output=True).returncode == 0

    def add(self, sink):
        subprocess.run(["pw-cli", "create-node", "adapter",
                        f"{{ factory.name=support.null-audio-sink node.name={sink} node.description={sink} "
                        "media.class=Audio/Sink object.linger=true audio.position=[FL FR] }"],
                       env=self.environment, check=True, capture_output=True, timeout=10)

    def remove(self, sink):
        """As a card that is pulled out."""
        subprocess.run(["pw-cli", "destroy", sink], env=self.environment, check=True, capture_output=True, timeout=10)
