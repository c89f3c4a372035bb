//! A browser of a test's own, steered over WebDriver and, where that has no word, over Chromium's own protocol.
use std::time::{Duration, Instant};

use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::elements::Element;
use fantoccini::key::Key;
use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder, Locator};
use http::Method;
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use url::Url;

use super::servers::servers;

const FLAGS: [&str; 15] = [
    "--headless=new",
    "--no-sandbox", // continuous integration runs as root
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--disable-crash-reporter",
    "--disable-extensions",
    "--hide-scrollbars",
    "--force-prefers-reduced-motion",
    "--window-size=1280,900",
    // Whatever asks for another host is to be seen asking, and goes no further.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
];

/// What a page gets before it must have happened.
const PATIENCE: Duration = Duration::from_secs(20);

pub struct Browser {
    pub client: Client,
}

/// A command that only chromedriver knows: its path after the session, and what is sent.
#[derive(Debug)]
struct Own(&'static str, Value);

impl WebDriverCompatibleCommand for Own {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, url::ParseError> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.0))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(self.1.to_string()))
    }
}

impl Browser {
    pub async fn open() -> Self {
        let servers = servers();
        let mut flags: Vec<String> = FLAGS.map(str::to_owned).to_vec();
        flags.push(format!("--user-data-dir={}", servers.profile().display()));
        let wanted = json!({
            "goog:chromeOptions": {
                "args": flags,
                "perfLoggingPrefs": { "enableNetwork": true, "enablePage": false },
            },
            "goog:loggingPrefs": { "performance": "ALL", "browser": "ALL" },
            "timeouts": { "script": 120_000 },
        });
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities(wanted.as_object().unwrap().clone());
        Self { client: builder.connect(&servers.driver).await.expect("chromedriver starts a Chromium") }
    }

    pub async fn close(self) {
        self.client.close().await.unwrap();
    }

    /// Opens an address; what begins with a slash is the site's.
    pub async fn go(&self, address: &str) {
        let address =
            if address.starts_with('/') { format!("{}{address}", servers().site) } else { address.to_owned() };
        self.client.goto(&address).await.unwrap();
    }

    /// A command of Chromium's own protocol.
    pub async fn cdp(&self, command: &str, parameters: Value) -> Value {
        let body = json!({ "cmd": command, "params": parameters });
        self.client.issue_cmd(Own("goog/cdp/execute", body)).await.unwrap()
    }

    /// What was logged since the last look: `performance` holds the network's events, `browser` the console.
    pub async fn log(&self, kind: &str) -> Vec<Value> {
        let entries = self.client.issue_cmd(Own("se/log", json!({ "type": kind }))).await.unwrap();
        entries.as_array().unwrap().clone()
    }

    /// Runs the body of a function in the page.
    pub async fn run(&self, script: &str) -> Value {
        self.client.execute(script, Vec::new()).await.unwrap()
    }

    /// Runs the body of a function that calls `done` with its answer.
    pub async fn run_until_done(&self, script: &str) -> Value {
        self.client.execute_async(&format!("const done = arguments[0]; {script}"), Vec::new()).await.unwrap()
    }

    /// What a script says, as text; nothing is the empty text.
    pub async fn text(&self, script: &str) -> String {
        self.run(script).await.as_str().unwrap_or_default().to_owned()
    }

    pub async fn find(&self, selector: &str) -> Element {
        self.client.find(Locator::Css(selector)).await.unwrap()
    }

    pub async fn count(&self, selector: &str) -> usize {
        self.client.find_all(Locator::Css(selector)).await.unwrap().len()
    }

    pub async fn click(&self, selector: &str) {
        self.find(selector).await.click().await.unwrap();
    }

    pub async fn fill(&self, selector: &str, text: &str) {
        self.find(selector).await.send_keys(text).await.unwrap();
    }

    /// Presses a key and lets it go.
    pub async fn press(&self, key: impl Into<char>) {
        self.press_with(&[], key).await;
    }

