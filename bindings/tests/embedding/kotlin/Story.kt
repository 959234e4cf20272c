@file:JvmName("StoryKt")

import java.io.File
import network.corona.rehearsal.RehearsalNetwork

/** The sample's story on a network of this machine. */
fun main(arguments: Array<String>) {
    val network = RehearsalNetwork()
    meetup(File(arguments[0])) { folder, screen ->
        network.open(folder.path, keyOf(folder), screen)
    }
}
