"""Routes of the settings' home, of access and of one's own account."""

from django.urls import URLPattern, path

from assetry.web.access.grants import grant_to_group, grant_to_user, revoke
from assetry.web.access.groups import GROUPS, add_member, remove_member
from assetry.web.access.invitations import invitations, new_invitation, send_again
from assetry.web.access.invitations import revoke as revoke_invitation
from assetry.web.access.profile import end_token, new_token, profile
from assetry.web.access.roles import ROLES, ask_role_for_factor
from assetry.web.access.settings import settings
from assetry.web.access.sign_in import remove, send_link
from assetry.web.access.users import USERS
from assetry.web.kit.records import record_urls

urlpatterns: list[URLPattern] = [
    path("settings", settings, name="settings"),
    path("profile", profile, name="profile"),
    path("profile/tokens/new", new_token, name="token_create"),
    path("profile/tokens/<str:public_id>/revoke", end_token, name="token_revoke"),
    path("settings/users/<str:public_id>/grants/new", grant_to_user, name="user_grant"),
    path("settings/groups/<str:public_id>/grants/new", grant_to_group, name="group_grant"),
    path("settings/groups/<str:public_id>/members/new", add_member, name="group_add"),
    path("settings/groups/<str:public_id>/members/<str:user_id>/remove", remove_member, name="group_remove"),
    path("settings/grants/<str:public_id>/revoke", revoke, name="grant_revoke"),
    path("settings/users/<str:public_id>/send-link", send_link, name="user_send_link"),
    path("settings/users/<str:public_id>/remove-factors", remove, name="user_reset_factors"),
    path("settings/roles/<str:public_id>/ask-for-factor", ask_role_for_factor, name="role_ask_for_factor"),
    path("settings/invitations", invitations, name="invitations"),
    path("settings/invitations/new", new_invitation, name="invitation_create"),
    path("settings/invitations/<str:public_id>/again", send_again, name="invitation_again"),
    path("settings/invitations/<str:public_id>/revoke", revoke_invitation, name="invitation_revoke"),
    *(route for records in (USERS, ROLES, GROUPS) for route in record_urls(records)),
]
