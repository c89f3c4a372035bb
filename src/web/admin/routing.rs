use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Payload};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use diesel::QueryResult;

use super::gate::Access;
use super::notice::{Notice, go_on};
use super::panel::{Panel, draw, page};
use super::table::Table;
use crate::access::{Actor, Permission};
use crate::catalogue::{Category, CourseKey, list_all_courses, list_categories};
use crate::db::Conn;
use crate::enquiries::{
    EnquiryKind, Route, Rule, RuleContent, RuleId, Subject, list_answerers, list_rules, remove_rule, save_rule,
    say_minutes, who_would_get,
};
use crate::schedule::{City, list_cities};
use crate::site::SaveError;
use crate::types::EmailAddress;
use crate::urls::inbox;
use crate::web::context::Context;
use crate::web::error::AppError;
use crate::web::fields::Fields;
use crate::web::form::FormErrors;

pub(super) fn routes(table: &mut Table) {
    let admins = Access::Needs(Permission::Site);
    table.form(inbox::ROUTES, admins, index, create);
    table.form("/admin/routes/{id}", admins, edit, update);
    table.act("/admin/routes/{id}/removal", admins, destroy);
}

/// What a rule may name.
struct Choices {
    courses: Vec<CourseKey>,
    categories: Vec<Category>,
    cities: Vec<City>,
    people: Vec<(i64, String)>,
}

/// A rule as it is typed.
struct RuleForm {
    typed: Fields,
    errors: FormErrors,
}

#[derive(Template)]
#[template(path = "admin/routing/index.html")]
struct Index {
    panel: Panel,
    rules: Vec<Rule>,
    choices: Choices,
    form: RuleForm,
    /// What the dry run was asked, and who would get it.
    tried: Option<Route>,
    asked: Fields,
}

impl Index {
    fn say(&self, minutes: &i32) -> String {
        say_minutes(i64::from(*minutes))
    }
}

#[derive(Template)]
#[template(path = "admin/routing/edit.html")]
struct Edit {
    panel: Panel,
    choices: Choices,
    form: RuleForm,
    id: i64,
    is_fallback: bool,
}

fn choices(conn: &mut Conn) -> QueryResult<Choices> {
    Ok(Choices {
        courses: list_all_courses(conn)?,
        categories: list_categories(conn)?,
        cities: list_cities(conn)?,
        people: list_answerers(conn)?,
    })
}

