//! The sync panel against the practice server: plan, decide, send, bring in, drift, and everything that goes wrong.

use crate::gui_connections::{Practice, give_token};
use crate::gui_window::Window;
use crate::sandbox::{TOKEN, call};
use crate::support::json;
use egui_kittest::kittest::Queryable as _;
use reagent::app::{Dialog, SendEnd, SyncTab, Version};
use reagent::engine::ComparedVerdict;
use reagent::json::{Json, Style, to_text};
use reagent::sandbox::{Fault, FaultKind};
use std::fs;

pub(crate) const SPEND: &str = "Gold members over 500: 25 dollar thank-you";
pub(crate) const SPEND_FILE: &str = "triggers/high-spend.json";

impl Practice {
    /// A window with a token that shows the plan.
    pub(crate) fn planned(&self) -> Window {
        let mut window = self.open_sized([1440.0, 2400.0]);
        give_token(&mut window, TOKEN);
        window.click("Close");
        window.wait_for_notices_to_go();
        window.command("Plan changes for the tenant");
        window
    }

    /// The same after everything was sent.
    pub(crate) fn synced(&self) -> Window {
        let mut window = self.planned();
        send(&mut window);
        assert_eq!(window.notice(), "9 of 9 sent as planned", "{:?}", window.state().sync.sending);
        compare(&mut window);
        window
    }

    fn id_of(&self, path: &str, name: &str) -> String {
        let listed = call(&self.sandbox, "GET", &format!("{path}?page[size]=100"), "");
        let data = json(&listed.body);
        let all = data.get("data").and_then(Json::as_array).unwrap().to_vec();
        let found = all.iter().find(|item| item.get("name").and_then(Json::as_str) == Some(name));
        to_text(
            found.unwrap_or_else(|| panic!("{name} in {}", listed.body)).get("id").unwrap(),
            &Style::compact(),
        )
        .trim()
        .to_owned()
    }

    /// Somebody changes a trigger on the tenant.
    pub(crate) fn change_there(&self, name: &str, body: &str) {
        let id = self.id_of("/triggers", name);
        let changed = call(&self.sandbox, "PUT", &format!("/triggers/{id}"), body);
        assert_eq!(changed.status, 200, "{}", changed.body);
    }

    pub(crate) fn trigger_there(&self, name: &str) -> Json {
        let id = self.id_of("/triggers", name);
        json(&call(&self.sandbox, "GET", &format!("/triggers/{id}"), "").body).get("data").unwrap().clone()
    }

    pub(crate) fn text(&self, file: &str) -> String {
        fs::read_to_string(self.path(file)).unwrap()
    }
}

pub(crate) fn compare(window: &mut Window) {
    let again =
        ["Compare anew", "Compare with the tenant"].into_iter().find(|words| window.says(words)).unwrap();
    let button = window.label_that_ends(again);
    window.click(&button);
}

/// Asks for sending and confirms it.
pub(crate) fn send(window: &mut Window) {
    window.command("Send the planned changes");
    assert_eq!(window.state().view.dialog, Some(Dialog::ConfirmSend));
    window.click("Send now");
}

pub(crate) fn describe(window: &mut Window, text: &str) {
    window.click_last(SPEND);
    let notes = window.label_that_ends("Description and notes");
    window.click(&notes);
    window.fill("Description", text);
    window.leave();
}

#[test]
fn a_plan_is_shown_sent_read_again_and_then_there_is_nothing_left() {
    let practice = Practice::new();
    let before = practice.text(SPEND_FILE);
    let mut window = practice.planned();
    assert!(window.says("Send 9"));
    assert!(window.says("New there: on transaction.created, 4 actions"));
    assert!(practice.sandbox.requests().iter().all(|request| request.method == "GET"), "planning only reads");
    window.command("Send the planned changes");
    assert!(window.has("Creates 4 targets, 5 triggers"));
    window.click("Send now");
    assert_eq!(window.notice(), "9 of 9 sent as planned");
    assert_eq!(window.count("Created, read again and the same"), 9);
    assert_eq!(practice.text(SPEND_FILE), before, "sending changes no file of the workspace");
    compare(&mut window);
    assert!(window.says("Nothing to send"));
    assert!(practice.text(".reagent/practice.json").contains("high-spend"));
}

