//! Search in plain words over events, actions and contexts.

use super::words::{begins_like, words};
use super::{ActionType, Alias, Catalog, ContextFamily, Event, EventStatus, SchedulePattern};

const IS_NAME: f64 = 100.0;
const IS_ALIAS: f64 = 50.0;
const IS_PHRASE: f64 = 20.0;

/// A text to look in, and how much a hit there counts.
struct Part<'a> {
    text: &'a str,
    weight: f64,
}

impl Catalog {
    /// Events that fit the words, best first.
    pub fn search_events(&self, query: &str) -> Vec<&Event> {
        ranked(query, &self.events, event_parts, event_bonus)
    }

    /// Action types that fit the words, best first.
    pub fn search_actions(&self, query: &str) -> Vec<&ActionType> {
        ranked(query, &self.actions, action_parts, |action| alias_bonus(action.alias_of.as_ref()))
    }

    /// Context families that fit the words, best first.
    pub fn search_contexts(&self, query: &str) -> Vec<&ContextFamily> {
        ranked(query, &self.contexts, context_parts, |_| 0.0)
    }

    /// Typical scheduled reactions that fit the words, best first: nothing happens on a birthday by itself, so no event is found for it.
    pub fn search_schedules(&self, query: &str) -> Vec<&SchedulePattern> {
        ranked(query, &self.schedules.patterns, schedule_parts, |_| 0.0)
    }
}

fn event_parts(event: &Event) -> Vec<Part<'_>> {
    let mut parts = vec![
        Part { text: &event.name, weight: 4.0 },
        Part { text: &event.title, weight: 3.0 },
        Part { text: &event.fires_when, weight: 1.0 },
    ];
    parts.extend(event.search_words.iter().map(|text| Part { text, weight: 3.0 }));
    parts
}

/// At equal words the vendor's names go before others.
fn event_bonus(event: &Event) -> f64 {
    let unlisted = if event.status == EventStatus::VendorList { 0.0 } else { -0.25 };
    unlisted + alias_bonus(event.alias_of.as_ref())
}

/// Words find the name to prefer; only typing an alias itself puts it first.
fn alias_bonus(alias: Option<&Alias>) -> f64 {
    if alias.is_some() { -IS_ALIAS } else { 0.0 }
}

fn action_parts(action: &ActionType) -> Vec<Part<'_>> {
    let mut parts = vec![
        Part { text: &action.name, weight: 4.0 },
        Part { text: &action.title, weight: 3.0 },
        Part { text: &action.doc, weight: 1.0 },
    ];
    parts.extend(action.search_words.iter().map(|text| Part { text, weight: 3.0 }));
    parts
}

fn context_parts(family: &ContextFamily) -> Vec<Part<'_>> {
    let mut parts = vec![
        Part { text: &family.id, weight: 4.0 },
        Part { text: &family.title, weight: 3.0 },
        Part { text: &family.root, weight: 1.0 },
    ];
    parts.extend(family.search_words.iter().map(|text| Part { text, weight: 3.0 }));
    parts.extend(family.fields.iter().map(|field| Part { text: &field.path, weight: 0.5 }));
    parts
}

fn schedule_parts(pattern: &SchedulePattern) -> Vec<Part<'_>> {
    let mut parts =
        vec![Part { text: &pattern.title, weight: 4.0 }, Part { text: &pattern.doc, weight: 1.0 }];
    parts.extend(pattern.search_words.iter().map(|text| Part { text, weight: 3.0 }));
    parts
}

fn ranked<'a, T>(
    query: &str,
    entries: &'a [T],
    parts: impl Fn(&T) -> Vec<Part<'_>>,
    bonus: impl Fn(&T) -> f64,
) -> Vec<&'a T> {
    let wanted = words(query);
    let mut found: Vec<(f64, &T)> = entries
        .iter()
        .filter_map(|entry| {
            let score = score(query, &wanted, &parts(entry))?;
            Some((score + bonus(entry), entry))
        })
        .collect();
    found.sort_by(|a, b| b.0.total_cmp(&a.0));
    found.into_iter().map(|(_, entry)| entry).collect()
}

/// The first part is the name. `None` if no word fits. Each word counts once, where it fits best; words that fit together in one part count more.
fn score(query: &str, wanted: &[String], parts: &[Part<'_>]) -> Option<f64> {
    let query = query.trim();
    let mut best_of_word = vec![0.0_f64; wanted.len()];
    let mut together = 0.0_f64;
    let mut exact = 0.0_f64;
    for (place, part) in parts.iter().enumerate() {
        let there = words(part.text);
        let mut hits = 0.0;
        for (word, best) in wanted.iter().zip(&mut best_of_word) {
            let hit = fit(word, &there);
            hits += hit;
            *best = best.max(hit * part.weight);
        }
        // A part that is all hit ("tier up" for "tier up") says more than a long text that has the words somewhere.
        let share = hits / (there.len().max(wanted.len()).max(1) as f64);
        together = together.max(share * hits * part.weight);
        if part.text.eq_ignore_ascii_case(query) {
            exact = exact.max(if place == 0 { IS_NAME } else { IS_PHRASE });
        }
    }
    let total: f64 = best_of_word.iter().sum();
    let missed = best_of_word.iter().filter(|best| **best == 0.0).count() as f64;
    (total + exact > 0.0).then_some(total + together + exact - 2.0 * missed)
}

fn fit(word: &str, there: &[String]) -> f64 {
    if there.iter().any(|other| other == word) {
        1.0
    } else if there.iter().any(|other| begins_like(other, word)) {
        0.6
    } else {
        0.0
    }
}
