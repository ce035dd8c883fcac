"""Named events that upper areas receive, synchronously and in the same transaction."""

from django.dispatch import Signal

# category: `access` compiles the grants limited to its kind.
category_created = Signal()
# model: it got another name; `assets` sorts what has no name of its own by it.
model_renamed = Signal()
# releases: some were made or changed; `assets` finds anew which release each asset runs.
releases_changed = Signal()
