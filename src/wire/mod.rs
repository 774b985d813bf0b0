//! The JSON shapes of the API and of workspace files.
