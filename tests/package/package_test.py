"""Installs the build into a new folder and builds an outside program against it: by find_package, and by pkg-config.

    package_test.py BUILD_FOLDER
"""

import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
BUILD = Path(sys.argv.pop(1)).resolve() if len(sys.argv) > 1 else None


def run(*command, **options):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, **options)
    if done.returncode != 0:
        raise AssertionError(f"{' '.join(map(str, command))}: status {done.returncode}\n{done.stdout}\n{done.stderr}")
    return done.stdout


class Package(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        root = Path(cls.folder.name)
        run("cmake", "--install", BUILD, "--prefix", root / "first")
        # Moved after the installation: nothing in the package may know where it was first.
        cls.prefix = root / "moved"
        (root / "first").rename(cls.prefix)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def test_programs_headers_and_license_are_there(self):
        for name in ("bin/attacca", "include/attacca/engine/engine.h", "share/doc/attacca/LICENSE"):
            self.assertTrue((self.prefix / name).is_file(), name)

    def test_nothing_private_is_installed(self):
        public = {path.name for path in (HERE.parents[1] / "include").rglob("*.h")}
        installed = {path.name for path in self.prefix.rglob("*.h")}
        self.assertEqual(installed, public)

    def test_no_file_of_the_package_names_the_source_tree(self):
        source = str(HERE.parents[1])
        for path in [*self.prefix.rglob("*.cmake"), *self.prefix.rglob("*.pc")]:
            self.assertNotIn(source, path.read_text(), path)

    def test_find_package(self):
        build = Path(self.folder.name) / "find_package"
        run("cmake", "-G", "Ninja", "-S", HERE, "-B", build, f"-DCMAKE_PREFIX_PATH={self.prefix}")
        run("cmake", "--build", build)
        self.assertIn("/nowhere.flac", run(build / "outside"))

    def flags(self):
        environment = dict(os.environ, PKG_CONFIG_PATH=str(next(self.prefix.rglob("attacca.pc")).parent))
        return run("pkg-config", "--cflags", "--libs", "attacca", env=environment).split()

    def test_pkg_config(self):
        program = Path(self.folder.name) / "outside"
        run("g++", "-std=c++20", HERE / "main.cpp", "-o", program, *self.flags())
        self.assertIn("/nowhere.flac", run(program))

    def test_the_example_of_the_readme_compiles(self):
        example = (HERE.parents[1] / "README.md").read_text().split("```cpp\n")[1].split("```")[0]
        include, body = example.split("\n\n", 1)
        source = Path(self.folder.name) / "readme.cpp"
        source.write_text(f"{include}\n#include <span>\nint complain(const std::string&);\n"
                          f"int example(std::span<float> samples) {{\n{body}return 0;\n}}\n")
        run("g++", "-std=c++20", "-Wall", "-Wextra", "-Werror", "-c", source, "-o", source.with_suffix(".o"), *self.flags())


if __name__ == "__main__":
    unittest.main()
