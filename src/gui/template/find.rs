//! Finding and replacing text.

use std::ops::Range;

/// Most matches that are counted.
pub(crate) const MAX_MATCHES: usize = 10_000;

/// What is looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Query {
    /// The text; empty matches nothing
    pub(crate) text: String,
    /// Whether `A` is not `a`. Only ASCII letters have two cases here.
    pub(crate) is_case_sensitive: bool,
}

impl Query {
    /// All matches that do not overlap, in order.
    pub(crate) fn matches(&self, text: &str) -> Vec<Range<usize>> {
        if self.text.is_empty() {
            return Vec::new();
        }
        let len = self.text.len();
        let ranges = |text: &str, wanted: &str| -> Vec<Range<usize>> {
            text.match_indices(wanted).take(MAX_MATCHES).map(|(at, _)| at..at + len).collect()
        };
        if self.is_case_sensitive {
            ranges(text, &self.text)
        } else {
            // Lower case in ASCII keeps every offset.
            ranges(&text.to_ascii_lowercase(), &self.text.to_ascii_lowercase())
        }
    }

    /// The text with every match replaced.
    pub(crate) fn replace_all(&self, text: &str, with: &str) -> String {
        let mut new = String::with_capacity(text.len());
        let mut at = 0;
        for range in self.matches(text) {
            new.push_str(&text[at..range.start]);
            new.push_str(with);
            at = range.end;
        }
        new.push_str(&text[at..]);
        new
    }
}

/// The match after a place, or the first one if there is none after it.
pub(crate) fn next_match(matches: &[Range<usize>], from: usize) -> Option<usize> {
    let after = matches.iter().position(|range| range.start >= from);
    after.or_else(|| (!matches.is_empty()).then_some(0))
}

/// The match before a place, or the last one if there is none before it.
pub(crate) fn previous_match(matches: &[Range<usize>], from: usize) -> Option<usize> {
    matches.iter().rposition(|range| range.start < from).or_else(|| matches.len().checked_sub(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(text: &str) -> Query {
        Query { text: text.into(), is_case_sensitive: false }
    }

    #[test]
    fn matches_are_found_with_and_without_case() {
        let text = "Name é NAME name";
        assert_eq!(query("name").matches(text).len(), 3);
        let exact = Query { is_case_sensitive: true, ..query("NAME") };
        assert_eq!(exact.matches(text).first(), Some(&(8..12)));
        assert!(query("").matches(text).is_empty());
        assert_eq!(query("é").matches(text).first(), Some(&(5..7)));
        assert_eq!(query("aa").matches("aaaa").len(), 2);
    }

    #[test]
    fn the_search_goes_round() {
        let matches = query("a").matches("a-a-a");
        assert_eq!(next_match(&matches, 1), Some(1));
        assert_eq!(next_match(&matches, 5), Some(0));
        assert_eq!(previous_match(&matches, 2), Some(0));
        assert_eq!(previous_match(&matches, 0), Some(2));
        assert_eq!(next_match(&[], 0), None);
        assert_eq!(previous_match(&[], 0), None);
    }

    #[test]
    fn all_are_replaced_once() {
        assert_eq!(query("a").replace_all("banana", "aa"), "baanaanaa");
        assert_eq!(query("x").replace_all("banana", "y"), "banana");
        assert_eq!(query("NA").replace_all("banana", ""), "ba");
    }
}
