//! A file beside what the tenant has, where the tenant made something else of what was sent: that difference is told when
//! it is sent and stays known from then on. It is nobody's change, so nothing is planned for it until somebody decides it.

use super::filler::without_filler;
use super::merge::{
    Change, Decided, Merged, Place, Side, differences, is_own_addition, merge, place_of, take,
};
use super::{Echo, Entry, Kind};
use crate::json::Json;
use std::collections::BTreeSet;

/// An object that the tenant keeps otherwise than it was sent.
#[derive(Clone, Debug, PartialEq)]
pub struct KnownDifference {
    /// What it is.
    pub kind: Kind,
    /// Its file.
    pub file: String,
    /// Its name for people.
    pub name: String,
    /// The tenant's id.
    pub id: i64,
    /// What was sent, as ours, and what the tenant keeps, as theirs.
    pub changes: Vec<Change>,
}

/// A file's object compared with the tenant's.
pub(super) struct Compared {
    /// Ours, with what is taken from the tenant.
    pub(super) json: Json,
    /// What somebody changed, or decided.
    pub(super) changes: Vec<Change>,
    /// What only the tenant made of the last write, and nobody decided.
    pub(super) known: Vec<Change>,
    meant: Json,
    /// What only the tenant made of the last write and was decided for it
    taken: BTreeSet<Place>,
    /// True if nothing of that is left: the file has all that the tenant made of the last write
    is_all_taken: bool,
    /// What the tenant has, if that is more or other than what it was sent.
    kept: Option<Json>,
}

impl Compared {
    /// True if a change is of this side.
    pub(super) fn has(&self, side: Side) -> bool {
        self.changes.iter().any(|change| change.side == side)
    }

    /// Leaves out of the merged object what the tenant adds on its own and the file never had.
    pub(super) fn leave_filler_out(&mut self, ours: &Json) {
        self.json = without_filler(&self.json, ours);
    }

    /// What is known once the merged object is in the file.
    pub(super) fn entry(&self, id: i64) -> Entry {
        let base = match &self.kept {
            _ if !self.has(Side::Ours) && !self.has(Side::Conflict) => self.json.clone(),
            Some(kept) => {
                let all = || differences(&self.meant, kept).iter().map(place_of).collect();
                let places = if self.is_all_taken { all() } else { self.taken.clone() };
                take(Some(&self.meant), &self.meant, kept, &places)
            }
            None => self.meant.clone(),
        };
        let echo = self.kept.clone().map(|kept| Echo { sent: base.clone(), kept });
        Entry { id: Some(id), base, echo }
    }
}

/// Compares a file's object with the tenant's, from what both last had.
pub(super) fn compare(entry: Option<&Entry>, ours: &Json, theirs: &Json, decided: &Decided) -> Compared {
    let base = entry.map(|entry| &entry.base);
    // Sent by an attempt that did not hear the answer: what the tenant added on its own is no change.
    let is_sent = |entry: &&Entry| entry.id.is_none() && differences(&entry.base, theirs).is_empty();
    let meant = match entry {
        Some(entry) if is_sent(&entry) => entry.base.clone(),
        Some(entry) => entry.meant(theirs),
        None => theirs.clone(),
    };
    let quiet = merge(base, ours, &meant, decided);
    let is_echo = entry.is_some_and(|entry| entry.echo.is_some());
    if !is_echo || differences(&meant, theirs).is_empty() {
        let kept = entry.filter(|entry| is_echo || is_sent(entry)).map(|_| theirs.clone());
        let Merged { json, changes } = quiet;
        let (known, taken, is_all_taken) = (Vec::new(), BTreeSet::new(), false);
        return Compared { json, changes, known, meant, taken, is_all_taken, kept };
    }
    let (mut changes, mut known, mut taken) = (Vec::new(), Vec::new(), BTreeSet::new());
    let mut is_all_taken = true;
    let whole = merge(base, ours, theirs, &Decided::default()).changes;
    let is_part = |pointer: &str| whole.iter().any(|change| first_key(&change.pointer) == first_key(pointer));
    // What the file has by now as the tenant has it is no change any more.
    let (seen, unseen): (Vec<Change>, Vec<Change>) = quiet
        .changes
        .into_iter()
        .filter(|change| is_part(&change.pointer))
        .partition(|change| whole.iter().any(|other| place_of(other) == place_of(change)));
    for mut change in whole {
        let place = place_of(&change);
        let side = match seen.iter().find(|other| place_of(other) == place) {
            Some(other) => Some(other.side),
            None if is_own_addition(&change, ours) => continue,
            None => {
                let side = decided.of(&change.pointer);
                let is_taken = side == Some(Side::Theirs);
                taken.extend(is_taken.then_some(place));
                is_all_taken &= is_taken;
                side
            }
        };
        change.side = side.unwrap_or(Side::Theirs);
        if side.is_some() { &mut changes } else { &mut known }.push(change);
    }
    let json = take(base, ours, theirs, &places(&changes));
    // What the tenant does not have otherwise cannot come from it.
    changes.extend(unseen.into_iter().filter(|change| change.side != Side::Theirs));
    Compared { json, changes, known, meant, taken, is_all_taken, kept: Some(theirs.clone()) }
}

/// The places of the changes that are taken from the tenant.
fn places(changes: &[Change]) -> BTreeSet<Place> {
    let theirs = changes.iter().filter(|change| change.side == Side::Theirs);
    theirs.map(place_of).collect()
}

fn first_key(pointer: &str) -> Option<&str> {
    pointer.split('/').nth(1)
}
