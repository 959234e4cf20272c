"""What an app meets beside the story: python3 life.py FOLDER."""
import asyncio
import datetime
import sys
from pathlib import Path

from coronanet import corona, corona_rehearsal
from coronanet.corona import Command, Failure, Reason

FOLDER = Path(sys.argv[1])
NETWORK = corona_rehearsal.RehearsalNetwork()
KEY = corona.Key.KEYSTORE(bytes=bytes(range(32)))
SOON = datetime.timedelta(minutes=2)


class Inbox(corona.Listener):
    def __init__(self):
        self.updates = []

    def updated(self, update):
        # What is no state, and so must be acknowledged.
        if update.sequence:
            self.updates.append(update)


class Log(corona.LogHook):
    def __init__(self):
        self.lines = []

    def log(self, line):
        self.lines.append(line)


def phone(name, inbox=None, key=KEY):
    return NETWORK.open(str(FOLDER / name), key, inbox)


async def until(what, look):
    for _ in range(600):
        if look():
            return
        await asyncio.sleep(0.1)
    raise TimeoutError(what)


async def refused(reason, wish):
    try:
        answer = await wish
    except Failure.Refused as failure:
        assert failure.reason == reason, (failure, reason)
        assert failure.text
        return failure
    raise AssertionError(f"{answer} instead of {reason}")


async def a_phone_is_started_once_and_has_one_profile():
    alice = phone("strict")
    await refused(Reason.OFFLINE, alice.ask(Command.SHOW_STATUS()))
    await alice.start()
    await refused(Reason.DUPLICATE, alice.start())
    await refused(Reason.BUSY, phone("strict").start())
    await refused(Reason.NO_PROFILE, alice.ask(Command.SHOW_STATUS()))
    create = Command.CREATE_PROFILE(name="Alice", policy=corona.Policy.WHITEPAPER)
    made = await alice.ask(create)
    assert made.profile.name == "Alice", made
    await refused(Reason.DUPLICATE, alice.ask(create))
    await refused(Reason.NOT_FOUND, alice.ask(Command.SHOW_EVENT(hosted=True, event=7)))
    await refused(Reason.MALFORMED, alice.ask(Command.CHECK_IN(code="nonsense", patience=SOON)))
    hosted = await alice.ask(Command.CREATE_EVENT(name="Party", banner=None, patience=SOON))
    assert hosted.reachable
    await alice.ask(Command.CLOSE_EVENT(event=hosted.event))
    await refused(Reason.FINISHED, alice.ask(Command.SHOW_CODE(event=hosted.event)))
    await alice.stop()
    await alice.stop()
    await alice.start()
    status = (await alice.ask(Command.SHOW_STATUS())).status
    assert status.name == "Alice" and [event.name for event in status.hosted] == ["Party"], status
    await alice.ask(Command.DELETE_PROFILE())
    await refused(Reason.NO_PROFILE, alice.ask(Command.SHOW_STATUS()))
    await alice.ask(create)
    await alice.stop()


async def a_wrong_key_changes_nothing():
    wrong = phone("strict", key=corona.Key.KEYSTORE(bytes=bytes(32)))
    failure = await refused(Reason.REFUSED, wrong.start())
    assert "key" in failure.text, failure
    try:
        corona.Phone.open("x", corona.Key.KEYSTORE(bytes=b"short"))
        raise AssertionError("five bytes are no key")
    except Failure.Refused as failure:
        assert failure.reason == Reason.MALFORMED, failure
    right = phone("strict")
    await right.start()
    assert (await right.ask(Command.SHOW_PROFILE())).profile.name == "Alice"
    await right.stop()


async def updates_come_again_until_they_are_acknowledged():
    first, second, third = Inbox(), Inbox(), Inbox()
    alice = phone("updates", first)
    await alice.start()
    await alice.ask(Command.CREATE_PROFILE(name="Alice", policy=corona.Policy.WHITEPAPER))
    hosted = await alice.ask(Command.CREATE_EVENT(name="Party", banner=None, patience=SOON))
    await alice.ask(Command.CLOSE_EVENT(event=hosted.event))
    # What is not told before the phone stops is told at its next start.
    closing = ("event-closed", hosted.event)
    await until("it is told", lambda: closing in [(it.what, it.number) for it in first.updates])
    await alice.stop()
    told = [(update.sequence, update.what, update.number) for update in first.updates]
    assert [entry[0] for entry in told] == sorted({entry[0] for entry in told}), told

    # The app has died before it acted: all of it comes again, in order.
    again = phone("updates", second)
    await again.start()
    await until("everything comes again", lambda: len(second.updates) >= len(told))
    await again.stop()
    repeated = [(update.sequence, update.what, update.number) for update in second.updates]
    assert repeated[: len(told)] == told, (repeated, told)

    # Acknowledged while nothing runs, it is written down at the next start.
    closed = next(entry[0] for entry in told if entry[1] == "event-closed")
    later = phone("updates", third)
    later.acknowledge(closed)
    await later.start()
    await asyncio.sleep(0.3)
    await later.stop()
    assert all(update.sequence > closed for update in third.updates), third.updates


