//! Where the cursor goes when the text was changed from elsewhere.

use super::TemplateState;

/// What was changed from elsewhere, by an undo or a fix, is gone to.
pub(super) fn follow_change(own: &mut TemplateState, text: &str) {
    if std::mem::take(&mut own.is_new) || own.go_to.is_some() {
        return;
    }
    if let Some(at) = change_end(&own.known, text) {
        own.go_to = Some(at..at);
    }
}

/// The byte of a text behind what differs from another one; `None` if nothing does.
fn change_end(old: &str, new: &str) -> Option<usize> {
    if old == new {
        return None;
    }
    let before = old.bytes().zip(new.bytes()).take_while(|(old, new)| old == new).count();
    let same = old.bytes().rev().zip(new.bytes().rev()).take_while(|(old, new)| old == new).count();
    // What begins alike is not counted again from the end.
    let after = same.min(old.len().min(new.len()) - before);
    let mut end = new.len() - after;
    while !new.is_char_boundary(end) {
        end += 1;
    }
    Some(end)
}

#[cfg(test)]
mod tests {
    use super::change_end;

    #[test]
    fn the_end_of_a_change_is_behind_what_differs() {
        assert_eq!(change_end("one two", "one two"), None);
        assert_eq!(change_end("one two", "one big two"), Some(8));
        assert_eq!(change_end("one big two", "one two"), Some(4));
        assert_eq!(change_end("aaa", "aa"), Some(2));
        assert_eq!(change_end("", "abc"), Some(3));
        assert_eq!(change_end("aé", "aè"), Some(3), "no character is cut");
    }
}
