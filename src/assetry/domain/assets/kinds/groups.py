"""What the sidebar calls several kinds together."""

from django.utils.translation import gettext_lazy as _

from assetry.domain.assets.kinds.kind import KindGroup

SOFTWARE = KindGroup(code="software-saas", label=_("Software & SaaS"), icon="app-window")
SYSTEMS = KindGroup(code="systems-cloud", label=_("Systems & cloud"), icon="server")
# Words that addresses take already.
GROUP_CODES = frozenset(group.code for group in (SOFTWARE, SYSTEMS))
