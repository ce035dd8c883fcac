"""Home, search, codes, My equipment."""

from django.urls import path

from assetry.web.home import mine, views

urlpatterns = [
    path("", views.home, name="home"),
    path("counts/", views.counts, name="counts"),
    path("search/", views.palette, name="palette"),
    path("my-equipment/", mine.my_equipment, name="my_equipment"),
    path("q/", views.resolve_code, name="resolve_code"),
    path("q/<str:public_id>", views.resolve_public_id, name="asset_qr"),
]
