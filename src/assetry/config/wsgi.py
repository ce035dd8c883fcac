"""The WSGI application that granian serves."""

import os

from django.core.wsgi import get_wsgi_application

from assetry.platform.processes.threads import KEPT_FREE, THREADS
from assetry.web.slow_bodies import BodySlots

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "assetry.config.settings")

application = BodySlots(get_wsgi_application(), slots=THREADS - KEPT_FREE)
