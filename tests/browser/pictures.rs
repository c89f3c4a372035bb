//! Pictures of every page, for whoever wants to look: `bin/pictures` names a folder for them.
use std::path::PathBuf;

use serde_json::json;

use super::chromium::Browser;
use crate::support::base64::decode_base64;

/// Longest picture in pixels; what stands below is left out.
const LONGEST: f64 = 6_000.0;

#[expect(clippy::disallowed_methods, reason = "where pictures go is the run's choice")]
fn folder() -> Option<PathBuf> {
    std::env::var_os("LECTERN_PICTURES").map(PathBuf::from)
}

/// Takes the page that is shown on a wide screen and on a phone, light and dark; does nothing where nobody asked for pictures.
pub async fn take(browser: &Browser, name: &str) {
    let Some(folder) = folder() else { return };
    std::fs::create_dir_all(&folder).unwrap();
    let name: String = name.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
    for width in [1280, 390] {
        browser.set_width(width).await;
        for scheme in ["light", "dark"] {
            browser.set_scheme(scheme).await;
            let height = browser.run("return document.documentElement.scrollHeight").await.as_f64().unwrap();
            let clip = json!({ "x": 0, "y": 0, "width": width, "height": height.clamp(844.0, LONGEST), "scale": 1 });
            let wanted = json!({ "format": "png", "captureBeyondViewport": true, "clip": clip });
            let picture = browser.cdp("Page.captureScreenshot", wanted).await;
            let bytes = decode_base64(picture["data"].as_str().unwrap());
            std::fs::write(folder.join(format!("{name}.{width}.{scheme}.png")), bytes).unwrap();
        }
    }
}
