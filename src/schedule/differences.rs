//! How one state of a training differs from another, in words.
use super::training_content::TrainingContent;
use crate::types::Money;

/// A training's facts as an editor reads them: the name of each and what it says.
pub fn say_facts(content: &TrainingContent) -> Vec<(&'static str, String)> {
    let none = || "none".to_owned();
    let days = content.sessions.iter().map(|session| {
        let trainer = session.trainer.as_ref().map(|trainer| format!(" {trainer}")).unwrap_or_default();
        let room = session.room.as_ref().map(|room| format!(" in {room}")).unwrap_or_default();
        let hours = (session.starts.format("%H:%M"), session.ends.format("%H:%M"));
        format!("{} {}–{}{trainer}{room}", session.day.format("%a %-d %b %Y"), hours.0, hours.1)
    });
    vec![
        ("course", content.course.to_string()),
        ("mode", content.mode.label().to_owned()),
        ("city", content.city.as_ref().map_or_else(none, ToString::to_string)),
        ("venue", content.venue.as_ref().map_or_else(none, ToString::to_string)),
        ("days", days.collect::<Vec<_>>().join(", ")),
        ("state", content.state.label().to_owned()),
        ("seats", content.seats.to_string()),
        ("taken", content.seats_taken.to_string()),
        ("minimum", content.seats_minimum.to_string()),
        ("decide by", content.decide_by.map_or_else(none, |day| day.format("%-d %b %Y").to_string())),
        ("price", content.price.as_ref().map_or_else(|| "the course's".to_owned(), Money::to_string)),
        ("time zone", content.time_zone.clone()),
    ]
}

/// What changed, each as `seats: 8 → 10`; of a new training where and when it is.
pub fn say_changes(before: Option<&TrainingContent>, after: &TrainingContent) -> Vec<String> {
    let facts = say_facts(after);
    let Some(before) = before else {
        let wanted = ["course", "city", "days"];
        return facts.into_iter().filter(|(name, _)| wanted.contains(name)).map(|(_, value)| value).collect();
    };
    let pairs = say_facts(before).into_iter().zip(facts).filter(|(old, new)| old != new);
    pairs.map(|((name, old), (_, new))| format!("{name}: {old} → {new}")).collect()
}
