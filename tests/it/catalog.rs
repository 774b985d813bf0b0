//! The embedded catalogue: complete, free of dangling references, samples and field lists in step, findable in plain words.

use std::collections::{BTreeMap, BTreeSet};

use reagent::catalog::{
    ActionKind, ArgumentKind, Catalog, EventKind, EventStatus, Evidence, Platform, Required, catalog,
    check_argument,
};
use reagent::diag::Severity;
use serde_json::{Value, json};

fn lines(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

#[test]
fn embedded_data_parses() {
    let read = Catalog::from_embedded_data().unwrap();
    assert_eq!(read.events.len(), 103);
    assert_eq!(read.actions.len(), 15);
    assert_eq!(read.contexts.len(), catalog().contexts.len());
}

#[test]
fn names_are_unique() {
    let catalog = catalog();
    let names: Vec<&str> = catalog.events.iter().map(|event| event.name.as_str()).collect();
    assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len());
    let ids: Vec<&str> = catalog.contexts.iter().map(|family| family.id.as_str()).collect();
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
}

#[test]
fn every_name_of_the_vendors_list_is_there() {
    let listed: BTreeSet<&str> = lines(include_str!("../fixtures/catalog/omneo_events.txt")).collect();
    assert_eq!(listed.len(), 70);
    let known: BTreeSet<&str> = catalog()
        .events
        .iter()
        .filter(|event| event.platform == Platform::Omneo && event.status == EventStatus::VendorList)
        .map(|event| event.name.as_str())
        .collect();
    assert_eq!(known, listed);
}

#[test]
fn every_name_of_the_guides_is_there() {
    for name in lines(include_str!("../fixtures/catalog/docs_events.txt")) {
        assert!(catalog().event(name).is_some(), "{name}");
    }
}

#[test]
fn every_open_loyalty_event_is_there_with_a_context_of_its_own() {
    let listed: BTreeSet<&str> = lines(include_str!("../fixtures/catalog/open_loyalty_events.txt")).collect();
    assert_eq!(listed.len(), 20);
    let known: BTreeSet<&str> = catalog()
        .events
        .iter()
        .filter(|event| event.platform == Platform::OpenLoyalty)
        .map(|event| event.name.as_str())
        .collect();
    assert_eq!(known, listed);
    for name in listed {
        let family = catalog().context_for_event(name).unwrap();
        assert_eq!(family.sample.get("type").and_then(Value::as_str), Some(name));
    }
}

#[test]
fn every_event_has_a_context_words_and_a_source() {
    let catalog = catalog();
    for event in &catalog.events {
        let name = &event.name;
        let family = catalog.context_for_event(name).unwrap_or_else(|| panic!("{name} has no context"));
        assert_eq!(family.platform, event.platform, "{name}");
        assert!(event.fires_when.ends_with('.') && !event.documented_in.is_empty(), "{name}");
    }
    assert!(catalog.context(&catalog.custom_events.context).is_some());
}

#[test]
fn every_alias_leads_to_a_canonical_entry_and_says_why() {
    let catalog = catalog();
    for event in &catalog.events {
        let Some(alias) = &event.alias_of else { continue };
        let target = catalog.event(&alias.name).unwrap_or_else(|| panic!("{} leads nowhere", event.name));
        assert!(target.alias_of.is_none() && target.status == EventStatus::VendorList, "{}", event.name);
        assert_eq!(target.context, event.context, "{}", event.name);
        assert!(alias.why.ends_with('.') && alias.evidence == Evidence::Inferred);
    }
    for action in &catalog.actions {
        let canonical = catalog.canonical_action(&action.name).unwrap();
        assert!(canonical.alias_of.is_none(), "{}", action.name);
        assert_eq!(canonical.effect, action.effect, "{}", action.name);
        assert_eq!(canonical.aliases.contains(&action.name), action.alias_of.is_some(), "{}", action.name);
    }
}

#[test]
fn every_action_of_the_sources_is_there() {
    let listed: BTreeSet<&str> = lines(include_str!("../fixtures/catalog/actions.txt")).collect();
    let known: BTreeSet<&str> = catalog().actions.iter().map(|action| action.name.as_str()).collect();
    assert_eq!(known, listed);
}

