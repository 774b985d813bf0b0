//! Which JSON Logic somebody runs: rules on which the known engines differ, and what their answers say.
//!
//! Source: the answers in `assets/calibration/probes.jsonl` were given by the engines themselves. Only whether a filter
//! with the rule lets the chain go on is asked for, since that is all that a tenant shows. Main entries: [`probes`],
//! [`name_dialect`].

use crate::json::{Json, Limits, parse};
use serde::Serialize;
use std::sync::LazyLock;

static ROWS: &str = include_str!("../../assets/calibration/probes.jsonl");

/// An engine whose answers are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Dialect {
    /// Its key in the table.
    pub key: &'static str,
    /// Its name for people.
    pub name: &'static str,
}

/// The engines of the table.
pub const DIALECTS: [Dialect; 6] = [
    Dialect { key: "php", name: "json-logic-php on PHP 8" },
    Dialect { key: "php74", name: "json-logic-php on PHP 7.4" },
    Dialect { key: "js", name: "json-logic-js" },
    Dialect { key: "jle", name: "json-logic-engine (JavaScript)" },
    Dialect { key: "jsonlogic_rs", name: "jsonlogic-rs (Rust)" },
    Dialect { key: "datalogic_rs", name: "datalogic-rs (Rust)" },
];

/// A rule on which engines differ.
#[derive(Clone, Debug)]
pub struct Probe {
    /// Its name.
    pub name: String,
    /// The rule; it needs no data.
    pub rule: Json,
    /// Whether a filter with it holds, for each of [`DIALECTS`].
    holds: [bool; DIALECTS.len()],
}

impl Probe {
    /// Whether a filter with the rule lets the chain go on under an engine.
    pub fn holds(&self, dialect: Dialect) -> Option<bool> {
        let at = DIALECTS.iter().position(|other| *other == dialect)?;
        self.holds.get(at).copied()
    }
}

/// Every probe, in the table's order.
pub fn probes() -> &'static [Probe] {
    static PROBES: LazyLock<Vec<Probe>> = LazyLock::new(|| ROWS.lines().filter_map(read).collect());
    &PROBES
}

fn read(line: &str) -> Option<Probe> {
    let row = parse(line, Limits::default()).ok()?;
    let mut holds = [false; DIALECTS.len()];
    for (dialect, holds) in DIALECTS.iter().zip(&mut holds) {
        *holds = match row.get(dialect.key)? {
            Json::Bool(flag) => *flag,
            // A number that JSON cannot spell; NaN is as good as false. An error ends the chain.
            other => other.get("$num").and_then(Json::as_str).is_some_and(|number| number != "NaN"),
        };
    }
    Some(Probe { name: row.get("probe")?.as_str()?.to_owned(), rule: row.get("rule")?.clone(), holds })
}

/// How well an engine explains what was seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Match {
    /// The engine.
    pub dialect: Dialect,
    /// How many answers are its own.
    pub equal: usize,
    /// The probes that it answers otherwise.
    pub differing: Vec<String>,
}

/// What the answers say. The best engine comes first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DialectFound {
    /// How many probes were answered.
    pub answered: usize,
    /// Every engine, the best first.
    pub matches: Vec<Match>,
}

impl DialectFound {
    /// The engines that explain every answer. More than one: the answers do not tell them apart.
    pub fn exact(&self) -> Vec<Dialect> {
        let is_exact = |found: &&Match| self.answered > 0 && found.equal == self.answered;
        self.matches.iter().filter(is_exact).map(|found| found.dialect).collect()
    }
}

/// Compares what was seen of some probes with every engine.
pub fn name_dialect(seen: &[(&Probe, bool)]) -> DialectFound {
    let mut matches: Vec<Match> = DIALECTS
        .iter()
        .map(|dialect| {
            let is_other = |(probe, held): &&(&Probe, bool)| probe.holds(*dialect) != Some(*held);
            let differing: Vec<String> =
                seen.iter().filter(is_other).map(|(probe, _)| probe.name.clone()).collect();
            Match { dialect: *dialect, equal: seen.len() - differing.len(), differing }
        })
        .collect();
    matches.sort_by_key(|found| std::cmp::Reverse(found.equal));
    DialectFound { answered: seen.len(), matches }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_dialect_is_told_from_the_others_by_its_own_answers() {
        assert_eq!(probes().len(), ROWS.lines().count());
        for dialect in DIALECTS {
            let seen: Vec<_> = probes().iter().map(|probe| (probe, probe.holds(dialect).unwrap())).collect();
            assert_eq!(name_dialect(&seen).exact(), [dialect]);
        }
        assert!(name_dialect(&[]).exact().is_empty());
    }

    #[test]
    fn our_own_engine_answers_as_php_8() {
        let nothing = crate::php::Value::from(&Json::Object(crate::json::Object::new()));
        for probe in probes() {
            let program = crate::logic::parse(&probe.rule).compile();
            let held = program.decide(&nothing, &crate::logic::EvalOptions::default()).unwrap_or(false);
            assert_eq!(Some(held), probe.holds(DIALECTS[0]), "{}", probe.name);
        }
    }
}
