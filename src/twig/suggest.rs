//! "Did you mean": the known names that are near to an unknown one.

/// Adds Twig's suggestion to a message that ends with a full stop.
pub(crate) fn with_suggestion<'n>(
    message: String,
    name: &str,
    known: impl Iterator<Item = &'n str>,
) -> String {
    let mut near: Vec<(usize, &str)> = known
        .filter_map(|item| {
            let distance = strsim::levenshtein(name, item);
            (3 * distance <= name.len() || item.contains(name)).then_some((distance, item))
        })
        .collect();
    if near.is_empty() {
        return message;
    }
    near.sort_by_key(|(distance, _)| *distance);
    let names: Vec<&str> = near.into_iter().map(|(_, item)| item).collect();
    format!("{message} Did you mean \"{}\"?", names.join("\", \""))
}