#[test]
fn arguments_are_consistent_with_their_types() {
    for action in &catalog().actions {
        for argument in &action.arguments {
            let name = format!("{} {}", action.name, argument.name);
            assert_eq!(argument.kind == ArgumentKind::Enum, !argument.values.is_empty(), "{name}");
            assert_eq!(
                argument.kind == ArgumentKind::Definition,
                argument.definition_kind.is_some(),
                "{name}"
            );
            assert!(argument.evidence == Evidence::Documented || argument.exists_in.is_none(), "{name}");
            assert!(!argument.source.is_empty() && argument.doc.ends_with('.'), "{name}");
        }
        let documented = action.arguments.iter().any(|argument| argument.evidence == Evidence::Documented);
        assert_eq!(action.arguments_documented, documented, "{}", action.name);
    }
}

#[test]
fn only_one_action_says_what_is_required() {
    let with_requirements: Vec<&str> = catalog()
        .actions
        .iter()
        .filter(|action| action.arguments.iter().any(|argument| argument.required != Required::NotDocumented))
        .map(|action| action.name.as_str())
        .collect();
    assert_eq!(with_requirements, ["update.highest.status.attribute"]);
}

/// Adds each path of the value: leaves, and lists of objects themselves.
fn collect_paths<'a>(value: &'a Value, path: &str, found: &mut BTreeMap<String, Vec<&'a Value>>) {
    let below = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
    match value {
        Value::Object(entries) if !entries.is_empty() => {
            for (key, value) in entries {
                collect_paths(value, &below(key), found);
            }
        }
        Value::Array(items) if items.iter().any(Value::is_object) => {
            found.entry(path.to_owned()).or_default().push(value);
            for item in items {
                collect_paths(item, &below("*"), found);
            }
        }
        leaf => found.entry(path.to_owned()).or_default().push(leaf),
    }
}

#[test]
fn samples_and_field_lists_are_in_step() {
    for family in &catalog().contexts {
        let mut found = BTreeMap::new();
        collect_paths(&family.sample, "", &mut found);
        let in_sample: Vec<&str> = found.keys().map(String::as_str).collect();
        let mut listed: Vec<&str> = family.fields.iter().map(|field| field.path.as_str()).collect();
        listed.sort_unstable();
        assert_eq!(listed, in_sample, "{}", family.id);
        for field in &family.fields {
            for value in &found[&field.path] {
                assert!(field.kind.admits(value), "{} {} is {value}", family.id, field.path);
            }
        }
    }
}

#[test]
fn profile_paths_of_a_family_lead_to_its_profile() {
    for family in &catalog().contexts {
        let at = |path: &str| family.sample.pointer(&format!("/{}", path.replace('.', "/")));
        if let Some(path) = &family.profile_id_path {
            let id = at(path).and_then(Value::as_str);
            assert_eq!(id, Some("7d1f0c9e-52b4-4a3e-9a57-1c6f2e8b4d01"), "{}", family.id);
        }
        if let Some(prefix) = &family.profile_prefix {
            let email = if prefix.is_empty() { "email".to_owned() } else { format!("{prefix}.email") };
            assert_eq!(
                at(&email).and_then(Value::as_str),
                Some("mira.halloran@example.com"),
                "{}",
                family.id
            );
        }
    }
}

