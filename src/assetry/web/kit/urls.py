"""Routes that every area's pages share."""

from django.urls import path

from assetry.web.kit.bulk import bulk_urls
from assetry.web.kit.choices import options
from assetry.web.kit.exporting import export_urls

urlpatterns = [path("_options/<slug:entity>", options, name="options"), *export_urls(), *bulk_urls()]
