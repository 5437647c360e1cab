"""dev.py works before anything is installed, so a mistake in it shows only on other people's machines."""

import ast
import os
import re
import shlex
import signal
import socket
import sqlite3
import subprocess
import sys
import warnings
from contextlib import closing

import pytest
from whitenoise.middleware import WhiteNoiseMiddleware

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
    assert (dev.RUN_PACKAGES | dev.TEST_PACKAGES).keys() >= dev.RECOMMENDED


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


def apt_that_says(words, capsys, monkeypatch):
    """What is printed where apt-get fails with these words, and gettext is missing."""
    monkeypatch.setattr(dev, "apt_get", lambda: ["sh", "-c", f"echo {shlex.quote(words)}; exit 100"])
    with pytest.raises(SystemExit):
        dev.ensure_packages(dev.RUN_PACKAGES)
    return capsys.readouterr().out


def test_where_there_is_no_network_apt_takes_one_line_and_says_what_is_missing(
    machine_without, capsys, monkeypatch
):
    machine_without("gettext")
    line = "E: Failed to fetch http://deb.debian.org/x  Temporary failure resolving 'deb.debian.org'"
    said = apt_that_says("\n".join([line] * 50), capsys, monkeypatch)
    assert "failed: no network\n" in said
    assert "ok (" not in said
    assert "deb.debian.org" not in said
    assert "gettext: compiles the translations" in said


def test_another_failure_of_apt_is_told_by_its_errors_alone(machine_without, capsys, monkeypatch):
    machine_without("gettext")
    said = apt_that_says("Reading package lists...\nE: dpkg was interrupted", capsys, monkeypatch)
    assert "failed: E: dpkg was interrupted" in said
    assert "Reading" not in said


def test_where_there_is_no_network_pip_takes_one_line():
    warning = "WARNING: Retrying after connection broken by 'Temporary failure in name resolution'"
    with pytest.raises(SystemExit, match="failed: no network, nothing can be fetched"):
        dev.must("sh", "-c", f"echo {shlex.quote(warning)}; exit 1")


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
    monkeypatch.setattr(dev, "must", lambda *words, **defaults: commands.append(words))
    dev.ensure_dependencies(dev.RUNTIME_LOCK)
    assert [command[1:5] for command in commands] == [("-m", "pip", "install", "--require-hashes")]


@pytest.mark.parametrize("system", ["/nowhere/python3", "/usr/bin/false"])
def test_without_a_system_python_that_is_fit_the_one_at_hand_makes_the_environment(monkeypatch, system):
    monkeypatch.setattr(dev, "SYSTEM_PYTHON", system)
    assert dev.interpreter() == sys.executable


def test_a_system_python_that_is_fit_makes_the_environment(monkeypatch):
    monkeypatch.setattr(dev, "SYSTEM_PYTHON", "/usr/bin/true")
    assert dev.interpreter() == "/usr/bin/true"


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
    monkeypatch.setattr(dev, "BACKGROUND", [str(beside)])
    with pytest.raises(SystemExit, match="3"):
        dev.serve([str(server)])
    with pytest.raises(ProcessLookupError):
        os.kill(int(os.readlink(child)), 0)


def test_what_runs_beside_the_server_are_commands_that_there_are():
    from django.core.management import get_commands

    assert {words.split()[1] for words in dev.BACKGROUND} <= get_commands().keys()


# What is started in the background of a script is deaf to Ctrl+C, and so is all that it starts.
INTERRUPTED = """
import dev, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
sleeper = "import time; print('up', flush=True); time.sleep(60)"
dev.BACKGROUND = ()
dev.run = lambda host, port: dev.serve(["-c", sleeper])
sys.argv = ["dev.py", "run"]
sys.exit(dev.main())
"""


def test_ctrl_c_prints_one_line():
    """Sent as a terminal does, to everybody in the foreground."""
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    command = [sys.executable, "-c", INTERRUPTED]
    trial = subprocess.Popen(command, cwd=dev.ROOT, process_group=0, **streams)  # noqa: S603
    assert trial.stdout.readline() == "up\n"
    os.killpg(trial.pid, signal.SIGINT)
    assert trial.communicate(timeout=20) == ("\n→ stopped\n", "")
    assert trial.returncode == 130


@pytest.fixture
def trial_folder(monkeypatch, tmp_path):
    """A folder and an environment that say nothing yet of where the trial is served."""
    monkeypatch.setattr(dev, "ROOT", tmp_path)
    monkeypatch.delenv("SITE_URL", raising=False)
    yield tmp_path
    os.environ.pop("SITE_URL", None)


