//! What a rendering does not tell of the settings that made it: other values that come as close.

use super::calibrate::spelled;
use crate::model::EngineProfile;
use serde::Serialize;

/// Most values of a setting that are named.
const MAX_NAMED: usize = 5;

/// Values of one setting that come as close as each other, where yet others do not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Tie {
    /// The setting, as `reagent.toml` names it.
    pub setting: &'static str,
    /// The values, the one that was chosen first.
    pub values: Vec<String>,
}

/// The settings that are not told at all, and those of which several values are left.
pub(super) fn untold(
    best: &EngineProfile,
    others: &[(&EngineProfile, bool)],
) -> (Vec<&'static str>, Vec<Tie>) {
    let best = spelled(best);
    let (mut undecided, mut ties) = (Vec::new(), Vec::new());
    for (position, (setting, chosen)) in best.iter().enumerate() {
        let mut values = vec![chosen.clone()];
        let mut is_any = true;
        for (profile, is_close) in others {
            let other = spelled(profile);
            let mut differing = (0..best.len()).filter(|&at| best[at] != other[at]);
            if differing.next() != Some(position) || differing.next().is_some() {
                continue;
            }
            if *is_close {
                values.push(other[position].1.clone());
            } else {
                is_any = false;
            }
        }
        match (values.len(), is_any) {
            (1, _) => {}
            (_, true) => undecided.push(*setting),
            (_, false) => ties.push(Tie { setting, values }),
        }
    }
    (undecided, ties)
}

/// The above in sentences.
pub(super) fn sentences(undecided: &[&str], ties: &[Tie]) -> Vec<String> {
    let tie = |tie: &Tie| {
        let named = tie.values.iter().take(MAX_NAMED).cloned().collect::<Vec<_>>().join(", ");
        let more = tie.values.len().saturating_sub(MAX_NAMED);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        format!(
            "{}: {named}{more} do not differ here; which of them is right, this template does not tell",
            tie.setting
        )
    };
    let mut sentences: Vec<String> = ties.iter().map(tie).collect();
    if !undecided.is_empty() {
        let names = undecided.join(", ");
        sentences.push(format!("this template tells nothing of {names}: any value renders the same"));
    }
    sentences
}
