//! Every screen, panel, dialog and state, one after the other: what can be used has a name, and the keyboard reaches it.
//!
//! A new screen must be added here: [`dialog_after`] and [`screen_after`] match every kind without a wildcard.

use crate::gui_connections::{Practice, give_token};
use crate::gui_window::Window;
use crate::sandbox::{TOKEN, TRIGGER, call};
use crate::software_renderer::SoftwareRenderer;
use crate::support::copy_sample;
use eframe::egui::accesskit::{Action, Role};
use eframe::egui::{Event, Key, Memory, Modifiers};
use egui_kittest::Node;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use reagent::app::{Dialog, Discard, NewContext, SyncCommand, SyncList};
use reagent::document::ObjectId;
use reagent::model::{AutomationId, ContextId, DefinitionKind, TargetId, TriggerId};
use std::path::Path;

/// What can be used and has no name that can be said: a symbol is none.
pub(crate) fn unnamed(root: Node<'_>) -> Vec<String> {
    let nodes = root.children_recursive();
    let unnamed = nodes.filter(|node| is_interactive(node) && !is_named(node));
    unnamed.map(|node| format!("{:?} at {:?}", node.accesskit_node().role(), node.rect())).collect()
}

fn is_interactive(node: &Node<'_>) -> bool {
    let inner = node.accesskit_node();
    let role = inner.role();
    let is_structure =
        matches!(role, Role::Window | Role::GenericContainer | Role::ScrollView | Role::ScrollBar);
    let can = |action| inner.data().supports_action(action);
    // An empty line of text has nothing to point at.
    let is_usable = !is_structure && (can(Action::Click) || can(Action::Focus));
    is_usable && node.rect().width() >= 1.0
}

fn is_named(node: &Node<'_>) -> bool {
    let node = node.accesskit_node();
    // Text that can be pointed at is its own name, whatever it says.
    let is_text = node.role() == Role::Label && node.value().is_some_and(|text| !text.is_empty());
    is_text || node.label().is_some_and(|label| label.chars().any(char::is_alphanumeric))
}

fn check(window: &Window, screen: &str) {
    assert_eq!(unnamed(window.harness.root()), Vec::<String>::new(), "without a name on {screen}");
}

fn palette(window: &mut Window, command: &str) {
    window.command(command);
}

/// The dialog that is tested after this one; the first after none.
fn dialog_after(dialog: Option<&Dialog>) -> Option<Dialog> {
    Some(match dialog {
        None => Dialog::Palette,
        Some(Dialog::Palette) => Dialog::Settings,
        Some(Dialog::Settings) => Dialog::EngineProfile,
        Some(Dialog::EngineProfile) => Dialog::Shortcuts,
        Some(Dialog::Shortcuts) => Dialog::Catalogue,
        Some(Dialog::Catalogue) => Dialog::AddAction,
        Some(Dialog::AddAction) => Dialog::AddContext(NewContext::default()),
        Some(Dialog::AddContext(_)) => Dialog::OpenRecent,
        Some(Dialog::OpenRecent) => Dialog::OpenSample,
        Some(Dialog::OpenSample) => Dialog::About,
        Some(Dialog::About) => Dialog::Practice,
        Some(Dialog::Practice) => Dialog::Fire,
        Some(Dialog::Fire) => Dialog::Connections,
        Some(Dialog::Connections) => Dialog::ConfirmSend,
        Some(Dialog::ConfirmSend) => Dialog::Change,
        Some(Dialog::Change) => Dialog::Case,
        Some(Dialog::Case) => Dialog::Variants,
        Some(Dialog::Variants) => Dialog::Compare,
        Some(Dialog::Compare) => Dialog::SharedRun,
        Some(Dialog::SharedRun) => Dialog::ConfirmDiscard(Discard::New),
        Some(Dialog::ConfirmDiscard(_)) => Dialog::ConfirmOverwrite(Vec::new()),
        Some(Dialog::ConfirmOverwrite(_)) => Dialog::Import,
        Some(Dialog::Import) => Dialog::ChangedOnDisk,
        Some(Dialog::ChangedOnDisk) => Dialog::TenantPreview,
        // The question after a crash needs a session that ended so: `gui_shell` checks it there.
        Some(Dialog::TenantPreview | Dialog::RestoreEdits) => return None,
    })
}

