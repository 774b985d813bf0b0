//! `reagent.toml`: the workspace's name, the engine profile and the tenants. Never a secret.

use super::{FileError, TextFile};
use crate::diag::{Diagnostic, Place, Severity, Span};
use crate::json::line_column;
use crate::model::{Autoescape, EngineProfile, OpenLoyalty, Tenant, Warnings};
use std::ops::Range;
use toml_edit::{Document, Item, TableLike};

/// The file's name in a workspace.
pub const SETTINGS_FILE: &str = "reagent.toml";

/// What `reagent.toml` holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// The workspace's name.
    pub name: Option<String>,
    /// `[engine]`
    pub profile: EngineProfile,
    /// `[[tenants]]`
    pub tenants: Vec<Tenant>,
    /// `[open_loyalty]`
    pub open_loyalty: Option<OpenLoyalty>,
}

/// Reads `reagent.toml`.
///
/// # Errors
/// Where the text is not TOML or a setting has a wrong type or value. Unknown settings are findings.
pub fn read_settings(file: &TextFile) -> Result<(Settings, Vec<Diagnostic>), FileError> {
    let document = Document::parse(&file.text).map_err(|error| {
        let at = error.span().unwrap_or(0..0);
        settings_error(file, &at, error.message().to_owned())
    })?;
    let mut reader = Reader { file, findings: Vec::new() };
    let root = document.as_table();
    reader.check_keys(root, "", &["name", "engine", "tenants", "open_loyalty"]);
    let name = reader.text(root, "name")?;
    let engine = reader.section(root, "engine", Item::as_table_like, "a table [engine]")?;
    let profile = engine.map(|engine| reader.profile(engine)).transpose()?.unwrap_or_default();
    let shape = "tables [[tenants]], each with its `name`";
    let tenants = reader.section(root, "tenants", Item::as_array_of_tables, shape)?;
    let tenants =
        tenants.into_iter().flatten().map(|table| reader.tenant(table)).collect::<Result<_, _>>()?;
    let open_loyalty = reader.section(root, "open_loyalty", Item::as_table_like, "a table [open_loyalty]")?;
    let open_loyalty = open_loyalty.map(|table| reader.open_loyalty(table)).transpose()?;
    Ok((Settings { name, profile, tenants, open_loyalty }, reader.findings))
}

fn settings_error(file: &TextFile, at: &Range<usize>, message: String) -> FileError {
    let at = line_column(&file.text, at.start);
    FileError::Settings { path: file.path.clone(), line: at.line, column: at.column, message }
}

struct Reader<'a> {
    file: &'a TextFile,
    findings: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn check_keys(&mut self, table: &dyn TableLike, name: &str, known: &[&str]) {
        for (key, _) in table.iter().filter(|(key, _)| !known.contains(key)) {
            let message = format!("Unknown setting `{name}{key}`; known are {}", known.join(", "));
            let at = table.get_key_value(key).and_then(|(key, _)| key.span());
            let span = at.map(|at| {
                let line = line_column(&self.file.text, at.start);
                Span { start: at.start, end: at.end, line: line.line, column: line.column }
            });
            let place = Place { file: Some(self.file.path.clone()), span, ..Place::default() };
            self.findings.push(Diagnostic::new(Severity::Warning, "settings/unknown", message, place));
        }
    }

    fn wrong<T>(&self, item: &Item, key: &str, allowed: &str) -> Result<T, FileError> {
        let at = item.span().unwrap_or(0..0);
        Err(settings_error(self.file, &at, format!("`{key}` must be {allowed}")))
    }

    /// A part of the file, or an error that says how it is written.
    fn section<'t, T>(
        &self,
        root: &'t dyn TableLike,
        key: &str,
        shaped: impl Fn(&'t Item) -> Option<T>,
        shape: &str,
    ) -> Result<Option<T>, FileError> {
        let Some(item) = root.get(key) else { return Ok(None) };
        shaped(item).map_or_else(|| self.wrong(item, key, shape), |part| Ok(Some(part)))
    }

    fn text(&self, table: &dyn TableLike, key: &str) -> Result<Option<String>, FileError> {
        let Some(item) = table.get(key) else { return Ok(None) };
        match item.as_str() {
            Some(text) => Ok(Some(text.to_owned())),
            None => self.wrong(item, key, "text"),
        }
    }

    fn flag(&self, table: &dyn TableLike, key: &str) -> Result<Option<bool>, FileError> {
        let Some(item) = table.get(key) else { return Ok(None) };
        match item.as_bool() {
            Some(flag) => Ok(Some(flag)),
            None => self.wrong(item, key, "true or false"),
        }
    }

    fn choice<T: Copy>(
        &self,
        table: &dyn TableLike,
        key: &str,
        choices: &[(&str, T)],
    ) -> Result<Option<T>, FileError> {
        let Some(item) = table.get(key) else { return Ok(None) };
        let chosen = choices.iter().find(|(name, _)| item.as_str() == Some(name));
        let names: Vec<_> = choices.iter().map(|(name, _)| format!("\"{name}\"")).collect();
        match chosen {
            Some((_, choice)) => Ok(Some(*choice)),
            None => self.wrong(item, key, &names.join(" or ")),
        }
    }

    fn profile(&mut self, engine: &dyn TableLike) -> Result<EngineProfile, FileError> {
        self.check_keys(engine, "engine.", &["autoescape", "strict_variables", "timezone", "warnings"]);
        let default = EngineProfile::default();
        let autoescape = [("html", Autoescape::Html), ("js", Autoescape::Js), ("off", Autoescape::Off)];
        let warnings = [("raise", Warnings::Raise), ("ignore", Warnings::Ignore)];
        let timezone = self.text(engine, "timezone")?;
        if let (Some(zone), Some(item)) = (&timezone, engine.get("timezone"))
            && jiff::tz::TimeZone::get(zone).is_err()
        {
            return self.wrong(item, "timezone", "a zone name such as \"Australia/Melbourne\"");
        }
        Ok(EngineProfile {
            autoescape: self.choice(engine, "autoescape", &autoescape)?.unwrap_or(default.autoescape),
            strict_variables: self.flag(engine, "strict_variables")?.unwrap_or(default.strict_variables),
            timezone: timezone.unwrap_or(default.timezone),
            warnings: self.choice(engine, "warnings", &warnings)?.unwrap_or(default.warnings),
        })
    }

    fn tenant(&mut self, table: &dyn TableLike) -> Result<Tenant, FileError> {
        self.check_keys(table, "tenants.", &["name", "url", "ca", "production", "test"]);
        Ok(Tenant {
            name: self.text(table, "name")?.unwrap_or_default(),
            url: self.text(table, "url")?,
            ca: self.text(table, "ca")?,
            is_production: self.flag(table, "production")?.unwrap_or(false),
            is_test: self.flag(table, "test")?.unwrap_or(false),
        })
    }

    fn open_loyalty(&mut self, table: &dyn TableLike) -> Result<OpenLoyalty, FileError> {
        self.check_keys(table, "open_loyalty.", &["url", "store", "permanent_token"]);
        Ok(OpenLoyalty {
            url: self.text(table, "url")?.unwrap_or_default(),
            store: self.text(table, "store")?.unwrap_or_default(),
            is_permanent: self.flag(table, "permanent_token")?.unwrap_or(false),
        })
    }
}
