//! Connections in the window: tenants, their tokens and whether they can be reached, against the practice server.

use crate::gui_window::Window;
use crate::sandbox::{TOKEN, vacant};
use crate::software_renderer::SoftwareRenderer;
use crate::support::copy_sample;
use egui_kittest::kittest::NodeT as _;
use reagent::app::Dialog;
use reagent::sandbox::Sandbox;
use reagent::secret::Secret;
use reagent::tasks::TokenStore;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use tempfile::TempDir;

/// A safe in memory, which outlasts a window.
#[derive(Default)]
pub(crate) struct Safe(Mutex<BTreeMap<String, Secret>>);

impl TokenStore for Safe {
    fn look(&self, tenant: &str) -> Result<Option<Secret>, String> {
        Ok(self.0.lock().unwrap().get(tenant).cloned())
    }

    fn keep(&self, tenant: &str, token: &Secret) -> Result<(), String> {
        self.0.lock().unwrap().insert(tenant.to_owned(), token.clone());
        Ok(())
    }

    fn forget(&self, tenant: &str) -> Result<bool, String> {
        Ok(self.0.lock().unwrap().remove(tenant).is_some())
    }
}

/// A practice server and a copy of the sample that knows it.
pub(crate) struct Practice {
    pub(crate) sandbox: Sandbox,
    pub(crate) folder: TempDir,
}

impl Practice {
    pub(crate) fn new() -> Self {
        Self::marked(false)
    }

    pub(crate) fn marked(is_production: bool) -> Self {
        Self::of(vacant(), is_production)
    }

