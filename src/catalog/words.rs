//! Words of a search: split, without endings, and with the words that mean the same.

/// The words of a text, lower case, without endings and without the words that say nothing.
pub(super) fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .flat_map(humps)
        .map(|word| word.to_lowercase())
        .filter(|word| !word.is_empty() && !SAYS_NOTHING.contains(&word.as_str()))
        .map(|word| stem(&word))
        .collect()
}

/// `PointsWillExpire` is three words.
fn humps(word: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut previous_is_lower = false;
    for c in word.chars() {
        if c.is_uppercase() && previous_is_lower {
            parts.push(String::new());
        }
        previous_is_lower = c.is_lowercase();
        if let Some(part) = parts.last_mut() {
            part.push(c);
        }
    }
    parts
}

/// Takes the usual English endings off. Crude on purpose: both sides of a comparison go through it.
pub(super) fn stem(word: &str) -> String {
    const ENDINGS: [(&str, &str); 12] = [
        ("ations", "at"),
        ("ation", "at"),
        ("ies", "y"),
        ("sses", "ss"),
        ("ings", ""),
        ("ing", ""),
        ("ment", ""),
        ("ed", ""),
        ("ers", ""),
        ("es", ""),
        ("s", ""),
        ("e", ""),
    ];
    if word.ends_with("ss") {
        return word.to_owned();
    }
    let without = ENDINGS.iter().find_map(|(ending, instead)| {
        let root = word.strip_suffix(ending)?;
        (root.chars().count() >= 3).then(|| format!("{root}{instead}"))
    });
    let root = without.unwrap_or_else(|| word.to_owned());
    // "earned" and "earn", "dropped" and "drop": one of a doubled last consonant goes.
    let mut tail = root.chars().rev();
    match (tail.next(), tail.next()) {
        (Some(last), Some(before)) if last == before && !"aeiousl".contains(last) => {
            root.chars().take(root.chars().count() - 1).collect()
        }
        (Some('y'), _) if root.len() > 3 => format!("{}i", root.trim_end_matches('y')),
        _ => root,
    }
}

/// Whether two stems are the same word, the second perhaps half typed.
pub(super) fn begins_like(stem: &str, typed: &str) -> bool {
    typed.chars().count() >= 3 && stem.starts_with(typed)
}

/// Whether two stems differ by one slip of the keyboard. Short words differ too easily.
pub(super) fn is_slip(stem: &str, typed: &str) -> bool {
    let length = typed.chars().count();
    (5..=30).contains(&length)
        && length.abs_diff(stem.chars().count()) <= 1
        && strsim::damerau_levenshtein(stem, typed) == 1
}

const SAYS_NOTHING: [&str; 32] = [
    "a", "an", "and", "are", "as", "at", "be", "been", "by", "for", "from", "has", "have", "how", "i", "if",
    "in", "is", "it", "of", "on", "or", "someone", "somebody", "that", "the", "their", "they", "to", "when",
    "with", "event",
];
