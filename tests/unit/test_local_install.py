"""The installer's decisions; what it installs is tried by every run of the tests."""

import subprocess
import sys
from pathlib import Path

import pytest

from include.newsdesk.local import install

SCRIPT = Path(install.__file__)


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder that the installer takes for the repository."""
    for name in [install.TOOL_REQUIREMENTS, *install.REQUIREMENTS]:
        (tmp_path / name).write_text(f"{name}==1\n")
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "bin" / "python").symlink_to(sys.executable)
    for name, value in {"ROOT": tmp_path, "VENV": tmp_path / ".venv", "STAMP": tmp_path / ".venv" / "stamp"}.items():
        monkeypatch.setattr(install, name, value)
    return tmp_path


def test_an_installation_for_developers_serves_users_too(copy: Path) -> None:
    Path(install.STAMP).write_text(install.wanted_stamp() + " dev")
    assert install.main([]) == 0
    assert install.main(["--dev"]) == 0


def test_a_changed_requirement_file_changes_the_stamp(copy: Path) -> None:
    before = install.wanted_stamp()
    (copy / "requirements.txt").write_text("other==2\n")
    assert install.wanted_stamp() != before


def test_a_stamp_without_an_interpreter_counts_for_nothing(copy: Path) -> None:
    Path(install.STAMP).write_text("digest")
    assert install.read_stamp() == "digest"
    (copy / ".venv" / "bin" / "python").unlink()
    assert install.read_stamp() is None


def test_an_unsupported_python_is_named_with_the_cure(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(install, "SUPPORTED", [(2, 0)])
    assert install.find_python() is None
    message = capsys.readouterr().err
    assert "{}.{}.{}".format(*sys.version_info[:3]) in message
    assert "make PYTHON=" in message


def test_a_command_that_refuses_to_run_is_no_python(tmp_path: Path) -> None:
    shim = tmp_path / "python3.13"
    shim.write_text("#!/bin/sh\nexit 127\n")
    shim.chmod(0o755)
    assert not install.runs_as(str(shim), (3, 13))
    assert not install.runs_as(str(tmp_path / "absent"), (3, 13))
    assert install.runs_as(sys.executable, sys.version_info[:2])


def test_too_little_disk_space_is_said_before_anything_starts(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(install, "DISK_BYTES", 10**18)
    assert not install.has_disk_space()
    assert "free disk space" in capsys.readouterr().err


def test_the_installer_needs_nothing_but_the_standard_library() -> None:
    code = f"import runpy; runpy.run_path({str(SCRIPT)!r}, run_name='loaded')"
    subprocess.run([sys.executable, "-I", "-S", "-c", code], check=True)
