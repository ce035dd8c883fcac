"""Named events that upper areas receive, synchronously and in the same transaction."""

from django.dispatch import Signal

# user_ids: their second factors came or went; `access` compiles what they may.
factors_changed = Signal()
# user, password: it is right, but was hashed by weaker settings than today's.
password_outdated = Signal()
