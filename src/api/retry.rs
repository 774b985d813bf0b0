//! Whether a call is done again, and after how long.

use super::answer::Answer;
use super::{ApiError, Options};
use std::hash::{BuildHasher, Hasher, RandomState};
use std::time::Duration;

/// What follows an attempt.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Done,
    Again(Duration),
}

/// The attempts of one call.
pub(super) struct Retries<'a> {
    options: &'a Options,
    is_repeatable: bool,
    attempts: u32,
}

impl<'a> Retries<'a> {
    pub(super) fn new(options: &'a Options, is_repeatable: bool) -> Self {
        Self { options, is_repeatable, attempts: 0 }
    }

    /// How often the call was repeated.
    pub(super) fn attempts(&self) -> u32 {
        self.attempts
    }

    /// A call that may be repeated is, after a failure on the way or in the server. Any call is after 429 or 503 with a
    /// time to wait: the server says that it did not do it.
    ///
    /// Assumption: Omneo does not document rate limits; these are what HTTP says of them.
    pub(super) fn verdict(&mut self, answered: &Result<Answer, ApiError>) -> Verdict {
        let wait = match answered {
            Ok(answer) => self.after_status(answer.status.as_u16(), answer.retry_after),
            Err(ApiError::Timeout { .. } | ApiError::Dropped { .. } | ApiError::Unreachable { .. })
                if self.is_repeatable =>
            {
                Some(self.backoff())
            }
            Err(_) => None,
        };
        match wait {
            Some(wait) if self.attempts < self.options.retries => {
                self.attempts += 1;
                Verdict::Again(wait)
            }
            _ => Verdict::Done,
        }
    }

    fn after_status(&self, status: u16, retry_after: Option<u64>) -> Option<Duration> {
        match (status, retry_after.map(Duration::from_secs)) {
            (429 | 503, Some(wait)) if wait > self.options.longest_wait => None,
            // Spread over a little time, so that several callers do not all come back at once.
            (429 | 503, Some(wait)) => Some(wait + jittered(self.options.first_wait)),
            (429 | 500 | 502..=504, None) if self.is_repeatable => Some(self.backoff()),
            _ => None,
        }
    }

    fn backoff(&self) -> Duration {
        jittered(self.options.first_wait * 2_u32.saturating_pow(self.attempts))
    }
}

/// Between half of a time and all of it.
fn jittered(time: Duration) -> Duration {
    let random = RandomState::new().build_hasher().finish();
    let share = (random % 1000) as f64 / 1000.0;
    time.mul_f64(0.5 + share / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_stay_bounded_and_differ() {
        let options = Options::default();
        let retries = |attempts| Retries { options: &options, is_repeatable: true, attempts };
        for attempts in 0..3 {
            let wait = retries(attempts).backoff();
            let full = options.first_wait * 2_u32.pow(attempts);
            assert!(wait >= full / 2 && wait <= full, "{wait:?}");
        }
        assert_eq!(retries(0).after_status(429, Some(31)), None, "longer than we wait");
        assert!(retries(0).after_status(503, Some(2)).is_some_and(|wait| wait >= Duration::from_secs(2)));
        let waits: std::collections::BTreeSet<_> = (0..50).map(|_| retries(2).backoff()).collect();
        assert!(waits.len() > 10);
    }

    #[test]
    fn a_call_that_creates_is_repeated_only_when_the_server_asks_for_it() {
        let options = Options::default();
        let retries = Retries { options: &options, is_repeatable: false, attempts: 0 };
        assert_eq!(retries.after_status(500, None), None);
        assert_eq!(retries.after_status(429, None), None);
        assert!(retries.after_status(429, Some(1)).is_some());
    }
}
