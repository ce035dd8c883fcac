"""The routes of accounts: signing in and out, passwords, second factors, links of mails. Sign-up has none."""

from allauth.account import views
from allauth.mfa.base import views as mfa
from allauth.mfa.webauthn import views as webauthn
from django.urls import URLPattern, path

from assetry.web.accounts import factors, links
from assetry.web.accounts.security import end_session, security
from assetry.web.routes import Open, declared

urlpatterns: list[URLPattern] = [
    path("sign-in/", declared(Open.PUBLIC, views.login), name="account_login"),
    path("sign-in/code/", declared(Open.PUBLIC, mfa.authenticate), name="mfa_authenticate"),
    path("sign-in/passkey/", declared(Open.PUBLIC, webauthn.login_webauthn), name="mfa_login_webauthn"),
    path("sign-out/", declared(Open.PUBLIC, views.logout), name="account_logout"),
    path("inactive/", declared(Open.PUBLIC, views.account_inactive), name="account_inactive"),
    path("reset/", declared(Open.PUBLIC, links.ask), name="account_reset_password"),
    path("reset/asked/", declared(Open.PUBLIC, links.asked), name="account_reset_asked"),
    path("link/<str:text>/", declared(Open.PUBLIC, links.link), name="account_link"),
    path("invitation/<str:text>/", declared(Open.PUBLIC, links.invitation), name="account_invitation"),
    path("password/", declared(Open.SIGNED_IN, views.password_change), name="account_change_password"),
    path("confirm/", declared(Open.SIGNED_IN, views.reauthenticate), name="account_reauthenticate"),
    path("confirm/code/", declared(Open.SIGNED_IN, mfa.reauthenticate), name="mfa_reauthenticate"),
    path(
        "confirm/passkey/",
        declared(Open.SIGNED_IN, webauthn.reauthenticate_webauthn),
        name="mfa_reauthenticate_webauthn",
    ),
    path("security/", security, name="mfa_index"),
    path("security/sessions/<str:public_id>/end", end_session, name="session_end"),
    path("security/app/", declared(Open.SIGNED_IN, factors.AddApp.as_view()), name="mfa_activate_totp"),
    path(
        "security/app/remove/",
        declared(Open.SIGNED_IN, factors.RemoveApp.as_view()),
        name="mfa_deactivate_totp",
    ),
    path("security/codes/", declared(Open.SIGNED_IN, factors.recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "security/codes/new/",
        declared(Open.SIGNED_IN, factors.NewCodes.as_view()),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "security/passkeys/add/",
        declared(Open.SIGNED_IN, factors.AddPasskey.as_view()),
        name="mfa_add_webauthn",
    ),
    path(
        "security/passkeys/<int:pk>/rename/",
        declared(Open.SIGNED_IN, factors.RenamePasskey.as_view()),
        name="mfa_edit_webauthn",
    ),
    path(
        "security/passkeys/<int:pk>/remove/",
        declared(Open.SIGNED_IN, factors.RemovePasskey.as_view()),
        name="mfa_remove_webauthn",
    ),
]
