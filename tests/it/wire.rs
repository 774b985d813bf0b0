//! Files and API shapes: nothing is lost, and what is odd is said.

use crate::json::json_text;
use proptest::prelude::*;
use proptest::test_runner::Config;
use reagent::json::{Json, Limits, Style, parse, to_text};
use reagent::model::{KindKey, Trigger};
use reagent::wire::{
    FileError, Ids, ImportedObject, TextFile, import, read_trigger, read_workspace, rewritten, write_target,
    write_trigger,
};

fn json(text: &str) -> Json {
    parse(text, Limits::default()).unwrap()
}

fn trigger(text: &str) -> Trigger {
    read_trigger(&json(text), &mut Ids::default()).0
}

/// The text of a trigger with unknown keys, odd types and odd spellings everywhere.
fn trigger_text() -> impl Strategy<Value = String> {
    let flag = prop_oneof![Just("true"), Just("false"), Just("null"), Just("1"), Just("\"yes\"")];
    let kind = prop_oneof![
        Just(r#""name":"filter""#),
        Just(r#""name":"reward.create","uuid":"0b1c-77""#),
        Just(r#""uuid":"target.send","name":"Mail the member""#),
        Just(r#""name":7"#)
    ];
    let argument = (json_text(), flag.clone()).prop_map(|(value, flag)| {
        format!(r#"{{"name": "condition","value": {value},"is_dynamic":{flag},"new_key":[1.0]}}"#)
    });
    let arguments = prop::collection::vec(prop_oneof![4 => argument, 1 => json_text()], 0..4);
    let action = (kind, arguments, -3i32..9).prop_map(|(kind, arguments, order)| {
        format!(
            r#"{{{kind},"sort_order":{order},"references_id":null,"arguments":[{}]}}"#,
            arguments.join(", ")
        )
    });
    let actions = prop::collection::vec(prop_oneof![6 => action, 1 => json_text()], 0..4);
    (actions, json_text(), flag).prop_map(|(actions, extra, flag)| {
        format!(
            "{{\n\t\"trigger\" : \"tier.achieved\",\"name\":\"T\", \"x_extra\":{extra},\n\t\"is_active\":{flag},\"actions\":[{}]}}\n",
            actions.join(",\n")
        )
    })
}

proptest! {
    #![proptest_config(Config::with_cases(10_000))]

    #[test]
    fn ten_thousand_triggers_survive_open_and_save_byte_for_byte(text in trigger_text()) {
        let read = trigger(&text);
        prop_assert_eq!(rewritten(&text, &write_trigger(&read)), text);
    }
}

proptest! {
    #[test]
    fn an_edit_changes_its_own_key_alone(text in trigger_text()) {
        let mut read = trigger(&text);
        read.name = "Renamed".to_owned();
        let written = write_trigger(&read);
        let mut expected = json(&text);
        if let Json::Object(object) = &mut expected {
            object.set("name", Json::str("Renamed"));
        }
        prop_assert_eq!(written, expected);
    }

    #[test]
    fn any_json_is_read_without_panic_and_written_back(text in json_text()) {
        let value = json(&text);
        let (read, _) = read_trigger(&value, &mut Ids::default());
        if value != Json::Null {
            prop_assert_eq!(write_trigger(&read), value.clone());
        }
        import(&value, &mut Ids::default());
    }
}

#[test]
fn the_type_of_an_action_is_found_in_name_or_uuid() {
    let read = trigger(
        r#"{"name":"T","trigger":"x.y","actions":[
            {"name":"benefit.create","uuid":"7f1c2a"},
            {"uuid":"reward.create","name":"Give the reward"},
            {"uuid":"tsend","name":"Klaviyo"},
            {"name":"filter","uuid":"filter"}]}"#,
    );
    let kinds: Vec<_> = read.actions.iter().map(|action| (action.kind.as_str(), action.kind_key)).collect();
    let (name, uuid) = (KindKey::Name, KindKey::Uuid);
    assert_eq!(kinds, [("benefit.create", name), ("reward.create", uuid), ("tsend", uuid), ("filter", name)]);
    assert_eq!(read.actions[1].label.as_deref(), Some("Give the reward"));
}

#[test]
fn is_dynamic_has_three_states_and_absent_stays_absent() {
    let text = r#"{"name":"T","trigger":"x.y","actions":[{"name":"point.create","arguments":[{"name":"a","value":1.0},{"name":"b","value":2,"is_dynamic":null},{"name":"c","value":3,"is_dynamic":false},{"name":"d","value":4,"is_dynamic":true}]}]}"#;
    let mut read = trigger(text);
    let states: Vec<_> = read.actions[0].arguments.iter().map(|argument| argument.is_dynamic).collect();
    assert_eq!(states, [None, None, Some(false), Some(true)]);
    read.actions[0].arguments[3].is_dynamic = Some(false);
    let written = to_text(&write_trigger(&read), &Style::compact());
    assert_eq!(written, text.replace("\"is_dynamic\":true", "\"is_dynamic\":false"));
}

#[test]
fn import_takes_every_documented_shape() {
    let one = r#"{"name":"A","trigger":"profile.created","actions":[{"name":"filter","references_id":4}]}"#;
    let target = r#"{"name":"K","handle":"k","url":"https://k.example.com","template":"{\"a\":1}"}"#;
    let automation = r#"{"name":"W","query":"win-back","frequency":"weekly","actions":[]}"#;
    let shapes = [
        (one.to_owned(), "T"),
        (format!("[{one},{one}]"), "TT"),
        (format!(r#"{{"data":{one}}}"#), "T"),
        (format!(r#"{{"data":[{one},{target},{automation}],"links":{{}},"meta":{{"total":3}}}}"#), "TGA"),
        (target.to_owned(), "G"),
    ];
    for (text, expected) in shapes {
        let imported = import(&json(&text), &mut Ids::default());
        let kinds: String = imported
            .objects
            .iter()
            .map(|(object, _)| match object {
                ImportedObject::Trigger(_) => 'T',
                ImportedObject::Target(_) => 'G',
                ImportedObject::Automation(_) => 'A',
            })
            .collect();
        assert_eq!(kinds, expected, "{text}");
        assert!(imported.findings.is_empty(), "{text}");
    }
}

#[test]
fn what_import_does_not_know_is_named_with_its_place() {
    let imported = import(&json(r#"{"data":[{"handle":"x"},7]}"#), &mut Ids::default());
    let places: Vec<_> =
        imported.findings.iter().map(|f| (f.place.pointer.as_str(), f.message.as_str())).collect();
    assert_eq!(
        places,
        [
            ("/data/0", "Not recognised: an object that is no trigger, target or automation"),
            ("/data/1", "Not recognised: a number that is no trigger, target or automation"),
        ]
    );
}

fn file(path: &str, text: &str) -> TextFile {
    TextFile { path: path.into(), text: text.into() }
}

#[test]
fn a_workspace_is_read_from_its_files() {
    let files = [
        file("targets/k.twig", "{\"id\": \"{{ id }}\"}\n"),
        file("targets/k.json", r#"{"name":"K","handle":"k","url":"https://k.example.com"}"#),
        file("triggers/b.json", r#"{"name":"B","trigger":"profile.created"}"#),
        file("triggers/a.json", r#"{"name":"A","trigger":"profile.created"}"#),
        file("contexts/profile.created/jane.json", r#"{"id":"p-1"}"#),
        file("definitions.json", r#"{"rewards":[{"handle":"r25","value":25.00}],"products":[{"id":7}]}"#),
        file("cases/a.json", "[]"),
        file(
            "reagent.toml",
            "name = \"Demo\"\n[engine]\ntimezone = \"Australia/Melbourne\"\nautoescape = \"off\"\n",
        ),
        file("README.md", "# hi"),
    ];
    let read = read_workspace(&files).unwrap();
    let (workspace, findings) = (read.workspace, read.findings);
    assert_eq!(findings, []);
    assert_eq!(workspace.name, "Demo");
    assert_eq!(workspace.profile.timezone, "Australia/Melbourne");
    let names: Vec<_> = workspace.triggers.iter().map(|trigger| trigger.name.as_str()).collect();
    assert_eq!(names, ["A", "B"]);
    assert_eq!(workspace.find_trigger("triggers/b.json").map(|trigger| trigger.name.as_str()), Some("B"));
    assert_eq!(workspace.find_trigger("b").map(|trigger| trigger.name.as_str()), Some("B"));
    let target = workspace.target("k").unwrap();
    assert_eq!(target.template, "{\"id\": \"{{ id }}\"}\n");
    assert_eq!(write_target(target).get("template").and_then(Json::as_str), Some(target.template.as_str()));
    assert_eq!(workspace.contexts_of("profile.created").count(), 1);
    assert_eq!(workspace.definitions.all.len(), 2);
}

#[test]
fn a_broken_file_names_its_place_and_nothing_of_it_is_loaded() {
    let files = [
        file("triggers/a.json", "{\n  \"name\": \"A\"\n  \"trigger\": \"x\"\n}"),
        file("triggers/b.json", r#"{"name":"B","trigger":"profile.created"}"#),
    ];
    let read = read_workspace(&files).unwrap();
    let shown: Vec<_> = read.broken.iter().map(FileError::to_string).collect();
    assert_eq!(shown, ["triggers/a.json: line 3, column 3: expected `,` or `}`"]);
    assert_eq!(read.workspace.triggers.len(), 1);
}

#[test]
fn broken_settings_are_fatal_because_results_depend_on_them() {
    for (text, message) in [
        (
            "[engine]\ntimezone = \"Mars/Base\"\n",
            "line 2, column 12: `timezone` must be a zone name such as \"Australia/Melbourne\"",
        ),
        (
            "[engine]\nautoescape = 1\n",
            "line 2, column 14: `autoescape` must be \"html\" or \"js\" or \"off\"",
        ),
        ("[tenants.shop]\n", "line 1, column 2: `tenants` must be tables [[tenants]], each with its `name`"),
        ("engine = \"UTC\"\n", "line 1, column 10: `engine` must be a table [engine]"),
        ("name = \n", "line 1, column 8: string values must be quoted, expected literal string"),
    ] {
        let error = read_workspace(&[file("reagent.toml", text)]).unwrap_err();
        assert_eq!(error.to_string(), format!("reagent.toml: {message}"));
    }
}

#[test]
fn odd_shapes_are_findings_with_line_and_column() {
    let text = "{\n  \"name\": \"A\",\n  \"trigger\": \"x.y\",\n  \"actions\": [\n    {\"name\": \"filter\", \"sort_order\": \"one\"}\n  ]\n}\n";
    let read = read_workspace(&[file("triggers/a.json", text)]).unwrap();
    let finding = &read.findings[0];
    assert_eq!(finding.message, "`sort_order` should be a whole number, but is text");
    let span = finding.place.span.unwrap();
    assert_eq!((span.line, span.column), (5, 38));
    assert_eq!(finding.place.file.as_deref(), Some("triggers/a.json"));
}
