"""Two phones in one process: they pair, meet, and one warns the other.

    python3 meetup.py FOLDER

Alice hosts, Bob checks in and reports a positive test, Alice confirms it and is at high risk
herself. An app has one phone; two are here so that the whole story runs by itself. The folder
`coronanet` with what `corona-bindgen` wrote, and the library, must be on PYTHONPATH.
"""

import asyncio
import datetime
import secrets
import struct
import sys
import zlib
from pathlib import Path

from coronanet import corona
from coronanet.corona import Answer, Command

# Over Tor a service is found within a minute or two, once it is published.
PATIENCE = datetime.timedelta(minutes=3)


class Inbox(corona.Listener):
    """Keeps what happened. A real app shows it, and acknowledges when that is done."""

    def __init__(self):
        self.updates = []

    def updated(self, update):
        self.updates.append(update)


def key_of(folder):
    """32 bytes that only this app may read; a phone's platform has a keystore for this."""
    file = folder.with_suffix(".key")
    if not file.exists():
        file.touch(mode=0o600)
        file.write_bytes(secrets.token_bytes(32))
    return corona.Key.KEYSTORE(bytes=file.read_bytes())


def open_phone(folder, inbox):
    return corona.Phone.open(str(folder), key_of(folder), inbox)


def picture(colour):
    """A PNG of 8 x 8 dots of one colour."""

    def chunk(kind, content):
        check = struct.pack(">I", zlib.crc32(kind + content))
        return struct.pack(">I", len(content)) + kind + content + check

    header = struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)
    dots = zlib.compress((b"\0" + bytes(colour) * 8) * 8)
    chunks = chunk(b"IHDR", header) + chunk(b"IDAT", dots) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


AVATAR = picture((0, 128, 255))
BANNER = picture((255, 128, 0))


async def until(what, look):
    """Waits until a phone shows something."""
    for _ in range(600):
        found = await look()
        if found:
            return found
        await asyncio.sleep(0.3)
    raise TimeoutError(what)


async def make_profile(phone, name):
    try:
        await phone.ask(Command.SHOW_PROFILE())
    except corona.Failure.Refused as failure:
        if failure.reason != corona.Reason.NO_PROFILE:
            raise
        await phone.ask(Command.CREATE_PROFILE(name=name, policy=corona.Policy.WHITEPAPER))


async def pair(alice, bob):
    """Alice shows an invitation, Bob scans it, both compare six digits."""
    shown = await alice.ask(Command.INVITE(patience=PATIENCE))
    assert corona.scan(shown.invitation) == corona.Scanned.INVITATION
    joined = await bob.ask(Command.JOIN(invitation=shown.invitation, patience=PATIENCE))
    waited = await alice.ask(Command.AWAIT_DIGITS(pairing=shown.pairing, patience=PATIENCE))
    matches = joined.digits == waited.digits

    def confirm(phone, pairing):
        return phone.ask(
            Command.CONFIRM_PAIRING(pairing=pairing, matches=matches, patience=PATIENCE)
        )

    ours, theirs = await asyncio.gather(
        confirm(alice, waited.pairing), confirm(bob, joined.pairing)
    )
    print(f"paired: Alice has {ours.name}, Bob has {theirs.name}")
    return ours.contact


async def look_at(phone, command):
    """A picture, once it is here."""
    try:
        return (await phone.ask(command)).image
    except corona.Failure.Refused as failure:
        if failure.reason != corona.Reason.NOT_FOUND:
            raise
        return None


async def see_face(alice, bobs_number):
    """Alice sees the picture that Bob has chosen; contacts talk first two minutes after pairing."""
    show = Command.SHOW_CONTACT_AVATAR(contact=bobs_number)
    seen = await until("Alice sees Bob's picture", lambda: look_at(alice, show))
    print(f"seen: Bob's picture, {'the same' if seen == AVATAR else 'another'}")


async def meet(alice, bob):
    """Alice opens an event, Bob checks in by a code on her screen."""
    create = Command.CREATE_EVENT(name="Barbecue", banner=BANNER, patience=PATIENCE)
    hosted = await alice.ask(create)
    code = await alice.ask(Command.SHOW_CODE(event=hosted.event))
    assert corona.scan(code.code) == corona.Scanned.CHECK_IN
    joined = await bob.ask(Command.CHECK_IN(code=code.code, patience=PATIENCE))
    guests = await alice.ask(
        Command.AWAIT_GUESTS(event=hosted.event, more_than=0, patience=PATIENCE)
    )
    print(f"met: {joined.name}, guests: {guests.guests}")
    show = Command.SHOW_BANNER(hosted=False, event=joined.event)
    seen = await until("Bob sees the banner", lambda: look_at(bob, show))
    print(f"seen: the banner, {'the same' if seen == BANNER else 'another'}")
    return hosted.event, joined.event


async def warn(alice, bob, hosted, joined):
    """Bob reports a positive test, Alice confirms it; returns her status."""
    report = corona.Report.POSITIVE(infectious_from=None, note="Cough since Friday")
    preview = await bob.ask(Command.PREVIEW_REPORT(report=report))
    for disclosure in preview.disclosures:
        print(f"  {disclosure.recipient} will learn: {', '.join(disclosure.learns)}")
    await bob.ask(Command.SEND_REPORT(report=report))

    async def delivered():
        shown = await bob.ask(Command.SHOW_EVENT(hosted=False, event=joined))
        return not shown.event.report_under_way

    async def arrived():
        shown = await alice.ask(Command.SHOW_EVENT(hosted=True, event=hosted))
        return shown.event.reports

    await until("the report is delivered", delivered)
    [report] = await until("the report arrives", arrived)
    print(f"reported: {report.name} is {report.status.name.lower()}, {report.note!r}")
    await alice.ask(Command.DECIDE(event=hosted, slot=report.slot, confirm=True))
    counts = (await alice.ask(Command.SHOW_EVENT(hosted=True, event=hosted))).event.statistics
    print(f"counted: {counts.attendees.low} attended, {counts.positives.low} positive")
    return (await alice.ask(Command.SHOW_STATUS())).status


async def live(alice, bob, with_faces):
    await asyncio.gather(alice.start(), bob.start())
    try:
        await make_profile(alice, "Alice")
        await make_profile(bob, "Bob")
        bobs_number = await pair(alice, bob)
        await bob.ask(Command.CHANGE_AVATAR(image=AVATAR))
        hosted, joined = await meet(alice, bob)
        status = await warn(alice, bob, hosted, joined)
        print(f"Alice is at {status.status.name}, hop {status.signal.hop}")
        cascade = await alice.ask(Command.SHOW_CASCADE())
        print(f"because of: {cascade.exposures[0].name}")
        await alice.ask(Command.CLOSE_EVENT(event=hosted))
        if with_faces:
            await see_face(alice, bobs_number)
    finally:
        await asyncio.gather(alice.stop(), bob.stop())


def main(folder, open_phone=open_phone, with_faces=True):
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    inboxes = Inbox(), Inbox()
    alice, bob = (
        open_phone(folder / name, inbox) for name, inbox in zip(("alice", "bob"), inboxes)
    )
    asyncio.run(live(alice, bob, with_faces))
    for phone, inbox in zip((alice, bob), inboxes):
        phone.acknowledge(max(update.sequence for update in inbox.updates))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
