"""Proves that note_clues, which tools/note_weights learns from, writes rows of clues for what sounds."""

import array
import math
import subprocess
import sys
import unittest

PROGRAM = sys.argv.pop(1)
RATE = 48000


def rows_of(samples):
    out = subprocess.run([PROGRAM], input=array.array("f", samples).tobytes(), stdout=subprocess.PIPE, check=True).stdout
    values = array.array("f", out)
    width = 2 + int(values[0])
    body = values[1:]
    assert len(body) % width == 0, len(body)
    return [list(body[i : i + width]) for i in range(0, len(body), width)]


class NoteClues(unittest.TestCase):
    def test_a_tone_has_rows_of_its_pitch_while_it_sounds(self):
        tone = [0.2 * sum(math.sin(2 * math.pi * 440 * h * i / RATE) / h for h in (1, 2, 3)) for i in range(RATE // 2)]
        rows = rows_of([0.0] * (RATE // 2) + tone)
        self.assertEqual({len(row) for row in rows}, {98})
        self.assertTrue(all(math.isfinite(value) for row in rows for value in row))
        of_a4 = [row[0] for row in rows if row[1] == 69]
        self.assertGreater(len(of_a4), 40)  # Of 50 hops.
        self.assertGreater(min(row[0] for row in rows), 49)
        self.assertLessEqual(max(of_a4), 100)

    def test_silence_has_no_rows(self):
        self.assertEqual(rows_of([0.0] * RATE), [])


if __name__ == "__main__":
    unittest.main()
