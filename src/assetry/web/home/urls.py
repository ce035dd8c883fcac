"""Home."""

from django.urls import path

from assetry.web.home.views import home

urlpatterns = [path("", home, name="home")]
