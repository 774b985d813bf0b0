//! Writing `reagent.toml`: comments and unknown keys stay, and so does what says the same.

use crate::model::{Autoescape, EngineProfile, Warnings};
use toml_edit::{DocumentMut, Item, Table, TableLike, Value, value};

/// The text of `reagent.toml` with other engine settings. One that is not TOML comes back as it is.
pub fn with_profile(old: &str, profile: &EngineProfile) -> String {
    let Ok(mut document) = old.parse::<DocumentMut>() else { return old.to_owned() };
    let engine = document.as_table_mut().entry("engine").or_insert(Item::Table(Table::new()));
    if let Some(engine) = engine.as_table_like_mut() {
        set_profile(engine, profile);
    }
    document.to_string()
}

/// Sets a text, unless it says the same already.
pub fn set(table: &mut dyn TableLike, key: &str, text: &str) {
    if table.get(key).and_then(Item::as_str) != Some(text) {
        replace(table, key, text.into());
    }
}

/// Sets a flag, unless it says the same already.
pub fn set_flag(table: &mut dyn TableLike, key: &str, flag: bool) {
    if table.get(key).and_then(Item::as_bool) != Some(flag) {
        replace(table, key, flag.into());
    }
}

/// Replaces a value; the spaces and the comment around the old one stay.
pub fn replace(table: &mut dyn TableLike, key: &str, mut new: Value) {
    if let Some(old) = table.get(key).and_then(Item::as_value) {
        new.decor_mut().clone_from(old.decor());
    }
    table.insert(key, value(new));
}

/// A default that is not written stays unwritten.
pub fn set_profile(engine: &mut dyn TableLike, profile: &EngineProfile) {
    let default = EngineProfile::default();
    if engine.contains_key("autoescape") || profile.autoescape != default.autoescape {
        let word = match profile.autoescape {
            Autoescape::Html => "html",
            Autoescape::Js => "js",
            Autoescape::Off => "off",
        };
        set(engine, "autoescape", word);
    }
    if engine.contains_key("strict_variables") || profile.strict_variables {
        set_flag(engine, "strict_variables", profile.strict_variables);
    }
    if engine.contains_key("timezone") || profile.timezone != default.timezone {
        set(engine, "timezone", &profile.timezone);
    }
    if engine.contains_key("warnings") || profile.warnings != default.warnings {
        let word = match profile.warnings {
            Warnings::Raise => "raise",
            Warnings::Ignore => "ignore",
        };
        set(engine, "warnings", word);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_changes_is_written() {
        let old = "# ours\nname = \"Shop\"\n\n[engine]\ntimezone = \"UTC\" # for now\n\n[[tenants]]\nname = \"demo\"\n";
        let profile = EngineProfile { timezone: "Europe/Paris".into(), ..EngineProfile::default() };
        assert_eq!(with_profile(old, &profile), old.replace("\"UTC\"", "\"Europe/Paris\""));
        let off = EngineProfile { autoescape: Autoescape::Off, ..EngineProfile::default() };
        assert_eq!(with_profile("", &off), "[engine]\nautoescape = \"off\"\n");
    }
}
