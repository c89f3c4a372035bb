//! When, where and by whom courses run: trainings, cities, venues, trainers and public holidays.
mod ahead;
mod calendar;
mod city;
mod days_off;
mod differences;
mod grid;
mod holidays;
mod indexing;
mod listing;
mod names;
mod prices;
mod removing;
mod renaming;
mod repeat;
mod revising;
mod row;
mod sheet;
mod signposts;
mod staff_lists;
mod standing;
mod store;
mod trainer;
mod training;
mod training_content;
mod venue;
mod warnings;

pub use ahead::{Ahead, list_ahead, next_of_each};
pub use calendar::{CalendarEntry, find_for_calendar, list_for_calendar, list_in_calendar};
pub use city::{City, CityContent, CityId, find_city, link_city, list_cities, list_city_slugs, load_city, save_city};
pub use days_off::{DayOff, DaysOff, load_days_off, save_days_off};
pub use differences::{say_changes, say_facts};
pub use grid::{GridFilter, GridRow, count_undecided, find_grid_row, list_grid, list_grid_ids, list_undecided};
pub use holidays::{Holidays, public_holidays};
pub use indexing::{index_city, index_training, index_venue};
pub use listing::{Listing, Place, TrainingFilter};
pub use names::{CourseName, Names, VenueName};
pub use prices::{PriceChange, Repriced, change_prices, read_amount, read_percent};
pub use removing::{remove_city, remove_trainer, remove_venue};
pub use renaming::{city_slug, rename_city, rename_trainer, rename_venue, trainer_slug, venue_slug};
pub use repeat::{Copy, Repetition, repeat_training};
pub use revising::{Held, Read, add_training, change_seats, find_held, revise_training};
pub use row::{read_day, read_money};
pub use sheet::{Column, SheetRow, Verdict, read_sheet, revise_row, take_sheet};
pub use signposts::list_signposts;
pub use staff_lists::{PlaceLine, list_city_lines, list_trainer_lines, list_venue_lines};
pub use standing::{News, Turn, hindrance, set_state};
pub use store::{
    count_by_city, find_training, list_by_id, list_class_days, list_matching, list_sessions, list_upcoming,
    list_upcoming_by_id, list_upcoming_of, next_moment,
};
pub use trainer::{
    Trainer, TrainerContent, TrainerId, list_teaching, list_trainer_slugs, load_trainer, save_trainer, trainer_id,
};
pub use training::{DeliveryMode, SessionDay, TrainingId, TrainingState};
pub use training_content::{SessionContent, TrainingContent, list_training_codes, load_training, save_training};
pub use venue::{Venue, VenueContent, VenueId, list_venue_slugs, list_venues, load_venue, save_venue};
pub use warnings::list_warnings;