    /// Presses a key while others are held.
    pub async fn press_with(&self, held: &[Key], key: impl Into<char>) {
        let value = key.into();
        let held = || held.iter().map(|key| char::from(*key));
        let mut keys = KeyActions::new("keyboard".to_owned());
        for value in held().chain([value]) {
            keys = keys.then(KeyAction::Down { value });
        }
        for value in [value].into_iter().chain(held()) {
            keys = keys.then(KeyAction::Up { value });
        }
        self.client.perform_actions(keys).await.unwrap();
    }

    /// Signs in at a site; the empty one is the demo.
    pub async fn sign_in(&self, site: &str, email: &str, password: &str) {
        self.go(&format!("{site}/admin/login")).await;
        self.fill("#email", email).await;
        self.fill("#password", password).await;
        self.click("main form .btn").await;
        self.arrive("/admin").await;
    }

    /// The network goes, or comes back.
    pub async fn set_offline(&self, is_offline: bool) {
        let line = json!({ "offline": is_offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
        self.cdp("Network.enable", json!({})).await;
        self.cdp("Network.emulateNetworkConditions", line).await;
    }

    /// Gives the browser a device that makes and keeps passkeys and always knows its owner's finger.
    pub async fn plug_in_authenticator(&self) {
        let device = json!({
            "protocol": "ctap2", "transport": "internal",
            "hasResidentKey": true, "hasUserVerification": true, "isUserVerified": true,
        });
        self.client.issue_cmd(Own("webauthn/authenticator", device)).await.unwrap();
    }

    /// Path and query of the page that is shown.
    pub async fn place(&self) -> String {
        let url = self.client.current_url().await.unwrap();
        url.query().map_or(url.path().to_owned(), |query| format!("{}?{query}", url.path()))
    }

    /// Waits until a page whose address begins like this has come.
    pub async fn arrive(&self, beginning: &str) {
        let started = Instant::now();
        while !self.place().await.starts_with(beginning) {
            assert!(started.elapsed() < PATIENCE, "waited for {beginning}, still at {}", self.place().await);
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        self.wait_for("main h1").await;
    }

    /// Waits until the page shows such an element.
    pub async fn wait_for(&self, selector: &str) {
        let found = self.client.wait().at_most(PATIENCE).for_element(Locator::Css(selector)).await;
        assert!(found.is_ok(), "`{selector}` never came on {}", self.place().await);
    }

    pub async fn set_width(&self, width: u32) {
        let size = json!({ "width": width, "height": 844, "deviceScaleFactor": 1, "mobile": false });
        self.cdp("Emulation.setDeviceMetricsOverride", size).await;
    }

    /// `light`, `dark` or `forced` colours, as the visitor's system would say.
    pub async fn set_scheme(&self, scheme: &str) {
        let (scheme, forced) = if scheme == "forced" { ("dark", "active") } else { (scheme, "none") };
        let features = [("prefers-color-scheme", scheme), ("forced-colors", forced)];
        let wanted: Vec<Value> = features.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect();
        self.cdp("Emulation.setEmulatedMedia", json!({ "features": wanted })).await;
        for (name, value) in features {
            let follows = self.run(&format!("return matchMedia('({name}: {value})').matches")).await;
            assert_eq!(follows, true, "the browser does not do {name}: {value}");
        }
    }

    pub async fn turn_scripts_off(&self) {
        self.cdp("Emulation.setScriptExecutionDisabled", json!({ "value": true })).await;
    }

    /// Names and values of all cookies, HttpOnly ones too.
    pub async fn cookies(&self) -> Vec<(String, String)> {
        let all = self.cdp("Network.getAllCookies", json!({})).await;
        let word = |cookie: &Value, key: &str| cookie[key].as_str().unwrap_or_default().to_owned();
        all["cookies"].as_array().unwrap().iter().map(|cookie| (word(cookie, "name"), word(cookie, "value"))).collect()
    }
}