    /// A copy of the sample that knows a practice server.
    pub(crate) fn of(sandbox: Sandbox, is_production: bool) -> Self {
        let folder = TempDir::new().unwrap();
        copy_sample("loyalty-demo", folder.path());
        let practice = Self { sandbox, folder };
        let tenant = format!(
            "\n[[tenants]]\nname = \"practice\"\nurl = \"{}\"\nproduction = {is_production}\ntest = {}\n",
            practice.sandbox.url(),
            !is_production
        );
        let settings = practice.path("reagent.toml");
        let text = fs::read_to_string(&settings).unwrap();
        fs::write(settings, text + &tenant).unwrap();
        practice
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn open(&self) -> Window {
        self.open_sized([1440.0, 900.0])
    }

    /// A window that has no token yet and a safe of its own.
    pub(crate) fn open_sized(&self, size: [f32; 2]) -> Window {
        self.open_drawn(size, SoftwareRenderer::default())
    }

    pub(crate) fn open_drawn(&self, size: [f32; 2], renderer: SoftwareRenderer) -> Window {
        let mut window = Window::open_path(self.folder.path().to_owned(), size, renderer);
        window.harness.state_mut().keep_tokens_in(Arc::new(Safe::default()));
        window
    }
}

/// Types a token for this session into the connections, which stay open.
pub(crate) fn give_token(window: &mut Window, token: &str) {
    window.command("Connections");
    if window.has("Remember it in the keychain of this computer") {
        window.click("Remember it in the keychain of this computer");
    }
    window.type_into("Token", token);
    window.click("Use this token");
}

#[test]
fn a_tenant_is_added_marked_changed_and_taken_back() {
    let folder = TempDir::new().unwrap();
    copy_sample("loyalty-demo", folder.path());
    let mut window = Window::open_folder(folder.path());
    assert!(window.says("No tenant"));
    window.command("Connections");
    assert!(window.says("No tenant yet"));
    let add = window.label_that_ends("Add a tenant");
    window.click(&add);
    window.type_into("Tenant name", "no/slash");
    assert!(window.says("letters, digits, dots and dashes"));
    window.fill("Tenant name", "acme");
    window.click_last("Production");
    window.type_into("Certificate file", "ca.pem");
    window.click("Add the tenant");
    let tenant = window.state().tenant().unwrap().clone();
    assert_eq!((tenant.name.as_str(), tenant.url, tenant.is_production), ("acme", None, true));
    assert!(window.says("acme, production"), "the status bar says it with a word");
    assert!(window.says("https://api.acme.getomneo.com/api/v3"));
    window.click_last("Close");
    window.command("Save");
    let text = fs::read_to_string(folder.path().join("reagent.toml")).unwrap();
    assert!(text.contains("name = \"acme\"\nca = \"ca.pem\"\nproduction = true"), "{text}");
    window.command("Connections");
    let change = window.label_that_ends("Change");
    window.click(&change);
    window.fill("Tenant address", "https://omneo.example.com");
    window.click("Save the tenant");
    assert!(window.says("https://omneo.example.com/api/v3"));
    let remove = window.label_that_ends("Remove");
    window.click(&remove);
    assert!(window.state().tenant().is_none());
    window.click_last("Undo");
    assert_eq!(window.state().tenant().unwrap().url.as_deref(), Some("https://omneo.example.com"));
}

#[test]
fn an_address_that_would_send_the_token_readable_is_refused() {
    let mut window = Window::open("loyalty-demo");
    window.command("Connections");
    let add = window.label_that_ends("Add a tenant");
    window.click(&add);
    window.type_into("Tenant name", "acme");
    window.type_into("Tenant address", "http://omneo.example.com");
    window.click("Add the tenant");
    assert!(window.says("only https is used"));
}

#[test]
fn a_token_for_this_session_connects_and_is_forgotten() {
    let practice = Practice::new();
    let mut window = practice.open();
    window.command("Test the connection");
    assert_eq!(window.state().view.dialog, Some(Dialog::Connections));
    assert!(window.says("paste the token of 'practice'"), "without a token nothing is asked");
    assert!(practice.sandbox.requests().is_empty());
    give_token(&mut window, TOKEN);
    assert_eq!(window.notice(), "The token of 'practice' is kept for this session only");
    assert!(window.says("There is a token for this session only"));
    assert!(!window.says("paste the token of 'practice'"), "that was true of the time before");
    let test = window.label_that_ends("Test connection");
    window.click(&test);
    assert!(window.says("Connected, with the token from this session's memory"));
    assert!(window.has("It may read targets, triggers, automations, webhooks"));
    assert!(window.says("create- and update-"), "the scopes are named");
    window.click("Log out");
    assert!(window.says("No token yet") && !window.says("Connected, with the token"));
    window.click(&test);
    assert!(window.says("paste the token of 'practice'"));
}

#[test]
fn a_token_that_is_not_accepted_says_what_to_do() {
    let practice = Practice::new();
    let mut window = practice.open();
    give_token(&mut window, "some-other-token-0123456789");
    let test = window.label_that_ends("Test connection");
    window.click(&test);
    assert!(window.says("The tenant does not let this token read"));
    assert!(window.says("paste a new one under Connections"));
    window.click("Close");
    window.command("Connections");
    assert!(!window.says("does not let this token read"), "what was true then is not told as if it were now");
    window.type_into("Token", "two words");
    window.click("Use this token");
    assert!(window.notice().contains("a token is one word on one line"), "{}", window.notice());
    assert!(window.says("There is a token for this session only"), "the old one stays");
}

#[test]
fn a_remembered_token_is_there_in_the_next_session_until_logging_out() {
    let practice = Practice::new();
    let safe = Arc::new(Safe::default());
    for is_first in [true, false] {
        let mut window = practice.open();
        window.harness.state_mut().keep_tokens_in(safe.clone());
        window.command("Connections");
        if is_first {
            window.type_into("Token", TOKEN);
            window.click("Use this token");
            assert_eq!(window.notice(), "The token of 'practice' is in the keychain of this computer");
        }
        assert!(window.says("There is a token in the keychain of this computer"));
        let test = window.label_that_ends("Test connection");
        window.click(&test);
        assert!(window.says("Connected, with the token from the system's keychain"));
        if !is_first {
            window.command("Log out of the tenant");
            assert!(window.notice().ends_with("is removed from the keychain"), "{}", window.notice());
        }
    }
    assert!(safe.0.lock().unwrap().is_empty());
}

#[test]
fn a_remembered_token_goes_to_no_other_server_under_the_same_name() {
    let (practice, other) = (Practice::new(), Practice::new());
    let safe = Arc::new(Safe::default());
    for (practice, is_known) in [(&practice, false), (&practice, true), (&other, false)] {
        let mut window = practice.open();
        window.harness.state_mut().keep_tokens_in(safe.clone());
        window.command("Connections");
        assert_eq!(window.says("There is a token in the keychain of this computer"), is_known);
        if safe.0.lock().unwrap().is_empty() {
            window.type_into("Token", TOKEN);
            window.click("Use this token");
        }
    }
}

#[test]
fn without_a_keychain_the_token_is_kept_for_this_session_and_that_is_said() {
    let practice = Practice::new();
    // A window that keeps nothing has no keychain either.
    let mut window = Window::open_folder(practice.folder.path());
    window.command("Connections");
    assert!(window.says("The keychain of this computer cannot be used"));
    assert!(!window.has("Remember it in the keychain of this computer"));
    window.type_into("Token", TOKEN);
    window.click("Use this token");
    assert!(window.says("There is a token for this session only"));
}

#[test]
fn a_token_goes_to_no_other_address_than_it_was_typed_for() {
    let practice = Practice::new();
    let mut window = practice.open();
    give_token(&mut window, TOKEN);
    let other = vacant();
    let change = window.label_that_ends("Change");
    window.click(&change);
    window.fill("Tenant address", &other.url());
    window.click("Save the tenant");
    assert!(window.says("No token yet"));
    let test = window.label_that_ends("Test connection");
    window.click(&test);
    assert!(other.requests().is_empty());
}

#[test]
fn what_is_typed_as_a_token_is_in_no_state_and_no_name() {
    let practice = Practice::new();
    let mut window = practice.open();
    window.command("Connections");
    window.type_into("Token", TOKEN);
    let seen = |window: &Window| {
        let nodes = window.harness.root().children_recursive();
        let said = nodes.map(|node| format!("{:?} {:?}\n", node.accesskit_node().label(), node.value()));
        format!("{}{:?}", said.collect::<String>(), window.state())
    };
    assert!(!seen(&window).contains(TOKEN), "while it is typed");
    window.click("Use this token");
    assert!(!seen(&window).contains(TOKEN), "after it was taken");
    assert!(seen(&window).contains("Some(\"practice, test tenant\")"), "the search sees what is shown");
    assert!(read_all(practice.folder.path()).iter().all(|text| !text.contains(TOKEN)));
}

pub(crate) fn read_all(folder: &Path) -> Vec<String> {
    let mut texts = Vec::new();
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        if entry.path().is_dir() {
            texts.extend(read_all(&entry.path()));
        } else {
            texts.push(String::from_utf8_lossy(&fs::read(entry.path()).unwrap()).into_owned());
        }
    }
    texts
}
