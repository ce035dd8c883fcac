"""The app of the trail's test tables."""

from django.apps import AppConfig


class TrailTestConfig(AppConfig):
    """Only installed by the test settings."""

    name = "tests.platform.audit.testapp"
    label = "trailtest"
    default_auto_field = "django.db.models.BigAutoField"