#[test]
fn totals_of_samples_add_up() {
    for (family, price, total) in [
        ("transaction", "price_sell", "total"),
        ("transaction", "price_original", "total_original"),
        ("order", "price_sell", "total"),
        ("order", "price_original", "total_original"),
    ] {
        let sample = &catalog().context(family).unwrap().sample;
        let sum: f64 = sample["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|item| item[price].as_f64().unwrap() * item["quantity"].as_f64().unwrap())
            .sum();
        assert!((sum - sample[total].as_f64().unwrap()).abs() < 1e-9, "{family} {total}");
    }
}

#[test]
fn samples_use_example_addresses_only() {
    let text = serde_json::to_string(&catalog().contexts).unwrap();
    for word in text.split(|c: char| c == '"' || c.is_whitespace()).filter(|word| word.contains('@')) {
        assert!(word.ends_with("@example.com"), "{word}");
    }
}

#[test]
fn field_lookup_takes_any_item_of_a_list() {
    let transaction = catalog().context("transaction").unwrap();
    assert!(transaction.field("items.0.sku").is_some());
    assert!(transaction.field("items.*.sku").is_some());
    assert!(transaction.field("items.sku").is_none());
    assert!(transaction.field("items.0.sku.x").is_none());
    assert!(catalog().context("profile").unwrap().field("profile.first_name").is_none());
}

#[test]
fn plain_words_find_the_right_entry_first() {
    let catalog = catalog();
    let mut wrong = Vec::new();
    let mut count = 0;
    for line in lines(include_str!("../fixtures/catalog/searches.txt")) {
        let [what, words, expected] = line.split(" | ").collect::<Vec<_>>()[..] else {
            panic!("{line}");
        };
        let found: Vec<&str> = match what {
            "event" => catalog.search_events(words).iter().map(|event| event.name.as_str()).collect(),
            "action" => catalog.search_actions(words).iter().map(|action| action.name.as_str()).collect(),
            "context" => catalog.search_contexts(words).iter().map(|family| family.id.as_str()).collect(),
            "schedule" => catalog.search_schedules(words).iter().map(|entry| entry.title.as_str()).collect(),
            _ => panic!("{line}"),
        };
        count += 1;
        if found.first() != Some(&expected) {
            wrong.push(format!("{line}\n    got {:?}", &found[..found.len().min(4)]));
        }
    }
    assert!(wrong.is_empty(), "{} of {count} wrong:\n{}", wrong.len(), wrong.join("\n"));
    assert!(count >= 40);
}

#[test]
fn words_that_fit_nothing_find_nothing() {
    let catalog = catalog();
    for words in ["", "  ", "the", "xyzzy", "🦘", "...."] {
        assert!(catalog.search_events(words).is_empty(), "{words:?}");
        assert!(catalog.search_actions(words).is_empty(), "{words:?}");
        assert!(catalog.search_contexts(words).is_empty(), "{words:?}");
    }
}

#[test]
fn event_names_are_told_apart() {
    let catalog = catalog();
    assert!(
        matches!(catalog.event_kind("tier.achieved"), EventKind::Known(event) if event.name == "tier.achieved")
    );
    for custom in ["custom.survey_completed", "custom.profile.created", "shop.visited", "my-app.level-up"] {
        assert_eq!(catalog.event_kind(custom), EventKind::Custom, "{custom}");
        assert!(catalog.check_event(custom).is_none());
        assert_eq!(catalog.context_for_event(custom).unwrap().id, "custom");
    }
    for (alias, wanted) in [
        ("points.awarded", "point.created"),
        ("reward.issued", "reward.created"),
        ("transaction.create", "transaction.created"),
        ("profile_update", "profile.updated"),
    ] {
        assert!(
            matches!(catalog.event_kind(alias), EventKind::Alias { canonical, .. } if canonical.name == wanted)
        );
        let finding = catalog.check_event(alias).unwrap();
        assert_eq!((finding.code, finding.severity), ("event/alias", Severity::Warning));
        assert!(finding.hints[0].contains(wanted));
    }
    assert_eq!(catalog.check_event("benefit.claimed").unwrap().code, "event/unlisted");
    assert!(catalog.check_event("transaction.created").is_none());
    let finding = catalog.check_event("PointsWillExpire").unwrap();
    assert_eq!(finding.code, "event/platform");
    assert!(finding.hints[0].contains("custom.points_will_expire"));
}

#[test]
fn misspelt_names_get_a_suggestion_only_when_close() {
    let catalog = catalog();
    for (given, wanted) in [
        ("transction.created", "transaction.created"),
        ("tier.acheived", "tier.achieved"),
        ("profile.creatd", "profile.created"),
        ("profile-created", "profile.created"),
        ("Tier.Achieved", "tier.achieved"),
        ("tierAchieved", "tier.achieved"),
        ("pointsWillExpire", "PointsWillExpire"),
    ] {
        let finding = catalog.check_event(given).unwrap();
        assert_eq!(finding.code, "event/unknown", "{given}");
        assert!(finding.hints[0].starts_with(&format!("did you mean \"{wanted}\"")), "{:?}", finding.hints);
    }
    for far in ["", "x", "tier.exploded.entirely", "no dots here", "a..b", ".", "custom.", "🦘.🦘"] {
        let EventKind::Unknown { did_you_mean } = catalog.event_kind(far) else { panic!("{far}") };
        assert!(did_you_mean.is_empty(), "{far}: {did_you_mean:?}");
    }
    for (given, wanted) in [
        ("benefit.creat", "benefit.create"),
        ("create.benefit", "benefit.create"),
        ("reward_create", "reward.create"),
        ("target.sent", "target.send"),
        ("send.target", "target.send"),
    ] {
        let ActionKind::Unknown { did_you_mean } = catalog.action_kind(given) else { panic!("{given}") };
        assert_eq!(did_you_mean.first().map(String::as_str), Some(wanted), "{given}");
        assert_eq!(catalog.check_action(given).unwrap().code, "action/unknown");
    }
    assert_eq!(catalog.action_kind("email"), ActionKind::Unknown { did_you_mean: vec![] });
    let endless = "tier.".repeat(100_000);
    assert!(catalog.check_event(&endless).unwrap().message.len() < 200);
}

#[test]
fn aliases_of_actions_are_reported() {
    let catalog = catalog();
    for (alias, wanted) in [
        ("points.award", "point.create"),
        ("achievement.add", "achievement.increment"),
        ("achievement.progress", "achievement.increment"),
        ("tsend", "target.send"),
    ] {
        assert_eq!(catalog.canonical_action(alias).unwrap().name, wanted);
        assert_eq!(catalog.check_action(alias).unwrap().code, "action/alias");
    }
    assert!(catalog.check_action("tier.assign").is_none());
}

#[test]
fn names_kept_by_omneo_cannot_be_custom_events() {
    let catalog = catalog();
    assert_eq!(catalog.check_custom_event("profile.merged").unwrap().code, "event/reserved");
    assert!(catalog.check_custom_event("custom.survey_completed").is_none());
    for reserved in &catalog.custom_events.reserved {
        assert!(catalog.event(reserved).is_some(), "{reserved}");
    }
}

fn codes(action: &str, argument: &str, value: &Value) -> Vec<&'static str> {
    let argument = catalog().action(action).unwrap().argument(argument).unwrap();
    check_argument(argument, value).iter().map(|finding| finding.code).collect()
}