#[test]
fn only_what_was_chosen_is_sent_and_a_missing_target_is_pointed_out() {
    let practice = Practice::new();
    let mut window = practice.planned();
    window.click("Send none");
    window.click(&format!("Create trigger {SPEND}"));
    assert!(window.says("It sends to klaviyo-high-spend, which is left out"));
    window.click("Create target klaviyo-high-spend");
    assert!(!window.says("which is left out"));
    send(&mut window);
    assert_eq!(window.notice(), "2 of 2 sent as planned");
    assert_eq!(call(&practice.sandbox, "GET", "/triggers", "").at("/meta/total"), "1");
    assert_eq!(call(&practice.sandbox, "GET", "/targets", "").at("/meta/total"), "1");
}

#[test]
fn a_change_here_says_action_and_argument_and_asks_to_save_first() {
    let practice = Practice::new();
    let mut window = practice.synced();
    describe(&mut window, "Thanks for a big purchase");
    window.click("Tab Sync");
    assert!(window.says("Out of date"));
    assert!(window.says("There are edits that are not saved"));
    window.click("Save and compare");
    assert!(!window.state().document.is_dirty());
    assert!(window.says("Send 1"));
    assert!(window.has("Changed here"), "a word, not only a colour");
    assert!(window.says("Thanks for a big purchase"));
    send(&mut window);
    assert!(window.says("Changed, read again and the same"));
    let there = practice.trigger_there(SPEND);
    assert_eq!(there.get("description"), Some(&Json::str("Thanks for a big purchase")));
}