async def a_waiting_call_is_called_off():
    alice = phone("cancel")
    await alice.start()
    await alice.ask(Command.CREATE_PROFILE(name="Alice", policy=corona.Policy.WHITEPAPER))
    shown = await alice.ask(Command.INVITE(patience=SOON))
    wait = Command.AWAIT_DIGITS(pairing=shown.pairing, patience=datetime.timedelta(hours=1))
    cancellation = corona.Cancellation()
    waiting = asyncio.ensure_future(alice.ask(wait, cancellation))
    await asyncio.sleep(0.1)
    assert not waiting.done()
    cancellation.cancel()
    try:
        await waiting
        raise AssertionError("a cancelled call has an answer")
    except Failure.Cancelled:
        pass
    # As the platform calls off.
    waiting = asyncio.ensure_future(alice.ask(wait))
    await asyncio.sleep(0.1)
    waiting.cancel()
    try:
        await waiting
        raise AssertionError("a cancelled task has a result")
    except asyncio.CancelledError:
        pass
    # What was begun goes on, until it is taken back itself.
    await alice.ask(Command.CANCEL_PAIRING(pairing=shown.pairing))
    try:
        quick = datetime.timedelta(milliseconds=50)
        await alice.ask(Command.AWAIT_DIGITS(pairing=shown.pairing, patience=quick))
    except (Failure.Unanswered, Failure.Refused):
        pass
    await alice.stop()


async def a_guest_who_reported_while_off():
    host, guest = phone("host"), phone("guest")
    await asyncio.gather(host.start(), guest.start())
    for each, name in ((host, "Alice"), (guest, "Bob")):
        await each.ask(Command.CREATE_PROFILE(name=name, policy=corona.Policy.WHITEPAPER))
    hosted = await host.ask(Command.CREATE_EVENT(name="Party", banner=None, patience=SOON))
    code = await host.ask(Command.SHOW_CODE(event=hosted.event))
    joined = await guest.ask(Command.CHECK_IN(code=code.code, patience=SOON))
    # Reported while nobody can be reached: it waits for the job.
    await guest.ask(Command.SWITCH_GATEWAY(on=False))
    report = corona.Report.POSITIVE(infectious_from=None, note="")
    await guest.ask(Command.SEND_REPORT(report=report))
    off = await refused(Reason.DUPLICATE, guest.sync_once(datetime.timedelta(seconds=30)))
    assert "runs" in off.text, off
    await guest.stop()
    summary = await guest.sync_once(datetime.timedelta(seconds=30))
    assert summary.end == corona.SyncEnd.GATEWAY_OFF, summary
    assert (summary.reports_delivered, summary.reports_left) == (0, 1), summary
    await guest.start()
    await guest.ask(Command.SWITCH_GATEWAY(on=True))
    await guest.stop()
    return host, guest, hosted.event, joined.event


async def the_job_of_a_guest_delivers_a_report():
    host, guest, hosted, _ = await a_guest_who_reported_while_off()
    summary = await guest.sync_once(datetime.timedelta(minutes=3))
    shown = (await host.ask(Command.SHOW_EVENT(hosted=True, event=hosted))).event
    assert shown.statistics.positives.low == 1, (shown, summary)
    assert summary.reports_left == 0, summary
    assert summary.end == corona.SyncEnd.DONE, summary
    assert summary.next_due is not None and summary.next_due.year >= 2024, summary
    # Nothing runs any more: the handle can be started, and started by others.
    other = phone("guest")
    await other.start()
    await other.stop()
    await refused(Reason.MALFORMED, guest.sync_once(datetime.timedelta(seconds=1)))

    # Called off, it ends at once: an organizer's job would stay to its deadline.
    await host.stop()
    cancellation = corona.Cancellation()
    job = asyncio.ensure_future(host.sync_once(datetime.timedelta(minutes=10), cancellation))
    await asyncio.sleep(1.0)
    assert not job.done()
    cancellation.cancel()
    try:
        await job
        raise AssertionError("a cancelled job has a summary")
    except Failure.Cancelled:
        pass
    await host.start()
    await host.stop()


async def nobody_s_job_says_so():
    summary = await phone("nobody").sync_once(datetime.timedelta(seconds=10))
    assert summary.end == corona.SyncEnd.NO_PROFILE, summary


async def a_backup_is_the_same_phone_elsewhere():
    alice, heir = phone("strict"), phone("heir")
    await alice.start()
    backup = await alice.ask(Command.BACK_UP(passphrase="correct horse battery"))
    assert b"Alice" not in backup.file
    await alice.stop()
    await heir.start()
    await refused(
        Reason.REFUSED,
        heir.ask(Command.RESTORE_PROFILE(backup=backup.file, passphrase="wrong horse battery")),
    )
    await heir.ask(
        Command.RESTORE_PROFILE(backup=backup.file, passphrase="correct horse battery")
    )
    assert (await heir.ask(Command.SHOW_PROFILE())).profile.name == "Alice"
    await heir.stop()


def the_log_names_nobody(log):
    texts = [f"{line.part} {line.text}" for line in log.lines]
    assert any("the phone runs" in text for text in texts), texts
    for text in texts:
        for secret in ("Alice", "Bob", "Party", ".onion", str(FOLDER), "CORONA"):
            assert secret not in text, text


async def main():
    log = Log()
    corona.hand_log_to(log)
    for test in (
        a_phone_is_started_once_and_has_one_profile,
        a_wrong_key_changes_nothing,
        updates_come_again_until_they_are_acknowledged,
        a_waiting_call_is_called_off,
        the_job_of_a_guest_delivers_a_report,
        nobody_s_job_says_so,
        a_backup_is_the_same_phone_elsewhere,
    ):
        await test()
        print(f"ok: {test.__name__}")
    corona.hand_log_to(None)
    the_log_names_nobody(log)
    print("ok: the_log_names_nobody")


asyncio.run(main())