def test_links_lead_to_the_address_that_is_served(trial_folder):
    dev.suggest(SITE_URL="http://127.0.0.1:8103")
    assert os.environ["SITE_URL"] == "http://127.0.0.1:8103"


def test_the_environment_knows_better_where_links_lead(trial_folder, monkeypatch):
    monkeypatch.setenv("SITE_URL", "https://aftersales.factory.example")
    dev.suggest(SITE_URL="http://127.0.0.1:8103")
    assert os.environ["SITE_URL"] == "https://aftersales.factory.example"


def test_the_env_file_knows_better_where_links_lead(trial_folder):
    (trial_folder / ".env").write_text("SITE_URL=https://aftersales.factory.example\n")
    dev.suggest(SITE_URL="http://127.0.0.1:8103")
    assert "SITE_URL" not in os.environ


def test_no_trial_where_production_is_set_up(trial_folder):
    (trial_folder / ".env").write_text("SECRET_KEY=secret\n")
    with pytest.raises(SystemExit, match="in a folder of its own"):
        dev.run("127.0.0.1", 8000)


@pytest.fixture
def older_trial(monkeypatch, tmp_path):
    """The database of a trial of the first version, as far as its migrations tell."""
    file = tmp_path / "aftersales.sqlite3"
    with closing(sqlite3.connect(file)) as database:
        database.execute("CREATE TABLE django_migrations (id INTEGER PRIMARY KEY, app, name, applied)")
        database.execute("INSERT INTO django_migrations (app, name) VALUES ('returns', '0003_seal_slips')")
        database.commit()
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{file}")
    return file


def test_the_database_of_a_trial_is_put_aside_with_what_it_has_not_taken_in(older_trial):
    content = older_trial.read_bytes()
    older_trial.with_name("aftersales.sqlite3-wal").write_text("a page")
    aside = dev.put_aside(dev.trial_database())
    assert re.fullmatch(r"aftersales-before-\d{4}-\d\d-\d\d-\d{6}\.sqlite3", aside.name)
    assert {path.name for path in older_trial.parent.iterdir()} == {aside.name, f"{aside.name}-wal"}
    assert aside.read_bytes() == content


@pytest.mark.long
def test_a_trial_of_an_older_version_begins_anew_and_keeps_the_old_one(older_trial):
    aside = dev.migrate()
    with closing(sqlite3.connect(aside)) as kept, closing(sqlite3.connect(older_trial)) as begun:
        assert kept.execute("SELECT app, name FROM django_migrations").fetchall() == [
            ("returns", "0003_seal_slips")
        ]
        assert begun.execute("SELECT count(*) FROM workflow_dossier").fetchone() == (0,)
    assert dev.migrate() is None


@pytest.mark.parametrize("url", ["postgres:///aftersales", "postgres://me:secret@host/aftersales"])
def test_another_kind_of_database_is_never_put_aside(monkeypatch, trial_folder, url):
    monkeypatch.setenv("DATABASE_URL", url)
    assert dev.trial_database() is None


def test_a_database_that_the_env_file_chooses_is_never_put_aside(monkeypatch, trial_folder):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert dev.trial_database() == trial_folder / "var/aftersales.sqlite3"
    (trial_folder / ".env").write_text("DATABASE_URL=sqlite:////srv/aftersales.sqlite3\n")
    assert dev.trial_database() is None


def test_a_phone_reaches_the_trial_by_an_address_or_by_the_name_of_the_machine(monkeypatch):
    monkeypatch.setattr(dev, "own_addresses", lambda: ["192.168.1.5", "fd00::5"])
    assert dev.names_of("0.0.0.0") == ["192.168.1.5", "[fd00::5]", socket.gethostname()]  # noqa: S104
    assert dev.names_of("192.168.1.5") == ["192.168.1.5"]
    assert dev.names_of("::1") == ["[::1]"]


def test_a_machine_without_a_network_still_has_a_name(monkeypatch):
    monkeypatch.setattr(dev, "own_addresses", list)
    assert dev.names_of("0.0.0.0") == [socket.gethostname()]  # noqa: S104


def test_a_port_that_is_taken_is_said_with_another_one():
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(SystemExit, match=f"Port {port} is taken.*--port {port + 1}"):
            dev.refuse_unless_free("127.0.0.1", port)


@pytest.mark.parametrize(("host", "port"), [("192.0.2.1", 8000), ("127.0.0.1", 70000)])
def test_an_address_that_is_not_of_this_machine_is_refused(host, port):
    with pytest.raises(SystemExit, match=f"Cannot serve at {host}:{port}"):
        dev.refuse_unless_free(host, port)


def test_a_trial_starts_without_a_warning():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        WhiteNoiseMiddleware(lambda request: None)
