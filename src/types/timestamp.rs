use chrono::{DateTime, Duration, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;
use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types;

/// An instant in UTC, to the microsecond. Both engines store it as `TIMESTAMP` without a zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, AsExpression, FromSqlRow)]
#[diesel(sql_type = sql_types::Timestamp)]
pub struct Timestamp(NaiveDateTime);

impl Timestamp {
    /// The zone in which days and times are shown unless a training says otherwise.
    pub const HOME: Tz = chrono_tz::Africa::Johannesburg;

    /// The instant as a date and time in UTC.
    pub fn utc(self) -> DateTime<Utc> {
        self.0.and_utc()
    }

    /// The same instant on the wall clock of `zone`.
    pub fn local(self, zone: Tz) -> DateTime<Tz> {
        zone.from_utc_datetime(&self.0)
    }

    /// The day at home (South African Standard Time).
    pub fn home_day(self) -> NaiveDate {
        self.local(Self::HOME).date_naive()
    }

    /// The instant at which a wall clock in `zone` shows this day and time; the earlier one where a clock change shows it twice.
    pub fn from_local(day: NaiveDate, time: NaiveTime, zone: Tz) -> Option<Self> {
        zone.from_local_datetime(&day.and_time(time)).earliest().map(|at| at.to_utc().into())
    }

    /// Microseconds since 1970, for comparing without a calendar.
    pub fn micros(self) -> i64 {
        self.0.and_utc().timestamp_micros()
    }
}

impl std::ops::Add<Duration> for Timestamp {
    type Output = Self;

    fn add(self, by: Duration) -> Self {
        Self(self.0.checked_add_signed(by).unwrap_or(NaiveDateTime::MAX))
    }
}

impl std::ops::Sub<Duration> for Timestamp {
    type Output = Self;

    fn sub(self, by: Duration) -> Self {
        self + -by
    }
}

/// PostgreSQL keeps microseconds and SQLite keeps what it is given: cut here, so that both answer alike.
impl From<DateTime<Utc>> for Timestamp {
    fn from(at: DateTime<Utc>) -> Self {
        use chrono::SubsecRound;
        Self(at.naive_utc().trunc_subsecs(6))
    }
}

impl<DB: Backend> ToSql<sql_types::Timestamp, DB> for Timestamp
where
    NaiveDateTime: ToSql<sql_types::Timestamp, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        self.0.to_sql(out)
    }
}

impl<DB: Backend> FromSql<sql_types::Timestamp, DB> for Timestamp
where
    NaiveDateTime: FromSql<sql_types::Timestamp, DB>,
{
    fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
        NaiveDateTime::from_sql(bytes).map(Self)
    }
}

/// As RFC 3339, in UTC.
impl serde::Serialize for Timestamp {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(&self.utc().format("%Y-%m-%dT%H:%M:%SZ"))
    }
}
