//! The desk as somebody signed in: requests that carry the session's cookie and say that they come from our own page.
use actix_web::http::Method;
use lectern::access::Role;
use lectern::accounts::{NewUser, hash_password, save_user};

use super::{Answer, Ask, Site};

pub const PASSWORD: &str = "seven-quiet-baobabs";

/// Somebody at the desk.
pub struct SignedIn<'a> {
    site: &'a Site,
    cookie: String,
}

/// A post as a browser sends it from our own page.
pub fn own_post(path: &str, fields: &[(&str, &str)]) -> Ask {
    Ask::post(path, fields).with("Sec-Fetch-Site", "same-origin")
}

impl Site {
    /// Adds a user of a role, `admin@academy.example` for an admin, whose password is [`PASSWORD`].
    pub async fn employ(&self, role: Role) -> String {
        let email = format!("{role}@academy.example");
        let hash = hash_password(PASSWORD, &[7; 16]).unwrap();
        let user = NewUser { email: email.parse().unwrap(), name: format!("The {role}"), role, password: Some(hash) };
        let now = self.clock.now();
        self.db().write(move |conn| save_user(conn, &user, now)).await.unwrap();
        email
    }

    /// Employs somebody of a role and signs them in.
    pub async fn desk(&self, role: Role) -> SignedIn<'_> {
        let email = self.employ(role).await;
        self.sign_in(&email, PASSWORD).await.unwrap()
    }

    /// Signs in; nobody where that was refused.
    pub async fn sign_in(&self, email: &str, password: &str) -> Option<SignedIn<'_>> {
        let answer = self.send(own_post("/admin/login", &[("email", email), ("password", password)])).await;
        let cookie = answer.session_cookie()?;
        (answer.status == 303).then_some(SignedIn { site: self, cookie })
    }
}

impl Answer {
    /// The session's cookie as a browser sends it back.
    pub fn session_cookie(&self) -> Option<String> {
        let set = self.cookies().into_iter().find(|cookie| cookie.contains("lectern_session="))?;
        Some(set.split(';').next().unwrap().to_owned())
    }
}

impl SignedIn<'_> {
    /// Any request, with the session.
    pub async fn send(&self, ask: Ask) -> Answer {
        self.site.send(ask.with("Cookie", &self.cookie)).await
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(Ask::new(Method::GET, path)).await
    }

    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.send(own_post(path, fields)).await
    }
}
