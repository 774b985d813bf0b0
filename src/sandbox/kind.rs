//! The kinds of objects that the practice server keeps, and what it checks of each key.

/// What a value must be.
#[derive(Clone, Copy, Debug)]
pub(super) enum Shape {
    /// Text
    Text,
    /// An http or https URL
    Url,
    /// True or false; 0 and 1 count
    Flag,
    /// A whole number
    Int,
    /// An object
    Object,
    /// A list of actions
    Actions,
    /// A list
    List,
    /// One of some words
    OneOf(&'static [&'static str]),
    /// One of some words; anything else becomes the last of them
    OneOfOrLast(&'static [&'static str]),
    /// Anything
    Any,
}

/// Whether a value must be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Need {
    /// On create; on update it may be left out, but not be null
    Required,
    /// On create it must be there, even if it is empty
    Present,
    /// On create; an update that changes it is refused
    Fixed,
    /// Never
    Optional,
}

/// What a key holds after a create that left it out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fill {
    /// The key is left out
    Nothing,
    /// null
    Null,
    /// true
    True,
    /// An empty list
    Empty,
}

/// A key of an object.
#[derive(Debug)]
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) shape: Shape,
    pub(super) need: Need,
    pub(super) fill: Fill,
}

const fn field(name: &'static str, shape: Shape, need: Need, fill: Fill) -> Field {
    Field { name, shape, need, fill }
}

/// A kind of object.
#[derive(Debug)]
pub(super) struct Kind {
    /// Its name in paths, and the folder of its files.
    pub(super) table: &'static str,
    /// The keys that are checked. Others are kept as they are.
    pub(super) fields: &'static [Field],
    /// Keys that together are unique.
    pub(super) unique: &'static [&'static str],
    /// Where `filter[search]` looks.
    pub(super) searched: &'static [&'static str],
}

/// Keys that a client cannot set.
pub(super) const READ_ONLY: [&str; 5] = ["id", "created_at", "updated_at", "user_id", "last_run_at"];

/// Source: the vendor's write types and the guides' examples; what is unknown is in the list of assumptions.
pub(super) static TRIGGERS: Kind = Kind {
    table: "triggers",
    fields: &[
        field("name", Shape::Text, Need::Required, Fill::Nothing),
        field("trigger", Shape::Text, Need::Required, Fill::Nothing),
        field("description", Shape::Text, Need::Optional, Fill::Null),
        field("notes", Shape::Text, Need::Optional, Fill::Null),
        field("is_active", Shape::Flag, Need::Optional, Fill::True),
        field("actions", Shape::Actions, Need::Optional, Fill::Empty),
    ],
    unique: &[],
    searched: &["name", "trigger", "description", "notes"],
};

/// Source: as above; a target has no headers, method or retries.
pub(super) static TARGETS: Kind = Kind {
    table: "targets",
    fields: &[
        field("name", Shape::Text, Need::Required, Fill::Nothing),
        field("handle", Shape::Text, Need::Fixed, Fill::Nothing),
        field("url", Shape::Url, Need::Required, Fill::Nothing),
        field("template", Shape::Text, Need::Present, Fill::Nothing),
        field("description", Shape::Text, Need::Optional, Fill::Null),
        field("notes", Shape::Text, Need::Optional, Fill::Null),
        field("condition", Shape::Any, Need::Optional, Fill::Nothing),
    ],
    unique: &["handle"],
    searched: &["name", "handle", "url", "description", "notes"],
};

/// Source: as above; the vendor's type names the schedule by `type`, `frequency`, `slot`, `date` and `run_at`.
pub(super) static AUTOMATIONS: Kind = Kind {
    table: "automations",
    fields: &[
        field("name", Shape::Text, Need::Required, Fill::Nothing),
        field("trigger", Shape::Text, Need::Optional, Fill::Nothing),
        field("type", Shape::OneOf(&["date", "scheduled"]), Need::Optional, Fill::Nothing),
        field(
            "frequency",
            Shape::OneOf(&["monthly", "weekly", "fortnightly", "daily"]),
            Need::Optional,
            Fill::Nothing,
        ),
        field("slot", Shape::Text, Need::Optional, Fill::Nothing),
        field("query", Shape::Any, Need::Optional, Fill::Nothing),
        field("arguments", Shape::List, Need::Optional, Fill::Nothing),
        field("description", Shape::Text, Need::Optional, Fill::Null),
        field("notes", Shape::Text, Need::Optional, Fill::Null),
        field("is_active", Shape::Flag, Need::Optional, Fill::True),
        field("actions", Shape::Actions, Need::Optional, Fill::Empty),
    ],
    unique: &[],
    searched: &["name", "description", "notes"],
};

/// Source: as above; `trigger` and `url` together are unique, an unknown `queue` becomes `low`.
pub(super) static WEBHOOKS: Kind = Kind {
    table: "webhooks",
    fields: &[
        field("trigger", Shape::Text, Need::Required, Fill::Nothing),
        field("url", Shape::Url, Need::Required, Fill::Nothing),
        field("namespace", Shape::Text, Need::Required, Fill::Nothing),
        field("is_active", Shape::Flag, Need::Optional, Fill::True),
        field("queue", Shape::OneOfOrLast(&["high", "default", "low"]), Need::Optional, Fill::Null),
        field("condition", Shape::Object, Need::Optional, Fill::Null),
        field("extra_data_template", Shape::Text, Need::Optional, Fill::Null),
        field("retry_hourly", Shape::Flag, Need::Optional, Fill::Null),
        field("retry_daily", Shape::Flag, Need::Optional, Fill::Null),
    ],
    unique: &["trigger", "url"],
    searched: &["trigger", "url", "namespace"],
};

/// Source: `eventName`, `url` and `headers` of a subscription; they are Open Loyalty's, not Omneo's.
pub(super) static SUBSCRIPTIONS: Kind = Kind {
    table: "open-loyalty-subscriptions",
    fields: &[
        field("eventName", Shape::Text, Need::Required, Fill::Nothing),
        field("url", Shape::Url, Need::Required, Fill::Nothing),
        field("headers", Shape::List, Need::Optional, Fill::Nothing),
    ],
    unique: &[],
    searched: &[],
};

/// What the server writes itself.
pub(super) static HISTORY: Kind =
    Kind { table: "action-history", fields: &[], unique: &[], searched: &["actionable_type"] };

/// The keys of an action.
pub(super) static ACTION_FIELDS: &[Field] = &[
    field("description", Shape::Text, Need::Optional, Fill::Null),
    field("notes", Shape::Text, Need::Optional, Fill::Null),
    field("sort_order", Shape::Int, Need::Optional, Fill::Null),
    field("arguments", Shape::List, Need::Optional, Fill::Empty),
];

/// Every kind that is stored.
pub(super) static KINDS: [&Kind; 6] =
    [&TRIGGERS, &TARGETS, &AUTOMATIONS, &WEBHOOKS, &HISTORY, &SUBSCRIPTIONS];