/// Opens a dialog as a user does.
fn open_dialog(window: &mut Window, dialog: &Dialog, folder: &Path) {
    match dialog {
        Dialog::Palette => window.press(Modifiers::COMMAND, Key::K),
        Dialog::Settings => palette(window, "Settings"),
        Dialog::EngineProfile => palette(window, "Engine profile"),
        Dialog::Shortcuts => palette(window, "Shortcuts"),
        Dialog::Catalogue => palette(window, "Events and actions"),
        Dialog::AddAction => palette(window, "Add action"),
        Dialog::AddContext(_) => {
            window.harness.event(Event::Paste("{\"some\": \"event\"}".into()));
            window.rest();
        }
        Dialog::OpenRecent => palette(window, "Open recent"),
        Dialog::OpenSample => palette(window, "Open sample"),
        Dialog::About => palette(window, "About"),
        Dialog::Connections => palette(window, "Connections"),
        Dialog::Practice => palette(window, "Practice server"),
        Dialog::Fire => palette(window, "Fire an event"),
        Dialog::TenantPreview => {
            window.click_last("klaviyo-tier");
            palette(window, "Compare with the tenant's rendering");
        }
        Dialog::ConfirmSend => {
            window.harness.state_mut().ask(reagent::app::Command::Show(Some(Dialog::ConfirmSend)));
            window.rest();
        }
        Dialog::Change => palette(window, "Make it fire"),
        Dialog::Case => {
            window.click_last("Cases");
            let case = window.label_that_begins("Expectations of case ");
            window.click(&case);
        }
        Dialog::Variants => palette(window, "Make variants"),
        Dialog::Compare => palette(window, "Compare with the saved version"),
        Dialog::SharedRun => {
            let path = folder.join("shared.run.json");
            let run = r#"{"format":"reagent-run","version":1,"run":{"trigger":{},"context":{},"environment":{},"steps":[]}}"#;
            std::fs::write(&path, run).unwrap();
            window.drop_file(&path);
        }
        Dialog::ConfirmDiscard(_) => {
            palette(window, "Switch on or off");
            palette(window, "New workspace");
        }
        Dialog::ConfirmOverwrite(_) => {
            let state = window.state();
            let shown = state.workspace().trigger(state.shown_trigger().unwrap()).unwrap();
            std::fs::write(folder.join(shown.file.as_deref().unwrap()), "{}").unwrap();
            palette(window, "Save");
        }
        Dialog::Import => palette(window, "Import"),
        Dialog::ChangedOnDisk => {
            window.harness.event(Event::WindowFocused(false));
            window.rest();
            window.harness.event(Event::WindowFocused(true));
            window.rest();
        }
        Dialog::RestoreEdits => panic!("nothing was left behind"),
    }
}

#[test]
fn everything_in_every_dialog_has_a_name() {
    let folder = tempfile::tempdir().unwrap();
    copy_sample("loyalty-demo", folder.path());
    let mut window = Window::open_folder(folder.path());
    window.click_last("Promoters get a coffee");
    let mut dialog = dialog_after(None);
    while let Some(wanted) = dialog {
        open_dialog(&mut window, &wanted, folder.path());
        let shown = window.state().view.dialog.clone();
        let is_it = shown.as_ref().map(std::mem::discriminant) == Some(std::mem::discriminant(&wanted));
        assert!(is_it, "{wanted:?} should be open, not {shown:?}");
        check(&window, &format!("{wanted:?}"));
        window.press(Modifiers::NONE, Key::Escape);
        assert_eq!(window.state().view.dialog, None, "Escape closes {wanted:?}");
        dialog = dialog_after(Some(&wanted));
    }
}

