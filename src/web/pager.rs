/// Where in a long list a page stands, and the links to the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pager {
    /// This page, counted from 1.
    pub page: u32,
    /// How many there are, at least 1.
    pub pages: u32,
    address: String,
}

impl Pager {
    /// A page of a list with `count` entries, `size` a page. A page beyond the last becomes the first, as a list may shrink.
    pub fn new(address: String, count: usize, size: usize, asked: u32) -> Self {
        let pages = u32::try_from(count.div_ceil(size.max(1))).unwrap_or(u32::MAX).max(1);
        Self { page: if asked <= pages { asked } else { 1 }, pages, address }
    }

    /// Entries before this page.
    pub fn offset(&self, size: usize) -> usize {
        size.saturating_mul(self.page.saturating_sub(1) as usize)
    }

    /// The address of a page; the first has no number.
    pub fn link(&self, page: u32) -> String {
        let joint = if self.address.contains('?') { '&' } else { '?' };
        if page <= 1 { self.address.clone() } else { format!("{}{joint}page={page}", self.address) }
    }

    /// This page's own address.
    pub fn here(&self) -> String {
        self.link(self.page)
    }

    /// Which pages to link: the first, the last and the neighbours, with gaps between.
    pub fn links(&self) -> Vec<PageLink> {
        let is_end = |number: u32| number == 1 || number == self.pages;
        // A gap for one page would be no shorter than the page.
        let closes_gap = |number: u32| number.abs_diff(self.page) == 2 && (number == 2 || number + 1 == self.pages);
        let is_near = |number: u32| is_end(number) || number.abs_diff(self.page) <= 1 || closes_gap(number);
        let mut links: Vec<PageLink> = Vec::new();
        for number in 1..=self.pages {
            let is_gap = !is_near(number);
            if !is_gap || !links.last().is_some_and(|link| link.is_gap) {
                links.push(PageLink { number, address: self.link(number), is_here: number == self.page, is_gap });
            }
        }
        links
    }
}

/// A link to a page of a long list, or the gap where some are left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageLink {
    /// The page's number.
    pub number: u32,
    /// Its address.
    pub address: String,
    /// Whether it is this page.
    pub is_here: bool,
    /// Whether it stands for pages that are left out.
    pub is_gap: bool,
}
