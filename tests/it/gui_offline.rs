//! The window without a network: everything but what asks a tenant works, and opens no socket.
//!
//! The test runs itself again as a process of its own, where no other test opens sockets, and without any network if the
//! system lets it (`unshare`). The process looks at its open files after each step; that needs Linux.

use crate::gui_versions::written;
use crate::gui_window::Window;
use crate::support::copy_sample;
use eframe::egui::{Key, Modifiers};
use reagent::app::CommandId;
use std::net::UdpSocket;
use std::path::Path;
use std::process::Command;

/// Says that this is the process of its own.
const ALONE: &str = "REAGENT_TEST_ALONE";
const NAME: &str = "gui_offline::the_window_works_with_every_socket_refused";

fn sockets() -> Vec<String> {
    let Ok(files) = std::fs::read_dir("/proc/self/fd") else { return Vec::new() };
    let targets = files.filter_map(|file| std::fs::read_link(file.ok()?.path()).ok());
    targets
        .map(|target| target.display().to_string())
        .filter(|target| target.starts_with("socket:"))
        .collect()
}

#[test]
fn the_window_works_with_every_socket_refused() {
    if std::env::var_os(ALONE).is_some() {
        return designs();
    }
    let this = std::env::current_exe().unwrap();
    let can_unshare =
        Command::new("unshare").args(["-rn", "true"]).status().is_ok_and(|status| status.success());
    let mut command = if can_unshare { Command::new("unshare") } else { Command::new(&this) };
    if can_unshare {
        command.arg("-rn").arg(&this);
    }
    command.args([NAME, "--exact", "--nocapture"]).env(ALONE, "1");
    for variable in ["DISPLAY", "WAYLAND_DISPLAY", "REAGENT_TOKEN", "DBUS_SESSION_BUS_ADDRESS"] {
        command.env_remove(variable);
    }
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && said.contains("1 passed"),
        "{said}{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

fn step(window: &mut Window, what: &str) {
    assert_eq!(sockets(), Vec::<String>::new(), "after: {what}");
    assert!(!window.notice().contains("ailed"), "{what}: {}", window.notice());
}

fn command(window: &mut Window, name: &str) {
    window.command(name);
    step(window, name);
}

/// A day's work.
fn designs() {
    let control = UdpSocket::bind("0.0.0.0:0").unwrap();
    assert_eq!(sockets().len(), 1, "a socket would be seen");
    drop(control);
    let (folder, out) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    copy_sample("loyalty-demo", folder.path());
    add_tenant(folder.path());
    let mut window = Window::open_folder(folder.path());
    step(&mut window, "opening");
    window.click_last("Gold members over 500: 25 dollar thank-you");
    window.fill("Trigger name", "Gold members over 500: a thank-you");
    window.leave();
    step(&mut window, "editing");
    for name in ["Run all triggers", "Test all cases", "Make it fire", "Undo", "Redo"] {
        command(&mut window, name);
        window.press(Modifiers::NONE, Key::Escape);
    }
    window.click("Show gold-member-612-passes");
    window.command("Save the run as a case");
    step(&mut window, "a case");
    command(&mut window, "Save");
    assert!(!window.state().document.is_dirty());
    for (id, name) in [(CommandId::Export, "export.json"), (CommandId::SharePage, "run.html")] {
        assert!(!written(&mut window, id, &out.path().join(name)).is_empty());
        step(&mut window, name);
    }
    window.command("Import");
    window.type_into("Text to import", crate::sandbox::TRIGGER);
    window.click("Look at it");
    let import = window.label_that_begins("Import 1 object");
    window.click(&import);
    step(&mut window, "importing");
    for name in [
        "New target",
        "New automation",
        "Open sample",
        "Settings",
        "Shortcuts",
        "Events and actions",
        "Connections",
    ] {
        command(&mut window, name);
        window.press(Modifiers::NONE, Key::Escape);
    }
    asks_in_vain(&mut window);
}

/// The one thing that needs a network says so, and the window goes on.
fn asks_in_vain(window: &mut Window) {
    crate::gui_connections::give_token(window, "any-token-0123456789");
    let test = window.label_that_ends("Test connection");
    window.click(&test);
    assert!(window.says("cannot reach 127.0.0.1:9"));
    window.click("Close");
    window.command("Save");
    window.command("Plan changes for the tenant");
    assert!(window.says("Cannot reach 127.0.0.1:9"), "{:?}", window.state().sync.error);
    window.command("Run all triggers");
    assert!(window.notice().starts_with("Runs:"), "{}", window.notice());
}

fn add_tenant(folder: &Path) {
    let settings = folder.join("reagent.toml");
    let text = std::fs::read_to_string(&settings).unwrap();
    let tenant = "\n[[tenants]]\nname = \"nowhere\"\nurl = \"http://127.0.0.1:9\"\n";
    std::fs::write(settings, text + tenant).unwrap();
}
