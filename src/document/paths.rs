//! Names that were typed and become files.

/// A name that may be a file or a folder on every system, as close to what was typed as can be.
pub(super) fn plain_name(typed: &str) -> String {
    let is_plain = |c: &char| !c.is_control() && !r#"/\:*?"<>|"#.contains(*c);
    let plain: String = typed.chars().filter(is_plain).collect();
    plain.trim_start_matches([' ', '.']).trim_end_matches([' ', '.']).to_owned()
}
