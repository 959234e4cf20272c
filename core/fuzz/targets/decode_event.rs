//! What a guest reads from an event.
#![no_main]

use corona_core::events::Statistics;
use corona_core::wire::{
    EventAnswer, EventAnswerBody, StatisticsMessage, decode, decode_metadata, encode,
    encode_metadata,
};
use libfuzzer_sys::fuzz_target;

fn read_metadata(bytes: &[u8]) {
    if let Ok(metadata) = decode_metadata(bytes) {
        assert_eq!(decode_metadata(&encode_metadata(&metadata)), Ok(metadata));
    }
}

fn read_statistics(message: &StatisticsMessage) {
    if let Ok(statistics) = Statistics::try_from(message) {
        assert_eq!(Statistics::try_from(&StatisticsMessage::from(&statistics)), Ok(statistics));
    }
}

fuzz_target!(|frame: &[u8]| {
    let Ok(answer) = decode::<EventAnswer>(frame) else { return };
    assert_eq!(decode(&encode(&answer)), Ok(answer.clone()));
    match answer.body {
        Some(EventAnswerBody::CheckedIn(metadata)) => read_metadata(&metadata),
        Some(EventAnswerBody::Visited(visited)) => {
            read_metadata(&visited.metadata);
            let _ = visited.held.map(|held| held.organizers_word());
            visited.statistics.iter().for_each(read_statistics);
        }
        Some(EventAnswerBody::Chunk(_) | EventAnswerBody::Refused(_)) | None => {}
    }
});
