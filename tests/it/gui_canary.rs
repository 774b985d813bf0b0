//! I12 in the window: a token that is typed is in no file, no state, no name and no text, whatever is done with it.

use crate::canary::{TOKEN, search, search_folder, spellings};
use crate::gui_connections::{Practice, Safe, give_token};
use crate::gui_versions::written;
use crate::gui_window::Window;
use crate::listener::{Listener, Reply};
use crate::sandbox::options;
use eframe::egui::OutputCommand;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use reagent::app::{CommandId, Message};
use reagent::document::{Edit, TriggerEdit};
use reagent::sandbox::{Fault, FaultKind, Sandbox, SandboxOptions};
use reagent::wire::TextFile;
use serde_json::json;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

fn practice() -> Practice {
    let settings = TextFile { path: "reagent.toml".into(), text: "name = \"Vacant\"\n".into() };
    let options = SandboxOptions { token: Some(TOKEN.to_owned()), seed: Some(vec![settings]), ..options() };
    Practice::of(Sandbox::start(options).unwrap(), false)
}

fn open(folder: &Path, places: &Path) -> Window {
    let mut window = Window::open_kept(folder, places);
    window.harness.state_mut().keep_tokens_in(Arc::new(Safe::default()));
    window
}

/// Everything that is shown, said or held.
fn look(window: &Window, when: &str) {
    for node in window.harness.root().children_recursive() {
        let said = format!("{:?} {:?}", node.accesskit_node().label(), node.value());
        search(when, said.as_bytes());
    }
    search(when, format!("{:?}", window.state()).as_bytes());
    for notice in &window.state().notices.all {
        search(when, notice.text.as_bytes());
    }
}

fn command(window: &mut Window, name: &str) {
    window.command(name);
    look(window, name);
}

#[test]
fn a_typed_token_is_in_no_file_state_name_or_text() {
    let (practice, places, out) = (practice(), tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut window = open(practice.folder.path(), places.path());
    window.command("Connections");
    window.type_into("Token", TOKEN);
    look(&window, "while it is typed");
    window.click("Remember it in the keychain of this computer");
    window.click("Use this token");
    look(&window, "kept");
    let button = window.label_that_ends("Test connection");
    window.click(&button);
    assert!(window.says("Connected"), "the token was used");
    look(&window, "tested");
    window.click("Close");
    command(&mut window, "Plan changes for the tenant");
    command(&mut window, "Send the planned changes");
    let broken = FaultKind::Status { status: 500, retry_after: None };
    practice.sandbox.add_fault(Fault::of("POST", "/triggers", broken));
    window.click("Send now");
    look(&window, "sent");
    crate::gui_sync::compare(&mut window);
    command(&mut window, "Send the planned changes");
    window.click("Send now");
    assert!(window.notice().contains("sent as planned"), "{}", window.notice());
    command(&mut window, "Pull from the tenant");
    command(&mut window, "What changed on the tenant");
    // An edit for the journal, a setting for its file, and a saved workspace.
    window.click_last("Gold members over 500: 25 dollar thank-you");
    let trigger = window.state().shown_trigger().unwrap();
    let edit = TriggerEdit::Notes(Some("an edit".to_owned()));
    window.harness.state_mut().ask(Edit::Trigger(trigger, edit));
    window.harness.run();
    let limit = Duration::from_secs(20);
    let is_written = window
        .harness
        .state_mut()
        .wait_until(limit, |_, last| matches!(last, Some(Message::JournalWritten(count)) if *count > 0));
    assert!(is_written);
    assert!(search_folder(places.path()) > 0, "the journal is there");
    command(&mut window, "Light theme");
    command(&mut window, "Save");
    // What is handed to others.
    window.click("Show gold-member-612-passes");
    window.click_last("Payload");
    let copy = window.label_that_ends("Copy as cURL");
    window.harness.get_by_label(&copy).click_accesskit();
    window.harness.step();
    let copied = window.harness.output().platform_output.commands.clone();
    let texts: Vec<String> = copied.into_iter().filter_map(text_of).collect();
    assert!(texts.iter().any(|text| text.starts_with("curl")), "{texts:?}");
    for text in &texts {
        search("copied", text.as_bytes());
    }
    for (id, name) in [
        (CommandId::SharePage, "run.html"),
        (CommandId::SaveRun, "run.json"),
        (CommandId::Export, "export.json"),
    ] {
        let text = written(&mut window, id, &out.path().join(name));
        search(name, text.as_bytes());
    }
    command(&mut window, "Undo");
    command(&mut window, "Redo");
    command(&mut window, "Log out of the tenant");
    drop(window);
    for folder in [practice.folder.path(), places.path(), out.path()] {
        assert!(search_folder(folder) > 0);
    }
}

fn text_of(command: OutputCommand) -> Option<String> {
    match command {
        OutputCommand::CopyText(text) => Some(text),
        _ => None,
    }
}

/// A server that gives back all that it was sent, in every place of an answer that is shown.
#[test]
fn a_server_that_echoes_the_token_does_not_get_it_shown() {
    type Echoing = fn(&str) -> String;
    let bodies: [(u16, Echoing); 5] = [
        (500, |token| json!({ "message": format!("bad token {token}") }).to_string()),
        (422, |token| {
            json!({ "message": token, "errors": { "name": [format!("not {token}")] } }).to_string()
        }),
        (401, |token| format!("<p>{token}</p>")),
        (200, |token| format!("[{token}")),
        (200, |token| json!({ "data": [{ "id": 1, "name": token }], "meta": { "total": 1 } }).to_string()),
    ];
    let places = tempfile::tempdir().unwrap();
    for (status, body) in bodies {
        let listener = Listener::start(move |request| {
            let token = request.header("authorization").unwrap_or_default().trim_start_matches("Bearer ");
            Reply::json(status, &body(token))
        });
        let practice = practice();
        let settings = practice.path("reagent.toml");
        let text = std::fs::read_to_string(&settings).unwrap();
        std::fs::write(&settings, text.replace(&practice.sandbox.url(), &listener.url)).unwrap();
        let mut window = open(practice.folder.path(), places.path());
        give_token(&mut window, TOKEN);
        let button = window.label_that_ends("Test connection");
        window.click(&button);
        look(&window, "tested");
        window.click("Close");
        command(&mut window, "Plan changes for the tenant");
        let sent = listener.requests();
        let bearer = format!("Bearer {TOKEN}");
        assert!(sent.iter().any(|request| request.header("authorization") == Some(bearer.as_str())));
        search_folder(practice.folder.path());
    }
    assert!(spellings(TOKEN).len() > 5);
}
