//! I12 for every command: a practice server, a listener and a forwarder that have the secrets, and all that they leave.

use crate::canary::{SHARED, TOKEN, search, search_folder};
use crate::http::send;
use crate::support::{env, project, reagent_env, start_reagent};
use reagent::engine::{Secret, run};
use reagent::io::load_workspace;
use reagent::report::curl;
use serde_json::{Value, json};
use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, ChildStdout, Stdio};
use tempfile::TempDir;

const EVENT: &str = "custom.openloyalty_tier_changed";

/// A program that runs until it is stopped; what it prints is searched at the end.
struct Server {
    name: &'static str,
    child: Child,
    out: BufReader<ChildStdout>,
    printed: Vec<u8>,
}

impl Server {
    fn start(name: &'static str, arguments: &[&str]) -> (Self, String) {
        let mut command = start_reagent(arguments);
        command.env("REAGENT_TOKEN", TOKEN).env("REAGENT_OPEN_LOYALTY_TOKEN", TOKEN);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        while !line.contains("http://127.0.0.1:") {
            line.clear();
            assert!(out.read_line(&mut line).unwrap() > 0, "{name} said nothing");
        }
        let at = line.find("http://127.0.0.1:").unwrap();
        let end = line[at + 17..].find(|c: char| !c.is_ascii_digit()).map_or(line.len(), |end| at + 17 + end);
        let url = line[at..end].to_owned();
        (Self { name, child, out, printed: line.into_bytes() }, url)
    }

    /// Ends it as Ctrl-C does, and searches all that it printed.
    fn stop(self) -> usize {
        let pid = self.child.id().to_string();
        assert!(std::process::Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
        self.end()
    }

    /// Waits for its own end.
    fn end(mut self) -> usize {
        self.out.read_to_end(&mut self.printed).unwrap();
        self.child.stderr.take().unwrap().read_to_end(&mut self.printed).unwrap();
        self.child.wait().unwrap();
        search(self.name, &self.printed);
        self.printed.len()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Only a test that has failed leaves it running.
        let _ = self.child.kill();
    }
}

/// Copies a sample, with the practice server's address in its settings.
fn copied(sample: &str, to: &Path, address: &str) {
    for file in reagent::io::collect_files(&project(sample)).unwrap() {
        let path = to.join(&file.path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, file.text.replace("http://127.0.0.1:8377", address)).unwrap();
    }
    for folder in ["mappings", "captured"] {
        fs::create_dir_all(to.join(folder)).unwrap();
        for entry in fs::read_dir(project(sample).join(folder)).unwrap().map(Result::unwrap) {
            fs::copy(entry.path(), to.join(folder).join(entry.file_name())).unwrap();
        }
    }
}

/// A folder that is searched, and one beside it in which the secrets are.
struct Place {
    own: TempDir,
    elsewhere: TempDir,
}

impl Place {
    fn new() -> Self {
        let place = Self { own: tempfile::tempdir().unwrap(), elsewhere: tempfile::tempdir().unwrap() };
        let headers = format!("X-Shop: {SHARED}\nAuthorization: Bearer {TOKEN}\n");
        for (name, text) in [("key", SHARED), ("token", TOKEN), ("headers", headers.as_str())] {
            fs::write(place.elsewhere.path().join(name), text).unwrap();
        }
        place
    }

    fn at(&self, path: &str) -> String {
        self.own.path().join(path).to_str().unwrap().to_owned()
    }

    fn secret(&self, name: &str) -> String {
        self.elsewhere.path().join(name).to_str().unwrap().to_owned()
    }

    fn put(&self, path: &str, value: &Value) {
        let path = self.own.path().join("workspace").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, value.to_string()).unwrap();
    }

    /// The sample, with a trigger that sends what it gets to the listener.
    fn fill(&self, address: &str, receiving: &str) {
        copied("samples/open-loyalty", Path::new(&self.at("workspace")), address);
        let url = format!("{receiving}/desk");
        self.put(
            "targets/desk.json",
            &json!({ "name": "Desk", "handle": "desk", "url": url, "template": "" }),
        );
        let argument = json!({ "name": "target", "value": "desk" });
        let action = json!({ "name": "target.send", "sort_order": 1, "arguments": [argument] });
        self.put("triggers/desk.json", &json!({ "name": "Desk", "trigger": EVENT, "actions": [action] }));
        let profile = json!({ "id": "card-000117", "first_name": "Ada", "profile_id": "card-000117" });
        self.put("contexts/profile.updated/ada.json", &profile);
    }

    /// Runs a command with both tokens in its environment, and searches what it says.
    fn step(codes: &[i32], arguments: &[&str]) {
        let variables = [("REAGENT_TOKEN", TOKEN), ("REAGENT_OPEN_LOYALTY_TOKEN", TOKEN)];
        let ran = reagent_env(arguments, &variables, "");
        search(&format!("output of {arguments:?}"), ran.out.as_bytes());
        search(&format!("errors of {arguments:?}"), ran.err.as_bytes());
        assert!(codes.contains(&ran.code), "{arguments:?}: {}\n{}\n{}", ran.code, ran.out, ran.err);
    }

