"""Proves that scripts/check_layers catches each kind of broken include, on trees made for it."""

import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "scripts" / "check_layers"

SOUND_TREE = {
    "include/attacca/base/result.h": "#include <tl/expected.hpp>\n",
    "include/attacca/kernels/gain.h": '#include "attacca/base/result.h"\n',
    "include/attacca/engine/plan.h": '#include "attacca/kernels/gain.h"\n',
    "include/attacca/device/device.h": '#include "attacca/base/result.h"\n',
    "src/engine/graph.h": '#include "attacca/engine/plan.h"\n',
    "src/engine/graph.cpp": '#include "engine/graph.h"\n#include <vector>\n',
    "src/engine/graph_bench.cpp": '#include "bench/bench.h"\n#include "engine/graph.h"\n',
    "src/kernels/table.h": "",
    "src/engine/graph_test.cpp": '#include <gtest/gtest.h>\n#include "kernels/table.h"\n',
    "apps/bench/bench.h": "",
    "apps/attacca/play.cpp": '#include "attacca/device/device.h"\n#include "play.h"\n',
    "apps/attacca/play.h": "",
}


def run_on(files):
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            path = Path(folder) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        done = subprocess.run([sys.executable, SCRIPT, folder], capture_output=True, text=True)
        return done.returncode, done.stdout + done.stderr


class CheckLayers(unittest.TestCase):
    def expect_break(self, name, text, where, words):
        status, output = run_on(SOUND_TREE | {name: text})
        self.assertEqual(status, 1, output)
        self.assertIn(f"{name}:{where}: ", output)
        self.assertIn(words, output)
        self.assertEqual(len(output.splitlines()), 1, output)

    def test_this_repository_holds(self):
        done = subprocess.run([sys.executable, SCRIPT], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout)

    def test_a_sound_tree_passes(self):
        status, output = run_on(SOUND_TREE)
        self.assertEqual(status, 0, output)

    def test_an_empty_tree_is_not_a_pass(self):
        self.assertEqual(run_on({})[0], 1)

    def test_engine_and_device_do_not_see_each_other(self):
        self.expect_break("src/engine/bad.cpp", '\n#include "attacca/device/device.h"\n', 2,
                          "room engine may not include room device")

    def test_a_test_may_not_reach_above_its_room(self):
        self.expect_break("src/kernels/bad_test.cpp", '#include "attacca/engine/plan.h"\n', 1,
                          "room kernels may not include room engine")

    def test_angle_brackets_and_spaces_hide_nothing(self):
        self.expect_break("include/attacca/device/bad.h", "#  include <attacca/engine/plan.h>\n", 1,
                          "room device may not include room engine")

    def test_a_public_header_keeps_private_ones_out(self):
        self.expect_break("include/attacca/engine/bad.h", '#include "engine/graph.h"\n', 1, "private header")

    def test_a_body_keeps_to_its_own_private_headers(self):
        self.expect_break("src/engine/bad.cpp", '#include "kernels/table.h"\n', 1, "private to room kernels")

    def test_programs_do_not_include_each_other(self):
        self.expect_break("apps/studio/main.cpp", '#include "attacca/play.h"\n', 1, "apps/attacca")

    def test_only_benches_see_the_bench_harness(self):
        self.expect_break("src/engine/bad.cpp", '#include "bench/bench.h"\n', 1, "apps/bench")

    def test_a_program_keeps_private_headers_of_rooms_out(self):
        self.expect_break("apps/attacca/bad.cpp", '#include "engine/graph.h"\n', 1, "private to room engine")

    def test_a_room_outside_the_table_is_named(self):
        self.expect_break("src/core/thing.cpp", "", 1, "'core' is not in the layer table")

    def test_expected_is_named_in_one_file(self):
        self.expect_break("src/engine/bad.cpp", "#include <tl/expected.hpp>\n", 1, "base/result.h alone")

    def test_a_missing_header_is_named(self):
        self.expect_break("src/engine/bad.cpp", '#include "attacca/dsp/gone.h"\n', 1, "does not exist")

    def test_names_that_say_nothing_are_refused(self):
        self.expect_break("src/engine/graph_utils.cpp", "", 1, "says nothing")


if __name__ == "__main__":
    unittest.main()
