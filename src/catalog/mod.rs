//! What Omneo and Open Loyalty know: events, actions and contexts, read from embedded data.
