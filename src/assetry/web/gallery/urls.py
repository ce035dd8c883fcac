"""Routes of the component catalogue."""

from django.urls import path

from assetry.web.gallery import views

app_name = "gallery"
urlpatterns = [
    path("", views.index, name="index"),
    path("options/", views.options, name="options"),
    path("results/", views.results, name="results"),
    path("<slug:name>/", views.sample, name="sample"),
]
