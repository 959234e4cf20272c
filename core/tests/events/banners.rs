//! Banners: fetched once, by guests, and gone with their event.

use super::*;

/// A host with an event that has a banner, and what the banner is.
fn with_banner(names: &[&str], length: usize) -> (World, Vec<u8>) {
    let mut world = world(Policy::whitepaper(), names);
    let banner: Vec<u8> = (0..length).map(|i| (i % 253) as u8).collect();
    let create = Command::CreateEvent { name: "Fair".to_owned(), banner: Some(banner.clone()) };
    world.command(HOST, create).unwrap();
    (world, banner)
}

fn banner(world: &World, who: usize) -> Option<Vec<u8>> {
    let known = world.node(who).participation(0)?.joined()?;
    let hash = known.metadata.banner.as_deref()?;
    world.node(who).blob(hash).map(<[u8]>::to_vec)
}

#[test]
fn a_banner_comes_with_the_check_in_and_goes_with_the_event() {
    let (mut world, expected) = with_banner(&["Host", "Alice"], 60_000);
    check_in(&mut world, ALICE, HOST, 0);
    assert!(world.updates(ALICE).contains(&Update::BannerFetched { event: 0 }));
    assert_eq!(banner(&world, ALICE), Some(expected.clone()));
    assert_eq!(world.open_links(), 0);
    (0..2).for_each(|who| world.crash(who));
    assert_eq!(banner(&world, ALICE), Some(expected));
    world.run_for(Span::days(1));
    let large = world.frames.iter().filter(|frame| frame.bytes.len() > 2048).count();
    assert_eq!(large, 4, "fetched once");
    world.run_for(Span::days(60));
    for who in [HOST, ALICE] {
        let keys = world.phones[who].disk.snapshot().keys();
        assert_eq!(keys.filter(|key| matches!(key, RecordKey::Blob(_))).count(), 0);
    }
}

#[test]
fn a_banner_that_was_cut_off_comes_with_the_next_visits() {
    let (mut world, expected) = with_banner(&["Host", "Alice"], 60_000);
    world.cut_frame(HOST, 3);
    check_in(&mut world, ALICE, HOST, 0);
    assert_eq!(banner(&world, ALICE), None);
    world.run_for(Span::hours(7));
    assert_eq!(banner(&world, ALICE), Some(expected));
}

#[test]
fn a_banner_is_for_guests_and_other_pictures_for_nobody() {
    let (mut world, expected) = with_banner(&["Host"], 100);
    let avatar = vec![1; 100];
    let profile = Command::SetProfile { name: "Host".to_owned(), avatar: Some(avatar) };
    world.command(HOST, profile).unwrap();
    let own = world.node(HOST).profile().avatar.unwrap();
    let shown = world.node(HOST).hosted_event(0).unwrap().metadata().banner.clone().unwrap();
    let puppet = Puppet::checked_in(&mut world, 1);
    let proves = puppet.pseudonym.public().erase_role();
    let mut fetch = |hash: [u8; 32]| {
        let link = world.puppet_dial(puppet.address, puppet.event.erase_role(), proves).unwrap();
        let body = GuestRequestBody::Fetch(FetchBlob { hash: hash.to_vec(), offset: 0 });
        match answer(&world.puppet_send(link, encode(&GuestRequest { body: Some(body) }))) {
            Some(EventAnswerBody::Chunk(chunk)) => chunk.bytes,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(fetch(*shown), expected);
    assert_eq!(fetch(own), []);
}
