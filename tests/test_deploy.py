"""What is installed on a factory's machine names only what there is, and is told in both guides."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands

from tests.test_docs import GUIDES, settings_read

ROOT = Path(settings.BASE_DIR)
DEPLOY = ROOT / "deploy"
UNITS = {path.name for path in (DEPLOY / "systemd").glob("aftersales*.*") if path.is_file()}
SCRIPTS = [*DEPLOY.glob("*.sh"), DEPLOY / "aftersales"]

both_guides = pytest.mark.parametrize("guide", [(ROOT / name).read_text() for name in GUIDES], ids=GUIDES)


def needs(program):
    return pytest.mark.skipif(not shutil.which(program), reason=f"{program} is not installed")


def blocks(text):
    """The commands and files that a guide shows."""
    return "\n".join(re.findall(r"```sh\n(.*?)```", text, re.DOTALL))


def commands_in(text):
    """The manage.py commands that a text calls for."""
    return set(re.findall(r"(?:manage\.py|^\s*aftersales|`aftersales) ([a-z_]+)", text, re.MULTILINE))


@both_guides
def test_every_command_of_the_guide_exists(guide):
    assert "createsuperuser" in commands_in(guide)
    assert commands_in(guide) <= get_commands().keys()


@both_guides
def test_every_setting_of_the_guide_exists(guide):
    named = set(re.findall(r"^ *([A-Z_]{4,})=", blocks(guide), re.MULTILINE))
    assert {"EMAIL_URL", "ROBOTS"} <= named <= settings_read()


@both_guides
def test_every_service_is_explained_and_no_other(guide):
    explained = set(re.findall(r"^\| `(aftersales[\w.-]+)`", guide, re.MULTILINE))
    run_by_a_timer = {name.replace(".timer", ".service") for name in UNITS if name.endswith(".timer")}
    assert explained == UNITS - run_by_a_timer


def test_both_guides_show_the_same_commands():
    english, chinese = (blocks((ROOT / name).read_text()) for name in GUIDES)
    assert english == chinese


@pytest.mark.parametrize("unit", sorted(UNITS))
def test_every_command_of_a_service_exists(unit):
    assert commands_in((DEPLOY / "systemd" / unit).read_text()) <= get_commands().keys()


def test_everything_starts_and_stops_together():
    target = (DEPLOY / "systemd/aftersales.target").read_text()
    wanted = {name for line in re.findall(r"^Wants=(.+)$", target, re.MULTILINE) for name in line.split()}
    timers = {name for name in UNITS if name.endswith(".timer")}
    assert wanted == timers | {f"aftersales-{name}.service" for name in ("web", "worker")}
    for name in timers:
        assert "PartOf=aftersales.target" in (DEPLOY / "systemd" / name).read_text()


def test_the_settings_that_the_script_writes_are_read():
    script = (DEPLOY / "install.sh").read_text()
    written = re.search(r"<<SETTINGS\n(.*?)\nSETTINGS", script, re.DOTALL)[1]
    assert set(re.findall(r"^(\w+)=", written, re.MULTILINE)) <= settings_read()


@needs("systemd-analyze")
def test_systemd_understands_every_unit(tmp_path):
    """As they are, but run from here: systemd looks whether the programs are there."""
    for path in (DEPLOY / "systemd").rglob("*.*"):
        if path.is_file():
            here = tmp_path / path.relative_to(DEPLOY / "systemd")
            here.parent.mkdir(exist_ok=True)
            here.write_text(path.read_text().replace("/opt/aftersales", str(ROOT)))
    units = sorted(str(tmp_path / name) for name in UNITS)
    done = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True)  # noqa: S603, S607
    assert "tmp" not in done.stderr
    assert "aftersales" not in done.stderr


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_the_shell_understands_every_script(script):
    shell = script.read_text().split("\n")[0].split("/")[-1].split()[-1]
    subprocess.run([shell, "-n", script], check=True)  # noqa: S603


@needs("shellcheck")
def test_nothing_in_the_scripts_is_a_trap():
    done = subprocess.run(["shellcheck", *SCRIPTS], capture_output=True, text=True)  # noqa: S603, S607
    assert not done.stdout


@needs("nginx")
def test_nginx_understands_the_site(tmp_path):
    certificate = ["-keyout", tmp_path / "key.pem", "-out", tmp_path / "cert.pem"]
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=x", *certificate]
    subprocess.run(made, check=True, capture_output=True)  # noqa: S603
    site = (DEPLOY / "nginx/aftersales.conf").read_text().replace("/etc/aftersales/tls", str(tmp_path))
    whole = tmp_path / "nginx.conf"
    whole.write_text(f"pid {tmp_path}/pid; error_log stderr; events {{}} http {{ {site} }}")
    done = subprocess.run(["nginx", "-t", "-q", "-c", whole], capture_output=True, text=True)  # noqa: S603, S607
    assert done.returncode == 0, done.stderr
