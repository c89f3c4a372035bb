//! The composition root: settings become a running site.
mod secret;
mod waiting;

use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use actix_web::dev::ServerHandle;
use actix_web::web::Data;
use actix_web::{App as ActixApp, HttpServer, middleware};
use tokio::sync::watch;

use crate::blog::{has_due_posts, purge_posts};
use crate::clock::Clock;
use crate::config::{Config, SecretKey};
use crate::db::{Db, DbError};
use crate::enquiries::{Desk, LinkKey, due_reminders, owe_reminders, seed_fallback};
use crate::mail::{Mailer, MailerOptions};
use crate::media::Darkroom;
use crate::outbox::Courier;
use crate::privacy::purge;
use crate::tokens::Tokens;
use crate::web::{Context, Options, Shortcut, finish, routes};

pub use secret::keep_secret;
pub use waiting::pass_seats_once;

/// Why a site did not start, or stopped.
#[derive(Debug)]
pub struct AppError(pub String);

impl std::fmt::Display for AppError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for AppError {}

/// How often it is looked for enquiries that nobody answered.
const REMIND: Duration = Duration::from_secs(20);
/// How often it is stored what was asked for in vain.
const STORE_TALLIES: Duration = Duration::from_secs(30);
/// How often it is looked for what has been kept as long as it may be.
const PURGE: Duration = Duration::from_secs(3600);
/// How often an instance looks whether another one changed the content.
const LOOK_AROUND: Duration = Duration::from_millis(400);
/// Bytes of finished pages to keep in memory.
const PAGE_CACHE_BYTES: u64 = 8 * 1024 * 1024;
/// Threads a worker may have at the database. More would only wait for a connection, each with memory of its own.
const BLOCKING_THREADS: usize = 4;
/// How long a stopping server waits for requests in hand, in seconds.
const LAST_ORDERS: u64 = 20;

/// A site that is ready to serve.
pub struct App {
    /// Where it listens.
    pub addr: SocketAddr,
    listener: TcpListener,
    metrics: Option<TcpListener>,
    context: Data<Context>,
    darkroom: Arc<Darkroom>,
    workers: usize,
}

impl App {
    /// Opens what a site needs. The schema must be current.
    ///
    /// # Errors
    /// When the address is taken, or the mail settings are impossible.
    pub fn build(
        config: &Config,
        db: Db,
        secret: &SecretKey,
        (clock, tokens): (Clock, Tokens),
    ) -> Result<Self, AppError> {
        let mailer = Mailer::new(&config.smtp_url, MailerOptions::default())
            .map_err(|error| AppError(format!("LECTERN_SMTP_URL cannot be used: {error}")))?;
        let courier = Courier::new(db.clone(), mailer, clock.clone(), tokens.clone())
            .map_err(|error| AppError(format!("no randomness: {error}")))?;
        let listener = listen(config.bind, "LECTERN_BIND")?;
        let metrics = config.metrics_bind.map(|bind| listen(bind, "LECTERN_METRICS_BIND")).transpose()?;
        let addr = listener.local_addr().map_err(|error| AppError(error.to_string()))?;
        // A port chosen by the system is known only now.
        let base_url = match config.base_url.strip_suffix(":0") {
            Some(host) => format!("{host}:{}", addr.port()),
            None => config.base_url.clone(),
        };
        let desk = Desk {
            staff: config.staff_email.clone(),
            from: config.mail_from.clone(),
            base_url: base_url.clone(),
            links: LinkKey::new(secret.expose()),
        };
        let options = Options {
            base_url,
            trusted_proxies: config.trusted_proxies.clone(),
            enquiry_rate: config.enquiry_rate,
            page_cache_bytes: PAGE_CACHE_BYTES,
            secret: secret.clone(),
            media: config.media.clone(),
        };
        let context = Context::new(db, clock, tokens, Arc::new(courier), desk, options);
        let darkroom = Darkroom::new(&context.db, &context.library, &context.clock, &context.tokens)
            .map_err(|error| AppError(format!("no randomness: {error}")))?;
        let workers = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Ok(Self { addr, listener, metrics, context: Data::new(context), darkroom: Arc::new(darkroom), workers })
    }

    /// Scheme and host of the site, with the port that the system chose if it did.
    pub fn base_url(&self) -> &str {
        self.context.base_url()
    }

    /// Serves until the process is asked to stop (SIGTERM or SIGINT); then finishes the requests in hand and the mail being sent.
    ///
    /// # Errors
    /// When the server cannot start.
    pub async fn run_until_stopped(self) -> Result<(), AppError> {
        let (stop, stopped) = watch::channel(false);
        if !self.context.db.is_shared() {
            let released = self.context.courier.release_dead_leases().await;
            released.map_err(|error| AppError(format!("the outbox cannot be read: {error}")))?;
            let released = self.darkroom.release_dead_leases().await;
            released.map_err(|error| AppError(format!("the pictures cannot be read: {error}")))?;
        }
        let staff = self.context.desk.staff.clone();
        let seeded = self.context.db.write(move |conn| seed_fallback(conn, &staff)).await;
        seeded.map_err(|error| AppError(format!("the rules of routing cannot be read: {error}")))?;
        let courier = tokio::spawn(self.context.courier.clone().run(stopped.clone()));
        let darkroom = tokio::spawn(self.darkroom.run(stopped.clone()));
        let watcher = tokio::spawn(look_around(self.context.clone(), stopped.clone()));
        let counter = tokio::spawn(store_tallies(self.context.clone(), stopped.clone()));
        let purger = tokio::spawn(purge_hourly(self.context.clone(), stopped.clone()));
        let reminder = tokio::spawn(remind(self.context.clone(), stopped));
        let metrics = self.metrics.map(|listener| serve_metrics(listener, self.context.clone())).transpose()?;
        let context = self.context.clone();
        let server = HttpServer::new(move || site(context.clone()))
            .workers(self.workers)
            .worker_max_blocking_threads(BLOCKING_THREADS)
            .shutdown_timeout(LAST_ORDERS)
            .listen(self.listener)
            .map_err(|error| AppError(error.to_string()))?;
        let served = server.run().await.map_err(|error| AppError(error.to_string()));
        stop.send_replace(true);
        if let Some(metrics) = metrics {
            metrics.stop(false).await;
        }
        for task in [courier, darkroom, watcher, counter, purger, reminder] {
            if task.await.is_err() {
                tracing::error!("a background task ended with a panic");
            }
        }
        served
    }
}

