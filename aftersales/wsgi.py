"""The entry point for gunicorn and every other WSGI server.

All that pages need is imported here, so that a server that loads the product before it divides itself (``--preload``)
has it in memory once. What is there then stays for ever: the garbage collector need not walk through it, nor write
into it, which would make a copy for each process.
"""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aftersales.settings")

application = get_wsgi_application()
_ = get_resolver().url_patterns  # imports every view
gc.collect()
gc.freeze()
