use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use secrecy::SecretString;
use url::{Url, form_urlencoded};

const ALLOWED: &str = "file://DIR, smtp://[USER:PASSWORD@]HOST[:PORT][?tls=none] or smtps://[USER:PASSWORD@]HOST[:PORT] \
    (a password never goes without TLS, except to this machine; characters like @ in it are written %40)";

/// Where mail goes: a folder, or a server.
#[derive(Debug, Clone)]
pub enum SmtpUrl {
    /// Each mail becomes a file; `file://var/mail` is relative to the working folder, `file:///srv/mail` is not.
    File(PathBuf),
    /// A mail server.
    Server(Server),
}

/// A mail server and how to speak with it.
#[derive(Debug, Clone)]
pub struct Server {
    /// A name or an IP address, without brackets.
    pub host: String,
    /// 587 for `smtp`, 25 for `smtp` without TLS and 465 for `smtps`, unless the address says otherwise.
    pub port: u16,
    /// How the connection is protected.
    pub security: Security,
    /// What to sign in with, if the server asks for it.
    pub login: Option<Login>,
}

/// How a connection to a mail server is protected. There is no "TLS if offered": whoever strips the offer would read along.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Security {
    /// Plain at first, then STARTTLS; a server that does not offer it gets no mail.
    StartTls,
    /// TLS from the first byte.
    Implicit,
    /// None: for a relay on the same machine or a trusted network.
    None,
}

/// The name and password for a mail server.
#[derive(Debug, Clone)]
pub struct Login {
    /// The name.
    pub user: String,
    /// The password, which no log or error can show.
    pub password: SecretString,
}

impl FromStr for SmtpUrl {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if let Some(folder) = text.strip_prefix("file://") {
            return if folder.is_empty() { Err(ALLOWED) } else { Ok(Self::File(folder.into())) };
        }
        let url = Url::parse(text).map_err(|_| ALLOWED)?;
        let security = match (url.scheme(), url.query()) {
            ("smtp", None) => Security::StartTls,
            ("smtp", Some("tls=none")) => Security::None,
            ("smtps", None) => Security::Implicit,
            _ => return Err(ALLOWED),
        };
        let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']).to_owned();
        let login = login(&url)?;
        let is_here = host == "localhost" || host.parse().is_ok_and(|ip: std::net::IpAddr| ip.is_loopback());
        let in_clear = security == Security::None && login.is_some() && !is_here;
        if host.is_empty() || in_clear || !matches!(url.path(), "" | "/") || url.fragment().is_some() {
            return Err(ALLOWED);
        }
        let port = url.port().unwrap_or(match security {
            Security::StartTls => 587,
            Security::Implicit => 465,
            Security::None => 25,
        });
        Ok(Self::Server(Server { host, port, security, login }))
    }
}

fn login(url: &Url) -> Result<Option<Login>, &'static str> {
    match (url.username(), url.password()) {
        ("", None) => Ok(None),
        (user, Some(password)) if !user.is_empty() && !password.is_empty() => {
            Ok(Some(Login { user: decoded(user), password: decoded(password).into() }))
        }
        _ => Err(ALLOWED),
    }
}

/// Undoes `%40` and the like; the form decoder would also take `+` and `&` for its own signs.
fn decoded(text: &str) -> String {
    let text = text.replace('+', "%2B").replace('&', "%26");
    form_urlencoded::parse(text.as_bytes()).next().map(|(text, _)| text.into_owned()).unwrap_or_default()
}

/// Never shows the password.
impl fmt::Display for SmtpUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(folder) => write!(f, "file://{}", folder.display()),
            Self::Server(server) => fmt::Display::fmt(server, f),
        }
    }
}

/// Never shows the password.
impl fmt::Display for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (scheme, rest) = match self.security {
            Security::StartTls => ("smtp", ""),
            Security::Implicit => ("smtps", ""),
            Security::None => ("smtp", "?tls=none"),
        };
        let host = if self.host.contains(':') { format!("[{}]", self.host) } else { self.host.clone() };
        write!(f, "{scheme}://{host}:{}{rest}", self.port)
    }
}
