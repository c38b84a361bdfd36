//! Days of the calendar.

use core::fmt;

/// A day of the Gregorian calendar (RFC 3339 section 5.6, `full-date`). Dates compare in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// The year, 0 to 9999.
    pub year: u16,
    /// The month, 1 to 12.
    pub month: u8,
    /// The day, 1 to the length of the month.
    pub day: u8,
}

impl Date {
    /// Reads a date of the form `2027-06-30`; `None` if it is not one, or not in the calendar.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() || (year.len(), month.len(), day.len()) != (4, 2, 2) {
            return None;
        }
        let date = Self {
            year: number(year)?,
            month: u8::try_from(number(month)?).ok()?,
            day: u8::try_from(number(day)?).ok()?,
        };
        let leap = date.year.is_multiple_of(4)
            && (!date.year.is_multiple_of(100) || date.year.is_multiple_of(400));
        let length = match date.month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 if leap => 29,
            2 => 28,
            _ => 0,
        };
        (1..=length).contains(&date.day).then_some(date)
    }

    /// The day that is this many days after 1970-01-01; the last one that a year of four digits has
    /// where it would be later.
    #[must_use]
    pub fn of_days(days: u64) -> Self {
        // 400 years have the same number of days, and begin here with March of the year 0: a leap day
        // is then the last day of its year.
        let days = days.min(2_932_896) + 719_468;
        let (era, day_of_era) = (days / 146_097, days % 146_097);
        let leap_days = day_of_era / 1_460 - day_of_era / 36_524 + day_of_era / 146_096;
        let year_of_era = (day_of_era - leap_days) / 365;
        let before = 365 * year_of_era + year_of_era / 4 - year_of_era / 100;
        let day_of_year = day_of_era - before;
        let march_is_0 = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * march_is_0 + 2) / 5 + 1;
        let month = if march_is_0 < 10 { march_is_0 + 3 } else { march_is_0 - 9 };
        let year = era * 400 + year_of_era + u64::from(month <= 2);
        let narrow = |number: u64| u8::try_from(number).unwrap_or(u8::MAX);
        Self { year: u16::try_from(year).unwrap_or(9999), month: narrow(month), day: narrow(day) }
    }

    /// How many days the day is after 1970-01-01; negative for one before it.
    #[must_use]
    pub fn days(self) -> i64 {
        let (year, month, day) = (i64::from(self.year), i64::from(self.month), i64::from(self.day));
        // The year begins with March, as in `of_days`.
        let year = if month <= 2 { year - 1 } else { year };
        let march_is_0 = (month + 9) % 12;
        let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
        365 * year + leap_days + (153 * march_is_0 + 2) / 5 + day - 1 - 719_468
    }
}

/// The number that a text of at most four digits is.
fn number(text: &str) -> Option<u16> {
    let mut number = 0;
    for byte in text.bytes() {
        if !byte.is_ascii_digit() {
            return None;
        }
        number = number * 10 + u16::from(byte - b'0');
    }
    Some(number)
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::Date;

    #[test]
    fn a_day_is_counted_from_1970_on() {
        for (text, days) in [
            ("0000-03-01", -719_468),
            ("1969-12-31", -1),
            ("1970-01-01", 0),
            ("1972-02-29", 789),
            ("1972-03-01", 790),
            ("2000-02-29", 11_016),
            ("2026-11-26", 20_783),
            ("9999-12-31", 2_932_896),
        ] {
            let date = Date::read(text).unwrap_or_else(|| Date::of_days(0));
            assert_eq!((format!("{date}").as_str(), date.days()), (text, days));
            if let Ok(after) = u64::try_from(days) {
                assert_eq!(Date::of_days(after), date, "{text}");
            }
        }
    }
}
