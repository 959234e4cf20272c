//! Swift: the sources alone, as nothing here compiles them.

use crate::workshop::shipped_library;
use corona_bindgen::{Language, generate};
use tempfile::TempDir;

#[test]
fn swift_sources_have_the_names_that_apps_use() {
    let folder = TempDir::new().expect("a temporary folder");
    generate(Language::Swift, &shipped_library(), folder.path()).expect("sources are written");
    let read = |name: &str| {
        let file = folder.path().join(name);
        std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
    };
    let swift = read("Corona.swift");
    for name in [
        "open class Phone",
        "static func `open`(folder: String, key: Key, listener: Listener?",
        "open func start()async throws",
        "open func stop()async throws",
        "open func ask(command: Command, cancellation: Cancellation? = nil)async throws",
        "open func syncOnce(deadline: TimeInterval, cancellation: Cancellation? = nil)async throws",
        "open func acknowledge(upTo: UInt64)throws",
        "public enum Command",
        "case checkIn(",
        "public enum Answer",
        "public protocol Listener",
        "public struct SyncSummary",
        "enum Failure: Swift.Error",
        "public enum Reason",
        "case malformed",
        "public func scan(text: String)throws",
        "public func version() -> String",
        "public protocol LogHook",
        "open class Cancellation",
    ] {
        assert!(swift.contains(name), "{name}\n{swift}");
    }
    assert!(read("CoronaFFI.h").contains("uniffi_corona_bindings_fn_func_scan"));
    assert!(read("CoronaFFI.modulemap").contains("module CoronaFFI"));
}