/// What a rule narrows, in words.
impl Choices {
    fn narrows(&self, rule: &Rule) -> String {
        let course = self.courses.iter().find(|course| Some(course.id.0) == rule.course_id);
        let category = self.categories.iter().find(|category| Some(category.id.0) == rule.category_id);
        let city = self.cities.iter().find(|city| Some(city.id.0) == rule.city_id);
        let parts = [
            rule.kind.map(|kind| kind.label().to_owned()),
            course.map(|course| course.title.clone()),
            category.map(|category| category.title.clone()),
            city.map(|city| city.title.clone()),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}

fn listed(conn: &mut Conn, panel: Panel, fields: &Fields, form: RuleForm, staff: &EmailAddress) -> QueryResult<Index> {
    let tried = match fields.parsed::<EnquiryKind>("try_kind") {
        Some(kind) => {
            let subject = Subject { kind, course: fields.parsed("try_course"), city: fields.parsed("try_city") };
            Some(who_would_get(conn, subject, staff)?)
        }
        None => None,
    };
    let panel = panel.named("Routing", inbox::ROUTES).erroneous(!form.errors.is_empty());
    Ok(Index { panel, rules: list_rules(conn)?, choices: choices(conn)?, form, tried, asked: fields.clone() })
}

async fn index(
    actor: Actor,
    fields: Fields,
    request: HttpRequest,
    context: Data<Context>,
) -> Result<HttpResponse, AppError> {
    let staff = context.desk.staff.clone();
    page(&context, &request, actor, move |reading| {
        let form = RuleForm {
            typed: Fields::of(&[("active", "yes"), ("answer_within", "120")]),
            errors: FormErrors::default(),
        };
        listed(reading.conn, reading.panel.clone(), &fields, form, &staff).map(Some)
    })
    .await
}

/// A rule from what was typed, or what is wrong with it.
fn parse(typed: &Fields) -> Result<RuleContent, FormErrors> {
    let mut errors = FormErrors::default();
    let mut recipients = Vec::new();
    for line in typed.get("recipients").lines().map(str::trim).filter(|line| !line.is_empty()) {
        match line.parse::<EmailAddress>() {
            Ok(address) => recipients.push(address),
            Err(_) => errors.add("recipients", format!("“{line}” is not an email address. Write one a line")),
        }
    }
    let number = |name: &'static str, errors: &mut FormErrors| match typed.get(name).parse::<i32>() {
        Ok(number) => number,
        Err(_) => {
            errors.add(name, "Enter a whole number");
            0
        }
    };
    let priority = if typed.get("priority").is_empty() { 100 } else { number("priority", &mut errors) };
    let answer_within_minutes = number("answer_within", &mut errors);
    let content = RuleContent {
        label: typed.get("label").to_owned(),
        priority,
        kind: typed.parsed("kind"),
        course_id: typed.parsed("course"),
        category_id: typed.parsed("category"),
        city_id: typed.parsed("city"),
        recipients,
        owner_id: typed.parsed("owner"),
        answer_within_minutes,
        is_active: typed.get("active") == "yes",
    };
    if errors.is_empty() { Ok(content) } else { Err(errors) }
}

/// Saves a rule; what is refused comes back as the message beside its field.
async fn save(
    context: &Data<Context>,
    actor: &Actor,
    (id, typed): (Option<RuleId>, &Fields),
) -> Result<Result<(), FormErrors>, AppError> {
    let content = match parse(typed) {
        Ok(content) => content,
        Err(errors) => return Ok(Err(errors)),
    };
    let (by, now, seen) = (actor.clone(), context.clock.now(), typed.parsed("seen").unwrap_or(0));
    let mut errors = FormErrors::default();
    match context.db.attempt(move |conn| save_rule(conn, &by, (id, seen), &content, now)).await? {
        Ok(_) => return Ok(Ok(())),
        Err(SaveError::Refused { field, why }) => errors.add(field, format!("This {why}.")),
        Err(SaveError::Stale) => errors.add("label", "Somebody else changed this rule meanwhile. Open it again first."),
        Err(error) => return Err(error.into()),
    }
    Ok(Err(errors))
}

async fn create(
    actor: Actor,
    request: HttpRequest,
    payload: Payload,
    context: Data<Context>,
) -> Result<HttpResponse, AppError> {
    let typed = Fields::of_form(payload).await?;
    let Err(errors) = save(&context, &actor, (None, &typed)).await? else {
        return Ok(go_on(inbox::ROUTES, Notice::Created));
    };
    let panel = Panel::new(&context, &request, Some(actor)).await?;
    let (form, staff) = (RuleForm { typed, errors }, context.desk.staff.clone());
    let view = context.db.read(move |conn| listed(conn, panel, &Fields::default(), form, &staff)).await?;
    draw(&request, StatusCode::UNPROCESSABLE_ENTITY, &view)
}

/// A rule's fields as a form holds them.
fn written(rule: &Rule) -> Fields {
    let id = |id: Option<i64>| id.map(|id| id.to_string()).unwrap_or_default();
    let recipients: Vec<&str> = rule.recipients.iter().map(EmailAddress::as_str).collect();
    Fields::of(&[
        ("label", &rule.label),
        ("priority", &rule.priority.to_string()),
        ("kind", rule.kind.as_ref().map(EnquiryKind::as_str).unwrap_or_default()),
        ("course", &id(rule.course_id)),
        ("category", &id(rule.category_id)),
        ("city", &id(rule.city_id)),
        ("recipients", &recipients.join("\n")),
        ("owner", &id(rule.owner_id)),
        ("answer_within", &rule.answer_within_minutes.to_string()),
        ("active", if rule.is_active { "yes" } else { "" }),
        ("seen", &rule.row_version.to_string()),
    ])
}

async fn edit(
    actor: Actor,
    id: Path<String>,
    request: HttpRequest,
    context: Data<Context>,
) -> Result<HttpResponse, AppError> {
    page(&context, &request, actor, move |reading| {
        let Some(rule) = list_rules(reading.conn)?.into_iter().find(|rule| rule.id.0.to_string() == *id) else {
            return Ok(None);
        };
        let panel = reading.panel.clone().named(rule.label.clone(), inbox::ROUTES);
        let form = RuleForm { typed: written(&rule), errors: FormErrors::default() };
        Ok(Some(Edit { panel, choices: choices(reading.conn)?, form, id: rule.id.0, is_fallback: rule.is_fallback }))
    })
    .await
}

async fn update(
    actor: Actor,
    id: Path<String>,
    request: HttpRequest,
    payload: Payload,
    context: Data<Context>,
) -> Result<HttpResponse, AppError> {
    let id: i64 = id.parse().map_err(|_| AppError::NotFound)?;
    let rules = context.db.read(list_rules).await?;
    let rule = rules.into_iter().find(|rule| rule.id.0 == id).ok_or(AppError::NotFound)?;
    let typed = Fields::of_form(payload).await?;
    let Err(errors) = save(&context, &actor, (Some(rule.id), &typed)).await? else {
        return Ok(go_on(inbox::ROUTES, Notice::Saved));
    };
    let panel = Panel::new(&context, &request, Some(actor)).await?.named(rule.label, inbox::ROUTES).erroneous(true);
    let choices = context.db.read(choices).await?;
    let view = Edit { panel, choices, form: RuleForm { typed, errors }, id, is_fallback: rule.is_fallback };
    draw(&request, StatusCode::UNPROCESSABLE_ENTITY, &view)
}

async fn destroy(actor: Actor, id: Path<String>, context: Data<Context>) -> Result<HttpResponse, AppError> {
    let id = RuleId(id.parse().map_err(|_| AppError::NotFound)?);
    let now = context.clock.now();
    let was_there = context.db.attempt(move |conn| remove_rule(conn, &actor, id, now)).await??;
    if was_there { Ok(go_on(inbox::ROUTES, Notice::Removed)) } else { Err(AppError::NotFound) }
}
