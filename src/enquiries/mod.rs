//! Questions from visitors: kept, and owed to staff as mail, in one transaction.
mod answer_settings;
mod answer_time;
mod enquiry;
mod inbox;
mod inbox_row;
mod letters;
mod link;
mod merging;
mod news;
mod notice;
mod pace;
mod receive;
mod release;
mod reminders;
mod reply;
mod reply_templates;
mod routing;
mod rules;
mod saved_views;
mod sheet;
mod spam;
mod store;
mod turning;
mod visit;
mod waiting;
mod work;

pub use answer_settings::{AnswerSettings, find_answer_settings, load_answer_settings, save_answer_settings};
pub use answer_time::{OfficeHours, answer_due, say_minutes, say_when};
pub use enquiry::{About, EnquiryId, EnquiryKind, EnquiryState, NewEnquiry, ReplyBy};
pub use inbox::{
    InboxFilter, Standing, Which, Whose, count_in_inbox, find_standing, list_inbox, list_inbox_before, note_export,
};
pub use inbox_row::{InboxRow, MailStanding};
pub use letters::{Desk, LetterError};
pub use link::{AnsweredLink, LinkError, LinkKey};
pub use merging::merge;
pub use notice::{MARKETING_WORDING, collection_notice};
pub use pace::{WeekOfAnswers, find_median_answer, list_weeks_of_answers, usually_answered_within};
pub use receive::{Receipt, receive};
pub use release::release;
pub use reminders::{due_reminders, owe_reminders};
pub use reply::{Reply, reply};
pub use reply_templates::{
    PLACEHOLDERS, ReplyTemplate, list_reply_templates, remove_reply_template, save_reply_template,
};
pub use routing::{Route, Subject, who_would_get};
pub use rules::{Rule, RuleContent, RuleId, list_rules, remove_rule, save_rule, seed_fallback};
pub use saved_views::{SavedView, list_views, remove_view, save_view};
pub use sheet::{Asked, Event, Sheet, find_enquiry, open_enquiry, state_label};
pub use spam::{SpamScore, Traffic, score_of_content};
pub use store::{Promise, count_unanswered, find_promise};
pub use turning::{Concerned, Told, list_concerned, turn_training};
pub use visit::Visit;
pub use waiting::{
    Demand, OfferAnswer, SeatLink, SeatOffer, StopLink, Stoppable, WISH_WORDING, Waiter, WaitingList, answer_offer,
    find_offer, find_stoppable, has_seats_to_pass, list_demand, list_waiters, list_waiting_lists, pass_seats,
    stop_news, tell_of_date,
};
pub use work::{add_note, assign, find_state, list_answerers, mark_by_link, move_to};
