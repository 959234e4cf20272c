//! Between contacts.

use super::{Sample, public};
use corona_core::identity::Discovery;
use corona_core::wire::{BlobChunk, ContactBody, ContactFrame, ContactUpdate, FetchBlob};

pub(super) fn frames() -> Vec<Sample> {
    let frame = |name, about, body| {
        Sample::framed(name, "ContactFrame", about, &ContactFrame { body: Some(body) })
    };
    let update = ContactUpdate {
        access: vec![7; 32],
        version: 1 << 40,
        acknowledged: 3,
        name: "Alice".to_owned(),
        avatar: vec![0xA0; 32],
        address: public::<Discovery>(4).as_bytes().to_vec(),
        status: 4,
    };
    vec![
        frame(
            "contact_update",
            "Alice tells her name, avatar, address 04… and that she is positive.",
            ContactBody::Update(update),
        ),
        frame(
            "contact_fetch",
            "Asks for the avatar.",
            ContactBody::Fetch(FetchBlob { hash: vec![0xA0; 32], offset: 0 }),
        ),
        frame(
            "contact_chunk",
            "A whole avatar of 1500 bytes, in a frame of 2048.",
            ContactBody::Chunk(BlobChunk { total: 1_500, bytes: vec![0xFF; 1_500] }),
        ),
    ]
}
