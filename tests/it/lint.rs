//! The payload linter: fixtures with their findings, every fix applied, and what must never happen.

use crate::support::{NOW, project, reagent, workspace};
use flate2::read::GzDecoder;
use proptest::prelude::*;
use reagent::check::{RULES, check as check_all};
use reagent::diag::{Diagnostic, Fix, Severity};
use reagent::model::Workspace;
use reagent::php::Value;
use reagent::twig::provenance::json_map;
use reagent::twig::{Settings, Strategy as Escaping, Template, adversarial, lint, reads};
use std::collections::BTreeSet;
use std::fmt::Write;
use std::io::Read;

const FILES: [(&str, &str); 6] = [
    ("quoted", include_str!("../fixtures/lint/quoted.txt")),
    ("bare", include_str!("../fixtures/lint/bare.txt")),
    ("skeleton", include_str!("../fixtures/lint/skeleton.txt")),
    ("fine", include_str!("../fixtures/lint/fine.txt")),
    ("check", include_str!("../fixtures/lint/check.txt")),
    ("adversarial", include_str!("../fixtures/lint/adversarial.txt")),
];

/// A case of a fixture file.
#[derive(Default)]
struct Case<'t> {
    title: &'t str,
    settings: Settings,
    event: Option<&'t str>,
    /// JSON, or the path of a sample
    context: Option<&'t str>,
    schema: Option<&'t str>,
    template: String,
    expected: Vec<&'t str>,
}

/// What is found of payloads; `tests/it/check.rs` has the other rules.
fn check_workspace(workspace: &Workspace) -> Vec<Diagnostic> {
    let found = check_all(workspace, NOW.parse().unwrap()).into_iter().map(|found| found.finding);
    found.filter(|finding| is_of_payload(finding.code)).collect()
}

fn is_of_payload(code: &str) -> bool {
    ["payload/", "template/", "schema/"].iter().any(|area| code.starts_with(area))
}

/// Cases begin with `=== title`; lines that begin with `# ` are options; the findings follow `---`.
fn cases(text: &str) -> Vec<Case<'_>> {
    let mut cases: Vec<Case<'_>> = Vec::new();
    let mut is_template = false;
    for line in text.lines() {
        if let Some(title) = line.strip_prefix("=== ") {
            cases.push(Case { title, ..Case::default() });
            is_template = true;
        } else if let Some(case) = cases.last_mut() {
            let option = line.strip_prefix("# ").filter(|_| is_template && case.template.is_empty());
            match option.and_then(|option| option.split_once(' ')) {
                Some(("autoescape", "off")) => case.settings.autoescape = Escaping::Off,
                Some(("autoescape", name)) => case.settings.autoescape = Escaping::from_name(name).unwrap(),
                Some(("event", event)) => case.event = Some(event),
                Some(("context", context)) => case.context = Some(context),
                Some(("schema", schema)) => case.schema = Some(schema),
                Some((other, _)) => panic!("{other}"),
                None if line == "---" => is_template = false,
                None if is_template && case.template.is_empty() => line.clone_into(&mut case.template),
                None if is_template => write!(case.template, "\n{line}").unwrap(),
                None => case.expected.extend(Some(line).filter(|line| !line.is_empty())),
            }
        }
    }
    cases
}

impl Case<'_> {
    fn context(&self) -> String {
        match self.context {
            Some(path) if path.starts_with("samples/") => std::fs::read_to_string(project(path)).unwrap(),
            other => other.unwrap_or("{}").to_owned(),
        }
    }

    /// Findings of a template: alone, in a workspace where an event sends it, or after hostile renders.
    fn findings(&self, template: &str) -> Vec<Diagnostic> {
        let Some(event) = self.event else {
            if self.context.is_none() {
                return lint(template, &self.settings);
            }
            let json: serde_json::Value = serde_json::from_str(&self.context()).unwrap();
            let compiled = Template::compile(template, &self.settings).unwrap();
            return adversarial(&compiled, &[Value::from(&json)], &self.settings);
        };
        let trigger = format!(
            r#"{{"name": "T", "trigger": "{event}", "actions": [{{"name": "target.send", "arguments": [{{"name": "target", "value": "t"}}]}}]}}"#
        );
        let (path, context) = (format!("contexts/{event}/sample.json"), self.context());
        let mut files = vec![
            ("triggers/t.json", trigger.as_str()),
            ("targets/t.json", r#"{"name": "T", "handle": "t", "url": "https://t.example.com"}"#),
            ("targets/t.twig", template),
        ];
        files.extend(self.context.map(|_| (path.as_str(), context.as_str())));
        files.extend(self.schema.map(|schema| ("targets/t.schema.json", schema)));
        check_workspace(&workspace(&files))
    }
}

