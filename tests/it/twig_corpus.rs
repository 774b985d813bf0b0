//! Real Twig 3.30's answers: templates with their output or their error.

use flate2::read::GzDecoder;
use reagent::php::Value;
use reagent::twig::{Settings, Strategy, Template, TwigError};
use std::fmt::Write as _;
use std::io::Read;

/// Rows that are answered otherwise, by name. The file must list exactly these.
const KNOWN: &str = include_str!("../fixtures/twig/known_differences.txt");

fn rows(compressed: &[u8]) -> Vec<serde_json::Value> {
    let mut text = String::new();
    GzDecoder::new(compressed).read_to_string(&mut text).unwrap();
    parse_rows(&text)
}

fn parse_rows(text: &str) -> Vec<serde_json::Value> {
    text.lines().filter(|line| !line.is_empty()).map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn settings(row: &serde_json::Value) -> Settings {
    let autoescape = match &row["autoescape"] {
        serde_json::Value::String(name) => Strategy::from_name(name).unwrap(),
        _ => Strategy::Off,
    };
    Settings {
        autoescape,
        strict_variables: row["strict_variables"].as_bool().unwrap(),
        timezone: row["timezone"].as_str().unwrap_or("UTC").to_owned(),
        now: "2026-11-20T12:00:00Z".parse().unwrap(),
        ..Settings::default()
    }
}

fn shown(outcome: Result<String, TwigError>) -> String {
    match outcome {
        Ok(output) => output,
        Err(error) => format!("{}: {} at line {}", error.class, error.message, error.line),
    }
}

fn expected(row: &serde_json::Value) -> String {
    match row.get("error") {
        Some(error) => format!(
            "{}: {} at line {}",
            error["class"].as_str().unwrap(),
            error["message"].as_str().unwrap(),
            error["line"]
        ),
        None => row["expected"].as_str().unwrap().to_owned(),
    }
}

fn actual(row: &serde_json::Value) -> String {
    let settings = settings(row);
    let context = Value::from(&row["context"]);
    let template = Template::compile(row["template"].as_str().unwrap(), &settings);
    shown(template.and_then(|template| template.render(&context, &settings)).map(|rendered| rendered.output))
}

/// Fails with the first rows that are answered otherwise, if they are not exactly the known ones.
fn check(corpus: &str, rows: &[serde_json::Value]) {
    let most = std::env::var("REAGENT_TWIG_SHOW").ok().and_then(|most| most.parse().ok()).unwrap_or(5);
    let (mut names, mut report) = (Vec::new(), String::new());
    for row in rows {
        // The corpora hold output without the white space at its ends, as Twig's own tests compare it.
        let (expected, actual) = (expected(row).trim().to_owned(), actual(row).trim().to_owned());
        if expected == actual {
            continue;
        }
        let name = row["name"].as_str().unwrap();
        names.push(name);
        if names.len() <= most {
            let (template, context) = (&row["template"], &row["context"]);
            let _ = writeln!(
                report,
                "DIFF {name}\n  template {template}\n  context {context}\n  want {expected:?}\n  have {actual:?}"
            );
        }
    }
    assert!(names == known(corpus), "{} rows of {} differ\n{report}", names.len(), rows.len());
}

fn known(corpus: &str) -> Vec<&'static str> {
    let of_corpus =
        |line: &'static str| line.split_once('\t').filter(|(of, _)| *of == corpus).map(|(_, name)| name);
    KNOWN.lines().filter_map(of_corpus).collect()
}

#[test]
fn payloads_render_as_twig_renders_them() {
    let rows = rows(include_bytes!("../fixtures/twig/payloads.jsonl.gz"));
    assert!(rows.len() > 100);
    check("payloads", &rows);
}

#[test]
fn probes_render_as_twig_renders_them() {
    let rows = rows(include_bytes!("../fixtures/twig/probes.jsonl.gz"));
    assert!(rows.len() > 8_000);
    check("probes", &rows);
}

/// Templates of our own, generated and then damaged at random, with the answers of php-twig 3.5.1 where 3.30 is not
/// known to answer otherwise: white space control, scopes, escaping, syntax errors, and the line of each error.
#[test]
fn generated_templates_render_as_twig_renders_them() {
    let context: serde_json::Value =
        serde_json::from_str(include_str!("../fixtures/twig/cases_context.json")).unwrap();
    let mut rows = rows(include_bytes!("../fixtures/twig/cases.jsonl.gz"));
    assert!(rows.len() > 4_000);
    for row in &mut rows {
        row["context"] = context.clone();
    }
    check("cases", &rows);
}

/// Twig's own fixtures are not ours to copy: `REAGENT_TWIG_UPSTREAM` names the file where there is one.
#[test]
fn upstream_fixtures_of_one_template_render_alike() {
    let Ok(path) = std::env::var("REAGENT_TWIG_UPSTREAM") else { return };
    let rows = parse_rows(&std::fs::read_to_string(path).unwrap());
    let single: Vec<_> = rows.into_iter().filter(|row| row["single_template"] == true).collect();
    assert!(single.len() > 90);
    check("upstream", &single);
}
