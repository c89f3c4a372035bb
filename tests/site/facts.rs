//! The provider's facts, and taxes that hold from a day on.
use chrono::NaiveDate;
use lectern::access::Actor;
use lectern::site::{
    Provider, SaveError, Saved, TaxRateContent, find_provider, list_tax_rates, load_provider, next_rate_change,
    rate_on, save_provider,
};

use crate::support::academy::today;
use crate::support::database::fresh;

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn vat(basis_points: i32, from: NaiveDate) -> TaxRateContent {
    TaxRateContent { name: "VAT".to_owned(), basis_points, from }
}

fn provider() -> Provider {
    Provider {
        name: "Kgotla".to_owned(),
        phone: "+27115550100".to_owned(),
        email: "hello@kgotla.example".to_owned(),
        tax_rates: vec![vat(1400, day(1993, 4, 7)), vat(1500, day(2018, 4, 1)), vat(1600, day(2027, 4, 1))],
        ..Provider::default()
    }
}

#[tokio::test]
async fn the_rate_of_a_day_is_the_last_that_began() {
    let database = fresh();
    database.db.write(|conn| Ok(save_provider(conn, &Actor::operator(), &provider(), today()).unwrap())).await.unwrap();
    let rates = database.db.read(list_tax_rates).await.unwrap();
    let on = |day| rate_on(&rates, day).map(|rate| rate.basis_points);
    assert_eq!(on(day(1993, 4, 6)), None);
    assert_eq!(on(day(1993, 4, 7)), Some(1400));
    assert_eq!(on(day(2018, 3, 31)), Some(1400));
    assert_eq!(on(day(2018, 4, 1)), Some(1500));
    assert_eq!(on(day(2027, 3, 31)), Some(1500));
    assert_eq!(on(day(2050, 1, 1)), Some(1600));
    assert_eq!(next_rate_change(&rates, day(2018, 4, 1)), Some(day(2027, 4, 1)));
    assert_eq!(next_rate_change(&rates, day(2027, 4, 1)), None);
}

#[tokio::test]
async fn facts_are_kept_as_they_were_written() {
    let database = fresh();
    let save = |content: Provider| {
        database.db.write(move |conn| Ok(save_provider(conn, &Actor::operator(), &content, today()).unwrap()))
    };
    assert_eq!(save(provider()).await.unwrap(), Saved::Created);
    assert_eq!(save(provider()).await.unwrap(), Saved::Unchanged);
    assert_eq!(database.db.read(load_provider).await.unwrap(), Some(provider()));
    let renamed = Provider { name: "Lekgotla".to_owned(), tax_rates: vec![], ..provider() };
    assert_eq!(save(renamed.clone()).await.unwrap(), Saved::Changed);
    assert_eq!(database.db.read(load_provider).await.unwrap(), Some(renamed));
}

#[tokio::test]
async fn a_new_site_has_a_name_before_its_owner_gives_it_one() {
    let database = fresh();
    assert_eq!(database.db.read(load_provider).await.unwrap(), None);
    assert_eq!(database.db.read(find_provider).await.unwrap().name, "Lectern");
}

#[tokio::test]
async fn facts_that_nobody_could_use_are_refused() {
    for (wrong, expected) in [
        (Provider { name: " ".to_owned(), ..provider() }, "name"),
        (Provider { phone: "011 555 0100".to_owned(), ..provider() }, "phone"),
        (Provider { whatsapp: "hello".to_owned(), ..provider() }, "whatsapp"),
        (Provider { email: "hello".to_owned(), ..provider() }, "email"),
        (Provider { information_officer_email: "x@".to_owned(), ..provider() }, "information_officer_email"),
    ] {
        let database = fresh();
        let save = move |conn: &mut _| Ok(save_provider(conn, &Actor::operator(), &wrong, today()));
        match database.db.write(save).await.unwrap() {
            Err(SaveError::Refused { field, .. }) => assert_eq!(field, expected),
            other => panic!("{expected}: {other:?}"),
        }
    }
}
