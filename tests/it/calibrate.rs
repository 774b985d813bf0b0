//! Calibration finds the settings under which an answer was rendered, and says what none reproduces.

use crate::support::{NOW, json, reagent_with};
use reagent::engine::{Calibration, Preview, Tie, calibrate};
use reagent::json::Json;
use reagent::model::{Autoescape, EngineProfile, Warnings};
use reagent::php;
use reagent::twig::{Settings, Strategy, Template};
use serde_json::json as value;

const TEMPLATE: &str = r#"{"name": "{{ first_name }}", "joined": "{{ joined_at|date('Y-m-d H:i T') }}", "spend": {{ spend }}, "none": "{{ nothing }}"}"#;

/// A context whose name tells some escapings apart: `&` html from the others, a quote js from no escaping.
fn context(name: &str) -> String {
    format!(r#"{{"first_name": {name}, "joined_at": 1700000000, "spend": 25.0}}"#)
}

/// The answer of a tenant with these settings.
fn answer(autoescape: Strategy, timezone: &str, name: &str) -> Json {
    let context = context(name);
    let now = NOW.parse().unwrap();
    let settings = Settings { autoescape, timezone: timezone.into(), now, ..Settings::default() };
    let template = Template::compile(TEMPLATE, &settings).unwrap();
    let output = template.render(&php::Value::from(&json(&context)), &settings).unwrap().output;
    json(&format!(r#"{{"data": {{"result": {output}, "context": {context}}}}}"#))
}

fn calibrated(template: &str, answer: &Json) -> Calibration {
    let preview = Preview::from_answer(answer).unwrap();
    calibrate(template, &preview, &EngineProfile::default(), NOW.parse().unwrap())
}

#[test]
fn escaping_and_zone_are_found() {
    let (ampersand, quote) = (r#""Jo & Ann""#, r#""Jo \"JJ\"""#);
    let cases = [
        (Strategy::Html, Autoescape::Html, "UTC", ampersand, ""),
        // What js escapes, decoding JSON undoes: without a quote in the name the two are alike.
        (Strategy::Off, Autoescape::Off, "Australia/Perth", ampersand, "autoescape: off, js"),
        // Newfoundland has two names.
        (
            Strategy::Js,
            Autoescape::Js,
            "America/St_Johns",
            quote,
            "timezone: America/St_Johns, Canada/Newfoundland",
        ),
    ];
    for (strategy, autoescape, timezone, name, ties) in cases {
        let found = calibrated(TEMPLATE, &answer(strategy, timezone, name));
        assert!(found.is_exact, "{found:?}");
        assert_eq!((found.profile.autoescape, found.profile.timezone.as_str()), (autoescape, timezone));
        assert_eq!(found.equal, 4);
        assert_eq!(found.undecided, ["warnings"], "a missing variable tells strictness, nothing warns");
        let tie = |tie: &Tie| format!("{}: {}", tie.setting, tie.values.join(", "));
        let found: Vec<String> = found.ties.iter().map(tie).collect();
        assert_eq!(found.join("; "), ties);
    }
}

#[test]
fn what_no_setting_reproduces_is_named() {
    let context = context("\"Jo & Ann\"");
    let result = r#"{"name": "Jo &amp; Ann", "joined": "2023-11-14 22:13 UTC", "spend": 26, "none": "", "extra": true}"#;
    let found = calibrated(TEMPLATE, &json(&format!(r#"{{"result": {result}, "context": {context}}}"#)));
    assert!(!found.is_exact);
    let pointers: Vec<_> =
        found.differences.iter().map(|d| (d.pointer.as_str(), d.theirs.clone(), d.ours.clone())).collect();
    assert_eq!(
        pointers,
        [("/spend", Some(value!(26)), Some(value!(25))), ("/extra", Some(value!(true)), None)]
    );
    assert_eq!(found.profile.warnings, Warnings::Raise);
}

#[test]
fn the_command_prints_settings_to_paste() {
    let folder = tempfile::tempdir().unwrap();
    let template = folder.path().join("t.twig");
    std::fs::write(&template, TEMPLATE).unwrap();
    let answer = reagent::json::to_text(
        &answer(Strategy::Off, "Pacific/Auckland", "\"Jo & Ann\""),
        &reagent::json::Style::compact(),
    );
    let ran =
        reagent_with(&["calibrate", "--template", template.to_str().unwrap(), "--preview", "-"], &answer);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert!(
        ran.out.contains("autoescape = \"off\"\nstrict_variables = false\ntimezone = \"Pacific/Auckland\""),
        "{}",
        ran.out
    );
    let ran = reagent_with(&["calibrate", "--template", template.to_str().unwrap(), "--preview", "-"], "{}");
    assert_eq!(ran.code, 2);
}