fn shown(finding: &Diagnostic) -> String {
    let span = finding.place.span.unwrap_or_default();
    format!("{}:{} {} {}", span.line, span.column, finding.severity.word(), finding.code)
}

fn count(findings: &[Diagnostic], code: &str) -> usize {
    findings.iter().filter(|finding| finding.code == code).count()
}

/// Compares findings and applies every fix, which must remove its finding and break nothing.
fn check(file: &str, text: &str) -> BTreeSet<&'static str> {
    let (mut report, mut codes) = (String::new(), BTreeSet::new());
    for case in cases(text) {
        let found = case.findings(&case.template);
        codes.extend(found.iter().map(|finding| finding.code));
        let mut lines: Vec<String> = found.iter().map(shown).collect();
        let mut expected = case.expected.clone();
        lines.sort();
        expected.sort_unstable();
        if lines != expected {
            writeln!(report, "=== {}\n{}\n---\n{}\n", case.title, case.template, lines.join("\n")).unwrap();
            for finding in &found {
                writeln!(report, "    ({}) {:?}", finding.message, finding.hints).unwrap();
            }
        }
        for finding in &found {
            for fix in &finding.fixes {
                let fixed = fix.apply(&case.template).unwrap();
                let after = case.findings(&fixed);
                let errors = |list: &[Diagnostic]| {
                    list.iter().filter(|finding| finding.severity == Severity::Error).count()
                };
                if count(&after, finding.code) >= count(&found, finding.code)
                    || errors(&after) > errors(&found)
                {
                    let lines: Vec<String> = after.iter().map(shown).collect();
                    let (title, lines) = (case.title, lines.join("\n"));
                    writeln!(report, "FIX {title}: {}: {}\n{fixed}\n{lines}", finding.code, fix.title)
                        .unwrap();
                }
            }
        }
    }
    assert!(report.is_empty(), "{file}\n{report}");
    codes
}

#[test]
fn fixtures_have_exactly_their_findings_and_every_fix_helps() {
    let mut codes = BTreeSet::new();
    for (file, text) in FILES {
        codes.extend(check(file, text));
    }
    let rules: BTreeSet<&str> =
        RULES.iter().map(|rule| rule.code).filter(|code| is_of_payload(code)).collect();
    assert_eq!(codes, rules, "each rule has a fixture that breaks it, and each finding a rule");
}

