"""Music from the network: it plays, and a server that falls silent keeps nobody."""

import functools
import http.server
import signal
import socket
import subprocess
import threading
import unittest

import signals
import wav_file
from program import EndToEnd, ffmpeg, needs, run, start

PATIENCE_S = 5  # Half of what the program itself waits for a silent server.


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


class SilentServer:
    """Takes a request, says the given bytes, and keeps the line open."""

    def __init__(self, answer=b""):
        self.answer, self.asked, self.connections = answer, threading.Event(), []
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listening.getsockname()[1]}/sound.wav"
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                connection, _ = self.listening.accept()
                self.connections.append(connection)
                connection.recv(4096)
                connection.sendall(self.answer)
                self.asked.set()
            except OSError:
                return

    def close(self):
        for open_socket in (self.listening, *self.connections):
            open_socket.close()


@needs("ffmpeg")
class Urls(EndToEnd):
    def silent(self, answer=b""):
        server = SilentServer(answer)
        self.addCleanup(server.close)
        return server

    def test_a_file_on_a_server_plays_to_its_end(self):
        ffmpeg("-f", "lavfi", "-i", "sine=duration=1", self.folder / "a.flac")
        handler = functools.partial(QuietHandler, directory=str(self.folder))
        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            address = f"http://127.0.0.1:{server.server_address[1]}"
            self.assertIn("The end.", self.succeed("play", f"{address}/a.flac", "--device", "null").text)
            self.succeed("render", f"{address}/a.flac", "-o", self.folder / "a.wav")
            self.assertEqual(wav_file.read(self.folder / "a.wav").frames, 44100)
            done = run("play", f"{address}/gone.flac", "--device", "null")
            self.assertEqual(done.status, 1)
            self.assertIn("gone.flac", done.errors)
            self.assertIn("404", done.errors)
            server.shutdown()

    def interrupt(self, number, server, *arguments):
        process = start(*arguments, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.addCleanup(process.kill)
        self.assertTrue(server.asked.wait(30))
        if arguments[0] == "play" and server.answer:
            process.stdout.readline()  # It plays.
        process.send_signal(number)
        _, errors = process.communicate(timeout=PATIENCE_S)
        return process.returncode, errors.decode()

    def test_an_interrupt_while_nothing_has_come_yet(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            server = self.silent()
            self.assertEqual(self.interrupt(number, server, "play", server.url, "--device", "null"), (0, ""))
        server = self.silent()
        status, errors = self.interrupt(signal.SIGINT, server, "render", server.url, "-o", self.folder / "a.wav")
        self.assertEqual(status, 1)
        self.assertIn("stopped", errors)
        self.assertEqual(list(self.folder.iterdir()), [])

    def test_an_interrupt_while_the_sound_hangs(self):
        tone = wav_file.of_floats(signals.sine(440, 48000, 48000 * 20, 0.1), 48000)
        sound = wav_file.format_bytes(tone)
        server = self.silent(b"HTTP/1.0 200 OK\r\nContent-Type: audio/wav\r\n\r\n" + sound[: len(sound) // 2])
        self.assertEqual(self.interrupt(signal.SIGINT, server, "play", server.url, "--device", "null"), (0, ""))


if __name__ == "__main__":
    unittest.main()
