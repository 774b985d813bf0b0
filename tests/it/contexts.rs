//! Samples at hand: the schema inferred from them, the same without personal data, and varied.

use crate::support::{json, project, reagent, reagent_with, workspace};
use proptest::prelude::*;
use reagent::catalog::FieldType;
use reagent::contexts::{Anonymiser, PseudonymKind, compared_numbers, infer, variants};
use reagent::io::load_workspace;
use reagent::json::{Json, Style, to_text};
use std::collections::BTreeSet;

#[test]
fn a_schema_knows_types_presence_values_and_list_items() {
    let samples = [
        json(
            r#"{"tier": "gold", "total": 12, "at": "2026-03-02T09:00:00Z", "born": "1990-01-31",
            "items": [{"sku": "A", "qty": 1}, {"sku": "B"}], "x": {"y": true}}"#,
        ),
        json(r#"{"tier": "gold", "total": 12.5, "at": null, "items": [], "odd": 1}"#),
        json(r#"{"tier": "silver", "total": 1, "born": "", "odd": "one"}"#),
        json(r#"{"tier": "silver", "born": "2000-13-45"}"#),
    ];
    let schema = infer(&samples);
    let kind = |path: &str| schema.field(path).unwrap().kind();
    assert_eq!(
        ["tier", "total", "at", "born", "items", "items.*", "items.0.qty", "x.y", "odd"].map(kind),
        [
            FieldType::Text,
            FieldType::Number,
            FieldType::Datetime,
            FieldType::Text,
            FieldType::List,
            FieldType::Object,
            FieldType::Integer,
            FieldType::Boolean,
            FieldType::Any
        ]
    );
    let at = schema.field("at").unwrap();
    assert_eq!((at.present, at.filled, at.nulls, schema.samples), (2, 1, 1, 4));
    let sku = schema.field("items.7.sku").unwrap();
    assert_eq!((sku.present, sku.values.len(), sku.is_in_list()), (1, 2, true));
    let tier = schema.field("tier").unwrap();
    assert_eq!(tier.enumeration().unwrap(), [&Json::str("gold"), &Json::str("silver")]);
    assert_eq!(sku.enumeration(), None);
    assert_eq!(tier.example(), Some(&Json::str("gold")));
}

const EVENT: &str = r#"{"id": "7d1f0c9e-52b4-4a3e-9a57-1c6f2e8b4d01", "profile_id": "7d1f0c9e-52b4-4a3e-9a57-1c6f2e8b4d01",
  "first_name": "Zoë", "full_name": "Zoë O'Hara-Smith", "email": "zoe.ohara@mail.test", "mobile_phone": "+61 400 123 456",
  "phone": 61400123456, "dob": "1985-07-09", "created_at": "2026-03-02T09:00:00+11:00", "total": 612.45, "paid": "612.45",
  "tier_handle": "gold-tier", "currency": "AUD", "timezone": "Australia/Melbourne", "is_vip": true, "none": null, "empty": "",
  "card_number": "4111111111111111", "note": "call \"Zoë\" & ask\nher <mum>", "link": "https://shop.test/u/zoe?x=1",
  "reward": "welcome-10", "items": [{"owner": "Zoë"}], "comment": "vip"}"#;

fn text(json: &Json, pointer: &str) -> String {
    json.pointer(pointer).unwrap().as_str().unwrap().to_owned()
}

#[test]
fn personal_data_goes_and_everything_that_decides_stays() {
    let event = json(EVENT);
    let clean = Anonymiser::new("salt").keeping(["welcome-10".to_owned()]).anonymise(&event).data;
    for kept in [
        "created_at",
        "total",
        "paid",
        "tier_handle",
        "currency",
        "timezone",
        "is_vip",
        "none",
        "empty",
        "reward",
    ] {
        assert_eq!(clean.get(kept), event.get(kept), "{kept}");
    }
    let shown = to_text(&clean, &Style::compact());
    for personal in [
        "Zo",
        "ohara",
        "Ohara",
        "Hara",
        "Smith",
        "400 123",
        "400123456",
        "7d1f0c9e",
        "07-09",
        "4111111",
        "mum",
        "shop.test",
    ] {
        assert!(!shown.contains(personal), "{personal} in {shown}");
    }
    assert_eq!(text(&clean, "/id"), text(&clean, "/profile_id"));
    let first = text(&clean, "/first_name");
    assert!(text(&clean, "/full_name").starts_with(&format!("{first} ")));
    assert_eq!(text(&clean, "/items/0/owner"), first);
    assert_eq!(first.chars().count(), 3);
    assert!(first.ends_with('é') && first.starts_with(char::is_uppercase));
    assert!(text(&clean, "/full_name").contains('\'') && text(&clean, "/full_name").contains('-'));
    let note = text(&clean, "/note");
    assert!(["\"", "&", "\n", "<", ">"].iter().all(|sign| note.contains(sign)), "{note}");
    let email = text(&clean, "/email");
    assert!(email.ends_with("@example.com") && email.find('@') == Some(9) && email.as_bytes()[3] == b'.');
    let phone = text(&clean, "/mobile_phone");
    assert!(phone.starts_with("+61 ") && phone.len() == 15, "{phone}");
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    assert_eq!(clean.get("phone"), Json::number(&digits).as_ref());
    let dob = text(&clean, "/dob");
    assert!(dob.starts_with("1985-") && dob.parse::<jiff::civil::Date>().is_ok(), "{dob}");
    assert_eq!(text(&clean, "/id").as_bytes()[14], b'4');
}

#[test]
fn what_changed_is_told_and_files_join_under_one_salt() {
    let anonymiser = Anonymiser::new("salt");
    let event = json(EVENT);
    let clean = anonymiser.anonymise(&event);
    for change in &clean.changes {
        let old = event.pointer(&change.pointer).unwrap();
        let old = old.as_str().map_or_else(|| old.to_value().to_string(), str::to_owned);
        assert_eq!(old, change.before);
    }
    let kinds: BTreeSet<PseudonymKind> = clean.changes.iter().map(|change| change.kind).collect();
    assert_eq!(kinds.len(), 6);
    let other = json(r#"{"owner": {"id": "7D1F0C9E-52B4-4A3E-9A57-1C6F2E8B4D01", "name": "ZOË"}}"#);
    let joined = anonymiser.anonymise(&other).data;
    assert_eq!(text(&joined, "/owner/id").to_lowercase(), text(&clean.data, "/id"));
    assert_eq!(text(&joined, "/owner/name").to_lowercase(), text(&clean.data, "/first_name").to_lowercase());
    assert_ne!(Anonymiser::new("other salt").anonymise(&event).data, clean.data);
    let serialised = serde_json::to_string(&clean.changes).unwrap();
    assert!(!serialised.contains("zoe.ohara"), "a report does not keep what was there");
}

#[test]
fn a_workspace_decides_the_same_on_anonymised_samples() {
    for name in [
        "high-spend",
        "tier-2-welcome",
        "nps-survey",
        "points-milestone",
        "reward-notifications",
        "birthday-benefit",
    ] {
        let mut workspace = load_workspace(&project("samples").join(name)).unwrap().read.workspace;
        let before: Vec<_> = outcomes(&workspace);
        let anonymiser = Anonymiser::new("salt").keeping_names_of(&workspace);
        for context in &mut workspace.contexts {
            let context = std::sync::Arc::make_mut(context);
            context.data = anonymiser.anonymise(&context.data).data;
        }
        assert_eq!(outcomes(&workspace), before, "{name}");
    }
}

fn outcomes(workspace: &reagent::model::Workspace) -> Vec<reagent::engine::Outcome> {
    let runs = workspace
        .triggers
        .iter()
        .flat_map(|trigger| workspace.contexts_of(&trigger.event).map(move |context| (trigger, context)));
    let env = crate::support::env(workspace);
    runs.map(|(trigger, context)| reagent::engine::run(workspace, trigger.id, context, &env).unwrap().outcome)
        .collect()
}

fn any_json() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::Bool),
        any::<i64>().prop_map(Json::int),
        "\\PC{0,12}".prop_map(Json::String),
        "[a-z]{1,6}@[a-z]{1,5}\\.[a-z]{2}|[0-9]{4}-[0-9]{2}-[0-9]{2}|\\+[0-9 ]{8,12}".prop_map(Json::String),
    ];
    leaf.prop_recursive(4, 32, 5, |inner| {
        let key = prop_oneof![Just("dob".to_owned()), Just("phone".to_owned()), "[a-zA-Z_.é]{0,8}"];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Json::Array),
            prop::collection::vec((key, inner), 0..5)
                .prop_map(|entries| Json::Object(entries.into_iter().collect())),
        ]
    })
}

