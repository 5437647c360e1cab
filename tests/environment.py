"""Loaded by pytest before Django's settings are: the tests run like a trial installation."""

import os
import tempfile

os.environ.setdefault("DEMO", "1")
os.environ["MEDIA_ROOT"] = tempfile.mkdtemp(prefix="aftersales-test-media-")
