"""dev.py works before anything is installed, so a mistake in it shows only on other people's machines."""

import ast
import os
import re
import sys

import pytest

import dev


def pins(lock):
    return set(re.findall(r"^([\w.-]+==[\w.]+)", lock.read_text(), re.MULTILINE))


def imported_modules(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module


def test_it_imports_the_standard_library_only():
    names = {name.split(".")[0] for name in imported_modules(ast.parse((dev.ROOT / "dev.py").read_text()))}
    assert names <= sys.stdlib_module_names


def test_the_development_lock_holds_the_very_versions_of_the_runtime():
    assert pins(dev.RUNTIME_LOCK) < pins(dev.DEV_LOCK)


def test_every_system_package_has_a_reason():
    assert all((dev.RUN_PACKAGES | dev.TEST_PACKAGES | dev.POSTGRES_PACKAGES).values())
    assert dev.RUN_PACKAGES.keys() >= dev.RECOMMENDED


@pytest.fixture
def machine_without(monkeypatch):
    """A Debian on which nothing can be installed and the packages named are missing."""

    def lacking(*missing):
        monkeypatch.setattr(dev.shutil, "which", lambda name: f"/usr/bin/{name}")
        monkeypatch.setattr(dev, "apt_get", lambda: None)
        monkeypatch.setattr(dev, "missing_of", lambda packages: list(missing))

    return lacking


def test_an_essential_package_that_cannot_be_installed_stops_with_the_command(machine_without, capsys):
    machine_without("gettext", "fonts-noto-cjk")
    with pytest.raises(SystemExit, match="1"):
        dev.ensure_packages(dev.RUN_PACKAGES)
    said = capsys.readouterr().out
    assert "apt-get install --no-install-recommends gettext fonts-noto-cjk" in said
    assert dev.RUN_PACKAGES["gettext"] in said


def test_a_recommended_package_is_asked_for_but_not_insisted_on(machine_without, capsys):
    machine_without("fonts-noto-cjk")
    dev.ensure_packages(dev.RUN_PACKAGES)
    assert "(recommended)" in capsys.readouterr().out


def test_dependencies_are_installed_once_and_a_development_venv_stays_one(monkeypatch, tmp_path):
    synced = []
    monkeypatch.setattr(dev, "INSTALLED", tmp_path / "installed")
    monkeypatch.setattr(dev, "uv", lambda *words: synced.append(words[-1]) or dev.attempt("true"))
    for lock in (dev.RUNTIME_LOCK, dev.RUNTIME_LOCK, dev.DEV_LOCK, dev.RUNTIME_LOCK, dev.DEV_LOCK):
        dev.ensure_dependencies(lock)
    assert synced == [dev.RUNTIME_LOCK, dev.DEV_LOCK]


def test_pip_takes_over_where_uv_fails(monkeypatch, tmp_path):
    commands = []
    monkeypatch.setattr(dev, "INSTALLED", tmp_path / "installed")
    monkeypatch.setattr(dev, "uv", lambda *words: dev.attempt("false"))
    monkeypatch.setattr(dev, "must", lambda *words: commands.append(words))
    dev.ensure_dependencies(dev.RUNTIME_LOCK)
    assert [command[1:5] for command in commands] == [("-m", "pip", "install", "--require-hashes")]


@pytest.mark.parametrize("words", [["setup", "--fast"], ["run", "now"], ["tests"]])
def test_a_mistyped_command_is_refused(monkeypatch, words):
    monkeypatch.setattr(sys, "argv", ["dev.py", *words])
    with pytest.raises(SystemExit, match="2"):
        dev.main()


def test_what_dev_does_not_know_goes_to_pytest(monkeypatch):
    seen = []
    monkeypatch.setattr(sys, "argv", ["dev.py", "test", "tests/cases", "--long", "-k", "clock", "--postgres"])
    monkeypatch.setattr(dev, "test", lambda *words: seen.append(words))
    dev.main()
    assert seen == [(True, ["tests/cases", "--long", "-k", "clock"])]


def test_what_runs_beside_the_server_stops_with_it(monkeypatch, tmp_path):
    """The server ends by itself; the other would go on for an hour."""
    beside, server, child = tmp_path / "beside.py", tmp_path / "server.py", tmp_path / "child"
    beside.write_text(f"import os, time; os.symlink(str(os.getpid()), {str(child)!r}); time.sleep(3600)")
    server.write_text(f"import os, time\nwhile not os.path.islink({str(child)!r}): time.sleep(0.01)\nexit(3)")
    monkeypatch.setattr(dev, "beside_the_server", lambda: [[str(beside)]])
    monkeypatch.setattr(dev.signal, "signal", lambda *_: None)
    with pytest.raises(SystemExit, match="3"):
        dev.serve([str(server)])
    with pytest.raises(ProcessLookupError):
        os.kill(int(os.readlink(child)), 0)


def test_what_runs_beside_the_server_are_commands_that_there_are():
    from django.core.management import get_commands

    assert {words.split()[0] for words in dev.BACKGROUND} <= get_commands().keys()
    assert all(words.endswith("--loop") for words in dev.BACKGROUND)
