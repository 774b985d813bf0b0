//! The tour: three steps on the open workspace, each something to do.

/// What a step of the tour says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TourStep {
    /// What to do
    pub title: &'static str,
    /// How, and what to see then
    pub text: &'static str,
}

/// A move in the tour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TourMove {
    /// To the next step, or to the end after the last
    Next,
    /// To the step before
    Back,
    /// Ends it, seen or not
    End,
}

/// The steps in order.
pub const TOUR: [TourStep; 3] = [
    TourStep {
        title: "Choose a trigger",
        text: "A trigger is an event and what happens then. Choose one in the tree: the cards show its actions in \
               order, each with what it does on the context on the right.",
    },
    TourStep {
        title: "Change a condition, see the result",
        text: "Choose a filter card and change a value, such as the amount. The badge of each card and the line below \
               follow at once. Undo takes it back.",
    },
    TourStep {
        title: "Look at the payload",
        text: "Choose an action that sends to a partner, then Payload below: it is the request that the partner would \
               get, made from this context.",
    },
];
