"""The routes of comments: of whatever thing, for whoever sees it."""

from django.urls import path

from assetry.web.comments import views

urlpatterns = [
    path("comments/<slug:entity>/<str:public_id>/write", views.write, name="comment_write"),
    path("comments/<slug:entity>/<str:public_id>/watch", views.watch, name="comment_watch"),
    path("comments/<slug:entity>/<str:public_id>/unwatch", views.unwatch, name="comment_unwatch"),
    path("comments/<str:public_id>/edit", views.edit, name="comment_edit"),
    path("comments/<str:public_id>/remove", views.remove, name="comment_remove"),
]
