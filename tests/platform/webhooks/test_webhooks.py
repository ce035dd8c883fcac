"""Webhooks: signed, sent once, tried until they arrive, never to what is inside the network (B10)."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from pytest_django import Settings

from assetry.kernel.refusals import InvalidValue, NotFound, NotPermitted, StalePage
from assetry.platform.audit.signed import signed
from assetry.platform.webhooks.models import Delivery, Shape, Webhook
from assetry.platform.webhooks.operations import (
    create_webhook,
    edit_webhook,
    end_webhook,
    replay,
    rotate_secret,
    send_test,
)
from assetry.platform.webhooks.port import Carrier, NullCarrier, OutboundCarrier
from assetry.platform.webhooks.sending import NotArrived, give_up, send_delivery
from assetry.platform.webhooks.shapes import Line, Message, body_of
from assetry.platform.webhooks.signing import signed_headers
from tests.cast import NOW, Cast
from tests.platform.reminders.making import at, ending, policy, sweep
from tests.support.outside import canary, outside


class Answering:
    """A receiver that answers with these statuses, one after the other."""

    def __init__(self, *statuses: int) -> None:
        self.statuses, self.headers = list(statuses), list[Any]()

    def carry(self, url: str, body: bytes, headers: Any) -> int:
        self.headers.append(headers)
        return self.statuses.pop(0)


def hook(cast: Cast, url: str = "https://hooks.example.com/x", shape: Shape = Shape.STANDARD) -> Webhook:
    return create_webhook(actor=cast.actor("asset_manager"), name="Chat", url=url, shape=shape, at=NOW)[0]


def test_the_signature_is_the_one_of_the_standard() -> None:
    headers = signed_headers(
        ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        b'{"test": 2432232314}',
        at=datetime.fromtimestamp(1614265330, UTC),
    )
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    assert (headers["webhook-id"], headers["webhook-timestamp"]) == (
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "1614265330",
    )


@pytest.mark.parametrize("shape", list(Shape))
def test_nothing_typed_is_markup_in_any_shape(shape: Shape) -> None:
    line = Line(
        title="<!channel> *x* <https://evil|here>", url="https://a.example/1", text="Ends", data={"lead": 7}
    )
    body = body_of(Message(kind="reminder.due", headline="<b>", lines=[line]), shape, at=NOW)
    assert json.loads(body)
    assert ("<!channel>" in body, '"TextBlock"' in body) == (shape != Shape.SLACK, False)


@pytest.mark.django_db
def test_the_secret_is_kept_encrypted_and_signs(cast: Cast) -> None:
    webhook, secret = create_webhook(
        actor=cast.actor("asset_manager"), name="Chat", url="https://a.example/", shape=Shape.STANDARD, at=NOW
    )
    assert secret not in webhook.secret
    carrier = NullCarrier()
    delivery = send_test(actor=cast.actor("asset_manager"), webhook=webhook, at=NOW)
    send_delivery(delivery.pk, carrier=carrier, at=NOW)
    url, body, headers = carrier.carried[0]
    assert url == "https://a.example/"
    assert headers == signed_headers([secret], f"msg_{delivery.public_id}", body, at=NOW)


@pytest.mark.django_db
def test_it_is_tried_under_one_id_until_it_arrives_and_not_again(cast: Cast) -> None:
    delivery = send_test(actor=cast.actor("asset_manager"), webhook=hook(cast), at=NOW)
    receiver = Answering(500, 404, 204)
    for minutes in (0, 1):
        with pytest.raises(NotArrived):
            send_delivery(delivery.pk, carrier=receiver, at=NOW + timedelta(minutes=minutes))
    send_delivery(delivery.pk, carrier=receiver, at=NOW + timedelta(minutes=2))
    send_delivery(delivery.pk, carrier=receiver, at=NOW + timedelta(minutes=3))
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts, delivery.status) == ("sent", 3, 204)
    assert len({headers["webhook-id"] for headers in receiver.headers}) == 1


@pytest.mark.django_db
def test_what_failed_for_good_is_sent_again_by_hand(cast: Cast) -> None:
    actor = cast.actor("asset_manager")
    delivery = send_test(actor=actor, webhook=hook(cast), at=NOW)
    give_up(delivery.pk)
    send_delivery(delivery.pk, carrier=NullCarrier(), at=NOW)
    replay(actor=actor, delivery=delivery, at=NOW)
    send_delivery(delivery.pk, carrier=NullCarrier(), at=NOW)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == ("sent", 1)
    with pytest.raises(NotFound):
        replay(actor=cast.actor("administrator"), delivery=delivery, at=NOW)


@pytest.mark.django_db
@pytest.mark.parametrize("ends", ["gone", "ended"])
def test_an_address_that_is_gone_or_ended_gets_nothing_more(cast: Cast, ends: str) -> None:
    webhook, actor = hook(cast), cast.actor("asset_manager")
    delivery = send_test(actor=actor, webhook=webhook, at=NOW)
    {"gone": lambda: None, "ended": lambda: end_webhook(actor=actor, webhook=webhook, at=NOW)}[ends]()
    send_delivery(delivery.pk, carrier=Answering(410), at=NOW)
    delivery.refresh_from_db()
    assert delivery.state == "failed"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "url",
    [
        "",
        "https://a b.example/",
        "ftp://a.example/",
        "https://user:pw@a.example/",
        "//a.example",
        "https://ä.example/",
    ],
)
def test_an_address_is_one_of_the_web(cast: Cast, url: str) -> None:
    with pytest.raises(InvalidValue):
        hook(cast, url)


@pytest.mark.django_db
def test_who_may_not_show_lists_to_others_makes_none(cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        create_webhook(
            actor=cast.actor("technician"), name="x", url="https://a.example/", shape=Shape.SLACK, at=NOW
        )


@pytest.mark.django_db
def test_b10_nothing_inside_the_network_is_reached(cast: Cast) -> None:
    with canary() as bird:
        for host in (f"127.0.0.1:{bird.port}", f"[::1]:{bird.port}", f"localhost:{bird.port}"):
            delivery = send_test(
                actor=cast.actor("asset_manager"), webhook=hook(cast, f"http://{host}/"), at=NOW
            )
            with pytest.raises(NotArrived):
                send_delivery(delivery.pk, at=NOW)
            delivery.refresh_from_db()
            assert delivery.status is None
    assert bird.visits == []


@pytest.mark.parametrize("carrier", [NullCarrier(), OutboundCarrier()], ids=["null", "outbound"])
def test_every_carrier_says_whether_it_arrived(carrier: Carrier, settings: Settings) -> None:
    settings.OUTBOUND_ALLOW = ["127.0.0.0/8"]
    with outside() as server:
        assert 200 <= carrier.carry(server.url("ok"), b"{}", {"Content-Type": "application/json"}) < 300


@pytest.mark.django_db
def test_a_policy_tells_a_webhook_once_what_its_owner_sees(cast: Cast) -> None:
    webhook = hook(cast)
    asset = ending(cast, date(2026, 3, 31), asset_tag="LT-1")
    with signed("test"):
        ending(cast, date(2026, 3, 31), asset_tag="LT-2")
    policy(cast, roles=[], webhook_id=webhook.pk)
    sweep(at(2), at(2, 10), at(3))
    delivery = Delivery.objects.get()
    things = json.loads(delivery.body)["data"]["things"]
    assert [thing["title"] for thing in things] == ["LT-1", "LT-2"]
    assert (things[0]["id"], things[0]["date"], things[0]["lead"]) == (asset.public_id, "2026-03-31", 30)


@pytest.mark.django_db
def test_nobody_tells_another_s_webhook(cast: Cast) -> None:
    webhook = hook(cast)
    with pytest.raises(InvalidValue):
        policy(cast, "administrator", webhook_id=webhook.pk)


def test_a_change_is_the_owner_s_and_of_what_lives(cast: Cast) -> None:
    one, manager = hook(cast), cast.actor("asset_manager")
    given: dict[str, Any] = {"url": "https://other.example.com/y", "shape": "teams", "name": "Team"}
    made = edit_webhook(actor=manager, webhook=one, changes=given, version=1, at=NOW)
    assert (made.url, made.shape, made.version) == ("https://other.example.com/y", "teams", 2)
    with pytest.raises(InvalidValue):
        edit_webhook(actor=manager, webhook=one, changes={"url": "ftp://x"}, version=2, at=NOW)
    with pytest.raises(StalePage):
        edit_webhook(actor=manager, webhook=one, changes=given, version=1, at=NOW)
    with pytest.raises(NotFound):
        edit_webhook(actor=cast.actor("stranger"), webhook=one, changes=given, version=2, at=NOW)
    with pytest.raises(NotPermitted):
        rotate_secret(actor=cast.actor("auditor"), webhook=one, at=NOW)
    end_webhook(actor=manager, webhook=one, at=NOW)
    with pytest.raises(NotFound):
        rotate_secret(actor=manager, webhook=one, at=NOW)


def test_a_new_secret_signs_and_for_a_day_the_former_one_too(cast: Cast) -> None:
    manager, receiver = cast.actor("asset_manager"), Answering(204, 204)
    one, former = create_webhook(
        actor=manager, name="Chat", url="https://hooks.example.com/x", shape=Shape.STANDARD, at=NOW
    )
    _made, fresh = rotate_secret(actor=manager, webhook=one, at=NOW)
    for moment in (NOW + timedelta(hours=23), NOW + timedelta(hours=24)):
        delivery = send_test(actor=manager, webhook=one, at=moment)
        send_delivery(delivery.pk, carrier=receiver, at=moment)
        body = Delivery.objects.get(pk=delivery.pk).body.encode()
        secrets = [fresh, former] if moment < NOW + timedelta(days=1) else [fresh]
        expected = signed_headers(secrets, f"msg_{delivery.public_id}", body, at=moment)
        assert receiver.headers[-1] == expected
    assert receiver.headers[0]["webhook-signature"].count("v1,") == 2
