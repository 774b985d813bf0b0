//! Rules over a workspace: each with what has it and what nearly has it, the samples, the fixes, the formats.

use crate::support::{NOW, copy_sample, project, reagent};
use reagent::check::{RULES, apply_fixes, check_files, rules_table};
use reagent::diag::{Diagnostic, Severity};
use reagent::io::load_workspace;
use reagent::wire::{TextFile, read_workspace};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

const CASES: &str = include_str!("../fixtures/check/rules.txt");

/// A workspace without any finding.
fn base() -> BTreeMap<String, String> {
    let member = std::fs::read_to_string(project("samples/broken/contexts/profile.created/new-member.json"));
    let filter = json!({"===": [{"var": "tier_handle"}, "gold"]});
    [
        ("triggers/t.json", trigger("profile.updated", &json!([filter_action(&filter), send()])).to_string()),
        ("targets/t.json", json!({"name": "T", "handle": "t", "url": "https://t.example.com"}).to_string()),
        ("targets/t.twig", "{\"a\": {{ tier_handle|json_encode|raw }}}".to_owned()),
        ("contexts/profile.updated/member.json", member.unwrap()),
    ]
    .map(|(path, text)| (path.to_owned(), text))
    .into()
}

fn trigger(event: &str, actions: &Value) -> Value {
    json!({"name": "T", "trigger": event, "is_active": true, "actions": actions})
}

fn filter_action(condition: &Value) -> Value {
    json!({"name": "filter", "sort_order": 1, "arguments": [{"name": "condition", "value": condition}]})
}

fn send() -> Value {
    json!({"name": "target.send", "sort_order": 9, "arguments": [{"name": "target", "value": "t"}]})
}

/// The base workspace with what a line of the fixtures says.
fn workspace_of(kind: &str, text: &str) -> BTreeMap<String, String> {
    let mut files = base();
    let raw = text.to_owned();
    let json = |text: &str| serde_json::from_str::<Value>(text).unwrap();
    let mut set = |event: &str, actions: Value| {
        files.insert("triggers/t.json".to_owned(), trigger(event, &actions).to_string());
    };
    let any = json!({"===": [{"var": "tier_handle"}, "gold"]});
    match kind {
        // The text as it is: values would drop a key that is written twice.
        "condition" => {
            set("profile.updated", json!([filter_action(&json!("CONDITION")), send()]));
            let trigger = files["triggers/t.json"].replace("\"CONDITION\"", &raw);
            files.insert("triggers/t.json".to_owned(), trigger);
        }
        "deep" => {
            let depth: usize = text.parse().unwrap();
            let rule = format!("{}{{\"var\":\"email\"}}{}", "{\"!\":".repeat(depth), "}".repeat(depth));
            return workspace_of("condition", &rule);
        }
        "conditions" => {
            let list = json(text);
            let mut actions: Vec<Value> = list.as_array().unwrap().iter().map(filter_action).collect();
            for (at, action) in actions.iter_mut().enumerate() {
                action["sort_order"] = json!(at);
            }
            actions.push(send());
            set("profile.updated", actions.into());
        }
        "action" => {
            let mut action = json(text);
            action["sort_order"] = json!(2);
            set("profile.updated", json!([filter_action(&any), action, send()]));
        }
        "actions" => set("profile.updated", json(text)),
        "event" => {
            set(text, json!([send()]));
            let member = files.remove("contexts/profile.updated/member.json").unwrap();
            files.insert(format!("contexts/{text}/member.json"), member);
        }
        "files" => {
            for (path, content) in json(text).as_object().unwrap() {
                match content {
                    Value::Null => drop(files.remove(path)),
                    Value::String(text) => drop(files.insert(path.clone(), text.clone())),
                    json => drop(files.insert(path.clone(), json.to_string())),
                }
            }
        }
        other => panic!("{other}"),
    }
    files
}

fn findings(files: &BTreeMap<String, String>) -> Vec<Diagnostic> {
    let files: Vec<TextFile> =
        files.iter().map(|(path, text)| TextFile { path: path.clone(), text: text.clone() }).collect();
    let read = read_workspace(&files).unwrap();
    check_files(&read, &files, NOW.parse().unwrap())
}

fn count(findings: &[Diagnostic], code: &str) -> usize {
    findings.iter().filter(|finding| finding.code == code).count()
}

fn shown(findings: &[Diagnostic]) -> String {
    let mut lines = String::new();
    for finding in findings {
        let place = &finding.place;
        let span = place.span.unwrap_or_default();
        let file = place.file.as_deref().unwrap_or("?");
        let (severity, code) = (finding.severity.word(), finding.code);
        writeln!(
            lines,
            "{file}:{}:{} {severity} {code} {} {:?}",
            span.line, span.column, finding.message, finding.hints
        )
        .unwrap();
    }
    lines
}

