"""Routes of the installation itself."""

from django.urls import path

from assetry.web.system.views import health, system

urlpatterns = [
    path("settings/system", system, name="system"),
    path("health", health, name="health"),
]