fn listen(bind: SocketAddr, setting: &str) -> Result<TcpListener, AppError> {
    TcpListener::bind(bind)
        .map_err(|error| AppError(format!("cannot listen on {bind}: {error}. Set {setting} to a free address")))
}

fn serve_metrics(listener: TcpListener, context: Data<Context>) -> Result<ServerHandle, AppError> {
    let server =
        HttpServer::new(move || ActixApp::new().app_data(context.clone()).configure(routes::configure_metrics))
            .workers(1)
            .disable_signals()
            .listen(listener)
            .map_err(|error| AppError(error.to_string()))?
            .run();
    let handle = server.handle();
    actix_web::rt::spawn(server);
    Ok(handle)
}

/// The site as one service.
pub fn site(
    context: Data<Context>,
) -> ActixApp<
    impl actix_web::dev::ServiceFactory<
        actix_web::dev::ServiceRequest,
        Config = (),
        Response = actix_web::dev::ServiceResponse<actix_web::body::BoxBody>,
        Error = actix_web::Error,
        InitError = (),
    >,
> {
    ActixApp::new()
        .app_data(context.clone())
        .wrap(middleware::from_fn(finish))
        .wrap(Shortcut(context.clone()))
        .configure(move |table| routes::configure(table, &context))
}

async fn look_around(context: Data<Context>, mut stopped: watch::Receiver<bool>) {
    loop {
        tokio::select! {
            _ = stopped.changed() => return,
            () = tokio::time::sleep(LOOK_AROUND) => {}
        }
        if let Err(error) = context.db.look_for_new_content().await {
            tracing::warn!("cannot see whether the content changed: {error}");
        }
    }
}

/// Removes for good what lay in the trash long enough; it writes only where there is something.
async fn empty_trash(context: &Context) -> Result<(), DbError> {
    let now = context.clock.now();
    if context.db.read(move |conn| has_due_posts(conn, now)).await? {
        let count = context.db.write(move |conn| purge_posts(conn, now)).await?;
        tracing::info!("{count} posts left the trash for good");
    }
    Ok(())
}

/// Stores now and then, and once more at the end, what was asked for in vain: reading a page writes nothing.
async fn store_tallies(context: Data<Context>, mut stopped: watch::Receiver<bool>) {
    loop {
        let is_last = tokio::select! {
            _ = stopped.changed() => true,
            () = tokio::time::sleep(STORE_TALLIES) => false,
        };
        let now = context.clock.now();
        if let Err(error) = empty_trash(&context).await {
            tracing::warn!("the trash was not emptied: {error}");
        }
        if let Err(error) = context.misses.store(&context.db, now.home_day()).await {
            tracing::warn!("what was searched for and not found is not counted: {error}");
        }
        if let Err(error) = context.tally.store(&context.db, now).await {
            tracing::warn!("moved and missing addresses are not counted: {error}");
        }
        if is_last {
            return;
        }
    }
}

/// Takes what has been kept as long as it may be, once an hour: what is overdue is taken the first time, and nothing is left for the second.
async fn purge_hourly(context: Data<Context>, mut stopped: watch::Receiver<bool>) {
    loop {
        tokio::select! {
            _ = stopped.changed() => return,
            () = tokio::time::sleep(PURGE) => {}
        }
        if let Err(error) = purge_once(&context).await {
            tracing::warn!("what is overdue could not be erased: {error}");
        }
    }
}

/// One purge: of the database, of the mail folder, of the log.
///
/// # Errors
/// When the database or the mail folder fails.
pub async fn purge_once(context: &Context) -> Result<(), Box<dyn std::error::Error>> {
    let now = context.clock.now();
    let (report, message_ids) = context.db.write(move |conn| purge(conn, now)).await?;
    if report.is_empty() {
        return Ok(());
    }
    tracing::info!("erased for their age: {report:?}");
    context.courier.mailer().forget(&message_ids).await?;
    Ok(context.db.empty_log().await?)
}
/// Looks now and then for enquiries that nobody answered, and owes the mails that say so. Any number of instances may.
async fn remind(context: Data<Context>, mut stopped: watch::Receiver<bool>) {
    loop {
        tokio::select! {
            _ = stopped.changed() => return,
            () = tokio::time::sleep(REMIND) => {}
        }
        if let Err(error) = pass_seats_once(&context).await {
            tracing::warn!("free seats are not offered to those who wait: {error}");
        }
        let (now, desk) = (context.clock.now(), context.desk.clone());
        let due = context.db.read(move |conn| due_reminders(conn, &desk, now)).await;
        let owed = match due {
            Ok(mails) if mails.is_empty() => continue,
            Ok(mails) => context.db.write(move |conn| owe_reminders(conn, &mails, now)).await,
            Err(error) => Err(error),
        };
        match owed {
            Ok(_) => context.courier.wake(),
            Err(error) => tracing::warn!("nobody can be reminded of enquiries: {error}"),
        }
    }
}
