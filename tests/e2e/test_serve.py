"""serve: the service from its start to its end, as a client of the replaced backend meets it."""

import base64
import http.client
import json
import math
import random
import resource
import signal
import socket
import struct
import subprocess
import time
import unittest
import urllib.error
import urllib.request
from pathlib import Path

import websocket_client
from program import EndToEnd, start

RATE = 16000


def samples(hz, seconds=1.0):
    values = (math.exp(-2.0 * i / RATE) * sum(math.sin(2 * math.pi * hz * k * i / RATE) / k for k in range(1, 6))
              for i in range(int(seconds * RATE)))
    return b"".join(struct.pack("<h", int(8000 * value)) for value in values)


class Serve(EndToEnd):
    def begin(self, *arguments, **options):
        process = start("serve", "--http", 0, *arguments, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                        **options)
        self.addCleanup(process.wait, 10)
        self.addCleanup(process.terminate)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.stderr.close)
        return process, process.stdout.readline().decode().strip()

    def connect(self, url, sent=b""):
        host, port = url.removeprefix("http://").rsplit(":", 1)
        client = socket.create_connection((host.strip("[]"), int(port)), timeout=10)
        self.addCleanup(client.close)
        client.sendall(sent)
        return client

    def stream(self, url, query=f"rate={RATE}", **header):
        """A stream that is open, or the status with which it was refused."""
        client = websocket_client.Stream(self.connect(url), "/v1/notes?" + query, header)
        return client if client.status == 101 else client.status

    def ask(self, url, body=None, **header):
        request = urllib.request.Request(url, body if body is None else json.dumps(body).encode(), header)
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.status, json.loads(answer.read() or "null")
        except urllib.error.HTTPError as error:
            with error:
                return error.code, json.loads(error.read())

    def test_room_for_no_stream_of_speech_is_refused(self):
        self.fail_with_words("serve", "--transcripts", 0, status=2, words=["--transcripts", "1 to 256"])

    def test_without_a_recognizer_a_stream_of_speech_is_told_why(self):
        _, url = self.begin("--engine", "nosuch")
        client = websocket_client.Stream(self.connect(url), "/v1/transcribe?rate=16000", {})
        self.assertEqual(client.status, 503)
        self.assertIn("nosuch", json.loads(client.pending)["error"])

    def test_a_client_of_the_replaced_backend_is_served(self):
        process, url = self.begin()
        self.assertEqual(self.ask(url + "/health"), (200, {"status": "ok", "version": self.succeed("--version").text.split()[-1]}))
        self.assertEqual(self.ask(url + "/last-result"), (204, None))
        body = {"audio_data": base64.b64encode(samples(440)).decode(), "sample_rate": RATE, "profile": "soprano"}
        status, answer = self.ask(url + "/analyze", body)
        self.assertEqual(status, 200)
        self.assertEqual([note["note"] for note in answer["notes"]], ["A4"])
        self.assertEqual({"notes", "sample_rate", "samples_analyzed", "timestamp"}, set(answer))
        self.assertLessEqual({"note", "confidence", "intensity"}, set(answer["notes"][0]))
        self.assertEqual(self.ask(url + "/last-result"), (200, answer))
        status, answer = self.ask(url + "/analyze", {"audio_data": "AAAA", "sample_rate": RATE})
        self.assertEqual((status, list(answer)), (400, ["error"]))
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.wait(10), 0)
        self.assertIn(b"5 requests", process.stderr.read())

    def test_the_browser_studio_is_served_and_nothing_beside_it(self):
        studio = self.folder / "studio"
        (studio / "assets").mkdir(parents=True)
        (studio / "index.html").write_text("<title>Studio</title>")
        (studio / "assets" / "engine.wasm").write_bytes(b"\0asm")
        (self.folder / "secret").write_text("secret")
        (self.folder / "token").write_text("open sesame\n")
        _, url = self.begin("--studio", studio, "--token-file", self.folder / "token")

        def ask(path, method="GET", **header):
            client = http.client.HTTPConnection(url.removeprefix("http://"), timeout=10)
            self.addCleanup(client.close)
            client.request(method, path, headers=header)
            answer = client.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()

        status, header, body = ask("/")
        self.assertEqual((status, body), (200, b"<title>Studio</title>"))
        self.assertEqual(header["Content-Type"], "text/html; charset=utf-8")
        self.assertIn("default-src 'none'", header["Content-Security-Policy"])
        self.assertNotIn("unsafe-inline", header["Content-Security-Policy"])
        self.assertEqual(ask("/index.html", **{"If-None-Match": header["ETag"]})[::2], (304, b""))
        status, header, body = ask("/assets/engine.wasm")
        self.assertEqual((status, header["Content-Type"], body), (200, "application/wasm", b"\0asm"))
        self.assertIn("immutable", header["Cache-Control"])
        status, header, body = ask("/assets/engine.wasm", "HEAD")
        self.assertEqual((status, header["Content-Length"], body), (200, "4", b""))
        for path in ("/../secret", "/%2e%2e/secret", "/assets/../../secret", "//secret", "/secret"):
            self.assertIn(ask(path)[0], (401, 404), path)
        status, _, body = ask("/nothing", Authorization="Bearer open sesame")
        self.assertEqual(status, 404)
        self.assertIn("studio at /", json.loads(body)["error"])
        self.assertEqual(ask("/", "POST")[0], 405)
        self.fail_with_words("serve", "--http", 0, "--studio", self.folder, words=["holds no index.html", "scripts/build_web"])

    def test_the_token_is_asked_for(self):
        (self.folder / "token").write_text("open sesame\n")
        _, url = self.begin("--token-file", self.folder / "token")
        self.assertEqual(self.ask(url + "/last-result")[0], 401)
        self.assertEqual(self.ask(url + "/last-result", Authorization="Bearer open sesame")[0], 204)
        self.assertEqual(self.stream(url), 401)
        self.assertEqual(json.loads(self.stream(url, f"rate={RATE}&token=open%20sesame").hear()[1])["type"], "ready")
        self.assertEqual(json.loads(self.stream(url, Authorization="Bearer open sesame").hear()[1])["type"], "ready")

    def test_it_ends_although_a_client_stays(self):
        process, url = self.begin("--quiet")
        client = http.client.HTTPConnection(url.removeprefix("http://"), timeout=10)
        self.addCleanup(client.close)
        client.request("GET", "/health")
        self.assertEqual(client.getresponse().read()[:1], b"{")
        process.terminate()
        self.assertEqual(process.wait(5), 0)
        self.assertEqual(process.stderr.read(), b"")

    def test_a_live_stream_is_answered_note_by_note(self):
        _, url = self.begin()
        stream = self.stream(url)
        sound = samples(440) + bytes(RATE)
        for at in range(0, len(sound), 640):
            stream.send(websocket_client.BINARY, sound[at : at + 640])
        stream.send(websocket_client.PING, b"all heard")
        stream.send(websocket_client.TEXT, b"end")
        kinds, texts = [], []
        for kind, payload in stream.hear_all():
            kinds.append(kind)
            texts.append(json.loads(payload) if kind == websocket_client.TEXT else payload)
        self.assertEqual([(text["type"], text.get("note")) for kind, text in zip(kinds, texts) if kind == websocket_client.TEXT],
                         [("ready", None), ("on", "A4"), ("off", "A4"), ("end", None)])
        self.assertIn(b"all heard", texts)
        self.assertEqual((kinds[-1], texts[-1]), (websocket_client.CLOSE, struct.pack(">H", 1000)))

    def test_a_stop_is_told_to_live_streams_and_finishes_requests(self):
        process, url = self.begin("--threads", 2)
        streams = [self.stream(url) for _ in range(4)]
        for stream in streams:
            stream.send(websocket_client.BINARY, bytes(640))
            stream.send(websocket_client.PING, b"")
            self.assertEqual(stream.hear()[0], websocket_client.TEXT)
            self.assertEqual(stream.hear()[0], websocket_client.PONG)
        process.terminate()
        for stream in streams:
            self.assertEqual(stream.hear_all()[-1], (websocket_client.CLOSE, struct.pack(">H", 1001)))
        self.assertEqual(process.wait(10), 0)
        self.assertIn(b"4 blocks of streams", process.stderr.read())

    def test_one_session_too_many_is_turned_away(self):
        _, url = self.begin("--sessions", 2)
        stream = self.stream(url)
        second = self.connect(url, b"GET /health HTTP/1.1\r\n\r\n")
        self.assertIn(b" 200 ", second.recv(100))
        self.assertEqual(self.ask(url + "/health"), (503, {"error": "too many sessions; try again later"}))
        self.assertEqual(self.stream(url), 503)
        stream.send(websocket_client.PING, b"still here")
        self.assertEqual([stream.hear()[0], stream.hear()[1]], [websocket_client.TEXT, b"still here"])

    def test_without_files_left_it_waits_and_takes_little_time(self):
        process, url = self.begin(preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (24, 24)))
        clients = [self.connect(url) for _ in range(40)]
        clients[0].sendall(b"GET /health HTTP/1.1\r\n\r\n")
        self.assertIn(b" 200 ", clients[0].recv(100))
        before = self.processor_ticks(process)
        time.sleep(0.5)
        self.assertLess(self.processor_ticks(process) - before, 8)  # Of 50.
        for client in clients:
            client.close()
        self.assertEqual(self.ask(url + "/health")[0], 200)

    def processor_ticks(self, process):
        fields = Path(f"/proc/{process.pid}/stat").read_text().rsplit(") ", 1)[1].split()
        return int(fields[11]) + int(fields[12])

    def test_bodies_have_the_limit_that_was_given(self):
        _, url = self.begin("--body-limit", 1)
        for more, status in ((0, 400), (1, 413)):
            request = urllib.request.Request(url + "/analyze", b" " * (2**20 + more))
            with self.assertRaises(urllib.error.HTTPError) as refused, urllib.request.urlopen(request, timeout=10):
                pass
            with refused.exception as error:
                self.assertEqual((error.code, list(json.loads(error.read()))), (status, ["error"]))

    def test_who_is_silent_is_left_and_who_is_not_is_kept(self):
        _, url = self.begin("--idle", 0.5)
        silent = self.connect(url)
        halfway = self.connect(url, b"POST /analyze HTTP/1.1\r\nContent-Length: 100\r\n\r\n{")
        asleep = self.stream(url)
        awake = self.stream(url)
        for _ in range(10):
            awake.send(websocket_client.PING, b"")
            while awake.hear()[0] != websocket_client.PONG:
                pass
            awake.pause(0.1)
        self.assertEqual((silent.recv(1), halfway.recv(1)), (b"", b""))
        self.assertNotIn(websocket_client.CLOSE, [kind for kind, _ in asleep.hear_all()])
        awake.send(websocket_client.TEXT, b"end")
        self.assertEqual(awake.hear_all()[-1][0], websocket_client.CLOSE)

    def test_pages_of_an_allowed_origin_may_use_it(self):
        _, url = self.begin("--allow-origin", "https://a.example", "--allow-origin", "http://localhost:5173")
        asks = {"Access-Control-Request-Method": "POST"}
        for origin, allowed in (("https://a.example", True), ("http://localhost:5173", True), ("http://a.example", False)):
            client = http.client.HTTPConnection(url.removeprefix("http://"), timeout=10)
            self.addCleanup(client.close)
            client.request("OPTIONS", "/analyze", headers={"Origin": origin} | asks)
            answer = client.getresponse()
            answer.read()
            self.assertEqual(answer.status, 204 if allowed else 403)
            self.assertEqual(answer.headers["Access-Control-Allow-Origin"], origin if allowed else None)
            self.assertEqual(self.stream(url, Origin=origin) == 403, not allowed)
        _, closed = self.begin()
        self.assertEqual(self.stream(closed, Origin="https://a.example"), 403)
        self.assertNotEqual(self.stream(closed, Origin=closed), 403)

    def test_no_bytes_end_it(self):
        process, url = self.begin("--idle", 0.2)
        chance = random.Random(1)
        parts = [b"POST /analyze HTTP/1.1\r\n", b"GET /v1/notes HTTP/1.1\r\n", b"Content-Length: 7\r\n", b"\r\n", b"{",
                 b"Transfer-Encoding: chunked\r\n", b"Upgrade: websocket\r\nConnection: Upgrade\r\n", b'"audio_data":"', b"5\r\n",
                 b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n", b"\x82\xff", b"\x88\x80\0\0\0\0",
                 b"Expect: 100-continue\r\n", b"Origin: \xff\r\n"]
        for _ in range(150):
            pieces = chance.choices(parts, k=chance.randrange(1, 9)) + [chance.randbytes(chance.randrange(20))]
            self.connect(url, b"".join(pieces)).close()
        self.assertEqual(self.ask(url + "/health")[0], 200)
        process.terminate()
        self.assertEqual(process.wait(10), 0)

    def test_what_makes_no_sense_is_said(self):
        for option, value in (("--threads", 0), ("--threads", "many"), ("--sessions", 0), ("--sessions", -1), ("--body-limit", 0),
                              ("--body-limit", "16MB"), ("--idle", 0), ("--idle", "nan"), ("--http", -1), ("--http", "http"),
                              ("--allow-origin", "example.org"), ("--allow-origin", "https://example.org/"),
                              ("--allow-origin", ""), ("--token-file", "")):
            self.fail_with_words("serve", "--http", 0, option, value, status=2, words=[option])
        (self.folder / "empty").write_text("\nsecond line\n")
        self.fail_with_words("serve", "--token-file", self.folder / "empty", status=1, words=["first line"])

    def test_what_cannot_be_listened_on_is_an_error(self):
        _, url = self.begin()
        port = url.rsplit(":", 1)[1]
        self.fail_with_words("serve", "--http", port, status=1, words=[port, "in use"])
        self.fail_with_words("serve", "--address", "nowhere", status=1, words=["nowhere"])
        self.fail_with_words("serve", "--http", 70000, status=2, words=["--http"])
        self.fail_with_words("serve", "--token-file", self.folder / "none", status=1, words=["none"])


if __name__ == "__main__":
    unittest.main()