/// What a fix leaves.
fn fixed(mut files: BTreeMap<String, String>, finding: &Diagnostic) -> Vec<Diagnostic> {
    let text = files.get_mut(finding.place.file.as_ref().unwrap()).unwrap();
    let applied = apply_fixes(text, &[finding]);
    assert_eq!(applied.fixed, [0], "{finding:?} in {text}");
    *text = applied.text;
    findings(&files)
}

#[test]
fn every_rule_finds_what_has_it_and_nothing_else() {
    assert_eq!(shown(&findings(&base())), "");
    let (mut wrong, mut with, mut without) = (String::new(), BTreeSet::new(), BTreeSet::new());
    let mut has_fix = BTreeSet::new();
    for line in CASES.lines().filter(|line| !line.is_empty()) {
        let mut words = line.splitn(4, ' ');
        let mut word = || words.next().unwrap();
        let (code, sign, kind, text) = (word(), word(), word(), word());
        let files = workspace_of(kind, text);
        let found = findings(&files);
        if (count(&found, code) > 0) != (sign == "+") {
            writeln!(wrong, "{line}\n{}", shown(&found)).unwrap();
        }
        if sign == "+" {
            with.insert(code)
        } else {
            without.insert(code)
        };
        for finding in found.iter().filter(|finding| finding.code == code) {
            let place = &finding.place;
            let has_place = place.file.is_some() && (place.span.is_some() || code == "context/unused");
            assert!(has_place, "{line}: {finding:?}");
            if !finding.fixes.is_empty() && finding.severity > Severity::Info {
                has_fix.insert(code);
                let after = fixed(files.clone(), finding);
                let is_better = count(&after, code) < count(&found, code)
                    && count(&after, "file/broken") == count(&found, "file/broken");
                assert!(is_better, "the fix of {line} leaves {}", shown(&after));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    let is_of_payload =
        |code: &str| ["payload/", "template/", "schema/"].iter().any(|area| code.starts_with(area));
    let rules = RULES.iter().filter(|rule| !is_of_payload(rule.code));
    let codes: BTreeSet<&str> = rules.clone().map(|rule| rule.code).collect();
    assert_eq!(with, codes, "each rule has a case that breaks it");
    assert_eq!(without, codes, "each rule has a case that does not");
    let promised: BTreeSet<&str> = rules.filter(|rule| rule.has_fix).map(|rule| rule.code).collect();
    assert_eq!(has_fix, promised);
    assert!(RULES.is_sorted_by_key(|rule| rule.code));
    assert!(RULES.iter().all(|rule| !rule.advice.is_empty() && !rule.example.is_empty()));
}

/// The examples of rules about conditions are conditions, and break their rule.
#[test]
fn the_examples_of_conditions_break_their_rules() {
    let is_of_condition =
        |code: &str| ["logic/", "filter/", "field/"].iter().any(|area| code.starts_with(area));
    let mut tried = 0;
    for rule in RULES.iter().filter(|rule| is_of_condition(rule.code) && rule.example.starts_with('{')) {
        if rule.code == "filter/no-condition" {
            continue;
        }
        let found = findings(&workspace_of("condition", rule.example));
        assert!(count(&found, rule.code) > 0, "{}\n{}", rule.code, shown(&found));
        tried += 1;
    }
    assert!(tried > 15, "{tried}");
}

fn sample(name: &str) -> Vec<Diagnostic> {
    let loaded = load_workspace(&project("samples").join(name)).unwrap();
    check_files(&loaded.read, &loaded.files, NOW.parse().unwrap())
}

/// Notes that say what is so: these samples send personal data on purpose, and their definitions are a tenant's.
const NOTES: [&str; 3] = ["payload/personal-data", "payload/null-date", "definition/unused"];

#[test]
fn the_stories_have_no_findings_but_notes() {
    for entry in std::fs::read_dir(project("samples")).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        if name == "broken" {
            continue;
        }
        let is_note =
            |finding: &Diagnostic| finding.severity == Severity::Info && NOTES.contains(&finding.code);
        let wrong: Vec<Diagnostic> = sample(&name).into_iter().filter(|finding| !is_note(finding)).collect();
        assert!(wrong.is_empty(), "{name}:\n{}", shown(&wrong));
    }
}

/// What `reagent check` prints of a workspace, without the lines that are quoted.
fn headlines(out: &str) -> String {
    out.split_inclusive('\n').filter(|line| !line.starts_with("  ")).collect()
}

#[test]
fn the_broken_sample_prints_what_its_readme_lists() {
    let ran = reagent(&["check", "samples/broken", "--now", NOW]);
    assert_eq!((ran.code, ran.err.as_str()), (1, ""));
    let readme = std::fs::read_to_string(project("samples/broken/README.md")).unwrap();
    let listed = readme.split_once("```text\n").and_then(|(_, rest)| rest.split_once("```")).unwrap().0;
    assert_eq!(headlines(&ran.out), listed, "samples/broken/README.md lists what is found");
    let codes: BTreeSet<&str> = sample("broken").iter().map(|finding| finding.code).collect();
    assert!(codes.len() >= 35, "{} {codes:?}", codes.len());
}

#[test]
fn sarif_has_what_its_schema_requires() {
    let run = |format: &str| reagent(&["check", "samples/broken", "--now", NOW, "--format", format]);
    let (log, list) = (run("sarif"), run("json"));
    assert_eq!((log.code, list.code), (1, 1));
    assert_eq!(log.out, run("sarif").out, "the same workspace gives the same log");
    let log: Value = serde_json::from_str(&log.out).unwrap();
    let list: Vec<Value> = serde_json::from_str(&list.out).unwrap();
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), list.len());
    for (result, finding) in results.iter().zip(&list) {
        assert_eq!(result["ruleId"], finding["code"]);
        assert_eq!(rules[result["ruleIndex"].as_u64().unwrap() as usize]["id"], result["ruleId"]);
        assert!(["error", "warning", "note"].contains(&result["level"].as_str().unwrap()));
        assert!(!result["message"]["text"].as_str().unwrap().is_empty());
        let location = &result["locations"][0]["physicalLocation"];
        let file = location["artifactLocation"]["uri"].as_str().unwrap();
        assert!(project("samples/broken").join(file).is_file(), "{file}");
        let region = &location["region"];
        assert_eq!(region["startLine"], finding["place"]["span"]["line"]);
        let at =
            |line: &str, column: &str| (region[line].as_u64().unwrap(), region[column].as_u64().unwrap());
        let start = at("startLine", "startColumn");
        assert!(start >= (1, 1));
        assert!(region["endLine"].is_null() || at("endLine", "endColumn") > start, "{region}");
    }
}

