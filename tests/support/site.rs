//! A whole site in process, on a database of its own, at a time that stands still: Monday 2 March 2026, 09:00 in South Africa.
mod answer;
mod demo;
mod desk;
mod mailbox;
mod tree;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::rc::Rc;
use std::sync::{Arc, OnceLock};

use actix_web::body::BoxBody;
use actix_web::dev::ServiceResponse;
use actix_web::http::Method;
use actix_web::test::{TestRequest, call_service, init_service, read_body};
use actix_web::web::Data;
use lectern::access::Actor;
use lectern::clock::Clock;
use lectern::db::prelude::*;
use lectern::db::schema::courses;
use lectern::db::{Conn, Db, raise_content_version};
use lectern::enquiries::{Desk, LinkKey};
use lectern::mail::{Mailer, MailerOptions};
use lectern::outbox::{Courier, oldest_owed};
use lectern::tokens::Tokens;
use lectern::transfer::{Folder, import, import_into};
use lectern::types::Timestamp;
use lectern::web::{Context, Options};
use tempfile::TempDir;
use tokio::sync::OnceCell;

use super::database::{TestDatabase, filled, fresh};

pub use answer::Answer;
pub use demo::DemoPages;
pub use desk::{PASSWORD, SignedIn, own_post};
pub use mailbox::Mail;
pub use tree::{Element, Tree};

pub const HOST: &str = "academy.example";
pub const BASE_URL: &str = "https://academy.example";
pub const STAFF: &str = "staff@academy.example";
const PEER: &str = "203.0.113.9:40000";

/// The moment at which every test begins.
pub fn start() -> Timestamp {
    chrono::DateTime::parse_from_rfc3339("2026-03-02T09:00:00+02:00").map(|at| at.to_utc().into()).unwrap()
}

/// A site. Dropping it fails the test if it still owes mail, unless the test said so.
pub struct Site {
    pub context: Data<Context>,
    pub clock: Clock,
    database: Rc<TestDatabase>,
    mails: Rc<TempDir>,
    leaves_mail: bool,
    service: OnceCell<Service>,
}

/// A site that takes requests. Putting its routes together costs many times more than a request.
type Service = Rc<dyn Fn(TestRequest) -> Pin<Box<dyn Future<Output = ServiceResponse<BoxBody>>>>>;

async fn service(context: Data<Context>) -> Service {
    let service = Rc::new(init_service(lectern::app::site(context)).await);
    Rc::new(move |request| {
        let service = service.clone();
        Box::pin(async move { call_service(&*service, request.to_request()).await })
    })
}

/// One request.
#[derive(Debug, Clone)]
pub struct Ask {
    method: Method,
    path: String,
    headers: Vec<(String, String)>,
    peer: SocketAddr,
    body: Vec<u8>,
}

impl Ask {
    pub fn new(method: Method, path: &str) -> Self {
        let headers = vec![("Host".to_owned(), HOST.to_owned())];
        Self { method, path: path.to_owned(), headers, peer: PEER.parse().unwrap(), body: Vec::new() }
    }

    pub fn get(path: &str) -> Self {
        Self::new(Method::GET, path)
    }

    pub fn post(path: &str, fields: &[(&str, &str)]) -> Self {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        Self::post_raw(path, body.into_bytes())
    }

    pub fn post_raw(path: &str, body: Vec<u8>) -> Self {
        Self { body, ..Self::new(Method::POST, path) }.with("Content-Type", "application/x-www-form-urlencoded")
    }

    /// A form with files, as a browser sends it.
    pub fn post_files(path: &str, files: &[(&str, &[u8])]) -> Self {
        let mut body = Vec::new();
        for (name, bytes) in files {
            let head = format!("Content-Disposition: form-data; name=\"file\"; filename=\"{name}\"");
            body.extend_from_slice(format!("--frontier\r\n{head}\r\nContent-Type: image/png\r\n\r\n").as_bytes());
            body.extend_from_slice(bytes);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--frontier--\r\n");
        Self { body, ..Self::new(Method::POST, path) }
            .with("Content-Type", "multipart/form-data; boundary=frontier")
            .with("Sec-Fetch-Site", "same-origin")
    }

    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// From another address than the usual one.
    pub fn from(self, peer: &str) -> Self {
        Self { peer: SocketAddr::new(peer.parse().unwrap(), 40000), ..self }
    }
}

/// Sends a request to a site, which many may do at once.
pub async fn send(context: Data<Context>, ask: Ask) -> Answer {
    ask_of(&service(context).await, ask).await
}

async fn ask_of(service: &Service, ask: Ask) -> Answer {
    let mut request = TestRequest::default().method(ask.method).uri(&ask.path).peer_addr(ask.peer);
    for (name, value) in &ask.headers {
        request = request.append_header((name.as_str(), value.as_str()));
    }
    let response = service(request.set_payload(ask.body)).await;
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    let body = read_body(response).await.to_vec();
    let html = String::from_utf8(body.clone()).unwrap_or_default();
    Answer { status, headers, body, html, tree: OnceLock::new() }
}

fn options() -> Options {
    Options {
        base_url: BASE_URL.to_owned(),
        trusted_proxies: Vec::new(),
        enquiry_rate: 1000,
        page_cache_bytes: 8 * 1024 * 1024,
        secret: "0123456789abcdef".repeat(4).parse().unwrap(),
        media: PathBuf::new(),
    }
}

impl Site {
    /// The demo academy.
    pub fn demo() -> Self {
        Self::over(filled("demo", |conn| take_in(conn, &Folder::demo())))
    }