#[test]
fn a_conflict_is_decided_for_either_side_one_by_one() {
    for is_mine in [true, false] {
        let practice = Practice::new();
        let mut window = practice.synced();
        describe(&mut window, "mine");
        practice.change_there(SPEND, r#"{"description":"theirs","notes":"only there"}"#);
        window.click("Tab Sync");
        window.click("Save and compare");
        assert!(window.says("1 to decide or repair"));
        for said in ["\"mine\"", "\"theirs\"", "Last in common", "In conflict"] {
            assert!(window.has(said), "{said}");
        }
        assert!(window.state().to_write().is_empty(), "nothing is sent before it is decided");
        window.click(if is_mine { "Keep mine: description" } else { "Take theirs: description" });
        assert!(!window.says("1 to decide or repair"));
        if is_mine {
            assert!(window.says("decided: mine stays"));
            send(&mut window);
            let there = practice.trigger_there(SPEND);
            assert_eq!(there.get("description"), Some(&Json::str("mine")));
            assert_eq!(there.get("notes"), Some(&Json::str("only there")), "what only they changed stays");
            continue;
        }
        assert!(window.state().to_write().is_empty());
        let list = window.label_that_begins("Bring in 1");
        window.click(&list);
        let bring = window.label_that_ends("Bring in 1 object");
        window.click(&bring);
        let trigger = window.state().workspace().find_trigger(SPEND).unwrap().clone();
        assert_eq!(trigger.description.as_deref(), Some("theirs"));
        assert_eq!(trigger.notes.as_deref(), Some("only there"));
    }
}

#[test]
fn a_change_there_arrives_as_one_edit_beside_edits_that_are_not_saved() {
    let practice = Practice::new();
    let mut window = practice.synced();
    practice.change_there(SPEND, r#"{"notes":"changed there"}"#);
    describe(&mut window, "edited here");
    let before = practice.text(SPEND_FILE);
    window.command("Pull from the tenant");
    assert!(window.has("Changed on both sides"));
    assert!(window.has("\"changed there\""), "the difference is seen before it arrives");
    let undo_count = window.state().document.undo_count();
    let bring = window.label_that_ends("Bring in 1 object");
    window.click(&bring);
    let trigger = window.state().workspace().find_trigger(SPEND).unwrap().clone();
    assert_eq!(
        (trigger.description.as_deref(), trigger.notes.as_deref()),
        (Some("edited here"), Some("changed there"))
    );
    assert_eq!(window.state().document.undo_count(), undo_count + 1);
    assert_eq!(practice.text(SPEND_FILE), before, "nothing is saved yet");
    window.command("Undo");
    assert_eq!(
        window.state().workspace().find_trigger(SPEND).unwrap().notes.as_deref(),
        trigger_notes(&before).as_deref()
    );
    window.command("Redo");
    window.command("Save");
    assert!(practice.text(SPEND_FILE).contains("changed there"));
    window.command("Plan changes for the tenant");
    assert!(window.says("Send 1"), "only the edit is left to send");
    assert!(!window.says("In conflict"));
}

fn trigger_notes(text: &str) -> Option<String> {
    json(text).get("notes").and_then(Json::as_str).map(str::to_owned)
}

#[test]
fn what_was_brought_in_and_saved_is_written_down_and_a_new_object_gets_a_file() {
    let practice = Practice::new();
    let mut window = practice.synced();
    let made = call(&practice.sandbox, "POST", "/triggers", crate::sandbox::TRIGGER);
    assert_eq!(made.status, 201);
    window.command("Pull from the tenant");
    compare(&mut window);
    assert!(window.has("New here"));
    assert!(window.says("It gets a file of its own: on "), "with its event");
    assert!(window.says(", switched o"), "and whether it acts");
    let bring = window.label_that_ends("Bring in 1 object");
    window.click(&bring);
    assert!(
        !practice.text(".reagent/practice.json").contains("triggers/welcome.json"),
        "not before it is saved"
    );
    window.command("Save");
    assert!(practice.path("triggers/welcome.json").exists());
    assert!(practice.text(".reagent/practice.json").contains("triggers/welcome.json"));
    window.command("What changed on the tenant");
    assert!(window.says("The tenant is as it was at the last sync"));
}

#[test]
fn copies_arrive_switched_off_under_a_name_of_their_own() {
    let practice = Practice::new();
    let mut window = practice.synced();
    window.command("Pull from the tenant");
    window.click("Bring copies, switched off");
    window.click(&format!("Copy trigger {SPEND}"));
    window.click("Copy target klaviyo-high-spend");
    let bring = window.label_that_ends("Bring in 2 objects");
    window.click(&bring);
    let copy = window.state().workspace().find_trigger(&format!("{SPEND} (copy)")).unwrap().clone();
    assert_eq!(copy.is_active, Some(false));
    assert!(window.state().workspace().target("klaviyo-high-spend-copy").is_some());
    assert!(window.state().workspace().find_trigger(SPEND).unwrap().is_active != Some(false));
}

#[test]
fn drift_names_what_somebody_changed_made_and_deleted() {
    let practice = Practice::new();
    let mut window = practice.synced();
    practice.change_there(SPEND, r#"{"notes":"changed there"}"#);
    let id = practice.id_of("/triggers", "Promoters get a coffee");
    assert_eq!(call(&practice.sandbox, "DELETE", &format!("/triggers/{id}"), "").status, 204);
    assert_eq!(call(&practice.sandbox, "POST", "/triggers", crate::sandbox::TRIGGER).status, 201);
    compare(&mut window);
    window.command("What changed on the tenant");
    for word in ["New there", "Deleted there", "Changed there"] {
        assert!(window.has(word), "{word}");
    }
    assert!(window.has("\"changed there\""));
}

#[test]
fn nothing_is_deleted_unless_that_was_chosen_and_the_name_typed() {
    let practice = Practice::new();
    let mut window = practice.synced();
    window.click_last("Promoters get a coffee");
    window.command("Delete");
    window.click("Tab Sync");
    window.click("Save and compare");
    assert!(
        window.has("File is gone"),
        "{} {:?}",
        window.notice(),
        window.state().comparison().map(|(c, _)| &c.plan)
    );
    assert!(window.state().to_write().is_empty());
    window.click("Delete the 1 object on the tenant whose file is gone");
    assert!(window.has("Delete"));
    window.command("Send the planned changes");
    assert!(window.has("Deletes 1 trigger"));
    window.click("Send now");
    assert!(window.state().view.dialog.is_some(), "the name was not typed");
    assert_eq!(call(&practice.sandbox, "GET", "/triggers", "").at("/meta/total"), "5");
    window.type_into("Name of the tenant", "practice");
    window.click("Send now");
    assert_eq!(window.notice(), "1 of 1 sent as planned");
    assert_eq!(call(&practice.sandbox, "GET", "/triggers", "").at("/meta/total"), "4");
}

#[test]
fn a_production_tenant_gets_nothing_before_its_name_is_typed() {
    let practice = Practice::marked(true);
    let mut window = practice.planned();
    assert!(window.has("Production"), "with a word");
    window.command("Send the planned changes");
    window.type_into("Name of the tenant", "practise");
    window.click("Send now");
    assert!(window.state().sync.sending.is_none());
    assert!(practice.sandbox.requests().iter().all(|request| request.method == "GET"));
    window.fill("Name of the tenant", "practice");
    window.click("Send now");
    assert_eq!(window.notice(), "9 of 9 sent as planned");
}

#[test]
fn a_tenant_that_changed_meanwhile_gets_nothing() {
    let practice = Practice::new();
    let mut window = practice.synced();
    describe(&mut window, "mine");
    window.click("Tab Sync");
    window.click("Save and compare");
    practice.change_there(SPEND, r#"{"notes":"in between"}"#);
    send(&mut window);
    let end = window.state().sync.sending.as_ref().unwrap().end.clone();
    assert!(matches!(end, Some(SendEnd::Stale(_))), "{end:?}");
    assert!(window.says("Nothing was sent"));
    assert!(window.says("Compare anew to see what was changed there"));
    assert!(!window.says("what was refused"), "nothing was");
    assert!(window.state().to_write().is_empty(), "it has to be compared again");
    assert_ne!(practice.trigger_there(SPEND).get("description"), Some(&Json::str("mine")));
}

#[test]
fn sending_that_broke_off_goes_on_and_sends_nothing_twice() {
    let practice = Practice::new();
    let mut window = practice.planned();
    let broken = FaultKind::Status { status: 401, retry_after: None };
    practice.sandbox.add_fault(Fault::of("POST", "/triggers", broken));
    send(&mut window);
    let sending = window.state().sync.sending.clone().unwrap();
    assert!(matches!(sending.end, Some(SendEnd::Stopped(_))), "{sending:?}");
    assert_eq!(sending.done(), 4, "the targets came first");
    assert!(window.says("paste a new one under Connections"));
    let go_on = window.label_that_begins("Go on sending");
    window.click(&go_on);
    window.click("Send now");
    assert_eq!(window.notice(), "9 of 9 sent as planned");
    assert!(window.says("Was there already"));
    assert_eq!(call(&practice.sandbox, "GET", "/targets", "").at("/meta/total"), "4");
    assert_eq!(call(&practice.sandbox, "GET", "/triggers", "").at("/meta/total"), "5");
}

#[test]
fn sending_is_stopped_between_two_objects_and_goes_on() {
    let practice = Practice::new();
    let mut window = practice.planned();
    window.command("Send the planned changes");
    window.harness.state_mut().hold_answers(true);
    window.harness.get_by_label("Send now").click_accesskit();
    window.harness.run();
    let job = window.state().sync.sending.as_ref().unwrap().job();
    window.harness.state_mut().ask(reagent::app::CommandId::NewWorkspace);
    window.harness.run();
    assert!(window.notice().starts_with("Something is being sent"), "{}", window.notice());
    window.harness.state_mut().ask(reagent::app::Command::Cancel(job));
    window.harness.run();
    window.harness.state_mut().hold_answers(false);
    window.rest();
    let sending = window.state().sync.sending.clone().unwrap();
    assert_eq!(sending.end, Some(SendEnd::Through));
    assert!(sending.done() < 9, "{sending:?}");
    assert!(window.says("sending was stopped before"));
    let go_on = window.label_that_begins("Go on sending");
    window.click(&go_on);
    window.click("Send now");
    assert_eq!(window.notice(), "9 of 9 sent as planned");
}

#[test]
fn a_tenant_that_makes_something_else_of_it_is_reported() {
    let practice = Practice::new();
    let mut window = practice.synced();
    describe(&mut window, "mine");
    window.click("Tab Sync");
    window.click("Save and compare");
    let change = FaultKind::Change { field: "description".into(), value: Json::str("MINE") };
    practice.sandbox.add_fault(Fault { path: Some("/triggers/*".into()), ..Fault::of("PUT", "", change) });
    send(&mut window);
    assert!(window.says("The tenant made something else of it"));
    assert!(window.has("\"MINE\""));
    assert_eq!(window.notice(), "0 of 1 sent as planned; the list says what became of the others");
}

#[test]
fn a_refused_argument_is_a_problem_that_leads_to_its_action() {
    let practice = Practice::new();
    let file = practice.path(SPEND_FILE);
    let text = fs::read_to_string(&file).unwrap();
    let mut value: serde_json::Value = serde_json::from_str(&text).unwrap();
    value["actions"][2]["arguments"][1]["is_dynamic"] = serde_json::json!("perhaps");
    let kind = value["actions"][2]["name"].as_str().unwrap().to_owned();
    let argument = value["actions"][2]["arguments"][1]["name"].as_str().unwrap().to_owned();
    fs::write(&file, serde_json::to_string_pretty(&value).unwrap()).unwrap();
    let mut window = practice.planned();
    send(&mut window);
    assert_eq!(window.notice(), "8 of 9 sent as planned; the list says what became of the others");
    let said = format!("The tenant refuses action 3 {kind}, argument {argument}");
    assert!(window.says(&said), "{:?}", window.state().sync.sending);
    let link = window.label_that_begins(&format!("{} The tenant", '\u{fe4e2}'));
    window.click(&link);
    assert_eq!(window.state().sync.tab, SyncTab::Behind);
    let trigger = window.state().workspace().find_trigger(SPEND).unwrap().clone();
    assert_eq!(window.state().shown_trigger(), Some(trigger.id));
    assert_eq!(window.state().selection.action, Some(trigger.actions[2].id));
    assert!(window.says(&said), "the editor says it, too");
    let problems = window.label_that_begins("Problems");
    window.click_last(&problems);
    assert!(window.count(&said) > 1, "and so do the problems");
    describe(&mut window, "changed since");
    assert!(window.state().refusals(&reagent::document::ObjectId::Trigger(trigger.id)).is_empty());
}

#[test]
fn files_that_another_program_changed_are_read_first() {
    let practice = Practice::new();
    let mut window = practice.planned();
    let file = practice.path(SPEND_FILE);
    let text = fs::read_to_string(&file).unwrap().replace("25 dollar", "30 dollar");
    fs::write(file, text).unwrap();
    compare(&mut window);
    assert!(window.says("Another program changed triggers/high-spend.json"));
    assert!(window.says("Revert to saved…"), "the command that reads them again");
}

#[test]
fn a_comparison_is_left_at_once_although_the_server_takes_its_time() {
    let practice = Practice::new();
    let mut window = practice.planned();
    practice.sandbox.add_fault(Fault::of("GET", "/targets", FaultKind::Delay { millis: 3_000 }));
    let button = window.label_that_ends("Compare anew");
    window.harness.get_by_label(&button).click_accesskit();
    window.harness.run();
    assert!(window.says("Reading the tenant"));
    window.harness.get_by_label("Stop").click_accesskit();
    window.harness.run();
    assert!(window.state().comparing_job().is_none());
    assert!(window.says("It was stopped"));
}

#[test]
fn a_workspace_without_a_folder_is_saved_before_it_is_compared() {
    let mut window = Window::open("loyalty-demo");
    window.command("New workspace");
    window.command("Connections");
    let add = window.label_that_ends("Add a tenant");
    window.click(&add);
    window.type_into("Tenant name", "acme");
    window.click("Add the tenant");
    window.click_last("Close");
    window.command("Plan changes for the tenant");
    assert!(window.notice().starts_with("Save the workspace to a folder first"), "{}", window.notice());
}

#[test]
fn a_trigger_is_compared_with_what_the_tenant_has_on_every_context() {
    let practice = Practice::new();
    let mut window = practice.synced();
    practice.change_there(SPEND, r#"{"is_active": false}"#);
    compare(&mut window);
    window.click_last(SPEND);
    window.command("Compare with a git revision");
    let button = window.label_that_begins("Tenant ");
    window.click(&button);
    let (comparing, _) = window.state().comparing().unwrap();
    assert_eq!(comparing.version, Version::Tenant);
    let answer = comparing.answer.clone().unwrap().unwrap();
    let newly = answer.contexts.iter().filter(|one| one.verdict == ComparedVerdict::NewlyFires).count();
    assert_eq!(newly, 1, "{answer:?}");
    assert!(window.says("1 of 3 contexts fires newly"));
}
