import network.corona.Cancellation
import network.corona.Failure
import network.corona.LogDetail
import network.corona.LogHook
import network.corona.LogLine
import network.corona.Reason
import network.corona.handLogTo
import network.corona.scan
import network.corona.version

object Lines : LogHook {
    override fun log(line: LogLine) {}
}

/** What needs no phone: codes told apart, typed failures, the log. */
fun main() {
    check(version().count { it == '.' } == 2)
    try {
        scan("nonsense")
        error("nonsense is no code")
    } catch (failure: Failure.Refused) {
        check(failure.reason == Reason.MALFORMED)
        check("nonsense" !in failure.text)
    }
    handLogTo(Lines)
    handLogTo(Lines, LogDetail.FULL)
    handLogTo(null)
    Cancellation().cancel()
    println("surface: ok")
}
