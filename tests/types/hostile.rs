//! Hostile Markdown: whatever is written, only known elements with known attributes leave, and no address that runs code.
use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use lectern::types::Markdown;

/// What may stand in a page, written down here once more: this list is the promise, the program's own is only how it is kept.
const ELEMENTS: &str = "a abbr blockquote br code dd del div dl dt em h2 h3 h4 h5 h6 hr img li ol p pre span strong sub sup \
    table tbody td th thead tr ul";
const ATTRIBUTES: [(&str, &str); 9] = [
    ("a", "href title rel"),
    ("img", "src alt width height"),
    ("ol", "start"),
    ("blockquote", "class"),
    ("code", "class"),
    ("div", "class tabindex role aria-label"),
    ("pre", "tabindex role aria-label"),
    ("span", "class"),
    ("sup", "class"),
];
const SCHEMES: [&str; 4] = ["http", "https", "mailto", "tel"];

/// The tags that a browser finds. No element of the list changes how the rest is read, so that tokens tell the whole truth.
#[derive(Default)]
struct Tags(RefCell<Vec<Tag>>);

impl TokenSink for Tags {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        if let Token::TagToken(tag) = token {
            self.0.borrow_mut().push(tag);
        }
        TokenSinkResult::Continue
    }
}

fn tags(html: &str) -> Vec<Tag> {
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from(html));
    let tokenizer = Tokenizer::new(Tags::default(), TokenizerOpts::default());
    let _ = tokenizer.feed(&queue);
    tokenizer.end();
    tokenizer.sink.0.take()
}

fn is_one_of(list: &str, word: &str) -> bool {
    list.split_whitespace().any(|known| known == word)
}

/// What is wrong with a tag, as a browser would take it.
fn wrong_with(tag: &Tag) -> Option<String> {
    let element = &*tag.name;
    if !is_one_of(ELEMENTS, element) {
        return Some(format!("<{element}>"));
    }
    let known = ATTRIBUTES.iter().find(|(name, _)| *name == element).map_or("", |(_, known)| known);
    tag.attrs.iter().filter(|_| tag.kind == TagKind::StartTag).find_map(|attribute| {
        let (name, value) = (&*attribute.name.local, &*attribute.value);
        let allowed = name == "id" || is_one_of(known, name);
        let runs_nothing = !matches!(name, "href" | "src") || leads_somewhere_harmless(value);
        (!allowed || !runs_nothing).then(|| format!("<{element} {name}=\"{value}\">"))
    })
}

/// Browsers pass over white space and control characters in a scheme; an address without one stays on this site's scheme.
fn leads_somewhere_harmless(address: &str) -> bool {
    let seen: String = address.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
    match seen.split_once(':') {
        Some((scheme, _)) if scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c)) => {
            SCHEMES.contains(&scheme.to_lowercase().as_str())
        }
        _ => true,
    }
}