    /// A site without any content.
    pub fn empty() -> Self {
        Self::over(fresh())
    }

    /// The small academy of `tests/support/academy`, whose every row the tests know.
    pub fn academy() -> Self {
        Self::academy_with(|_| {})
    }

    /// The small academy with other settings.
    pub fn academy_with(change: impl FnOnce(&mut Options)) -> Self {
        let database = filled("academy", |conn| take_in(conn, &academy()));
        let mut options = options();
        change(&mut options);
        Self::on(Rc::new(database), Rc::new(tempfile::tempdir().unwrap()), options)
    }

    fn over(database: TestDatabase) -> Self {
        Self::on(Rc::new(database), Rc::new(tempfile::tempdir().unwrap()), options())
    }

    fn on(database: Rc<TestDatabase>, mails: Rc<TempDir>, options: Options) -> Self {
        let (db, clock) = (database.db.clone(), Clock::fixed(start()));
        Self::of_parts(db, database, mails, clock, options)
    }

    fn of_parts(db: Db, database: Rc<TestDatabase>, mails: Rc<TempDir>, clock: Clock, options: Options) -> Self {
        let tokens = Tokens::seeded(7);
        let url = format!("file://{}", mails.path().display()).parse().unwrap();
        let mailer = Mailer::new(&url, MailerOptions::default()).unwrap();
        let courier = Courier::new(db.clone(), mailer, clock.clone(), tokens.clone()).unwrap();
        let desk = Desk {
            staff: STAFF.parse().unwrap(),
            from: "Test Academy <no-reply@academy.example>".parse().unwrap(),
            base_url: options.base_url.clone(),
            links: LinkKey::new(options.secret.expose()),
        };
        let options = Options { media: mails.path().join("media"), ..options };
        let context = Context::new(db, clock.clone(), tokens, Arc::new(courier), desk, options);
        let (context, service) = (Data::new(context), OnceCell::new());
        Self { context, clock, database, mails, leaves_mail: false, service }
    }

    /// Another instance of the same site: the same database, but a cache and connections of its own.
    pub fn another_instance(&self) -> Self {
        let db = Db::connect(&self.database.url, 4).unwrap();
        let mut other = Self::of_parts(db, self.database.clone(), self.mails.clone(), self.clock.clone(), options());
        other.leave_mail(); // the first one answers for the mail of both
        other
    }

    /// Where it keeps its pictures.
    pub fn media_folder(&self) -> PathBuf {
        self.mails.path().join("media")
    }

    pub fn db(&self) -> &Db {
        &self.context.db
    }

    pub async fn send(&self, ask: Ask) -> Answer {
        let service = self.service.get_or_init(|| service(self.context.clone())).await;
        ask_of(service, ask).await
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(Ask::get(path)).await
    }

    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.send(Ask::post(path, fields)).await
    }

    /// Takes more content in, as an editor's import would.
    pub async fn import(&self, files: Vec<(String, String)>) {
        let report = import(self.db(), Actor::operator(), Folder(files.into_iter().collect()), self.clock.now(), false)
            .await
            .unwrap();
        assert!(report.refused.is_empty(), "{report}");
    }

    /// Changes one file of the small academy and takes it in.
    pub async fn edit(&self, file: &str, from: &str, to: &str) {
        let text = academy().0[file].clone();
        assert!(text.contains(from), "{file} has no {from}");
        self.import(vec![(file.to_owned(), text.replace(from, to))]).await;
    }

    /// Takes a course back, so that it is a draft again.
    pub async fn withdraw_course(&self, slug: &str) {
        let slug = slug.to_owned();
        let withdraw = move |conn: &mut Conn| {
            let course = courses::table.filter(courses::slug.eq(slug));
            diesel::update(course).set(courses::state.eq("draft")).execute(conn)?;
            raise_content_version(conn)
        };
        self.db().write(withdraw).await.unwrap();
    }

    /// Where the site keeps its files: its mail, and its database where that is a file.
    pub fn folders(&self) -> Vec<PathBuf> {
        let database = self.database.url.folder().map(Path::to_owned);
        std::iter::once(self.mails.path().to_owned()).chain(database).collect()
    }

    /// The test means to leave mail behind.
    pub fn leave_mail(&mut self) {
        self.leaves_mail = true;
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        if self.leaves_mail || std::thread::panicking() {
            return;
        }
        // On a thread of its own, because this one is inside an asynchronous runtime.
        let db = self.database.db.clone();
        let work =
            move || tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(db.read(oldest_owed));
        let owed = std::thread::spawn(work).join().unwrap().unwrap();
        assert_eq!(owed, None, "mail is owed and was not delivered; deliver it, or say `leave_mail`");
    }
}

/// The files of the small academy.
pub fn academy() -> Folder {
    Folder::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/support/academy")).unwrap()
}

fn take_in(conn: &mut Conn, folder: &Folder) -> QueryResult<()> {
    let report = import_into(conn, &Actor::operator(), folder, start())?;
    assert!(report.refused.is_empty(), "{report}");
    Ok(())
}
