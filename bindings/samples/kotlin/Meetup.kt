import java.io.File
import java.security.SecureRandom
import java.time.Duration
import kotlin.system.exitProcess
import kotlinx.coroutines.delay
import kotlinx.coroutines.runBlocking
import network.corona.Answer
import network.corona.Command
import network.corona.Failure
import network.corona.Key
import network.corona.Listener
import network.corona.Phone
import network.corona.Policy
import network.corona.Reason
import network.corona.Report
import network.corona.UpdateShown

/*
 * A check-in and a report, as an app does them. Two phones in one process, so that the story
 * runs by itself: Alice hosts, Bob checks in and reports a positive test, and Alice, who was
 * there, is at high risk.
 *
 *     java -cp … MeetupKt FOLDER
 */

/** Over Tor a service is found within a minute or two, once it is published. */
val PATIENCE: Duration = Duration.ofMinutes(3)

/** Acknowledges an update as soon as it was shown; until then it comes again after a restart. */
class Screen(private val owner: String) : Listener {
    lateinit var phone: Phone

    override fun updated(update: UpdateShown) {
        println("  $owner: ${update.what}")
        // Without a number it was only a state, such as the network's.
        if (update.sequence > 0u) phone.acknowledge(update.sequence)
    }
}

/** 32 bytes that only this app may read: on Android wrapped by a key of the Keystore. */
fun keyOf(folder: File): Key {
    val file = File("$folder.key")
    if (!file.exists()) {
        file.writeBytes(ByteArray(32).also { SecureRandom().nextBytes(it) })
        file.setReadable(false, false)
        file.setReadable(true, true)
    }
    return Key.Keystore(file.readBytes())
}

fun openPhone(folder: File, listener: Listener): Phone =
    Phone.open(folder.path, keyOf(folder), listener)

suspend fun makeProfile(phone: Phone, name: String) {
    try {
        phone.ask(Command.ShowProfile)
    } catch (failure: Failure.Refused) {
        if (failure.reason != Reason.NO_PROFILE) throw failure
        phone.ask(Command.CreateProfile(name, Policy.WHITEPAPER))
    }
}

/** Waits until a phone shows something. */
suspend fun <T : Any> until(what: String, look: suspend () -> T?): T {
    repeat(600) {
        look()?.let { return it }
        delay(300)
    }
    error("not in time: $what")
}

suspend fun live(alice: Phone, bob: Phone) {
    makeProfile(alice, "Alice")
    makeProfile(bob, "Bob")

    val hosted = alice.ask(Command.CreateEvent("Barbecue", null, PATIENCE)) as Answer.Hosted
    val code = alice.ask(Command.ShowCode(hosted.event)) as Answer.Code
    val joined = bob.ask(Command.CheckIn(code.code, PATIENCE)) as Answer.Joined
    println("checked in: ${joined.name}")

    bob.ask(Command.SendReport(Report.Positive(null, "Cough since Friday")))
    val report = until("the report arrives") {
        val shown = alice.ask(Command.ShowEvent(true, hosted.event)) as Answer.Event
        shown.event.reports.firstOrNull()
    }
    println("reported: ${report.name} is ${report.status}")
    alice.ask(Command.Decide(hosted.event, report.slot, true))
    val status = (alice.ask(Command.ShowStatus) as Answer.Status).status
    println("Alice is at ${status.status}")
}

fun meetup(folder: File, open: (File, Listener) -> Phone = ::openPhone) = runBlocking {
    folder.mkdirs()
    val phones = listOf("alice", "bob").map { name ->
        val screen = Screen(name)
        open(File(folder, name), screen).also { screen.phone = it }
    }
    phones.forEach { it.start() }
    try {
        live(phones[0], phones[1])
    } finally {
        phones.forEach { it.stop() }
    }
}

fun main(arguments: Array<String>) {
    if (arguments.size != 1) {
        System.err.println("usage: MeetupKt FOLDER")
        exitProcess(2)
    }
    meetup(File(arguments[0]))
}