/// The kind of object whose screen is tested after this one.
fn screen_after(object: Option<&ObjectId>) -> Option<ObjectId> {
    Some(match object {
        None => ObjectId::Trigger(TriggerId(0)),
        Some(ObjectId::Trigger(_)) => ObjectId::Automation(AutomationId(0)),
        Some(ObjectId::Automation(_)) => ObjectId::Target(TargetId(0)),
        Some(ObjectId::Target(_)) => ObjectId::Context(ContextId(0)),
        Some(ObjectId::Context(_)) => ObjectId::Definition(DefinitionKind::Reward, String::new()),
        Some(ObjectId::Definition(..)) => ObjectId::Definitions,
        Some(ObjectId::Definitions) => ObjectId::Case(String::new()),
        Some(ObjectId::Case(_)) => ObjectId::Settings,
        Some(ObjectId::Settings) => return None,
    })
}

/// Shows an object of a kind and goes through the states of its screen; each is named.
fn go_through(window: &mut Window, object: &ObjectId) -> bool {
    let workspace = window.state().workspace().clone();
    match object {
        ObjectId::Trigger(_) => {
            window.click_last("Promoters get a coffee");
            check(window, "a trigger");
            for number in 1..=workspace.triggers[0].actions.len().min(2) {
                let card = window.label_that_begins(&format!("Action {number} "));
                window.click(&card);
                check(window, "a trigger with an open card");
            }
            for pane in ["Trace", "Payload", "Contexts"] {
                window.click_last(pane);
                check(window, pane);
            }
            window.command("Receive posts");
            check(window, "received posts");
            window.click_last("Contexts");
            window.point_last("Event");
            check(window, "the event picker");
            window.press(Modifiers::NONE, Key::Escape);
        }
        ObjectId::Automation(_) => {
            window.command("New automation");
            check(window, "an automation");
        }
        ObjectId::Target(_) => {
            window.click_last("klaviyo-tier");
            check(window, "a target");
            window.click("More about this target");
            check(window, "a target with its details");
        }
        ObjectId::Context(_) => {
            window.click_last("reward-25-passes");
            for pane in ["Tree", "JSON text", "Fields"] {
                window.click_last(pane);
                check(window, pane);
            }
        }
        ObjectId::Definition(..) => {
            window.command("thank-you-25");
            check(window, "a definition");
        }
        ObjectId::Definitions => {
            window.command("Definitions");
            check(window, "the definitions");
        }
        // Nothing of them is shown yet.
        ObjectId::Case(_) => return false,
        ObjectId::Settings => {
            window.command("Workspace settings");
            check(window, "the workspace's settings");
        }
    }
    true
}

#[test]
fn everything_on_every_screen_has_a_name() {
    let mut window = Window::open_sized("loyalty-demo", [1440.0, 1200.0]);
    let mut object = screen_after(None);
    while let Some(kind) = object {
        if go_through(&mut window, &kind) {
            let shown = window.state().selection.object.clone().unwrap();
            assert_eq!(std::mem::discriminant(&shown), std::mem::discriminant(&kind), "{shown:?}");
        }
        object = screen_after(Some(&kind));
    }
    let problems = window.label_that_begins("Problems");
    window.click_last(&problems);
    check(&window, "the problems");
    window.type_into("Search the workspace", "gold");
    check(&window, "hits of the search");
    for menu in ["File", "Edit", "Go", "Run", "Tenant", "View", "Help"] {
        window.point(menu);
        check(&window, menu);
        window.press(Modifiers::NONE, Key::Escape);
    }
}

/// The list of the sync panel that is tested after this one.
fn list_after(list: Option<SyncList>) -> Option<SyncList> {
    Some(match list {
        None => SyncList::Send,
        Some(SyncList::Send) => SyncList::Bring,
        Some(SyncList::Bring) => SyncList::Drift,
        Some(SyncList::Drift) => return None,
    })
}

