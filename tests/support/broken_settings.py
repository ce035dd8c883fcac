"""Settings whose application answers every request with an error."""

from assetry.config.settings import *  # noqa: F403

ROOT_URLCONF = "tests.support.there_is_no_such_module"
