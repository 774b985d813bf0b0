//! Search in plain words over events, actions and contexts.

use super::words::{begins_like, is_slip, words};
use super::{ActionType, Alias, Catalog, ContextFamily, Event, EventStatus, Platform, SchedulePattern};

const IS_NAME: f64 = 100.0;
const IS_ALIAS: f64 = 50.0;
const IS_PHRASE: f64 = 20.0;
/// A pasted page is not a search; looking for all its words would take long.
const MOST_WORDS: usize = 16;

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
    if event.platform == Platform::OpenLoyalty {
        parts.push(Part { text: event.platform.title(), weight: 3.0 });
    }
    parts
}

/// At about equal words the vendor's names go before others, and Omneo's before Open Loyalty's.
fn event_bonus(event: &Event) -> f64 {
    let unlisted = if event.status == EventStatus::VendorList { 0.0 } else { -0.25 };
    let elsewhere = if event.platform == Platform::OpenLoyalty { -1.0 } else { 0.0 };
    unlisted + elsewhere + alias_bonus(event.alias_of.as_ref())
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
    let split: Vec<Vec<SplitPart>> = entries
        .iter()
        .map(|entry| parts(entry).iter().map(|part| SplitPart::new(part, query)).collect())
        .collect();
    let wanted: Vec<Wanted> =
        words(query).into_iter().take(MOST_WORDS).map(|word| Wanted::new(word, &split)).collect();
    let mut found: Vec<(f64, &T)> = split
        .iter()
        .zip(entries)
        .filter_map(|(parts, entry)| Some((score(&wanted, parts)? + bonus(entry), entry)))
        .collect();
    found.sort_by(|a, b| b.0.total_cmp(&a.0));
    found.into_iter().map(|(_, entry)| entry).collect()
}

/// A part in words.
struct SplitPart {
    words: Vec<String>,
    weight: f64,
    is_query: bool,
}

impl SplitPart {
    fn new(part: &Part<'_>, query: &str) -> Self {
        let is_query = part.text.eq_ignore_ascii_case(query.trim());
        Self { words: words(part.text), weight: part.weight, is_query }
    }
}

/// A word of the query. Only a word that nothing has may be a slip: "spend" must not find "send".
struct Wanted {
    word: String,
    may_be_slip: bool,
}

impl Wanted {
    fn new(word: String, entries: &[Vec<SplitPart>]) -> Self {
        let mut there = entries.iter().flatten().flat_map(|part| &part.words);
        let may_be_slip = !there.any(|other| *other == word || begins_like(other, &word));
        Self { word, may_be_slip }
    }

    fn fit(&self, there: &[String]) -> f64 {
        let any = |like: fn(&str, &str) -> bool| there.iter().any(|other| like(other, &self.word));
        if any(|other, word| other == word) {
            1.0
        } else if any(begins_like) {
            0.6
        } else if self.may_be_slip && any(is_slip) {
            0.4
        } else {
            0.0
        }
    }
}

/// The first part is the name. `None` if no word fits. Each word counts once, where it fits best; words that fit together in one
/// part count more, the more so if they are all of it: "tier up" is better than a long text that has both somewhere.
fn score(wanted: &[Wanted], parts: &[SplitPart]) -> Option<f64> {
    let mut best_of_word = vec![0.0_f64; wanted.len()];
    let mut together = 0.0_f64;
    let mut exact = 0.0_f64;
    for (place, part) in parts.iter().enumerate() {
        let mut hits = 0.0;
        for (word, best) in wanted.iter().zip(&mut best_of_word) {
            let hit = word.fit(&part.words);
            hits += hit;
            *best = best.max(hit * part.weight);
        }
        let share = 2.0 * hits / ((part.words.len() + wanted.len()).max(1) as f64);
        together = together.max(share * hits * part.weight);
        if part.is_query {
            exact = exact.max(if place == 0 { IS_NAME } else { IS_PHRASE });
        }
    }
    let total: f64 = best_of_word.iter().sum();
    let missed = best_of_word.iter().filter(|best| **best == 0.0).count() as f64;
    (total + exact > 0.0).then_some(total + together + exact - 2.0 * missed)
}
