"""Assidu installed from its wheel works from a folder that holds packages of the same names."""

import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--outdir", folder, ROOT], check=True, capture_output=True
    )
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_the_conventions_and_no_test(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    shipped = {file.name for file in (ROOT / "config" / "conventions").glob("*.toml")}
    assert {Path(name).name for name in names if name.startswith("config/conventions/")} == shipped
    assert {name.split("/")[0] for name in names if ".dist-info" not in name} == {"config", "models", "tui"}


def test_the_installed_command_works_beside_packages_of_the_same_names(wheel, tmp_path):
    venv.create(tmp_path / "venv", with_pip=True)
    scripts = tmp_path / "venv" / ("Scripts" if sys.platform == "win32" else "bin")
    subprocess.run([scripts / "python", "-m", "pip", "install", "--quiet", wheel], check=True)
    elsewhere = tmp_path / "projet"
    (elsewhere / "models").mkdir(parents=True)
    (elsewhere / "config.py").write_text("raise SystemExit('the wrong config')\n")
    (elsewhere / "models" / "__init__.py").write_text("raise SystemExit('the wrong models')\n")
    home = tmp_path / "maison"

    def assidu(*words: str) -> str:
        done = subprocess.run(
            [scripts / "assidu", *words],
            cwd=elsewhere,
            env={"ASSIDU_HOME": str(home), "ASSIDU_TODAY": "2026-06-30", "PATH": ""},
            capture_output=True,
            text=True,
        )
        assert (done.returncode, done.stderr) == (0, ""), done
        return done.stdout

    assidu("demo", "--seed-only", str(home))
    code = "import sqlite3, sys; print(sqlite3.connect(sys.argv[1]).execute('SELECT code FROM action').fetchone()[0])"
    asked = [sys.executable, "-c", code, str(home / "assidu.db")]
    action = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()
    assidu("export", action, "-o", "indicateurs.xlsx")
    names = zipfile.ZipFile(elsewhere / "indicateurs.xlsx").namelist()
    assert "xl/workbook.xml" in names
    assert assidu("--version").startswith("assidu 0")