/// The same value with every text and number gone: its form.
fn form(json: &Json) -> Json {
    match json {
        Json::String(text) => Json::int(i64::from(text.is_empty())),
        Json::Number(_) => Json::int(2),
        Json::Array(items) => Json::Array(items.iter().map(form).collect()),
        Json::Object(object) => {
            Json::Object(object.iter().map(|(key, value)| (key.to_owned(), form(value))).collect())
        }
        other => other.clone(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_event_keeps_its_form_and_is_the_same_every_time(event in any_json()) {
        let anonymiser = Anonymiser::new("salt");
        let clean = anonymiser.anonymise(&event);
        prop_assert_eq!(form(&clean.data), form(&event));
        prop_assert_eq!(&anonymiser.anonymise(&event).data, &clean.data);
        infer([&event, &clean.data]);
        let made = variants(&event, &[]);
        let names: BTreeSet<&str> = made.iter().map(|variant| variant.name.as_str()).collect();
        prop_assert_eq!(names.len(), made.len());
        prop_assert!(made.iter().all(|variant| variant.data != event));
    }
}

#[test]
fn variants_change_one_thing_and_say_what() {
    let rule = r#"{"name": "Big", "trigger": "transaction.created", "actions": [{"name": "filter", "arguments": [
      {"name": "condition", "value": {"and": [{">": [{"var": "total"}, 500]}, {"<": [9.5, {"var": "data.rate"}]},
        {">": [{"var": "total"}, 500]}]}}]}]}"#;
    let workspace = workspace(&[("triggers/big.json", rule)]);
    let bounds = compared_numbers(&workspace.triggers[0]);
    assert_eq!(bounds.len(), 2);
    let sample = json(
        r#"{"total": 501, "name": "Ann", "data": {"rate": 9.5}, "items": [{"sku": "A"}, {"sku": "B"}]}"#,
    );
    let made = variants(&sample, &bounds);
    let find = |name: &str| {
        let variant = made.iter().find(|variant| variant.name == name).unwrap_or_else(|| panic!("{name}"));
        (variant.change.as_str(), to_text(&variant.data, &Style::compact()))
    };
    assert_eq!(
        find("name-missing").1,
        r#"{"total":501,"data":{"rate":9.5},"items":[{"sku":"A"},{"sku":"B"}]}"#
    );
    assert_eq!(find("total-is-500").0, "total is 500, at the bound");
    assert!(find("total-is-499").1.contains("\"total\":499"));
    assert!(!made.iter().any(|variant| variant.name == "total-is-501"), "that is the sample itself");
    assert!(find("data-rate-is-9-49").1.contains("9.49") && find("data-rate-is-9-51").1.contains("9.51"));
    assert!(find("items-empty").1.contains("\"items\":[]"));
    assert!(find("items-0-sku-null").1.contains(r#"[{"sku":null},{"sku":"B"}]"#));
    assert!(find("name-quotes").1.contains("\\\"JJ\\\"") && find("name-line-break").1.contains("\\n"));
    assert!(find("name-unicode").1.contains("🎁") && find("name-empty").1.contains("\"name\":\"\""));
    assert!(!made.iter().any(|variant| variant.name.starts_with("items-1")));
}

#[test]
fn the_commands_print_write_and_import() {
    let ran = reagent_with(&["anonymise", "-", "--salt", "s"], EVENT);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.contains("@example.com") && !ran.err.contains("ohara"), "{}", ran.err);
    assert!(ran.err.contains("/email is now \""), "{}", ran.err);
    assert_eq!(reagent_with(&["anonymise", "-", "--salt", "s"], EVENT).out, ran.out);
    assert_ne!(reagent_with(&["anonymise", "-"], EVENT).out, ran.out, "without a salt nobody can guess it");
    let folder = tempfile::tempdir().unwrap();
    let (event, into) = (folder.path().join("hook.json"), folder.path().join("shop"));
    std::fs::write(&event, EVENT).unwrap();
    let (event, into) = (event.to_str().unwrap(), into.to_str().unwrap());
    let import = ["import", event, "--into", into, "--event", "profile.updated", "--anonymise"];
    let ran = reagent(&import);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let sample = folder.path().join("shop/contexts/profile.updated/hook.json");
    let kept = std::fs::read_to_string(&sample).unwrap();
    assert!(kept.contains("@example.com") && kept.contains("Australia/Melbourne"), "{kept}");
    assert_eq!(reagent(&["import", event, "--into", into, "--event", "../x"]).code, 2);
    let list =
        reagent(&["variants", "samples/high-spend/contexts/transaction.created/gold-member-612-passes.json"]);
    assert_eq!(list.code, 0, "{}", list.err);
    assert!(
        list.out.contains("gold-member-612-passes--total-is-501  total is 501, just above the bound\n"),
        "{}",
        list.out
    );
    let out = folder.path().join("variants");
    let written = reagent(&["variants", sample.to_str().unwrap(), "--out", out.to_str().unwrap()]);
    assert_eq!(written.code, 0, "{}", written.err);
    let missing = out.join("hook--email-missing.json");
    std::fs::write(&missing, "{}").unwrap();
    let again = reagent(&["variants", sample.to_str().unwrap(), "--out", out.to_str().unwrap()]);
    assert_eq!(again.code, 0, "{}", again.err);
    assert!(
        again.out.starts_with("0 variants written") && again.err.contains("left as it is: "),
        "{}",
        again.err
    );
    assert_eq!(std::fs::read_to_string(&missing).unwrap(), "{}", "what is there stays");
}
