"""What the register refuses, by name."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from assetry.kernel.refusals import Refusal


class AssetNotAssignable(Refusal):
    """Its status does not allow handing it out."""

    code = "asset_not_assignable"
    message = _("%(asset)s cannot be handed out: its status is “%(status)s”. Change the status first.")


class AssetHeld(Refusal):
    """Somebody has it."""

    code = "asset_held"
    message = _("%(asset)s is held by %(holder)s. Check it in or transfer it instead.")


class AssetNotOut(Refusal):
    """Nobody has it."""

    code = "asset_not_out"
    message = _("%(asset)s is not handed out.")


class AssetRetired(Refusal):
    """It is retired or disposed."""

    code = "asset_retired"
    message = _("%(asset)s is retired: its status is “%(status)s”.")


class AssetFrozen(Refusal):
    """Its status freezes custody and edits."""

    code = "asset_frozen"
    message = _("%(asset)s is frozen by its status “%(status)s”. Change the status first.")


class KindWithoutCustody(Refusal):
    """Assets of this kind are owned, not handed out."""

    code = "kind_without_custody"
    message = _("%(asset)s cannot be handed out: assets of its kind have an owner, not a holder.")


class HolderInactive(Refusal):
    """The holder left, or is retired."""

    code = "holder_inactive"
    status = 422
    message = _("%(holder)s is not active and cannot take anything.")


class ContainmentCycle(Refusal):
    """It would lie inside itself."""

    code = "containment_cycle"
    message = _("%(asset)s cannot go into %(holder)s: it would contain itself.")


class ContainedTooDeep(Refusal):
    """Too many things inside each other."""

    code = "contained_too_deep"
    message = _("%(asset)s cannot go into %(holder)s: more than 8 things would lie inside each other.")


class LocationFollows(Refusal):
    """What lies inside another asset is where that is."""

    code = "location_follows"
    message = _("%(asset)s lies in %(holder)s and is where that is. Move %(holder)s, or take it out first.")


class TransitionNotAllowed(Refusal):
    """The kind does not allow this move."""

    code = "transition_not_allowed"
    message = _("%(asset)s cannot go from “%(source)s” to “%(target)s”.")


class StatusOfAnotherKind(Refusal):
    """The status is not one of the asset's kind, or not one that this operation sets."""

    code = "status_of_another_kind"
    status = 422
    message = _("“%(status)s” cannot be chosen for %(asset)s here.")


class FieldsMissing(Refusal):
    """The move needs values that the asset does not have."""

    code = "fields_missing"
    status = 422
    message = _("Before %(asset)s can become “%(target)s”, fill in: %(fields)s.")


class AlreadySo(Refusal):
    """Nothing would change."""

    code = "already_so"
    message = _("%(asset)s is so already.")


class DateOutsidePeriod(Refusal):
    """Back-dating stays inside the open period and within 90 days."""

    code = "date_outside_period"
    status = 422
    message = _(
        "The date must lie after the last change of %(asset)s, in the last 90 days and not in the future."
    )


class ReturnBeforeHandOver(Refusal):
    """It is expected back before it is handed over."""

    code = "return_before_hand_over"
    status = 422
    message = _("The day it is expected back lies before the day it is handed over. Give a later one.")


class CompanyIsFixed(Refusal):
    """Moving to another company is an operation of its own, which does not exist yet."""

    code = "company_is_fixed"
    status = 422
    message = _("An asset stays in its company. Retire it here and create it there.")


class TagTaken(Refusal):
    """Tags are unique per company."""

    code = "tag_taken"
    message = _("The tag %(tag)s is taken in this company. Choose another one.")


class TagSchemeGaveTags(Refusal):
    """A scheme stays once it gave a tag."""

    code = "tag_scheme_gave_tags"
    message = _(
        "Tags were given after “%(scheme)s”, so it stays. Change its prefix for tags that look different."
    )


class SerialTaken(Refusal):
    """Serial numbers are unique per company and manufacturer, while not disposed."""

    code = "serial_taken"
    message = _(
        "The serial number %(serial)s is taken by another asset of this manufacturer in this company."
    )


class BulkRefused(Refusal):
    """Some of many were refused, so nothing was changed. `reasons` maps asset ids to their refusals."""

    code = "bulk_refused"
    message = _("Nothing was changed: %(count)s of the assets were refused.")

    def __init__(self, reasons: Mapping[int, Refusal]) -> None:
        self.reasons = dict(reasons)
        super().__init__(count=len(self.reasons))


class StillResponsible(Refusal):
    """The person holds or owns assets."""

    code = "still_responsible"
    message = _("%(name)s still holds or owns %(count)d assets. Take them back or give them to others first.")


class RelatedToItself(Refusal):
    """Both ends are the same asset."""

    code = "related_to_itself"
    status = 422
    message = _("%(asset)s cannot be related to itself. Choose another asset.")


class RelationThere(Refusal):
    """It is so already."""

    code = "relation_there"
    message = _("It is on record already: %(source)s %(verb)s %(target)s.")


class RelationLeadsBack(Refusal):
    """Followed on, the new relation would come back to where it starts."""

    code = "relation_leads_back"
    message = _("%(source)s cannot lead there (“%(verb)s %(target)s”): it would come back to %(source)s.")


class RelationIsFixed(Refusal):
    """What relates what stays."""

    code = "relation_is_fixed"
    status = 422
    message = _("A relation keeps its two assets and its type. End it and add another one.")


class RelationEnded(Refusal):
    """It was ended before."""

    code = "relation_ended"
    message = _("The relation has ended already.")


class RelationNotYet(Refusal):
    """Relations begin and end now or before, and end after they begin."""

    code = "relation_not_yet"
    status = 422
    message = _("Give a day that is not in the future and lies after the beginning of the relation.")


class StillStored(Refusal):
    """What is stored somewhere is not retired before it was migrated, or what stores it was sanitized and retired."""

    code = "still_stored"
    message = _(
        "%(asset)s is still stored in another asset. Once it is migrated, end that relation; or retire what stores it."
    )


class OverrideOutsideYear(Refusal):
    """Nobody answers for a lower class for ever."""

    code = "override_outside_year"
    status = 422
    message = _("Give a day from today to a year from now: the class is looked at again then.")
