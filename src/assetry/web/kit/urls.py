"""Routes that every area's pages share."""

from django.urls import path

from assetry.web.kit.choices import options

urlpatterns = [path("_options/<slug:entity>", options, name="options")]
