//! What is live in the window: the practice server, firing, receiving, a tenant's own rendering. Real sockets.

use crate::gui_connections::{Practice, give_token};
use crate::gui_window::Window;
use crate::http::send;
use crate::listener::{Listener, Reply};
use crate::sandbox::{TOKEN, options};
use crate::software_renderer::SoftwareRenderer;
use crate::support::copy_sample;
use egui_kittest::kittest::Queryable as _;
use reagent::app::{Command, Dialog, Server};
use reagent::document::{Edit, WorkspaceEdit};
use reagent::engine::{Secret, sign};
use reagent::model::{Autoescape, EngineProfile};
use reagent::sandbox::{Fault, FaultKind, Sandbox};
use std::fs;
use std::net::TcpStream;
use std::time::Duration;
use tempfile::TempDir;

const WAIT: Duration = Duration::from_secs(20);

fn opened(folder: &TempDir) -> Window {
    Window::open_path(folder.path().to_owned(), [1440.0, 900.0], SoftwareRenderer::default())
}

fn demo() -> (Window, TempDir) {
    let folder = TempDir::new().unwrap();
    copy_sample("loyalty-demo", folder.path());
    (opened(&folder), folder)
}

fn practise(window: &mut Window) -> String {
    window.command("Practice server");
    window.click("Start the practice server");
    let Server::On(practice) = &window.state().live.practice else { panic!("it does not run") };
    practice.url.clone()
}

fn connect(window: &mut Window) -> String {
    let url = practise(window);
    // Started again it may have the same address.
    let is_known = window.has("Connect again");
    window.click(if is_known { "Connect again" } else { "Connect this workspace to it" });
    window.click("Close");
    url
}

fn address(url: &str) -> String {
    let rest = url.trim_start_matches("http://");
    rest.split('/').next().unwrap().to_owned()
}

#[test]
fn the_practice_server_starts_connects_and_stops_with_the_window() {
    let (mut window, _folder) = demo();
    let url = practise(&mut window);
    assert!(window.says("Running, 0 requests so far") && window.says(&url));
    assert!(
        window.has(&window.label_that_ends("Copy address"))
            && window.has(&window.label_that_ends("Copy token"))
    );
    window.click("Connect this workspace to it");
    let tenant = window.state().tenant().unwrap().clone();
    assert_eq!(
        (tenant.name.as_str(), tenant.url.as_deref(), tenant.is_test),
        ("practice", Some(url.as_str()), true)
    );
    assert!(window.says("It is the chosen tenant of this workspace"));
    window.click("Close");
    assert!(window.says("Practice server "), "its state is in the status bar");
    window.command("Test the connection");
    assert!(window.says("Connected, with the token from this session's memory"));
    window.click("Close");
    window.harness.state_mut().wait_until(WAIT, |state, _| state.live.answered >= 4);
    // Stopped and started again it has another token; connecting again is one click.
    window.command("Stop the practice server");
    assert_eq!(window.state().live.practice, Server::Off);
    assert!(TcpStream::connect(address(&url)).is_err(), "nobody listens any more");
    let again = connect(&mut window);
    window.command("Test the connection");
    assert!(window.says("Connected, with the token"));
    assert_eq!(window.state().workspace().tenants.len(), 1);
    drop(window);
    assert!(TcpStream::connect(address(&again)).is_err(), "it stops with the window");
}

#[test]
fn an_event_runs_here_first_and_the_tenants_history_stands_beside_it() {
    let (mut window, _folder) = demo();
    connect(&mut window);
    window.click_last("Promoters get a coffee");
    window.command("Fire an event");
    assert!(window.says("What it does here") && window.says("Promoters get a coffee"));
    assert_eq!(window.state().live.answered, 0, "nothing was sent yet");
    window.click("POST /profiles/{id}/custom-event");
    window.fill("Profile id", "nobody");
    window.click("Fire it live on practice");
    assert!(window.says("not found (404)"), "a refusal is shown");
    window.click("POST /events");
    window.click("Fire it live on practice");
    assert!(window.says("The tenant took it"));
    let shot = window.state().live.shot.clone().unwrap();
    let runs = shot.answer.unwrap().unwrap().told.clone().unwrap();
    let names: Vec<_> = runs.told.iter().map(|told| told.name.as_str()).collect();
    assert!(names.contains(&"Promoters get a coffee"), "{names:?}");
    assert!(runs.missing.is_empty() && runs.told.iter().flat_map(|told| &told.rows).all(|row| row.is_same));
    assert!(window.says("Assumption: an entry of the history is an action that ran"));
    window.fill("Event to fire", "profile.updated");
    assert!(window.says("is reserved: Omneo fires it itself"));
    assert!(window.state().can_fire("").is_err());
}

