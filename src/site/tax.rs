use crate::db::prelude::*;
use chrono::NaiveDate;

use crate::db::Conn;
use crate::db::schema::tax_rates;

/// A tax rate from a day on (VAT Act 89 of 1991, s 7: 15 % since 2018-04-01).
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = tax_rates, check_for_backend(crate::db::MultiBackend))]
pub struct TaxRate {
    /// The tax, such as `VAT`.
    pub name: String,
    /// Hundredths of a per cent: 1500 is 15 %.
    pub basis_points: i32,
    /// The first day it holds.
    pub from_on: NaiveDate,
}

/// Every rate, oldest first.
pub fn list_tax_rates(conn: &mut Conn) -> QueryResult<Vec<TaxRate>> {
    tax_rates::table.order((tax_rates::from_on, tax_rates::name)).select(TaxRate::as_select()).load(conn)
}

/// The rate that holds on a day.
pub fn rate_on(rates: &[TaxRate], day: NaiveDate) -> Option<&TaxRate> {
    rates.iter().rfind(|rate| rate.from_on <= day)
}

/// The day after `day` on which a rate changes next.
pub fn next_rate_change(rates: &[TaxRate], day: NaiveDate) -> Option<NaiveDate> {
    rates.iter().map(|rate| rate.from_on).find(|from| *from > day)
}