#[test]
fn argument_values_are_checked_against_their_type() {
    let cases: Vec<(&str, &str, Value, &str)> = vec![
        ("reward.create", "rounding", json!("HALF-UP"), ""),
        ("reward.create", "rounding", json!("half-up"), "argument/enum"),
        ("reward.create", "rounding", json!("UPWARDS"), "argument/enum"),
        ("reward.create", "rounding", json!(1), "argument/enum"),
        ("reward.create", "rounding", json!(null), ""),
        ("reward.create", "expires_at", json!("2026-03-31 23:59:59"), ""),
        ("reward.create", "expires_at", json!("2026-03-31"), "argument/format"),
        ("reward.create", "expires_at", json!("2026-02-30 10:00:00"), "argument/format"),
        ("reward.create", "expires_at", json!("2026-3-1 10:00:00"), "argument/format"),
        ("reward.create", "expires_at", json!("2026-03-31T10:00:00"), "argument/format"),
        ("reward.create", "expires_at", json!("31/03/2026"), "argument/format"),
        ("reward.create", "expires_at", json!(" 2026-03-31 10:00:00"), "argument/format"),
        ("reward.create", "expires_at", json!(1_774_915_199), "argument/type"),
        ("tier-point.create", "issued_at", json!("tomorrow"), "argument/format"),
        ("point.create", "issued_at", json!("tomorrow"), ""),
        ("reward.create", "value", json!(25), ""),
        ("reward.create", "value", json!("25.50"), ""),
        ("reward.create", "value", json!("twenty-five"), "argument/type"),
        ("reward.create", "value", json!("inf"), "argument/type"),
        ("reward.create", "value", json!({"var": "total"}), "argument/type"),
        ("reward.create", "timezone", json!("Australia/Melbourne"), ""),
        ("reward.create", "timezone", json!("UTC"), ""),
        ("reward.create", "timezone", json!("Australia/Melborne"), "argument/timezone"),
        ("reward.create", "timezone", json!(10), "argument/type"),
        ("reward.create", "meta", json!({"a": [1]}), ""),
        ("reward.create", "profile_id", json!("7d1f"), ""),
        ("reward.create", "profile_id", json!(null), "argument/null"),
        ("reward.create", "profile_id", json!(" "), "argument/null"),
        ("reward.create", "definition", json!(["a"]), "argument/type"),
        ("achievement.increment", "count", json!(2), ""),
        ("achievement.increment", "count", json!(2.0), ""),
        ("achievement.increment", "count", json!("3"), ""),
        ("achievement.increment", "count", json!(2.5), "argument/type"),
        ("achievement.increment.product.update", "id", json!(2201), ""),
        ("achievement.increment.product.update", "id", json!(true), "argument/type"),
        ("target.send", "target", json!("klaviyo"), ""),
        ("target.send", "target", json!(null), "argument/null"),
        ("target.send", "target", json!(""), "argument/null"),
        ("update.highest.status.attribute", "direction", json!("asc"), ""),
        ("update.highest.status.attribute", "direction", json!("up"), "argument/enum"),
        ("filter", "condition", json!({"==": [1, 1]}), ""),
    ];
    for (action, argument, value, expected) in cases {
        let expected: Vec<&str> = if expected.is_empty() { vec![] } else { vec![expected] };
        assert_eq!(codes(action, argument, &value), expected, "{action} {argument} {value}");
    }
}

