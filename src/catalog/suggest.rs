//! "Did you mean": the known names that are close to an unknown one.

/// Past this similarity two names look alike; below, a suggestion would be noise.
const ALIKE: f64 = 0.82;
/// A longer name is never a slip of the keyboard, and comparing it costs its length squared.
const LONGEST_NAME: usize = 80;
const MOST_SUGGESTIONS: usize = 3;

/// Up to three names that are close to `name`, closest first. None is close to most words.
pub(super) fn closest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Vec<String> {
    if name.is_empty() || name.len() > LONGEST_NAME {
        return Vec::new();
    }
    let wanted = spelling(name);
    let mut found: Vec<(f64, &str)> = known
        .map(|candidate| (likeness(&wanted, &spelling(candidate)), candidate))
        .filter(|(likeness, _)| *likeness >= ALIKE)
        .collect();
    found.sort_by(|a, b| b.0.total_cmp(&a.0));
    found.into_iter().take(MOST_SUGGESTIONS).map(|(_, name)| name.to_owned()).collect()
}

/// `Tier_Achieved`, `tier achieved` and `tierAchieved` are one name to a person.
pub(super) fn spelling(name: &str) -> String {
    let mut plain = String::with_capacity(name.len() + 4);
    let mut previous_is_lower = false;
    for c in name.trim().chars() {
        if c.is_uppercase() && previous_is_lower {
            plain.push(' ');
        }
        previous_is_lower = c.is_lowercase();
        match c {
            '.' | '_' | '-' | ':' | '/' => plain.push(' '),
            other => plain.extend(other.to_lowercase()),
        }
    }
    plain
}

fn likeness(a: &str, b: &str) -> f64 {
    let turned = b.split_once(' ').map(|(first, rest)| format!("{rest} {first}"));
    let straight = strsim::normalized_damerau_levenshtein(a, b);
    turned.map_or(straight, |turned| straight.max(strsim::normalized_damerau_levenshtein(a, &turned) - 0.01))
}
