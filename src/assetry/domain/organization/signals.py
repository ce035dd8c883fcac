"""Named events that upper areas receive, synchronously and in the same transaction."""

from django.dispatch import Signal

# company, actor: `access` compiles the grants that reach it.
company_created = Signal()
# location: it was made or moved; `access` compiles the grants limited to a subtree.
location_placed = Signal()
# person, actor, at: everything personal of somebody is about to go; a receiver may refuse.
person_erasing = Signal()
