//! Rows from a spreadsheet.
use lectern::access::Role;

use super::training;
use crate::support::site::Site;

const PASTE: &str = "/admin/trainings/paste";
const ROWS: &str = "code\tcourse\tcity\tvenue\tfirst_day\tseats\tprice\n\
    RS-1-DBN-07\tRust services\tDurban\tDurban Hall\t2026-03-24\t30\t9 000\n\
    RS-1-WEB-01\t\t\t\t\t15\t\n\
    RS-1-WEB-09\tCobol\t\t\t2026-03-24\t\t\n";

#[actix_web::test]
async fn pasted_rows_are_looked_at_first_and_then_taken_once() {
    let site = Site::academy();
    let desk = site.desk(Role::Editor).await;
    assert_eq!(desk.get(PASTE).await.status, 200);
    let rows = ROWS.replace("Rust services", "rust-services");
    let preview = desk.post(PASTE, &[("rows", &rows), ("step", "preview")]).await;
    assert!(
        preview.html.contains("1 new, 1 changed, 0 the same, 1 not taken. Nothing is saved yet."),
        "{}",
        preview.html
    );
    for words in [
        "seats: 12 → 15",
        "The course “Cobol” is not known.",
        "Durban Hall holds 20, fewer than the 30 seats.",
        "RS-1-DBN-01 is also at Durban Hall",
    ] {
        assert!(preview.html.contains(words), "{words} in {}", preview.html);
    }
    assert!(training(&site, "RS-1-DBN-07").await.is_none());
    let taken = desk.post(PASTE, &[("rows", &rows), ("step", "take")]).await;
    assert!(taken.html.contains("1 new, 1 changed, 0 the same, 1 not taken."));
    assert_eq!(training(&site, "RS-1-DBN-07").await.unwrap().seats, 30);
    assert_eq!(taken.field("rows").as_deref(), Some(rows.trim_end_matches('\n')), "what was refused can be mended");
    let again = desk.post(PASTE, &[("rows", &rows), ("step", "take")]).await;
    assert!(again.html.contains("0 new, 0 changed, 2 the same, 1 not taken."), "{}", again.html);
}

#[actix_web::test]
async fn what_is_no_sheet_comes_back_as_it_was() {
    let site = Site::academy();
    let desk = site.desk(Role::Editor).await;
    for (rows, why) in [("", "The sheet has no rows."), ("code\tcolour\nA\tred", "heads no known column")] {
        let answer = desk.post(PASTE, &[("rows", rows), ("step", "take")]).await;
        assert_eq!((answer.status, answer.title().starts_with("Error: ")), (422, true));
        assert!(answer.html.contains(why) && answer.field("rows").as_deref() == Some(rows));
    }
    let many = "A\n".repeat(501);
    assert!(desk.post(PASTE, &[("rows", &many), ("step", "preview")]).await.html.contains("500 at most"));
    let hostile = "code\tcourse\n<script>alert(1)</script>\t\"><img src=x onerror=alert(1)>\n";
    let answer = desk.post(PASTE, &[("rows", hostile), ("step", "preview")]).await;
    assert!(answer.status == 200 && !answer.html.contains("<script>alert") && !answer.html.contains("<img src=x"));
}
