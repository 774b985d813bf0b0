//! Numbers in JSON: what a value spells, and the numbers right beside it.

use crate::json::Json;
use crate::php::{Num, Value, numeric, to_number};

/// The number that a value is or spells.
pub(super) fn number(json: &Json) -> Option<f64> {
    match json {
        Json::Number(number) => Some(number.as_f64()),
        Json::String(text) if numeric(text).is_some() => match to_number(&Value::from(text.as_str())) {
            Some(Num::Int(int)) => Some(int as f64),
            Some(Num::Float(float)) => Some(float),
            None => None,
        },
        _ => None,
    }
}

/// A number in its shortest spelling; money has two decimals at most.
pub(super) fn json_number(float: f64) -> Option<Json> {
    let rounded = (float * 100.0).round() / 100.0;
    if rounded.fract() == 0.0 && rounded.abs() < 1e15 {
        return Some(Json::int(rounded as i64));
    }
    Json::number(&rounded.to_string())
}

/// The numbers right beside a number, the nearest first: a whole one by one, a decimal one by a cent, then by one. Whole
/// numbers are exact however large they are.
pub(super) fn near_number(value: &Json) -> Vec<Json> {
    let whole = match value {
        Json::Number(number) => number.as_i64(),
        _ => None,
    };
    if let Some(int) = whole {
        return [int.checked_add(1), int.checked_sub(1)].into_iter().flatten().map(Json::int).collect();
    }
    let Some(at) = number(value) else { return Vec::new() };
    let hundred = at * 100.0;
    // 39.8 is no whole number of cents to a computer.
    let is_cents = (hundred - hundred.round()).abs() < 1e-6;
    let (down, up) =
        if is_cents { (hundred.round(), hundred.round()) } else { (hundred.floor(), hundred.ceil()) };
    let between = [down, up].into_iter().filter(|_| !is_cents);
    let cents = between.chain([down - 1.0, up + 1.0]).map(|cents| cents / 100.0);
    let cents = cents.filter(|_| at.fract() != 0.0);
    cents.chain([at + 1.0, at - 1.0]).filter_map(json_number).collect()
}

/// The whole numbers around a decimal one.
pub(super) fn whole_around(value: &Json) -> Vec<Json> {
    let decimal = number(value).filter(|at| at.fract() != 0.0);
    decimal.into_iter().flat_map(|at| [at.floor(), at.ceil()]).filter_map(json_number).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::{Style, to_text};

    #[test]
    fn what_is_beside_a_number_is_near_and_exact() {
        let near = |text: &str| {
            let near = near_number(&Json::number(text).unwrap_or_else(|| Json::str(text)));
            near.iter().map(|json| to_text(json, &Style::compact())).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(near("500"), "501 499");
        assert_eq!(near("9007199254740993"), "9007199254740994 9007199254740992");
        assert_eq!(near("39.8"), "39.79 39.81 40.8 38.8");
        assert_eq!(near("0.207"), "0.2 0.21 0.19 0.22 1.21 -0.79");
        assert_eq!(near("9223372036854775807"), "9223372036854775806");
        assert_eq!(near("gold"), "");
    }
}
