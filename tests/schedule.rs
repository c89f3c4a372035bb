//! When courses run: public holidays, working days, and which dates a visitor is shown.
mod holidays;
mod listings;
mod repeating;
mod sheets;
