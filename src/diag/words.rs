//! Words in messages: what a name was meant to be, and the case of a first letter.

/// The nearest of some names to a wanted one, if it is alike enough: 1.0 is the same, 0.0 has nothing in common. The last
/// one of equally near names.
///
/// ```
/// let known = ["reward.create", "target.send"];
/// assert_eq!(reagent::diag::nearest("tarket.send", known.into_iter(), 0.8), Some("target.send"));
/// assert_eq!(reagent::diag::nearest("sms", known.into_iter(), 0.8), None);
/// ```
pub fn nearest<'n>(wanted: &str, names: impl Iterator<Item = &'n str>, least: f64) -> Option<&'n str> {
    let scored = names.map(|name| (strsim::jaro_winkler(wanted, name), name));
    scored
        .filter(|(score, _)| *score >= least)
        .max_by(|left, right| left.0.total_cmp(&right.0))
        .map(|(_, name)| name)
}

/// The text with its first letter in lower case.
pub fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_lowercase().chain(chars).collect()).unwrap_or_default()
}

/// The text with its first letter in upper case.
pub fn upper_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