const VECTORS: &[&str] = &[
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<img src=\"x` `<script>alert(1)</script>\"` `>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
    "<math><a xlink:href=javascript:alert(1)>x</a></math>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<object data=data:text/html,x></object>",
    "<embed src=javascript:alert(1)>",
    "<body onload=alert(1)>",
    "<a href=javascript:alert(1)>x</a>",
    "<form action=javascript:alert(1)><button>x</button></form>",
    "<input autofocus onfocus=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<video><source onerror=alert(1)></video>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<base href=javascript:/a/>",
    "<link rel=stylesheet href=//evil.example>",
    "<style>*{background:url(javascript:alert(1))}</style>",
    "<template><script>alert(1)</script></template>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    "<textarea><img src=x onerror=alert(1)></textarea>",
    "<!--<img src=\"--><img src=x onerror=alert(1)//\">",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml version=\"1.0\"?><script>alert(1)</script>",
    "<!DOCTYPE html><script>alert(1)</script>",
    "<div style=\"background:url(javascript:alert(1))\">x</div>",
    "<table background=javascript:alert(1)><tr><td>x",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](java&#9;script:alert(1))",
    "[x](java&#10;script:alert(1))",
    "[x](&#1;javascript:alert(1))",
    "[x](<java script:alert(1)>)",
    "[x](<javascript:alert(1)>)",
    "[x](<\tjavascript:alert(1)>)",
    "[x](javascript://example.org/%0Aalert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](vbscript:msgbox(1))",
    "[x](feed:javascript:alert(1))",
    "[x](view-source:javascript:alert(1))",
    "[x][y]\n\n[y]: javascript:alert(1)",
    "[x][y]\n\n[y]: <data:text/html,<script>alert(1)</script>>",
    "<javascript:alert(1)>",
    "<data:text/html,x>",
    "![x](javascript:alert(1))",
    "![x](data:image/svg+xml,<svg onload=alert(1)>)",
    "![x\" onerror=\"alert(1)](y)",
    "![<table><img src=x onerror=alert(1)>](y)",
    "[x](/y \"a\\\" onmouseover=\\\"alert(1)\")",
    "[x](/y '\"><script>alert(1)</script>')",
    "[x](/y \"<table><script>alert(1)</script>\")",
    "[x](/y \"</table></div><script>alert(1)</script>\")",
    "[<script>alert(1)</script>](/y)",
    "# <img src=x onerror=alert(1)>",
    "# x {#a\" onclick=\"alert(1) .b onclick=alert(1)}",
    "```\" onclick=\"alert(1)\nx\n```",
    "```html\n</code></pre><script>alert(1)</script>\n```",
    "`</code><script>alert(1)</script>`",
    "| <script>alert(1)</script> |\n| --- |\n| <img src=x onerror=alert(1)> |",
    "<script>\n: <img src=x onerror=alert(1)>",
    "x[^\"><script>]\n\n[^\"><script>]: <script>alert(1)</script>",
    "> [!NOTE]\n> <script>alert(1)</script>",
    "> [!\"><script>alert(1)</script>]\n> x",
    "{{<script>alert(1)</script>}}",
    "{{course:\"><img src=x onerror=alert(1)>}}",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "\\<script\\>alert(1)\\</script\\>",
    "\0<script\0>alert(1)</script>",
    "<\u{feff}script>alert(1)</script>",
    "<scr\u{0}ipt>alert(1)</scr\u{0}ipt>",
    "＜script＞alert(1)＜/script＞",
];

#[test]
fn nothing_hostile_leaves_the_renderer() {
    assert!(VECTORS.len() >= 60);
    for text in VECTORS {
        let html = Markdown(text).render().html.to_string();
        let wrong: Vec<_> = tags(&html).iter().filter_map(wrong_with).collect();
        assert!(wrong.is_empty(), "{text:?} leaves {wrong:?} in {html}");
    }
}

#[test]
fn hostile_texts_stay_harmless_inside_everything_else() {
    for text in VECTORS {
        for around in [
            format!("> {text}"),
            format!("- {text}"),
            format!("# a {text}"),
            format!("**{text}**"),
            VECTORS.join("\n\n") + text,
        ] {
            let html = Markdown(&around).render().html.to_string();
            let wrong: Vec<_> = tags(&html).iter().filter_map(wrong_with).collect();
            assert!(wrong.is_empty(), "{around:?} leaves {wrong:?}");
        }
    }
}

/// The judge itself: without the renderer, what it looks for is there.
#[test]
fn the_judge_sees_what_is_hostile() {
    for html in [
        "<script>alert(1)</script>",
        "<p onclick=alert(1)>",
        "<p style=x>",
        "<a href='javascript:alert(1)'>",
        "<a href=' JaVa\tScript:alert(1)'>",
        "<img src=data:x>",
        "<img alt=\"<div class=\"wide\" tabindex=\"0\">",
        "<h1>x</h1>",
        "<svg><p>",
    ] {
        assert!(tags(html).iter().any(|tag| wrong_with(tag).is_some()), "{html}");
    }
    for html in [
        "<p>a &lt;script&gt; b</p>",
        "<a href=\"/a:b\" rel=\"noopener\">x</a>",
        "<a href=\"?a:b\">x</a>",
        "<h2 id=\"a\">x</h2>",
    ] {
        assert!(tags(html).iter().all(|tag| wrong_with(tag).is_none()), "{html}");
    }
}
