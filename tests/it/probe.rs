//! Probe triggers: only where they may be made, always removed, and the engine that answers is named.

use crate::apply::Bench;
use crate::listener::{Listener, Reply, Request};
use crate::sandbox::{TOKEN, call, vacant};
use crate::support::{Ran, reagent_env};
use reagent::logic::{DIALECTS, Dialect, probes};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use tempfile::TempDir;

fn workspace(url: &str, mark: &str) -> TempDir {
    let folder = TempDir::new().unwrap();
    let text = format!("name = \"Probing\"\n\n[[tenants]]\nname = \"demo\"\nurl = \"{url}\"\n{mark}\n");
    fs::write(folder.path().join("reagent.toml"), text).unwrap();
    folder
}

fn run(folder: &TempDir, arguments: &[&str]) -> Ran {
    let base = ["probe", "--workspace", folder.path().to_str().unwrap(), "--wait", "0"];
    reagent_env(&[&base, arguments].concat(), &[("REAGENT_TOKEN", TOKEN)], "")
}

#[test]
fn the_practice_server_is_named_as_php_8_and_left_as_it_was() {
    let sandbox = vacant();
    let folder = workspace(&sandbox.url(), "");
    let dry = run(&folder, &[]);
    assert_eq!(dry.code, 0, "{}", dry.err);
    assert!(
        dry.out.contains("num_identity") && dry.out.contains("nothing was sent; --yes makes 23"),
        "{}",
        dry.out
    );
    assert!(sandbox.requests().is_empty());
    let old = r#"{"name":"Reagent probe: x","trigger":"custom.reagent_probe_1"}"#;
    assert_eq!(call(&sandbox, "POST", "/triggers", old).status, 201);
    let kept = r#"{"name":"Reagent probe: not ours","trigger":"profile.created"}"#;
    assert_eq!(call(&sandbox, "POST", "/triggers", kept).status, 201);
    let ran = run(&folder, &["--yes"]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("this is json-logic-php on PHP 8: 21 of 21 answers are its own"), "{}", ran.out);
    assert!(ran.err.contains("1 probe triggers of an earlier attempt were removed first"), "{}", ran.err);
    let left = call(&sandbox, "GET", "/triggers", "");
    assert_eq!(
        (left.at("/meta/total"), left.at("/data/0/name")),
        ("1".into(), "Reagent probe: not ours".into())
    );
    let data: Value = serde_json::from_str(&run(&folder, &["--yes", "--format", "json"]).out).unwrap();
    assert_eq!(data["exact"], json!(["php"]));
}

#[test]
fn other_tenants_are_refused_before_anything_is_made() {
    let sandbox = vacant();
    let production = run(&workspace(&sandbox.url(), "production = true\ntest = true"), &["--yes"]);
    assert_eq!(production.code, 2);
    assert!(
        production.err.contains("'demo' is a production tenant: probe triggers are made only"),
        "{}",
        production.err
    );
    let unmarked = run(&workspace("https://api.demo.example.com", ""), &["--yes"]);
    assert!(unmarked.err.contains("'demo' is not marked as a test tenant"), "{}", unmarked.err);
    assert!(sandbox.requests().is_empty());
    // A tunnel to somewhere else is on this machine, too.
    let bench = Bench::new(false);
    let tunnel = bench.run(&["probe", "--yes"]);
    assert_eq!(tunnel.code, 2);
    assert!(tunnel.err.contains("is neither the practice server nor marked"), "{}", tunnel.err);
    assert!(bench.tenant.requests().iter().all(|request| request.method == "GET"));
}

/// A test tenant whose filters hold as some engine says. What its history shows of a chain is up to the test.
struct Tenant {
    holds: Box<dyn Fn(&str) -> bool + Send>,
    items_of: fn(bool) -> usize,
    triggers: BTreeMap<i64, String>,
    next_id: i64,
    fired: Vec<Value>,
}

