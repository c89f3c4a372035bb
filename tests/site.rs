//! What holds the site together: which address shows what, and facts that change on a day.
mod addresses;
mod brand;
mod facts;