/// Signed with the secret of the practice server that the same window has started.
#[test]
fn the_listener_knows_the_practice_servers_secret_and_shows_what_it_refuses() {
    let (mut window, _folder) = demo();
    practise(&mut window);
    assert!(window.has(&window.label_that_ends("Copy secret")));
    let secret = window.state().live.practice.on().unwrap().secret.clone();
    window.click("Close");
    window.command("Receive posts");
    window.fill("Port to listen on", "0");
    window.click("Start listening");
    let url = window.state().live.listener.on().unwrap().clone();
    let signature = sign(b"{}", &secret);
    let path = format!("{url}/longer/path/with/things?aaa={}", "b".repeat(300));
    for (signature, body) in [(signature.as_str(), "{}"), ("00", "{}"), ("00", &"x".repeat(3 * 1024 * 1024))]
    {
        let headers = [("X-Omneo-Event", "profile.updated"), ("X-Omneo-Hmac-SHA256", signature)];
        let _ = send("POST", &path, &headers, body);
    }
    window.harness.state_mut().wait_until(WAIT, |state, _| state.live.posts.len() == 3);
    window.rest();
    assert!(window.says("Refused with 413: too large, 3145728 bytes"));
    window.click("Post 2 of profile.updated, signature: unchecked");
    window.click("Post 1 of profile.updated, signature: valid");
    assert!(window.says("Signature is valid"));
    // However long the path is, what can be done with the post stays in the window.
    for name in ["Use as a context", "Copy body"] {
        let name = window.label_that_ends(name);
        let right = window.harness.get_by_label(&name).rect().right();
        assert!(right <= 1440.0, "{name} ends at {right}");
    }
}

#[test]
fn a_lost_answer_shows_what_the_tenants_history_has_of_the_event() {
    let practice = Practice::of(Sandbox::start(options()).unwrap(), false);
    let mut window = practice.open();
    give_token(&mut window, TOKEN);
    window.click("Close");
    window.click_last("Promoters get a coffee");
    window.command("Fire an event");
    practice.sandbox.add_fault(Fault::of("POST", "/events", FaultKind::CutBody));
    window.click("Fire it live on practice");
    assert!(
        window.says("Whether the tenant took the event is not known") && !window.says("The tenant took it")
    );
    assert!(window.says("On the tenant"), "its history is shown all the same");
    let shot = window.state().live.shot.clone().unwrap();
    let result = shot.answer.unwrap().unwrap();
    assert!(result.answer.is_err() && !result.told.as_ref().unwrap().told.is_empty());
}

#[test]
fn a_production_tenant_gets_nothing_before_its_name_is_typed() {
    let practice = Practice::marked(true);
    let mut window = practice.open();
    give_token(&mut window, TOKEN);
    window.click("Close");
    window.click_last("Promoters get a coffee");
    window.command("Fire an event");
    assert!(window.says("This is a production tenant: its live reactions would run"));
    window.click("Fire it live on practice");
    window.fill("Name of the production tenant", "practic");
    window.click("Fire it live on practice");
    let posts = || practice.sandbox.requests().iter().filter(|request| request.method == "POST").count();
    assert_eq!(posts(), 0);
    window.type_into("Name of the production tenant", "e");
    window.click("Fire it live on practice");
    assert_eq!(posts(), 1);
    // The server is vacant: what runs here is not there.
    assert!(window.says("runs here, and is not in the tenant's history"));
}

#[test]
fn posts_are_received_checked_and_used_as_a_context() {
    let (mut window, _folder) = demo();
    window.command("Receive posts");
    window.fill("Port to listen on", "0");
    window.type_into("Shared secret", "a secret of our own");
    window.click("Start listening");
    let url = window.state().live.listener.on().unwrap().clone();
    assert!(window.says("Listening on") && window.says("Nothing was posted yet"));
    let body = r#"{"profile_id":"p-1","data":{"score":9,"comment":"Fine"}}"#;
    let signature = sign(body.as_bytes(), &Secret::new("a secret of our own"));
    let post = |signature: &str| {
        let headers = [
            ("X-Omneo-Event", "custom.survey_completed"),
            ("X-Omneo-Hmac-SHA256", signature),
            ("X-Other", "not kept"),
        ];
        send("POST", &format!("{url}/care"), &headers, body).unwrap().status
    };
    assert_eq!((post(&signature), post(&"0".repeat(64))), (200, 401));
    window.harness.state_mut().wait_until(WAIT, |state, _| state.live.posts.len() == 2);
    window.rest();
    assert!(window.has("Received 2"));
    assert!(window.says("Signature is WRONG"), "the newest is shown");
    window.click("Post 1 of custom.survey_completed, signature: valid");
    assert!(window.says("Signature is valid") && window.says("POST /care"));
    window.click("Headers 2");
    assert!(window.says("x-omneo-event: custom.survey_completed") && !window.says("not kept"));
    window.click(&window.label_that_ends("Use as a context"));
    let Some(Dialog::AddContext(new)) = window.state().view.dialog.clone() else { panic!("no dialog") };
    assert_eq!((new.event.as_str(), &*new.text, new.is_anonymised), ("custom.survey_completed", body, true));
    window.press(eframe::egui::Modifiers::NONE, eframe::egui::Key::Escape);
    assert_eq!(send("POST", &format!("{url}/x"), &[], "no json").unwrap().status, 401);
    window.harness.state_mut().wait_until(WAIT, |state, _| state.live.posts.len() == 3);
    window.rest();
    window.click("Post 3 of no event, signature: not signed");
    assert!(window.says("refused with 401: the listener has a secret") && window.says("The body is no JSON"));
    window.click("Stop listening");
    assert!(TcpStream::connect(address(&url)).is_err());
    window.click("Forget all posts");
    assert!(window.state().live.posts.is_empty());
}

