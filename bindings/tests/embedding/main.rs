//! The bindings as apps have them: generated, compiled and run in Python, Kotlin and Swift.
mod kotlin;
mod python;
mod swift;
mod workshop;