#[test]
fn check_repairs_a_template_and_says_what_is_left() {
    let folder = tempfile::tempdir().unwrap();
    let copy = |path: &str| {
        let to = folder.path().join(path);
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        std::fs::copy(project("samples/broken").join(path), to).unwrap();
    };
    for path in [
        "reagent.toml",
        "triggers/unsafe-template.json",
        "targets/mail-unsafe.json",
        "targets/mail-unsafe.twig",
        "contexts/profile.updated/quote-in-name.json",
        "contexts/profile.updated/much-is-missing.json",
    ] {
        copy(path);
    }
    let path = folder.path().to_str().unwrap();
    let before = reagent(&["check", path, "--now", NOW]);
    assert_eq!((before.code, before.err.as_str()), (1, ""));
    assert!(
        before.out.contains("targets/mail-unsafe.twig:2:15 error payload/wrong-root `profile.first_name`")
    );
    let fixed = reagent(&["check", path, "--now", NOW, "--fix"]);
    assert_eq!((fixed.code, fixed.err.as_str()), (0, ""), "{}", fixed.out);
    let template = std::fs::read_to_string(folder.path().join("targets/mail-unsafe.twig")).unwrap();
    assert!(template.contains(r#""name": "{{ first_name|e('js') }}""#), "{template}");
    let json = reagent(&["check", path, "--now", NOW, "--format", "json"]);
    assert_eq!(json.code, 0);
    assert!(serde_json::from_str::<Vec<serde_json::Value>>(&json.out).is_ok());
}

fn payload_rows() -> Vec<serde_json::Value> {
    let mut text = String::new();
    let rows = include_bytes!("../fixtures/twig/payloads.jsonl.gz");
    GzDecoder::new(rows.as_slice()).read_to_string(&mut text).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn settings_of(row: &serde_json::Value) -> Settings {
    let autoescape =
        row["autoescape"].as_str().map_or(Escaping::Off, |name| Escaping::from_name(name).unwrap());
    Settings { autoescape, now: NOW.parse().unwrap(), ..Settings::default() }
}

#[test]
fn every_piece_of_a_payload_is_accounted_for() {
    let (mut decoded, mut printed, mut with_paths) = (0, 0, 0);
    for row in payload_rows() {
        let settings = settings_of(&row);
        let reads = reads(row["template"].as_str().unwrap(), &settings);
        let Ok(template) = Template::compile(row["template"].as_str().unwrap(), &settings) else { continue };
        let context = Value::from(&row["context"]);
        let traced = template.render_traced(&context, &settings);
        let plain = template.render(&context, &settings);
        let (Ok(traced), Ok(plain)) = (&traced, &plain) else {
            assert_eq!(traced.is_ok(), plain.is_ok());
            continue;
        };
        assert_eq!(traced.output, plain.output);
        let end = traced.pieces.iter().fold(0, |at, piece| {
            assert_eq!(piece.output.start, at, "{}", row["name"]);
            piece.output.end
        });
        assert_eq!(end, traced.output.len());
        let origins = json_map(traced);
        let Ok(payload) = serde_json::from_str::<serde_json::Value>(&traced.output) else { continue };
        decoded += 1;
        for origin in &origins {
            assert!(payload.pointer(&origin.pointer).is_some(), "{} {}", row["name"], origin.pointer);
            assert!(!origin.spans.is_empty(), "{} {}", row["name"], origin.pointer);
            printed += usize::from(origin.is_print);
            // A print of constants or of the loop's count reads nothing.
            let is_reading = origin.spans.iter().any(|span| {
                reads.iter().any(|read| span.start <= read.span.start && read.span.end <= span.end)
            });
            assert!(
                !origin.is_print || !is_reading || !origin.paths.is_empty(),
                "{} {}",
                row["name"],
                origin.pointer
            );
            with_paths += usize::from(origin.is_print && !origin.paths.is_empty());
        }
    }
    assert!(decoded > 40 && printed > 100, "{decoded} {printed}");
    assert!(with_paths > 100, "{with_paths}");
}

#[test]
fn paths_go_through_variables_loops_macros_and_captures() {
    let template = r#"{% macro m(v) %}{{ v|json_encode|raw }}{% endmacro %}{% import _self as f %}{% set p = profile %}{% set c %}{{ p.city }}!{% endset %}{"a": {{ p.name|json_encode|raw }}, "b": [{% for i in items %}{{ i.sku|json_encode|raw }}{% if not loop.last %},{% endif %}{% endfor %}], "c": {{ f.m(p.age) }}, "d": {{ c|json_encode|raw }}, "e": {{ items|map(i => i.sku)|json_encode|raw }}{% with {q: p.name} %}, "f": "{{ q }}"{% endwith %}}"#;
    let context = serde_json::json!({
        "profile": {"name": "Mira", "age": 3, "city": "Perth"}, "items": [{"sku": "A"}, {"sku": "B"}],
    });
    let settings = Settings::default();
    let template = Template::compile(template, &settings).unwrap();
    let traced = template.render_traced(&Value::from(&context), &settings).unwrap();
    let found: Vec<String> = json_map(&traced)
        .iter()
        .map(|origin| {
            let paths: Vec<String> = origin.paths.iter().map(ToString::to_string).collect();
            format!("{} {}", origin.pointer, paths.join(" "))
        })
        .collect();
    assert_eq!(
        found,
        [
            "/a profile.name",
            "/b/0 items.0.sku",
            "/b/1 items.1.sku",
            "/c profile.age",
            "/d profile.city",
            "/e/0 items",
            "/e/1 items",
            "/f profile.name",
        ]
    );
}

/// Templates of likely and unlikely parts.
fn templates() -> impl Strategy<Value = String> {
    let parts = [
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "\"a\": ",
        "1",
        "null",
        " ",
        "\n",
        "é",
        "\\",
        "{{ x }}",
        "\"{{ x }}\"",
        "{{ x|json_encode }}",
        "{{- y.id|json_encode|raw -}}",
        "{{ x|number_format(2) }}",
        "{{ x ? 'a' : b }}",
        "{{ x > 1 }}",
        "{{ xs }}",
        "{{ x|date('c') }}",
        "{{ x ~ y }}",
        "{{ x ?? 'null' }}",
        "{% if x %}",
        "{% else %}",
        "{% endif %}",
        "{% for x in xs %}",
        "{% for k, v in a ~ b %}",
        "{% endfor %}",
        "{% if not loop.last %},{% endif %}",
        "{{ loop.last ? '' : ',' }}",
        "{% set x = 1 %}",
        "{% set s %}",
        "{% endset %}",
        "{{ s }}",
        "{# c #}",
        "{% macro m(a) %}{{ a }}{{ _self.m(a) }}{% endmacro %}",
        "{{ _self.m(1) }}",
        "{{ x|uper }}",
        "\r\n",
        "{{",
        "}}",
        "{% with {x: y} only %}",
        "{% endwith %}",
    ];
    prop::collection::vec(prop::sample::select(parts.to_vec()), 0..24).prop_map(|parts| parts.concat())
}

/// Where a place of the text is after a fix.
fn moved(fix: &Fix, at: usize) -> usize {
    let before = fix.edits.iter().filter(|edit| edit.end <= at);
    before.fold(at, |at, edit| at + edit.new_text.len() - (edit.end - edit.start))
}

proptest! {
    #[test]
    fn any_text_is_linted_and_fixes_keep_it_a_template(template in templates(), is_off in any::<bool>()) {
        let autoescape = if is_off { Escaping::Off } else { Escaping::Html };
        let settings = Settings { autoescape, ..Settings::default() };
        for finding in lint(&template, &settings) {
            let span = finding.place.span.unwrap();
            prop_assert!(span.start <= span.end && span.end <= template.len(), "{span:?}");
            for fix in &finding.fixes {
                let fixed = fix.apply(&template);
                prop_assert!(fixed.is_some(), "{fix:?} on {template:?}");
                let compiles = |text: &str| Template::compile(text, &settings).is_ok();
                let fixed = fixed.unwrap();
                prop_assert!(!compiles(&template) || compiles(&fixed), "{fix:?} on {template:?}");
                // More may come to light: what was behind it is read now. But the same fix helps once.
                let after = lint(&fixed, &settings);
                let is_offered_again = after.iter().flat_map(|other| &other.fixes).any(|other| {
                    let edits = fix.edits.iter().map(|edit| (moved(fix, edit.start), &edit.new_text));
                    other.title == fix.title && other.edits.iter().map(|edit| (edit.start, &edit.new_text)).eq(edits)
                });
                prop_assert!(!finding.code.starts_with("payload/") || !is_offered_again, "{} {fix:?} on {template:?} -> {fixed:?}", finding.code);
            }
        }
    }

    #[test]
    fn hostile_renders_end_and_never_panic(template in templates()) {
        let settings = Settings::default();
        if let Ok(compiled) = Template::compile(&template, &settings) {
            let context = serde_json::json!({"x": "a", "xs": [1, {"id": "b"}], "y": {"id": 7}, "a": null});
            for finding in adversarial(&compiled, &[Value::from(&context)], &settings) {
                prop_assert!(finding.place.span.is_some());
            }
        }
    }
}

/// What hostile values break, the linter has seen in the template alone.
#[test]
fn the_two_detectors_agree_on_payloads() {
    let mut seen = 0;
    for row in payload_rows() {
        let settings = settings_of(&row);
        let source = row["template"].as_str().unwrap();
        let Ok(template) = Template::compile(source, &settings) else { continue };
        let linted = lint(source, &settings);
        for finding in adversarial(&template, &[Value::from(&row["context"])], &settings) {
            if finding.severity < Severity::Error {
                continue;
            }
            seen += 1;
            let span = finding.place.span.unwrap();
            let is_known = linted.iter().any(|known| {
                let other = known.place.span.unwrap();
                known.severity > Severity::Info && other.start < span.end && span.start < other.end
            });
            assert!(is_known, "{} {}: {}", row["name"], shown(&finding), finding.message);
        }
    }
    assert!(seen > 10, "{seen}");
}
