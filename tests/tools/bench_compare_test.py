"""Proves that tools/bench_compare tells a slower row from noise."""

import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

SCRIPT = Path(__file__).resolve().parents[2] / "tools" / "bench_compare"


def row(name, ns, spread=0.02, path="avx2"):
    return {"name": name, "path": path, "ns": ns, "p10": ns * (1 - spread), "p90": ns * (1 + spread), "rivals": {}}


def compare(before, after, *options):
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / "before.json", Path(folder) / "after.json"]
        for path, rows in zip(paths, (before, after)):
            path.write_text(json.dumps(rows))
        done = subprocess.run([sys.executable, SCRIPT, *paths, *options], capture_output=True, text=True)
        return done.returncode, done.stdout


class BenchCompare(unittest.TestCase):
    def test_equal_tables_pass(self):
        status, output = compare([row("ring", 10)], [row("ring", 10)])
        self.assertEqual(status, 0)
        self.assertIn("none slower", output)

    def test_a_slower_row_fails(self):
        status, output = compare([row("ring", 10), row("fft", 5)], [row("ring", 20), row("fft", 5)])
        self.assertEqual(status, 1)
        self.assertRegex(output, r"ring .*\+100\.0% slower")
        self.assertNotRegex(output, r"fft .*slower")

    def test_noise_is_not_slower(self):
        self.assertEqual(compare([row("ring", 10, 0.5)], [row("ring", 13, 0.5)])[0], 0)

    def test_the_threshold_is_obeyed(self):
        tables = [row("ring", 100)], [row("ring", 108)]
        self.assertEqual(compare(*tables)[0], 0)
        self.assertEqual(compare(*tables, "--worse", "5")[0], 1)

    def test_a_row_that_is_gone_fails_and_a_new_one_does_not(self):
        self.assertEqual(compare([row("ring", 1), row("fft", 1)], [row("ring", 1)])[0], 1)
        self.assertEqual(compare([row("ring", 1)], [row("ring", 1), row("fft", 1)])[0], 0)

    def test_paths_are_rows_of_their_own(self):
        status, output = compare([row("fft", 5), row("fft", 20, path="scalar")], [row("fft", 5), row("fft", 90, path="scalar")])
        self.assertEqual(status, 1)
        self.assertRegex(output, r"fft +scalar .*slower")


if __name__ == "__main__":
    unittest.main()
