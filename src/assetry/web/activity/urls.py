"""Routes of the activity log."""

from django.urls import path

from assetry.web.activity import views

urlpatterns = [
    path("activity", views.activity, name="activity"),
    path("activity/export", views.export, name="activity_export"),
]
