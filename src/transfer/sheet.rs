use std::sync::{Arc, Mutex, PoisonError};

use super::report::{Refusal, Report};
use crate::access::Actor;
use crate::db::{Db, DbError};
use crate::schedule::{read_sheet, take_sheet};
use crate::site::SaveError;
use crate::types::Timestamp;

/// Takes the trainings of a CSV file in, in one transaction; with `dry_run` it only says what it would do.
///
/// # Errors
/// When the database fails. A line that is wrong is no error: it is reported, and the others are taken.
pub async fn import_trainings(
    db: &Db,
    actor: Actor,
    (file, text): (String, String),
    now: Timestamp,
    dry_run: bool,
) -> Result<Report, DbError> {
    let rows = match read_sheet(&text) {
        Ok(rows) => rows,
        Err(why) => return Ok(Report { refused: vec![Refusal { file, line: 1, why }], ..Report::default() }),
    };
    let outcome: Arc<Mutex<Report>> = Arc::default();
    let kept = outcome.clone();
    let result = db
        .attempt(move |conn| {
            let verdicts = take_sheet(conn, &actor, &rows, now)?;
            let mut report = Report::default();
            for verdict in verdicts {
                match verdict.fate {
                    Ok(saved) => report.count(saved),
                    Err((field, why)) => report.refused.push(Refusal {
                        file: file.clone(),
                        line: verdict.line,
                        why: format!("{field} {why}"),
                    }),
                }
            }
            *kept.lock().unwrap_or_else(PoisonError::into_inner) = report;
            if dry_run { Err(SaveError::Database(diesel::result::Error::RollbackTransaction)) } else { Ok(()) }
        })
        .await?;
    let report = outcome.lock().unwrap_or_else(PoisonError::into_inner).clone();
    match result {
        Ok(()) | Err(SaveError::Database(diesel::result::Error::RollbackTransaction)) => Ok(report),
        Err(error) => match error.refusal() {
            Ok((field, why)) => {
                let refusal = Refusal { file: String::new(), line: 1, why: format!("{field} {why}") };
                Ok(Report { refused: vec![refusal], ..Report::default() })
            }
            Err(error) => Err(DbError::Query(error)),
        },
    }
}