#[test]
fn everything_of_the_sync_panel_has_a_name_and_is_reached() {
    let practice = Practice::new();
    let mut window = practice.open_sized([1440.0, 2400.0]);
    window.command("Plan changes for the tenant");
    check(&window, "the sync panel without a token");
    give_token(&mut window, TOKEN);
    check(&window, "the connections with a token");
    window.click("Close");
    window.command("Plan changes for the tenant");
    window.command("Send the planned changes");
    check(&window, "the question before sending");
    window.click("Send now");
    check(&window, "what became of sending");
    // A change on either side, and one on both.
    let made = call(&practice.sandbox, "POST", "/triggers", TRIGGER);
    assert_eq!(made.status, 201);
    let changed = call(&practice.sandbox, "PUT", "/triggers/1", r#"{"name":"Theirs","notes":"theirs"}"#);
    assert_eq!(changed.status, 200);
    crate::gui_sync::compare(&mut window);
    let mut list = list_after(None);
    while let Some(wanted) = list {
        window.harness.state_mut().ask(SyncCommand::Show(wanted));
        window.rest();
        assert_eq!(window.state().sync.list, wanted);
        check(&window, &format!("{wanted:?}"));
        every_control_is_reached(&mut window);
        list = list_after(Some(wanted));
    }
    window.harness.state_mut().ask(SyncCommand::Show(SyncList::Bring));
    window.rest();
    window.click("Bring copies, switched off");
    check(&window, "copies");
}

fn every_control_is_reached(window: &mut Window) {
    window.wait_for_notices_to_go();
    let nodes = window.harness.root().children_recursive();
    let usable: Vec<String> = nodes
        .filter(|node| is_interactive(node) && !node.accesskit_node().is_disabled())
        .map(|node| node.accesskit_node().label().unwrap_or_default())
        .collect();
    let reached: Vec<String> =
        tab_order(window, usable.len() + 40).into_iter().map(|(_, name)| name).collect();
    let missed: Vec<&String> = usable.iter().filter(|name| !reached.contains(name)).collect();
    assert!(missed.is_empty(), "Tab never reaches {missed:?}; it reaches {reached:?}");
}

/// Names of what the Tab key goes through until it comes round.
fn tab_order(window: &mut Window, most: usize) -> Vec<(u64, String)> {
    let mut order = Vec::new();
    for _ in 0..most {
        window.press(Modifiers::NONE, Key::Tab);
        let focused = window.harness.root().children_recursive().find(Node::is_focused);
        let Some(node) = focused else { continue };
        let id = window.harness.ctx.memory(Memory::focused).map_or(0, |id| id.value());
        if order.iter().any(|(other, _)| *other == id) {
            return order;
        }
        order.push((id, node.accesskit_node().label().unwrap_or_default()));
    }
    order
}

#[test]
fn the_tab_key_reaches_everything_that_can_be_used() {
    let mut window = Window::open_sized("loyalty-demo", [1440.0, 1200.0]);
    window.click_last("Promoters get a coffee");
    every_control_is_reached(&mut window);
}

#[test]
fn what_has_the_focus_is_seen_in_light_and_dark() {
    let renderer = SoftwareRenderer::default();
    let mut window = Window::open_drawn("loyalty-demo", [1024.0, 640.0], renderer.clone());
    window.wait_for_notices_to_go();
    for theme in [eframe::egui::Theme::Light, eframe::egui::Theme::Dark] {
        window.harness.ctx.set_theme(theme);
        window.rest();
        // A button without a frame, which has no look of its own for the focus.
        let ring = window.harness.get_by_label("Triggers").rect().expand(3.0);
        let before = renderer.picture(&window.harness.ctx, window.harness.output());
        window.focus("Triggers");
        let after = renderer.picture(&window.harness.ctx, window.harness.output());
        let (y, left, right) = (ring.top() as usize + 1, ring.left() as usize + 6, ring.right() as usize - 6);
        let changed = (left..right).filter(|x| {
            let at = (y * before.width + x) * 4;
            before.rgba[at..at + 3].iter().zip(&after.rgba[at..at + 3]).any(|(a, b)| a.abs_diff(*b) > 40)
        });
        assert!(changed.count() * 10 > (right - left) * 8, "the ring is seen along the whole edge");
        window.harness.ctx.memory_mut(|memory| {
            if let Some(id) = memory.focused() {
                memory.surrender_focus(id);
            }
        });
        window.rest();
    }
}
