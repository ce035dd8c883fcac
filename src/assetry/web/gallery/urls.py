"""Routes of the component catalogue."""

from django.urls import path

from assetry.web.gallery import views
from assetry.web.routes import Open, declared

app_name = "gallery"
urlpatterns = [
    path("", declared(Open.PUBLIC, views.index), name="index"),
    path("options/", declared(Open.PUBLIC, views.options), name="options"),
    path("results/", declared(Open.PUBLIC, views.results), name="results"),
    path("<slug:name>/", declared(Open.PUBLIC, views.sample), name="sample"),
]
