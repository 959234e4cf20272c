"""What needs no phone: codes told apart, typed failures, the log."""
from coronanet import corona

assert corona.version().count(".") == 2, corona.version()

try:
    corona.scan("nonsense")
    raise SystemExit("nonsense is no code")
except corona.Failure.Refused as failure:
    assert failure.reason == corona.Reason.MALFORMED, failure
    assert "nonsense" not in failure.text, failure.text


class Lines(corona.LogHook):
    def __init__(self):
        self.lines = []

    def log(self, line):
        self.lines.append(line)


lines = Lines()
corona.hand_log_to(lines)
corona.hand_log_to(lines, corona.LogDetail.FULL)
corona.hand_log_to(None)

cancellation = corona.Cancellation()
cancellation.cancel()
print("surface: ok")
