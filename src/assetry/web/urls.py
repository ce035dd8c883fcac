"""The routes of the pages, area by area."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("assetry.web.home.urls")),
    path("", include("assetry.web.kit.urls")),
    path("", include("assetry.web.assets.urls")),
    path("", include("assetry.web.imports.urls")),
    path("", include("assetry.web.organization.urls")),
    path("", include("assetry.web.catalog.urls")),
    path("", include("assetry.web.contracts.urls")),
    path("", include("assetry.web.software.urls")),
    path("", include("assetry.web.custom_fields.urls")),
    path("", include("assetry.web.views.urls")),
    path("", include("assetry.web.access.urls")),
    path("", include("assetry.web.activity.urls")),
    path("", include("assetry.web.attachments.urls")),
    path("", include("assetry.web.comments.urls")),
    path("", include("assetry.web.inbox.urls")),
    path("", include("assetry.web.reminders.urls")),
    path("", include("assetry.web.channels.urls")),
    path("", include("assetry.web.registers.urls")),
    path("", include("assetry.web.system.urls")),
]
