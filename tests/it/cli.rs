//! The program as a user runs it: output, exit codes, streams.

use crate::support::{NOW, json, project, reagent, reagent_with};
use insta::{Settings, assert_snapshot};
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

/// Compares with a file under `tests/snapshots`.
fn snapshot(name: &str, text: &str) {
    let mut settings = Settings::clone_current();
    settings.set_snapshot_path("../snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| assert_snapshot!(name, text));
}

const TRIGGER: &str = "samples/tier-2-welcome/triggers/tier-2-welcome.json";

#[test]
fn a_run_is_reported_as_text_and_as_stable_json() {
    for format in ["text", "json"] {
        let ran =
            reagent(&["run", TRIGGER, "--context", "silver-tier-2-passes", "--now", NOW, "--format", format]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""));
        snapshot(&format!("run-tier-2.{format}"), &ran.out);
    }
}

#[test]
fn the_demo_shows_a_newcomer_what_happens() {
    let ran = reagent(&["demo"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert_eq!(ran.out, reagent(&[]).out, "without a command the demo runs");
    snapshot("demo", &ran.out);
}

#[test]
fn help_is_written_for_people() {
    snapshot("help", &reagent(&["--help"]).out);
    snapshot("help-run", &reagent(&["run", "--help"]).out);
}

#[test]
fn unknown_names_get_a_suggestion_and_exit_2() {
    let cases: [(&[&str], &str); 5] = [
        (&["rum"], "'run'"),
        (&["run", "tier-2-welcom", "--context", "x", "-w", "samples/tier-2-welcome"], "did you mean"),
        (&["run", TRIGGER, "--context", "silver-teir-2"], "did you mean 'silver-tier-2-passes'?"),
        (
            &["run", TRIGGER, "--context", "silver-tier-2-passes", "--timezone", "Mars/Base"],
            "not a time zone",
        ),
        (&["export", "src"], "src is not a workspace"),
    ];
    for (arguments, words) in cases {
        let ran = reagent(arguments);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{arguments:?}");
        assert!(ran.err.contains(words), "{arguments:?}: {}", ran.err);
    }
}

#[test]
fn eval_prints_the_value_and_the_trace() {
    let rule = r#"{"and":[{">":[{"var":"total"},500]},{"in":[{"var":"tier"},["gold"]]}]}"#;
    let ran = reagent_with(&["eval", rule, "--data", "-", "--trace"], r#"{"total":612.5,"tier":"silver"}"#);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    snapshot("eval-trace", &ran.out);
}

#[test]
fn eval_says_where_a_rule_fails_and_exits_1() {
    let ran = reagent_with(&["eval", r#"{"or":[false,{"/":[{"var":"a"},0]}]}"#, "--data", "-"], r#"{"a":1}"#);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert_eq!(ran.err, "reagent: DivisionByZeroError: Division by zero at /or/1\n");
}

#[test]
fn the_reference_engine_decides_as_portable_json_logic() {
    let rule = r#"{"==":["1","01"]}"#;
    assert_eq!(reagent(&["eval", rule]).out, "true\n");
    assert_eq!(reagent(&["eval", rule, "--engine", "reference"]).out, "false\n");
}

#[test]
fn one_bad_row_never_stops_the_others() {
    let rows = "{\"rule\":{\"+\":[1,2]},\"data\":null}\nnot json\n\n{\"data\":1}\n{\"rule\":{\"zz\":[1]},\"data\":{}}\n{\"rule\":{\"-\":[\"5 apples\",1]},\"data\":{}}\n{\"rule\":{\"/\":[7,2]},\"data\":{}}";
    let ran = reagent_with(&["eval", "--batch", "-"], rows);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    snapshot("eval-batch", &ran.out);
    let rows = "{\"template\":\"{{ a }}\",\"context\":{\"a\":\"<b>\"}}\n[]\n{\"template\":\"{{ a\"}\n{\"template\":\"{{ a }}\",\"context\":{\"a\":\"<b>\"},\"autoescape\":false}";
    let ran = reagent_with(&["render", "--batch", "-"], rows);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    snapshot("render-batch", &ran.out);
}

#[test]
fn rows_are_answered_as_they_come() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_reagent"))
        .args(["eval", "--batch", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut rows = child.stdin.take().unwrap();
    let mut answers = BufReader::new(child.stdout.take().unwrap()).lines();
    for number in 0..5 {
        writeln!(rows, r#"{{"rule":{{"*":[{number},2]}},"data":{{}}}}"#).unwrap();
        assert_eq!(answers.next().unwrap().unwrap(), format!(r#"{{"result":{}}}"#, number * 2));
    }
    drop(rows);
    assert!(child.wait().unwrap().success());
}

#[test]
fn render_shows_the_line_of_an_error_with_a_caret() {
    let folder = tempfile::tempdir().unwrap();
    let template = folder.path().join("t.twig");
    std::fs::write(&template, "{\n  \"a\": {{ name|uper }}\n}\n").unwrap();
    let path = template.to_str().unwrap();
    let ran = reagent(&["render", path]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    let shown = ran.err.replace(path, "t.twig");
    snapshot("render-error", &shown);
}

#[test]
fn a_malformed_file_names_its_line_and_column() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("bad.json");
    std::fs::write(&file, "{\n  \"name\": \"x\",\n}\n").unwrap();
    let path = file.to_str().unwrap();
    let into = folder.path().join("workspace");
    let ran = reagent(&["import", path, "--into", into.to_str().unwrap()]);
    assert_eq!(ran.code, 2);
    assert_eq!(ran.err.replace(path, "bad.json"), "reagent: bad.json: line 3, column 1: trailing comma\n");
    assert!(!into.exists(), "nothing is half imported");
}

#[test]
fn export_gives_back_what_was_imported() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("in.json");
    let into = folder.path().join("workspace");
    let (path, workspace) = (file.to_str().unwrap(), into.to_str().unwrap());
    // Odd spacing, number spellings, unknown keys: one object keeps its very bytes.
    let one = "{ \"name\":\"A trigger\",\n\t\"trigger\" : \"profile.created\", \"x\":[1.0,1e3,123456789012345678901],\n \"actions\":[{\"name\":\"filter\",\"references_id\":null,\"arguments\":[{\"name\":\"condition\",\"value\":{\"var\":[\"a\"]}}]}]}\n";
    std::fs::write(&file, one).unwrap();
    let ran = reagent(&["import", path, "--into", workspace]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert!(ran.out.contains("created triggers/a-trigger.json"), "{}", ran.out);
    assert_eq!(reagent(&["export", workspace, "--trigger", "A trigger"]).out, one);

    // A second import of the same name makes a file of its own.
    let envelope = format!("{{\"data\":[{one}],\"links\":{{}},\"meta\":{{}}}}");
    std::fs::write(&file, &envelope).unwrap();
    let ran = reagent(&["import", path, "--into", workspace]);
    assert!(ran.out.contains("created triggers/a-trigger-2.json"), "{}", ran.out);
    let all = json(&reagent(&["export", workspace]).out);
    assert_eq!(all.as_array().unwrap(), [json(one), json(one)]);
}

#[test]
fn an_imported_target_gets_a_template_file_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let into = folder.path().join("workspace");
    let target = r#"{"name":"Mail","handle":"mail","url":"https://m.example.com","template":"{\"id\":\"{{ id }}\"}\n"}"#;
    let ran = reagent_with(&["import", "-", "--into", into.to_str().unwrap()], target);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert_eq!(std::fs::read_to_string(into.join("targets/mail.twig")).unwrap(), "{\"id\":\"{{ id }}\"}\n");
    assert!(!std::fs::read_to_string(into.join("targets/mail.json")).unwrap().contains("template"));
}

#[test]
fn a_curl_command_is_imported_and_switched_off_when_asked() {
    let folder = tempfile::tempdir().unwrap();
    let into = folder.path().join("workspace");
    let into = into.to_str().unwrap();
    let command = "curl -X POST https://api.example.com/v3/triggers --data-raw $'{\"name\":\"It\\'s me\",\"trigger\":\"profile.created\",\"actions\":[]}'";
    let ran = reagent_with(&["import", "-", "--into", into], command);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let text = std::fs::read_to_string(folder.path().join("workspace/triggers/it-s-me.json")).unwrap();
    assert_eq!(text, "{\"name\":\"It's me\",\"trigger\":\"profile.created\",\"actions\":[]}");
    let ran = reagent_with(&["import", "-", "--inactive", "--into", into], command);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let text = std::fs::read_to_string(folder.path().join("workspace/triggers/it-s-me-2.json")).unwrap();
    assert_eq!(json(&text).get("is_active"), Some(&json("false")));
    let ran = reagent_with(&["import", "-", "--into", into], "curl https://api.example.com");
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("no body"), "{}", ran.err);
}

#[test]
fn import_says_what_needs_attention() {
    let folder = tempfile::tempdir().unwrap();
    let into = folder.path().join("workspace");
    let trigger = r#"{"name":"Odd","trigger":"tier.acheived","actions":[{"name":"reward.creat"},{"name":"filter","arguments":[{"name":"condition","value":{"startsWith":["a","b"]}}]}]}"#;
    let ran = reagent_with(&["import", "-", "--into", into.to_str().unwrap()], trigger);
    snapshot("import-attention", &ran.out.replace(into.to_str().unwrap(), "workspace"));
}

#[test]
fn the_catalogue_answers_plain_words() {
    for (name, arguments) in [
        ("catalog-events", &["catalog", "events", "points", "expire"][..]),
        ("catalog-actions", &["catalog", "actions", "give", "reward"]),
        ("catalog-operators", &["catalog", "operators", "some"]),
        ("catalog-filters", &["catalog", "filters", "number_format"]),
    ] {
        let ran = reagent(arguments);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""));
        snapshot(name, &ran.out);
    }
    let all = reagent(&["catalog", "events", "--format", "json"]);
    assert!(json(&all.out).as_array().unwrap().len() > 90);
}

#[test]
fn a_secret_file_signs_the_request_and_stays_secret() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("secret");
    std::fs::write(&file, "canary-77e1-secret\n").unwrap();
    let path = file.to_str().unwrap();
    for format in ["text", "json"] {
        let ran = reagent(&[
            "run",
            TRIGGER,
            "-c",
            "silver-tier-2-passes",
            "--secret-file",
            path,
            "--format",
            format,
        ]);
        assert_eq!(ran.code, 0);
        assert!(ran.out.contains("X-Omneo-Hmac-SHA256"), "{}", ran.out);
        assert!(!ran.out.contains("canary-77e1") && !ran.err.contains("canary-77e1"));
    }
}

#[test]
fn the_readme_lists_every_assumption_and_command() {
    let readme = std::fs::read_to_string(project("README.md")).unwrap();
    for assumption in reagent::engine::ASSUMPTIONS {
        assert!(readme.contains(assumption), "{assumption}");
    }
    let help = reagent(&["--help"]).out;
    let commands =
        help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    for command in commands.filter_map(|line| line.split_whitespace().next()).filter(|word| *word != "help") {
        assert!(readme.contains(&format!("`reagent {command}")), "{command}");
    }
}

#[test]
fn opening_a_workspace_changes_no_file() {
    let stamp = || {
        let path = project("samples/loyalty-demo");
        let mut stamps = Vec::new();
        let mut folders = vec![path];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
                let data = entry.metadata().unwrap();
                stamps.push((entry.path(), data.modified().unwrap(), data.len()));
                if data.is_dir() {
                    folders.push(entry.path());
                }
            }
        }
        stamps.sort();
        stamps
    };
    let before = stamp();
    assert_eq!(reagent(&["export", "samples/loyalty-demo"]).code, 0);
    assert_eq!(stamp(), before);
}
