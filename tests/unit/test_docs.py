"""What the documents say is true: their commands, targets, settings, files and statements exist."""

import re
from pathlib import Path

import pytest

from include.newsdesk.cli.parser import build_parser
from include.newsdesk.settings import Settings

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def find(pattern: str) -> list[tuple[Path, str]]:
    return [(path, match) for path in DOCUMENTS for match in re.findall(pattern, path.read_text(encoding="utf-8"))]


def ids(cases: list[tuple[Path, str]]) -> list[str]:
    return [f"{path.name}:{text}" for path, text in cases]


TARGETS = find(r"(?m)(?:^ {4}|`)make ([a-z][a-z-]+)\b")
COMMANDS = find(r"-m include\.newsdesk ([a-z-]+)")
LINKS = find(r"\]\((?!https?:|#)([^)#]+)")
FILES = [
    (path, name)
    for path, name in find(r"`((?:include|dags|plugins|tests|docs|deploy)/[\w./-]+\.[a-z]+)`")
    if "example" not in name  # What a reader is told to write.
]


@pytest.mark.parametrize(("path", "target"), TARGETS, ids=ids(TARGETS))
def test_every_make_target_named_exists(path: Path, target: str) -> None:
    assert re.search(rf"^{target}:", MAKEFILE, re.MULTILINE), f"{path.name} says `make {target}`"


@pytest.mark.parametrize("command", sorted({command for _, command in COMMANDS}))
def test_every_command_named_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        build_parser().parse_args([command, "--help"])
    assert ended.value.code == 0, capsys.readouterr().err
    assert command == "--help" or command in capsys.readouterr().out


@pytest.mark.parametrize(("path", "link"), LINKS, ids=ids(LINKS))
def test_every_link_leads_to_a_file(path: Path, link: str) -> None:
    assert (path.parent / link).exists(), f"{path.name} links to {link}"


@pytest.mark.parametrize(("path", "name"), FILES, ids=ids(FILES))
def test_every_file_named_exists(path: Path, name: str) -> None:
    assert (ROOT / name).exists(), f"{path.name} names {name}"


def test_every_setting_is_in_the_operations_manual() -> None:
    text = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
    assert [name for name in Settings.model_fields if f"NEWSDESK_{name.upper()}" not in text] == []


def test_every_reason_code_of_the_web_is_in_the_operations_manual() -> None:
    from include.newsdesk.web.pages import REASONS as PAGE_REASONS
    from include.newsdesk.web.refusals import REASONS

    text = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
    assert [reason for reason in (*REASONS, *PAGE_REASONS) if f"`{reason}`" not in text] == []
