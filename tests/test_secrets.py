"""A secret is whatever a generator of passwords makes of it: settings take it as it stands."""

import json
import os
import shutil
import subprocess
import sys

import pytest
from django.conf import settings

ASK = """
import json
from aftersales import settings
print(json.dumps([settings.SECRET_KEY, settings.DATABASES["default"]["PASSWORD"], settings.EMAIL_HOST_PASSWORD,
                  settings.ROBOT_SECRETS, settings.FACTORY_NAME]))
"""

TOLD = {
    "SECRET_KEY": "$HOME$$-\\\\$x%7=#'",
    "DATABASE_URL": "postgres://aftersales:$ecret$HOME@localhost/aftersales",
    "EMAIL_URL": "smtp+tls://mail:$PATH$@smtp.factory.example:587",
    "ROBOTS": "售后群=$HOME,质量群=feishu://$TOKEN$",
    "FACTORY_NAME": "$HOME",
}
READ = [
    "$HOME$$-\\\\$x%7=#'",
    "$ecret$HOME",
    "$PATH$",
    {"售后群": "$HOME", "质量群": "feishu://$TOKEN$"},
    "$HOME",
]


@pytest.fixture
def installation(tmp_path):
    """The settings in a folder of their own, beside which a .env may lie."""
    package = tmp_path / "aftersales"
    package.mkdir()
    for name in ("__init__.py", "settings.py"):
        shutil.copy(settings.BASE_DIR / "aftersales" / name, package)
    return tmp_path


def settings_of(installation, **environment):
    known = {name: value for name, value in os.environ.items() if name not in {*TOLD, "DEMO", "DEBUG"}}
    command = [sys.executable, "-c", ASK]
    done = subprocess.run(  # noqa: S603
        command, cwd=installation, env=known | environment, check=True, capture_output=True, text=True
    )
    return json.loads(done.stdout)


def test_a_dollar_in_the_environment_is_a_dollar(installation):
    assert settings_of(installation, **TOLD) == READ


def test_a_dollar_in_the_file_is_a_dollar(installation):
    lines = [f"{name}={value}\n" for name, value in TOLD.items()]
    (installation / ".env").write_text("".join(lines), encoding="utf-8")
    assert settings_of(installation) == READ


def test_production_without_a_key_does_not_start_and_nobody_advises_the_demo(installation):
    with pytest.raises(subprocess.CalledProcessError) as start:
        settings_of(installation)
    said = start.value.stderr.splitlines()[-1]
    assert "SECRET_KEY is not set" in said
    assert "DEMO" not in said