/// A workspace whose target shows how values are escaped.
fn escaping() -> TempDir {
    let folder = TempDir::new().unwrap();
    for (path, text) in [
        ("reagent.toml", "name = \"Escaping\"\n"),
        ("targets/crm.json", r#"{"name":"CRM","handle":"crm","url":"https://c.example.com"}"#),
        ("targets/crm.twig", r#"{"name": "{{ first_name }}"}"#),
        ("contexts/profile.updated/jo.json", r#"{"id":"p-1","first_name":"Jo & Ann"}"#),
        (
            "triggers/push.json",
            r#"{"name":"Push","trigger":"profile.updated","actions":[{"name":"target.send","arguments":[{"name":"target","value":"crm"}]}]}"#,
        ),
    ] {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

#[test]
fn a_tenants_rendering_is_compared_and_its_settings_are_taken_over() {
    let folder = escaping();
    let mut window = opened(&folder);
    connect(&mut window);
    window.click_last("crm");
    window.click("Compare with the tenant");
    assert_eq!(window.value("Id on the tenant"), "p-1", "what the shown sample is about");
    window.click("Ask practice");
    assert!(window.says("Both render the same, its only value"));
    let off = EngineProfile { autoescape: Autoescape::Off, ..EngineProfile::default() };
    window.harness.state_mut().ask(Command::Edit(Edit::Workspace(WorkspaceEdit::Profile(off))));
    window.rest();
    window.click("Ask practice");
    assert!(window.says("The tenant renders something else"));
    assert!(window.says("-  \"name\": \"Jo &amp; Ann\"") && window.says("+  \"name\": \"Jo & Ann\""));
    assert!(window.says("autoescape: html instead of off"));
    window.click("Use these settings in this workspace");
    assert_eq!(window.state().workspace().profile.autoescape, Autoescape::Html);
    assert!(window.says("Both render the same"), "it was asked again");
    window.fill("Id on the tenant", "nobody");
    window.click("Ask practice");
    assert!(window.says("404") || window.says("422"), "a refusal is shown");
}

#[test]
fn waiting_for_a_tenant_can_be_stopped() {
    let listener = Listener::start(|_| Reply::Hang(Vec::new()));
    let folder = escaping();
    let settings =
        format!("name = \"Escaping\"\n\n[[tenants]]\nname = \"slow\"\nurl = \"{}\"\n", listener.url);
    fs::write(folder.path().join("reagent.toml"), settings).unwrap();
    let mut window = opened(&folder);
    give_token(&mut window, "tok-slow-1");
    window.click("Close");
    window.click_last("crm");
    window.click("Compare with the tenant");
    window.harness.get_by_label("Ask slow").click();
    window.harness.run();
    assert!(window.says("Asking …"));
    window.click("Stop");
    let preview = window.state().live.preview.clone().unwrap();
    assert!(preview.answer.unwrap().is_err());
    assert!(!window.says("Asking …"));
}

/// A token that may not read webhooks: the plan of the rest goes on, and says so.
#[test]
fn a_kind_that_may_not_be_read_is_left_out_of_the_plan_in_the_window() {
    let practice = Practice::new();
    let forbidden = FaultKind::Status { status: 403, retry_after: None };
    practice.sandbox.add_fault(Fault {
        method: None,
        path: Some("/webhooks".into()),
        times: 9,
        kind: forbidden,
    });
    let mut window = practice.open();
    give_token(&mut window, TOKEN);
    window.click("Close");
    window.command("Plan changes for the tenant");
    assert!(window.says("Webhooks are left out, nothing is planned for them"));
    let send = window.label_that_begins("Send 9");
    assert!(!send.is_empty(), "the rest is planned");
}
