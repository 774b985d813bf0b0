//! Plain data of a workspace: triggers, actions, arguments, targets, contexts.