#[test]
fn stated_constraints_are_errors_and_guesses_are_warnings() {
    let severity = |action: &str, argument: &str, value: Value| {
        let argument = catalog().action(action).unwrap().argument(argument).unwrap();
        check_argument(argument, &value)[0].severity
    };
    assert_eq!(severity("reward.create", "rounding", json!("up")), Severity::Error);
    assert_eq!(severity("reward.create", "profile_id", json!(null)), Severity::Error);
    assert_eq!(severity("point.create", "profile_id", json!(null)), Severity::Warning);
    assert_eq!(severity("achievement.increment", "count", json!("many")), Severity::Warning);
}

fn json_files(folder: &std::path::Path) -> Vec<(String, Value)> {
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    files
        .into_iter()
        .map(|path| {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            let text = std::fs::read_to_string(&path).unwrap();
            (name, serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display())))
        })
        .collect()
}

#[test]
fn sample_workspaces_use_names_and_values_that_are_known() {
    let samples = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    for sample in [
        "birthday-benefit",
        "high-spend",
        "loyalty-demo",
        "nps-survey",
        "points-milestone",
        "reward-notifications",
        "tier-2-welcome",
    ] {
        let folder = samples.join(sample);
        let definitions = std::fs::read_to_string(folder.join("definitions.json")).unwrap();
        for (handle, target) in json_files(&folder.join("targets")) {
            assert_eq!(target["handle"], json!(handle), "{sample}");
            assert!(
                folder.join(format!("targets/{handle}.twig")).is_file() && target.get("template").is_none()
            );
        }
        for (file, trigger) in json_files(&folder.join("triggers")) {
            let place = format!("{sample}/{file}");
            let event = trigger["trigger"].as_str().unwrap();
            assert_eq!(catalog().check_event(event), None, "{place}");
            assert!(json_files(&folder.join("contexts").join(event)).len() >= 2, "{place}");
            for action in trigger["actions"].as_array().unwrap() {
                check_sample_action(&folder, &definitions, action, &place);
            }
        }
    }
}

fn check_sample_action(folder: &std::path::Path, definitions: &str, action: &Value, place: &str) {
    let name = action["name"].as_str().unwrap();
    assert_eq!(catalog().check_action(name), None, "{place}");
    for argument in action["arguments"].as_array().unwrap() {
        let argument_name = argument["name"].as_str().unwrap();
        let known = catalog().action(name).unwrap().argument(argument_name);
        let known = known.unwrap_or_else(|| panic!("{place}: {name} {argument_name}"));
        if argument["is_dynamic"] == json!(true) {
            continue;
        }
        assert_eq!(check_argument(known, &argument["value"]), [], "{place}: {name}");
        let quoted = argument["value"].to_string();
        let is_there = match known.kind {
            ArgumentKind::Definition => definitions.contains(&quoted),
            ArgumentKind::Target => {
                folder.join(format!("targets/{}.twig", quoted.trim_matches('"'))).is_file()
            }
            _ => true,
        };
        assert!(is_there, "{place}: {quoted}");
    }
}
