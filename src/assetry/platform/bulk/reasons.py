"""Why a row is refused, in words that fit every row alike, so that many rows share one sentence."""

from django.utils.translation import gettext as _

from assetry.kernel.refusals import InvalidInput, Refusal


def told(refusal: Refusal) -> str:
    """The refusal without the row's own name, which stands beside it."""
    if isinstance(refusal, InvalidInput):
        return " ".join(str(message) for message in refusal.errors.values())
    text = str(refusal.message) % {
        **refusal.params,
        **({"asset": _("it")} if "asset" in refusal.params else {}),
    }
    return text[:1].upper() + text[1:]