    fn every_command(&self, hook: &str) {
        let (folder, plan, html) = (self.at("workspace"), self.at("plan.json"), self.at("run.html"));
        let (run_file, answer) = (self.at("run.json"), self.at("answer.json"));
        let captured = self.at("workspace/captured/CustomerLevelChanged.json");
        let (key, token, headers) = (self.secret("key"), self.secret("token"), self.secret("headers"));
        let subscribe =
            ["openloyalty", "subscribe", "CustomerLevelChanged", hook, "--headers-file", &headers, "--yes"];
        let run = [
            "run",
            "Desk",
            "-c",
            "gold-passes",
            "--secret-file",
            &key,
            "--html",
            &html,
            "--run-file",
            &run_file,
        ];
        let with_workspace: [(i32, &[&str]); 17] = [
            (0, &["ping"]),
            (2, &["plan", "--out", &plan]),
            (0, &["apply", &plan]),
            (0, &["pull"]),
            (0, &["pull", "--copy"]),
            (0, &["drift", "--format", "json"]),
            (0, &["fire", EVENT, "gold-passes", "--yes", "--token-file", &token]),
            (2, &["fire", EVENT, "gold-passes", "--yes", "--token-file", "/nonexistent/token"]),
            (2, &["fire", EVENT, "gold-passes", "--yes", "--token-file", &headers]),
            (0, &["probe", "--yes"]),
            (0, &["preview", "desk", "ada", "--calibrate", "--out", &answer]),
            (0, &["openloyalty", "events"]),
            (0, &subscribe),
            (0, &["openloyalty", "subscriptions", "--format", "json"]),
            (0, &["openloyalty", "forward", &captured, "--yes"]),
            (0, &run),
            (0, &["why", "gold-welcome", "-c", "silver-stops", "--secret-file", &key]),
        ];
        for (code, arguments) in with_workspace {
            Self::step(&[code], &[arguments, &["--workspace", &folder]].concat());
        }
        let record = ["test", &folder, "--record"];
        for arguments in
            [&["report", run_file.as_str()][..], &["export", &folder], &["check", &folder], &record]
        {
            Self::step(&[0, 1], arguments);
        }
    }

    /// The request with the signature that the key gives, as the window copies it.
    fn copied_request(&self) {
        let workspace = load_workspace(Path::new(&self.at("workspace"))).unwrap().read.workspace;
        let desk = workspace.triggers.iter().find(|trigger| trigger.name == "Desk").unwrap();
        let mut env = env(&workspace);
        env.secret = Some(Secret::new(SHARED));
        let context = workspace.contexts_of(EVENT).next().unwrap();
        let report = run(&workspace, desk.id, context, &env).unwrap();
        let command = curl(report.steps.iter().find_map(|step| step.request.as_ref()).unwrap());
        assert!(command.to_lowercase().contains("x-omneo-hmac-sha256"), "{command}");
        search("cURL", command.as_bytes());
        search("surroundings", format!("{env:?}").as_bytes());
    }
}

#[test]
fn planted_secrets_are_in_nothing_that_any_command_leaves_behind() {
    let place = Place::new();
    let (folder, key, token, data) =
        (place.at("workspace"), place.secret("key"), place.secret("token"), place.at("data"));
    let from = project("samples/open-loyalty");
    let sandbox =
        ["sandbox", "--port", "0", "--token", TOKEN, "--secret-file", &key, "--dir", &data, "--from"];
    let (sandbox, address) = Server::start("sandbox", &[&sandbox[..], &[from.to_str().unwrap()]].concat());
    let (receiver, receiving) = Server::start("receive", &["receive", "--port", "0", "--secret-file", &key]);
    place.fill(&address, &receiving);
    let forward = ["openloyalty", "forward", "--port", "0", "--count", "1", "--workspace", &folder];
    let forward = [&forward[..], &["--secret-file", &key, "--token-file", &token, "--yes"]].concat();
    let (forwarder, forwarding) = Server::start("forward", &forward);
    let hook = format!("{forwarding}/");
    place.every_command(&hook);
    place.copied_request();
    // A webhook that is really sent to the forwarder, and the payload that comes of it, to the listener.
    let bearer = format!("Bearer {TOKEN}");
    let headers = [("Authorization", bearer.as_str()), ("Content-Type", "application/json")];
    let webhook = r#"{"event":"CustomerLevelChanged","data":{"customer":{"loyaltyCardNumber":"card-1"},"tier":{"name":"Gold"}}}"#;
    let sent = send("POST", &format!("{address}/_sandbox/openloyalty"), &headers, webhook).unwrap();
    assert!(sent.body.contains(&hook), "{}", sent.body);
    search("answer", sent.body.as_bytes());
    for path in ["/", "/api/v3/action-history", "/api/default/webhook/subscription", "/_sandbox/faults"] {
        let answer = send("GET", &format!("{address}{path}"), &headers, "").unwrap();
        assert_eq!(answer.status, 200, "{path}");
        search(path, answer.body.as_bytes());
    }
    let printed = [forwarder.end(), receiver.stop(), sandbox.stop()];
    assert!(printed.iter().all(|length| *length > 200), "{printed:?}");
    assert!(search_folder(place.own.path()) > 40);
}
