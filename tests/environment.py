"""Loaded by pytest before Django's settings are: the tests run like a trial installation."""

import atexit
import gc
import os
import shutil
import tempfile

os.environ.setdefault("DEMO", "1")
os.environ["MEDIA_ROOT"] = tempfile.mkdtemp(prefix="aftersales-test-media-")
atexit.register(shutil.rmtree, os.environ["MEDIA_ROOT"], ignore_errors=True)

# Seldom through everything: a tenth of all time would go into that.
gc.set_threshold(700, 10, 500)