#[test]
fn rules_are_explained_and_listed() {
    let explained = reagent(&["check", "--explain", "chain/late-filter"]);
    assert_eq!(explained.code, 0);
    assert!(explained.out.starts_with("chain/late-filter (warning)\n\nA filter is the last action"));
    let unknown = reagent(&["check", "--explain", "chain/late-filtr"]);
    assert_eq!(unknown.code, 2);
    assert!(unknown.err.contains("did you mean 'chain/late-filter'?"), "{}", unknown.err);
    let listed = reagent(&["check", "--rules"]);
    assert_eq!((listed.code, listed.out.as_str()), (0, rules_table().as_str()));
    let compatibility = std::fs::read_to_string(project("COMPATIBILITY.md")).unwrap();
    assert!(
        compatibility.contains(&rules_table()),
        "COMPATIBILITY.md has the table of `reagent check --rules`"
    );
}

#[test]
fn fixing_the_broken_sample_leaves_no_fix_and_breaks_no_file() {
    let folder = tempfile::tempdir().unwrap();
    copy_sample("broken", folder.path());
    let before = sample("broken");
    let path = folder.path().to_str().unwrap();
    assert_eq!(reagent(&["check", path, "--now", NOW, "--fix"]).code, 1);
    let loaded = load_workspace(folder.path()).unwrap();
    let after = check_files(&loaded.read, &loaded.files, NOW.parse().unwrap());
    let left = after.iter().filter(|finding| finding.severity > Severity::Info && !finding.fixes.is_empty());
    assert_eq!(left.count(), 0, "{}", shown(&after));
    assert_eq!(count(&after, "file/broken"), count(&before, "file/broken"));
    assert!(after.len() + 10 < before.len(), "{}", shown(&after));
    for code in ["chain/tied-order", "argument/static-rule", "logic/nullable-order"] {
        assert!(count(&before, code) > 0 && count(&after, code) == 0, "{code}");
    }
}

#[test]
fn what_is_odd_is_said_as_it_is() {
    let text = r#"{"name":"T","trigger":"","actions":[{"name":"target.send","sort_order":1.5,"arguments":[{"name":"target","value":"t"}]}]}"#;
    let mut files = base();
    files.insert("triggers/t.json".to_owned(), text.to_owned());
    let messages: Vec<String> = findings(&files).into_iter().map(|finding| finding.message).collect();
    assert!(
        messages.contains(&"`sort_order` should be a whole number, but is 1.5".to_owned()),
        "{messages:?}"
    );
    assert!(messages.contains(&"the trigger names no event, so it never runs".to_owned()), "{messages:?}");
}