impl Tenant {
    fn answer(&mut self, request: &Request) -> Reply {
        let body = || serde_json::from_str::<Value>(&request.body).unwrap();
        match (request.method.as_str(), request.path()) {
            ("GET", "/api/v3/triggers") => Reply::json(200, r#"{"data":[]}"#),
            ("GET", "/api/v3/action-history") => Reply::json(200, &json!({ "data": self.fired }).to_string()),
            ("POST", "/api/v3/triggers") => {
                self.next_id += 1;
                let name = body()["name"].as_str().unwrap().trim_start_matches("Reagent probe: ").to_owned();
                self.triggers.insert(self.next_id, name);
                Reply::json(201, &json!({ "data": { "id": self.next_id } }).to_string())
            }
            ("POST", "/api/v3/tenants/custom-event") => {
                for (id, name) in &self.triggers {
                    let items =
                        vec![json!({ "handler": "h", "status": "s" }); (self.items_of)((self.holds)(name))];
                    self.fired.push(json!({ "id": 500 + id, "actionable_id": id, "items": items }));
                }
                Reply::json(200, "{}")
            }
            ("DELETE", path) => {
                self.triggers.remove(&path.rsplit('/').next().unwrap().parse().unwrap());
                Reply::json(200, "{}")
            }
            _ => Reply::json(404, "{}"),
        }
    }
}

fn tenant(holds: impl Fn(&str) -> bool + Send + 'static, items_of: fn(bool) -> usize) -> Listener {
    let holds = Box::new(holds);
    let mut tenant = Tenant { holds, items_of, triggers: BTreeMap::new(), next_id: 0, fired: Vec::new() };
    Listener::start(move |request| tenant.answer(request))
}

fn as_dialect(dialect: Dialect) -> impl Fn(&str) -> bool + Send {
    move |name| match probes().iter().find(|probe| probe.name == name) {
        Some(probe) => probe.holds(dialect).unwrap(),
        None => name == "control_true",
    }
}

fn deleted(listener: &Listener) -> usize {
    listener.requests().iter().filter(|request| request.method == "DELETE").count()
}

#[test]
fn each_known_engine_is_named() {
    for dialect in DIALECTS {
        let listener = tenant(as_dialect(dialect), |holds| 1 + usize::from(holds));
        let ran = run(&workspace(&listener.url, "test = true"), &["--yes"]);
        assert_eq!(ran.code, i32::from(dialect.key != "php"), "{}{}", ran.out, ran.err);
        assert!(ran.out.contains(&format!("this is {}: 21 of 21", dialect.name)), "{}", ran.out);
        assert_eq!(ran.out.contains("may differ from this tenant's"), dialect.key != "php");
        assert_eq!(deleted(&listener), 23, "{}", dialect.name);
    }
}

#[test]
fn an_unknown_engine_and_a_history_that_tells_nothing_are_said_to_be_so() {
    let php = DIALECTS[0];
    let other = move |name: &str| as_dialect(php)(name) != matches!(name, "cat_bool" | "num_identity");
    let listener = tenant(other, |holds| 1 + usize::from(holds));
    let ran = run(&workspace(&listener.url, "test = true"), &["--yes"]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.out.contains("no known engine answers like this; json-logic-php on PHP 8 comes closest, 19 of 21 (not num_identity, cat_bool)"),
        "{}",
        ran.out
    );
    assert!(ran.out.contains("≠ cat_bool"), "{}", ran.out);
    let listener = tenant(as_dialect(php), |_| 2);
    let ran = run(&workspace(&listener.url, "test = true"), &["--yes"]);
    assert_eq!((ran.code, deleted(&listener)), (1, 23));
    assert!(ran.out.contains("does not show which filters hold"), "{}", ran.out);
}

#[test]
fn what_was_made_is_removed_although_firing_fails() {
    let mut tenant = Tenant {
        holds: Box::new(|_| true),
        items_of: |_| 2,
        triggers: BTreeMap::new(),
        next_id: 0,
        fired: Vec::new(),
    };
    let listener = Listener::start(move |request| match request.path() {
        "/api/v3/tenants/custom-event" => Reply::json(403, "{}"),
        _ => tenant.answer(request),
    });
    let ran = run(&workspace(&listener.url, "test = true"), &["--yes"]);
    assert_eq!((ran.code, deleted(&listener)), (3, 23), "{}", ran.err);
}
