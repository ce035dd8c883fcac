"""Every route of the application; each declares its permission (see web/routes.py)."""

from django.urls import include, path

urlpatterns = [
    path("api/", include("assetry.api.urls")),
    path("accounts/", include("assetry.web.accounts_urls")),
    path("_ui/", include("assetry.web.gallery.urls")),
    path("", include("assetry.web.urls")),
]

handler400 = "assetry.web.errors.bad_request"
handler403 = "assetry.web.errors.permission_denied"
handler404 = "assetry.web.errors.not_found"
handler500 = "assetry.web.errors.server_error"
