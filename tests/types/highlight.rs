//! Code in a text, coloured without changing a letter of it.
use lectern::types::Markdown;

const LANGUAGES: &[&str] = &[
    "rust",
    "python",
    "sql",
    "bash",
    "powershell",
    "javascript",
    "java",
    "html",
    "css",
    "yaml",
    "json",
    "toml",
    "ini",
    "hcl",
    "text",
    "",
];

fn html(language: &str, code: &str) -> String {
    Markdown(&format!("```{language}\n{code}\n```")).render().html.to_string()
}

/// The words of one class, in order.
fn words(language: &str, code: &str, class: &str) -> Vec<String> {
    let html = html(language, code);
    let open = format!("<span class=\"{class}\">");
    let parts = html.split(&open).skip(1);
    parts
        .filter_map(|part| part.split("</span>").next())
        .map(|word| word.replace("&lt;", "<").replace("&gt;", ">"))
        .collect()
}

#[test]
fn words_comments_texts_and_numbers_are_told_apart() {
    let rust = "/* a\nb */ fn f<'a>(x: &'a str) -> char { 'x'; let n = 1_000.5; \"for \\\" 2\" } // let";
    assert_eq!(words("rust", rust, "k"), ["fn", "let"]);
    assert_eq!(words("rust", rust, "s"), ["'x'", "\"for \\\" 2\""]);
    assert_eq!(words("rust", rust, "c"), ["/* a\nb */", "// let"]);
    assert_eq!(words("rust", rust, "n"), ["1_000.5"]);
    let python = "def f(x):  # def\n    \"\"\"for\n    all\"\"\"\n    return f\"{x}\" if x1 else None";
    assert_eq!(words("python", python, "k"), ["def", "return", "if", "else", "None"]);
    assert_eq!(words("python", python, "s"), ["\"\"\"for\n    all\"\"\"", "\"{x}\""]);
    let sql = "SELECT total FROM \"order\" o -- from\nwhere o.note = 'it''s' AND id = 4711;";
    assert_eq!(words("sql", sql, "k"), ["SELECT", "FROM", "where", "AND"]);
    assert_eq!(words("sql", sql, "s"), ["\"order\"", "'it'", "'s'"]);
    assert_eq!((words("sql", sql, "c"), words("sql", sql, "n")), (vec!["-- from".to_owned()], vec!["4711".to_owned()]));
    let bash = "for f in *.csv; do # each\n  echo \"$f: $#\" | grep -v 'a#b'\ndone";
    assert_eq!(words("bash", bash, "k"), ["for", "in", "do", "done"]);
    assert_eq!(
        (words("bash", bash, "c"), words("bash", bash, "s")),
        (vec!["# each".to_owned()], vec!["\"$f: $#\"".to_owned(), "'a#b'".to_owned()])
    );
    assert_eq!(words("json", "{\"a\": [\"b\", 1, true]}", "k"), ["\"a\"", "true"]);
    assert_eq!(words("yaml", "runs-on: https://x # y\nok: true", "k"), ["runs-on", "ok", "true"]);
    assert_eq!(words("html", "<!-- a --><p class=\"b\">don't</p>", "k"), ["<p", ">", "</p", ">"]);
    assert_eq!(words("html", "<!-- a --><p class=\"b\">don't</p>", "s"), ["\"b\""]);
    assert!(!html("text", "for x in 1").contains("span") && !html("", "for").contains("span"));
}

#[test]
fn no_letter_of_any_code_is_changed() {
    const SIGNS: &[&str] = &[
        "\"",
        "'",
        "\\",
        "`",
        "#",
        "//",
        "/*",
        "*/",
        "--",
        "<!--",
        "-->",
        "<",
        ">",
        "&",
        "\n",
        " ",
        "fn",
        "1",
        ".5",
        "é",
        "👩🏾‍🏫",
        "\"\"\"",
        ":",
        "=",
        "<#",
    ];
    for language in LANGUAGES {
        for number in 0..300_usize {
            let code: String =
                (0..40).map(|at| SIGNS[(number * 13 + at * (number % 23 + 1) + at * at) % SIGNS.len()]).collect();
            let html = html(language, &code);
            let (_, inside) = html.split_once("<code").unwrap();
            let (inside, _) = inside.split_once('>').unwrap().1.split_once("</code>").unwrap();
            let bare: String = inside
                .split("<span class=\"")
                .enumerate()
                .map(|(at, part)| if at == 0 { part } else { &part[3..] })
                .collect();
            let text = bare.replace("</span>", "").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
            assert_eq!(text.trim_end_matches('\n'), code.trim_end_matches('\n'), "{language}: {html}");
        }
    }
}

#[test]
fn a_text_cannot_bring_colours_of_its_own() {
    let html = Markdown("<span class=\"k\">x</span>").render().html.to_string();
    assert!(!html.contains("<span"), "{html}");
}

#[test]
fn a_long_piece_of_code_takes_no_time_that_is_felt() {
    for sign in ["\"", "'", "\"\\", "/*", "<", "`", "a=\"\n", "\"\"\"", "<a \""] {
        let code = sign.repeat(6_000 / sign.len());
        for language in ["rust", "bash", "html", "json"] {
            let begun = std::time::Instant::now();
            html(language, &code);
            assert!(begun.elapsed().as_secs() < 3, "{language}: {sign}");
        }
    }
}
