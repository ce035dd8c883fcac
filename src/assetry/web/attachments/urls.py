"""The routes of files, made for each entity whose things take some: each declares that entity's permissions."""

from django.urls import URLPattern, path

from assetry.platform.attachments.queries import attachable_entities
from assetry.web.attachments.views import attach_view, download_view, preview_view, remove_view

urlpatterns: list[URLPattern] = []

for entity in attachable_entities():
    base = f"files/{entity.name}/<str:public_id>"
    urlpatterns += [
        path(f"{base}/attach", attach_view(entity), name=f"{entity.name}_file_attach"),
        path(f"{base}/<str:file_id>", download_view(entity), name=f"{entity.name}_file"),
        path(f"{base}/<str:file_id>/preview", preview_view(entity), name=f"{entity.name}_file_preview"),
        path(f"{base}/<str:file_id>/remove", remove_view(entity), name=f"{entity.name}_file_remove"),
    ]
