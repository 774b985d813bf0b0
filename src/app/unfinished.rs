//! Half-typed text in words: of what it is, and the way to it.

use super::command::Command;
use super::search::object_title;
use super::state::{AppState, Offer};
use crate::document::{ChainId, DraftOf, ObjectId, find_action};
use crate::model::ActionId;

/// Text that is no value yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unfinished {
    /// What it is of: `condition of 'Big spenders'`
    pub words: String,
    /// The object to show
    pub object: ObjectId,
    /// The action to choose
    pub action: Option<ActionId>,
}

impl AppState {
    /// What was typed and is not finished, each thing once.
    pub fn unfinished(&self) -> Vec<Unfinished> {
        let mut all: Vec<Unfinished> =
            self.document.unfinished().filter_map(|(key, _)| self.of_draft(&key.of)).collect();
        all.dedup();
        all
    }

    fn of_draft(&self, of: &DraftOf) -> Option<Unfinished> {
        let title = |object: &ObjectId| object_title(self.workspace(), object);
        match of {
            DraftOf::Argument(id, name) => {
                let object = match find_action(self.workspace(), *id)?.0.chain {
                    ChainId::Trigger(id) => ObjectId::Trigger(id),
                    ChainId::Automation(id) => ObjectId::Automation(id),
                };
                let words = format!("{name} of '{}'", title(&object));
                Some(Unfinished { words, object, action: Some(*id) })
            }
            DraftOf::Object(object) => {
                let words = format!("JSON of '{}'", title(object));
                Some(Unfinished { words, object: object.clone(), action: None })
            }
        }
    }

    /// What is in no file though everything was saved, as the subject of a sentence, and the way there.
    pub(super) fn left_unfinished(&self) -> Option<(String, Offer)> {
        let all = self.unfinished();
        let first = all.first()?;
        let others = match all.len() - 1 {
            0 => String::new(),
            1 => " and in one other place".to_owned(),
            count => format!(" and in {count} other places"),
        };
        let command = Box::new(Command::GoTo(first.object.clone(), first.action));
        let offer = Offer { label: "Show", command, revision: None };
        Some((format!("The unfinished text in the {}{others}", first.words), offer))
    }
}
