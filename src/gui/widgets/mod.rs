//! Small pieces that several panels share.

pub(crate) mod badge;
pub(crate) mod card;
pub(crate) mod controls;
pub(crate) mod date_picker;
pub(crate) mod focus_ring;
pub(crate) mod json_draft;
pub(crate) mod json_edit;
pub(crate) mod json_kind;
pub(crate) mod json_text;
pub(crate) mod json_tree;
pub(crate) mod password;
pub(crate) mod popup_focus;
pub(crate) mod search_list;
