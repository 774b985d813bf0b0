//! Imported macros: which names mean a macro where.

use std::collections::BTreeMap;

/// What a name was imported as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Imported {
    /// `{% import _self as name %}`
    Template,
    /// `{% from _self import macro as name %}`
    Macro(String),
}

/// Names of the whole template and of the block or macro at hand.
#[derive(Debug, Default)]
pub(crate) struct Scopes {
    global: BTreeMap<String, Imported>,
    local: Vec<BTreeMap<String, Imported>>,
}

impl Scopes {
    pub(crate) fn enter(&mut self) {
        self.local.push(BTreeMap::new());
    }

    pub(crate) fn leave(&mut self) {
        self.local.pop();
    }

    pub(crate) fn add(&mut self, name: String, imported: Imported) {
        self.local.last_mut().unwrap_or(&mut self.global).insert(name, imported);
    }

    pub(crate) fn is_template(&self, name: &str) -> bool {
        self.find(name, |imported| *imported == Imported::Template).is_some()
    }

    /// The macro that a function name stands for.
    pub(crate) fn macro_of(&self, name: &str) -> Option<&str> {
        match self.find(name, |imported| matches!(imported, Imported::Macro(_)))? {
            Imported::Macro(of) => Some(of),
            Imported::Template => None,
        }
    }

    fn find(&self, name: &str, wanted: impl Fn(&Imported) -> bool) -> Option<&Imported> {
        let in_scope = |scope: &BTreeMap<String, Imported>| scope.get(name).is_some_and(&wanted);
        let local = self.local.last().filter(|scope| in_scope(scope));
        local.or_else(|| in_scope(&self.global).then_some(&self.global))?.get(name)
    }
}
