//! The sync panel and what it knows: what the tenant made of a write, what was only seen to be the same.

use crate::gui_connections::Practice;
use crate::gui_sync::{SPEND, SPEND_FILE, compare, describe, send};
use crate::gui_window::Window;
use reagent::json::Json;
use reagent::sandbox::{Fault, FaultKind};
use std::fs;

/// A description was sent, and the tenant made something else of it.
fn altered(practice: &Practice) -> Window {
    let mut window = practice.synced();
    describe(&mut window, "mine");
    window.click("Tab Sync");
    window.click("Save and compare");
    let change = FaultKind::Change { field: "description".into(), value: Json::str("MINE") };
    practice.sandbox.add_fault(Fault { path: Some("/triggers/*".into()), ..Fault::of("PUT", "", change) });
    send(&mut window);
    assert!(window.says("Compare anew to send it again or to take what the tenant made of it"));
    compare(&mut window);
    assert!(window.says("Nothing to send: 1 object is kept there otherwise than it was sent"));
    window
}

#[test]
fn what_the_tenant_made_of_a_write_stays_seen_and_is_sent_again_when_asked() {
    let practice = Practice::new();
    let mut window = altered(&practice);
    for said in ["Known difference", "\"mine\"", "\"MINE\""] {
        assert!(window.has(said), "{said}");
    }
    assert!(window.state().to_write().is_empty(), "nothing is sent unasked");
    window.command("What changed on the tenant");
    assert!(window.has("Known difference"));
    window.command("Plan changes for the tenant");
    window.click("Send mine again: description");
    assert!(window.says("decided: mine stays"));
    send(&mut window);
    assert_eq!(practice.trigger_there(SPEND).get("description"), Some(&Json::str("mine")));
    compare(&mut window);
    assert!(window.says("Nothing to send: the tenant has what the files have"));
}

#[test]
fn what_the_tenant_made_of_a_write_is_brought_in_when_asked() {
    let practice = Practice::new();
    let mut window = altered(&practice);
    window.click("Take theirs: description");
    window.command("Pull from the tenant");
    let bring = window.label_that_ends("Bring in 1 object");
    window.click(&bring);
    let trigger = window.state().workspace().find_trigger(SPEND).unwrap().clone();
    assert_eq!(trigger.description.as_deref(), Some("MINE"));
    window.command("Save");
    compare(&mut window);
    assert!(!window.has("Known difference"));
    window.command("Plan changes for the tenant");
    assert!(window.says("Nothing to send: the tenant has what the files have"));
}

#[test]
fn comparing_writes_nothing_and_still_knows_later_who_changed_what() {
    let practice = Practice::new();
    drop(practice.synced());
    let state = practice.path(".reagent");
    fs::remove_dir_all(&state).unwrap();
    let mut window = practice.planned();
    assert!(window.says("Nothing to send: the tenant has what the files have"));
    window.command("What changed on the tenant");
    assert!(window.says("so it is compared with the files: it has what they have"));
    describe(&mut window, "edited here");
    window.command("Plan changes for the tenant");
    window.click("Save and compare");
    window.command("Pull from the tenant");
    assert!(window.says("Nothing to bring in: what differs was changed here"));
    window.command("Plan changes for the tenant");
    assert!(window.has("Changed here") && !window.has("In conflict"));
    assert!(!state.exists(), "nothing was written");
    send(&mut window);
    assert_eq!(window.notice(), "1 of 1 sent as planned");
    let written = practice.text(".reagent/practice.json");
    assert!(written.contains(SPEND_FILE) && written.contains("triggers/nps-promoter.json"), "{written}");
}
