use chrono::Days;
use diesel::QueryResult;

use crate::access::{Actor, Permission};
use crate::blog::{Upcoming, list_upcoming};
use crate::db::Conn;
use crate::enquiries::count_unanswered;
use crate::schedule::list_undecided;
use crate::site::list_wanted;
use crate::types::Timestamp;
use crate::urls;
use crate::web::admin::alarm::MailAlarm;
use crate::web::admin::panel::Reading;

/// Posts that are named before the rest is only counted.
const NAMED: i64 = 5;
/// How often a missing address is asked for before somebody should lead it on.
const OFTEN: i64 = 10;
/// For how many days ahead decisions about trainings are asked for.
const DAYS_AHEAD: Days = Days::new(7);

/// Something that needs somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// How many.
    pub count: i64,
    /// What they are: the sentence goes on behind the number.
    pub what: String,
    /// What makes it worse, or where to begin.
    pub more: String,
    /// Where it is done.
    pub address: String,
    /// What is done there.
    pub link: &'static str,
    /// Whether it is late already.
    pub is_urgent: bool,
}

/// All that the page says.
#[derive(Debug, Default)]
pub struct Gathered {
    pub cards: Vec<Card>,
    pub upcoming: Vec<Upcoming>,
    pub further: i64,
    pub calm: Vec<String>,
}

impl Gathered {
    fn put(&mut self, found: Result<Card, String>) {
        match found {
            Ok(card) => self.cards.push(card),
            Err(calm) => self.calm.push(calm),
        }
    }
}

/// What this actor may know of, what is owed to people first.
pub fn gather(reading: &mut Reading<'_>, actor: &Actor) -> QueryResult<Gathered> {
    let (conn, now) = (&mut *reading.conn, reading.now);
    let mut gathered = Gathered::default();
    if actor.may(Permission::Enquiries) {
        gathered.put(enquiries(conn, now)?);
    }
    if let Some(mail) = &reading.panel.mail {
        gathered.put(mails(mail));
    }
    if actor.may(Permission::Content) {
        gathered.put(decisions(conn, now)?);
        gathered.put(wanted(conn)?);
        let (upcoming, count) = list_upcoming(conn, now, NAMED)?;
        if upcoming.is_empty() {
            gathered.calm.push("No post is scheduled.".to_owned());
        }
        gathered.further = count.saturating_sub(NAMED).max(0);
        gathered.upcoming = upcoming;
    }
    Ok(gathered)
}

/// A noun for one or for several.
fn of(count: i64, one: &str, many: &str) -> String {
    if count == 1 { one.to_owned() } else { many.to_owned() }
}

fn enquiries(conn: &mut Conn, now: Timestamp) -> QueryResult<Result<Card, String>> {
    let (count, overdue) = count_unanswered(conn, now)?;
    if count == 0 {
        return Ok(Err("Every enquiry is answered.".to_owned()));
    }
    let more = match overdue {
        0 => "None of them is overdue.".to_owned(),
        overdue if overdue == count => of(count, "It is overdue.", "All of them are overdue."),
        overdue => format!("{overdue} of them {} overdue.", of(overdue, "is", "are")),
    };
    Ok(Ok(Card {
        count,
        what: of(count, "enquiry waits for an answer.", "enquiries wait for an answer."),
        more,
        address: urls::inbox::ENQUIRIES.to_owned(),
        link: "Answer in the inbox",
        is_urgent: overdue > 0,
    }))
}

fn mails(mail: &MailAlarm) -> Result<Card, String> {
    let health = &mail.health;
    if !mail.is_on() {
        return Err(match health.waiting {
            0 => "All mail is sent.".to_owned(),
            1 => "1 mail is on its way.".to_owned(),
            waiting => format!("{waiting} mails are on their way."),
        });
    }
    let waiting = mail.since().map(|since| match health.waiting {
        1 => format!("1 mail waits to be sent, since {since}."),
        waiting => format!("{waiting} mails wait to be sent, the oldest since {since}."),
    });
    let (count, what, mut more) = match (health.held, mail.since()) {
        (0, since) => {
            let more = since.map(|since| format!("The oldest is owed since {since}.")).unwrap_or_default();
            (health.waiting, of(health.waiting, "mail waits to be sent.", "mails wait to be sent."), more)
        }
        (held, _) => {
            let what = of(held, "mail was refused and is held.", "mails were refused and are held.");
            (held, what, waiting.unwrap_or_else(|| "Send it again or set it aside.".to_owned()))
        }
    };
    if health.has_suspect {
        more.push_str(" The program stopped more than once over one that waits, so that one is tried alone.");
    }
    Ok(Card { count, what, more, address: mail.address(), link: "Look at the mail", is_urgent: true })
}

fn decisions(conn: &mut Conn, now: Timestamp) -> QueryResult<Result<Card, String>> {
    let today = now.home_day();
    let rows = list_undecided(conn, now)?;
    let soon = rows.iter().filter(|row| row.to_decide_by() <= today + DAYS_AHEAD).count();
    if soon == 0 {
        return Ok(Err(match rows.first() {
            None => "Every training ahead is decided.".to_owned(),
            Some(row) => format!("The next decision on a training is due by {}.", row.to_decide_by().format("%-d %B")),
        }));
    }
    let late = i64::try_from(rows.iter().filter(|row| row.to_decide_by() < today).count()).unwrap_or(i64::MAX);
    let count = i64::try_from(soon).unwrap_or(i64::MAX);
    let next =
        rows.first().map(|row| format!("{} first, by {}.", row.listing.code(), row.to_decide_by().format("%-d %B")));
    let more = match late {
        0 => next.unwrap_or_default(),
        late if late == count => of(count, "It is past its decision date.", "All are past their decision date."),
        1 => "1 is past its decision date.".to_owned(),
        late => format!("{late} are past their decision date."),
    };
    Ok(Ok(Card {
        count,
        what: of(count, "training needs a decision this week.", "trainings need a decision this week."),
        more,
        address: urls::desk_trainings::DECISIONS.to_owned(),
        link: "Decide: go or no-go",
        is_urgent: late > 0,
    }))
}

fn wanted(conn: &mut Conn) -> QueryResult<Result<Card, String>> {
    let wanted = list_wanted(conn, OFTEN)?;
    let Some(most) = wanted.first() else {
        return Ok(Err("No missing page is asked for often.".to_owned()));
    };
    let count = i64::try_from(wanted.len()).unwrap_or(i64::MAX);
    Ok(Ok(Card {
        count,
        what: of(count, "missing page is asked for often.", "missing pages are asked for often."),
        more: format!("{} was asked for {} times.", most.path, most.hits),
        address: urls::ADMIN_MISSING.to_owned(),
        link: "Lead visitors on",
        is_urgent: false,
    }))
}
