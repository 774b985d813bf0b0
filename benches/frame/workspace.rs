//! Workspaces of the sizes that the window promises to hold.

use serde_json::{Value, json};
use std::fmt::Write as _;
use std::path::Path;
use tempfile::TempDir;

pub(crate) const TRIGGER: &str = "A hundred conditions";
const TRIGGERS: usize = 10_000;
const ACTIONS: usize = 200;
const CONTEXT_BYTES: usize = 5 << 20;
const LINES: usize = 5_000;

/// The demo with a long template, each of its lines with a print.
pub(crate) fn long_template() -> TempDir {
    let mut template = String::from("{\n");
    for line in 0..LINES - 2 {
        let comma = if line == LINES - 3 { "" } else { "," };
        writeln!(template, "  \"line_{line}\": {{{{ data.channel|upper|json_encode|raw }}}}{comma}").unwrap();
    }
    template.push('}');
    let folder = tempfile::tempdir().unwrap();
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/loyalty-demo"), folder.path());
    std::fs::write(folder.path().join("targets/care-team.twig"), &template).unwrap();
    folder
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let to = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &to);
        } else {
            std::fs::copy(path, to).unwrap();
        }
    }
}

pub(crate) fn large() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    for sub in ["triggers", "contexts/transaction.created"] {
        std::fs::create_dir_all(root.join(sub)).unwrap();
    }
    std::fs::write(root.join("reagent.toml"), "name = \"large\"\n").unwrap();
    let write = |path: String, json: &Value| std::fs::write(root.join(path), json.to_string()).unwrap();
    write("triggers/00000.json".into(), &trigger(TRIGGER, "transaction.created", ACTIONS, condition()));
    for number in 1..TRIGGERS {
        let rule = json!({"===": [{"var": "tier_handle"}, format!("tier-{number}")]});
        write(
            format!("triggers/{number:05}.json"),
            &trigger(&format!("Trigger {number}"), "tier.achieved", 3, rule),
        );
    }
    write("contexts/transaction.created/large.json".into(), &context());
    folder
}

fn trigger(name: &str, event: &str, actions: usize, condition: Value) -> Value {
    let filter = |position: usize, condition: Value| {
        json!({"name": "filter", "sort_order": position, "arguments": [
            {"name": "condition", "value": condition, "is_dynamic": null}]})
    };
    let small = || json!({">=": [{"var": "total"}, 0]});
    let mut all = vec![filter(1, condition)];
    all.extend((2..=actions).map(|position| filter(position, small())));
    json!({"name": name, "trigger": event, "is_active": true, "actions": all})
}

/// 125 comparisons of 4 nodes each in groups of five.
fn condition() -> Value {
    let row = |number: usize| json!({">=": [{"var": format!("field_{number}")}, number]});
    let group = |group: usize| json!({"or": (0..5).map(|at| row(group * 5 + at)).collect::<Vec<_>>()});
    json!({"and": (0..25).map(group).collect::<Vec<_>>()})
}

fn context() -> Value {
    let mut context = serde_json::Map::new();
    for number in 0..125 {
        context.insert(format!("field_{number}"), json!(number));
    }
    context.insert("total".to_owned(), json!(612));
    let item = |number: usize| {
        json!({"id": number, "sku": format!("WP-{number}"), "name": "Fire bowl", "price": 120.5, "tags": ["new", "sale"],
               "text": "A bowl for the garden that holds a small fire and looks well beside a bench."})
    };
    let size = item(0).to_string().len();
    context.insert("items".to_owned(), (0..CONTEXT_BYTES / size).map(item).collect());
    Value::Object(context)
}
