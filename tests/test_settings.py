"""What the environment may say, and what a start without it says."""

import os
import subprocess
import sys

from django.conf import settings


def started(**environment):
    """A process that loads the settings with nothing else in its environment and prints the key."""
    command = [sys.executable, "-c", "from aftersales.settings import SECRET_KEY; print(SECRET_KEY)"]
    environment = {"PATH": os.environ["PATH"], **environment}
    return subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True)  # noqa: S603


def test_a_secret_key_may_begin_with_a_dollar():
    assert started(SECRET_KEY="$HOME and more").stdout == "$HOME and more\n"


def test_production_without_a_secret_key_does_not_start_and_nobody_advises_the_demo():
    said = started().stderr
    assert "SECRET_KEY is not set" in said
    assert "DEMO" not in said.splitlines()[-1]
