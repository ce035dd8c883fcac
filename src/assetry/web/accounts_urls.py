"""The routes of accounts that exist: sign in, sign out, change the password. Sign-up has none."""

from allauth.account import views
from django.urls import path

from assetry.web.routes import Open, declared

urlpatterns = [
    path("sign-in/", declared(Open.PUBLIC, views.login), name="account_login"),
    path("sign-out/", declared(Open.PUBLIC, views.logout), name="account_logout"),
    path("password/", declared(Open.SIGNED_IN, views.password_change), name="account_change_password"),
    path("inactive/", declared(Open.PUBLIC, views.account_inactive), name="account_inactive"),
]
