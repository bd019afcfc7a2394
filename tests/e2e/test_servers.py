"""play and record on a real PipeWire: what a sink was given is what its monitor recorded, and doctor finds the way back."""

import json
import signal
import subprocess
import unittest

import signals
import sound_servers
import wav_file
from program import EndToEnd, needs, start

RATE = 48000
EDGE = RATE // 10  # The player fades in and out.
SECONDS = 1
FRAME_BYTES = 8


def frames_of(data):
    return [data[at : at + FRAME_BYTES] for at in range(0, len(data), FRAME_BYTES)]


@needs(*sound_servers.PROGRAMS)
class RecordsWhatIsPlayed(EndToEnd):
    @classmethod
    def setUpClass(cls):
        cls.server = sound_servers.Pipewire("one")
        cls.addClassCleanup(cls.server.close)

    def setUp(self):
        super().setUp()
        count = 2 * RATE * SECONDS
        played = [sample / 2**16 for sample in signals.noise_integers(count, seed=5)]
        self.played = wav_file.of_floats(played, RATE, 2)
        self.source = wav_file.write(self.folder / "noise.wav", self.played)
        self.take = self.folder / "take.wav"
        self.assertTrue(sound_servers.eventually(self.is_listed), "the sink does not appear")

    def run_program(self, *arguments):
        process = start(*arguments, env=self.server.environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                        stderr=subprocess.PIPE)
        self.addCleanup(process.kill)
        return process

    def finish(self, process, status=0):
        output, errors = process.communicate(timeout=30)
        self.assertEqual(process.returncode, status, errors.decode())
        return output.decode()

    def is_listed(self):
        devices = json.loads(self.finish(self.run_program("devices", "--json")))["devices"]
        return any(device["id"] == "pipewire:one.monitor" for device in devices)

    def begin_recording(self):
        recorder = self.run_program("record", self.take, "--device", "pipewire:one.monitor", "--format", "f32", "--rate", RATE)
        self.assertTrue(sound_servers.eventually(lambda: self.recorded_frames() > 0), "nothing is recorded")
        return recorder

    def recorded_frames(self):
        try:
            return wav_file.read(self.take).frames
        except (OSError, ValueError, IndexError):
            return 0

    def play(self):
        self.finish(self.run_program("play", self.source, "--device", "pipewire:one", "--quiet"))

    def check_recorded(self):
        """From the fade's end on, every recorded frame is the one that was played; only silence may stand between them.

        A busy machine may be late with either program, which then leaves frames out or silence in, and fades around it.
        """
        played = frames_of(self.played.data)
        recorded = frames_of(wav_file.read(self.take).data)
        place = {frame: index for index, frame in enumerate(played)}
        found = [place[frame] for frame in recorded if frame in place]
        self.assertEqual(found, sorted(found), "the sound is recorded in another order")
        self.assertGreater(len(found), 0.7 * len(played), "the sound is not in the recording")
        strange = [frame for frame in recorded if frame not in place and any(frame)]
        self.assertLess(len(strange), EDGE, "frames are recorded that were never played")

    def test_to_the_bit(self):
        recorder = self.begin_recording()
        self.play()
        recorder.send_signal(signal.SIGINT)
        self.finish(recorder)
        self.check_recorded()

    def test_a_killed_recorder_leaves_what_it_heard_until_its_last_second(self):
        recorder = self.begin_recording()
        self.play()
        ended = self.recorded_frames()
        self.assertTrue(sound_servers.eventually(lambda: self.recorded_frames() > ended + RATE), "it records no further")
        recorder.kill()
        self.finish(recorder, -signal.SIGKILL)
        self.check_recorded()

    def test_doctor_measures_the_way_through_the_monitor(self):
        found = json.loads(self.finish(self.run_program("doctor", "--quick", "--seconds", 0.5, "--json")))
        self.assertEqual(found["trials"][0]["device"], "pipewire:one")
        trip = found["round_trip"]
        self.assertTrue(trip["connected"], trip)
        self.assertEqual(trip["frames"], trip["block_frames"])
        self.assertGreater(trip["similarity"], 0.99)


if __name__ == "__main__":
    unittest.main()
