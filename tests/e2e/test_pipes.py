"""Sound that comes through a pipe: writers that pause, that never write, and users who have had enough."""

import os
import signal
import subprocess
import time
import unittest

import signals
import wav_file
from program import EndToEnd, start

RATE = 16000
FRAMES = 3 * RATE
PAUSE_S = 20  # Longer than an end of the pipe was ever taken for granted.


class Pipes(EndToEnd):
    def setUp(self):
        super().setUp()
        samples = signals.noise_integers(FRAMES, 16, 1)
        self.source = wav_file.write(self.folder / "source.wav", wav_file.of_integers(samples, RATE, 1, 16))

    def begin(self, *arguments):
        process = start(*arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.addCleanup(lambda: (process.kill(), process.communicate()))
        return process

    def test_a_writer_may_pause(self):
        content = self.source.read_bytes()
        named = self.folder / "named"
        os.mkfifo(named)
        given = [self.begin("render", source, "-o", self.folder / f"{k}.wav", "--quiet") for k, source in enumerate(("-", named))]
        with open(named, "wb", buffering=0) as pipe:
            for writer in (given[0].stdin, pipe):
                writer.write(content[:len(content) // 2])
                writer.flush()
            time.sleep(PAUSE_S)
            for writer in (given[0].stdin, pipe):
                writer.write(content[len(content) // 2:])
        for k, process in enumerate(given):
            _, errors = process.communicate(timeout=30)
            self.assertEqual((process.returncode, errors), (0, b""), k)
            self.assertEqual(wav_file.read(self.folder / f"{k}.wav").data, wav_file.read(self.source).data, k)

    def test_a_pipe_that_nobody_writes_to_is_refused(self):
        named = self.folder / "named"
        os.mkfifo(named)
        self.fail_with_words("vad", named, words=(named, "nobody wrote"))

    def test_an_interrupt_ends_the_wait_for_a_writer(self):
        for arguments in (("vad", "-"), ("transcribe", "-"), ("render", "-", "-o", self.folder / "out.wav"),
                          ("play", "-", "--device", "null")):
            for written in (0, 20000):
                with self.subTest(arguments[0], written=written):
                    process = self.begin(*arguments)
                    process.stdin.write(self.source.read_bytes()[:written])
                    process.stdin.flush()
                    time.sleep(1)
                    process.send_signal(signal.SIGINT)
                    self.assertIn(process.wait(timeout=5), (0, 1))


if __name__ == "__main__":
    unittest.main()
