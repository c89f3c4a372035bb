//! Pages of the demo academy for the many tests that only read them.
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::OnceCell;

use super::{Answer, Site};

/// The demo academy as it is at the start. A page is asked for once in a run of the tests, and remembered with what a parser made of it.
#[derive(Default)]
pub struct DemoPages(OnceCell<Site>);

static SEEN: Mutex<BTreeMap<String, Arc<Answer>>> = Mutex::new(BTreeMap::new());

impl DemoPages {
    pub async fn get(&self, path: &str) -> Arc<Answer> {
        if let Some(seen) = SEEN.lock().unwrap_or_else(PoisonError::into_inner).get(path) {
            return seen.clone();
        }
        let site = self.0.get_or_init(|| async { Site::demo() }).await;
        let answer = Arc::new(site.get(path).await);
        SEEN.lock().unwrap_or_else(PoisonError::into_inner).entry(path.to_owned()).or_insert(answer).clone()
    }
}
