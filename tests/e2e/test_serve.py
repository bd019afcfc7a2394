"""serve: the service from its start to its end, as a client of the replaced backend meets it."""

import base64
import http.client
import json
import math
import signal
import struct
import subprocess
import unittest
import urllib.error
import urllib.request

from program import EndToEnd, start

RATE = 16000


def samples(hz, seconds=1.0):
    values = (math.exp(-2.0 * i / RATE) * sum(math.sin(2 * math.pi * hz * k * i / RATE) / k for k in range(1, 6))
              for i in range(int(seconds * RATE)))
    return b"".join(struct.pack("<h", int(8000 * value)) for value in values)


class Serve(EndToEnd):
    def begin(self, *arguments):
        process = start("serve", "--http", 0, *arguments, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.addCleanup(process.wait, 10)
        self.addCleanup(process.terminate)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.stderr.close)
        return process, process.stdout.readline().decode().strip()

    def ask(self, url, body=None, **header):
        request = urllib.request.Request(url, body if body is None else json.dumps(body).encode(), header)
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.status, json.loads(answer.read() or "null")
        except urllib.error.HTTPError as error:
            with error:
                return error.code, json.loads(error.read())

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

    def test_the_token_is_asked_for(self):
        (self.folder / "token").write_text("open sesame\n")
        _, url = self.begin("--token-file", self.folder / "token")
        self.assertEqual(self.ask(url + "/last-result")[0], 401)
        self.assertEqual(self.ask(url + "/last-result", Authorization="Bearer open sesame")[0], 204)

    def test_it_ends_although_a_client_stays(self):
        process, url = self.begin("--quiet")
        client = http.client.HTTPConnection(url.removeprefix("http://"), timeout=10)
        self.addCleanup(client.close)
        client.request("GET", "/health")
        self.assertEqual(client.getresponse().read()[:1], b"{")
        process.terminate()
        self.assertEqual(process.wait(5), 0)
        self.assertEqual(process.stderr.read(), b"")

    def test_what_cannot_be_listened_on_is_an_error(self):
        _, url = self.begin()
        port = url.rsplit(":", 1)[1]
        self.fail_with_words("serve", "--http", port, status=1, words=[port])
        self.fail_with_words("serve", "--address", "nowhere", status=1, words=["nowhere"])
        self.fail_with_words("serve", "--http", 70000, status=2, words=["--http"])
        self.fail_with_words("serve", "--token-file", self.folder / "none", status=1, words=["none"])


if __name__ == "__main__":
    unittest.main()
