//! A form that cannot be taken says so first, leads to each field and keeps what was typed.
use super::chromium::Browser;

/// The summary's links, by the fields they lead to.
async fn linked_fields(browser: &Browser) -> Vec<String> {
    let script =
        "return [...document.querySelectorAll('#problem a')].map(link => link.getAttribute('href').slice(1)).join()";
    browser.text(script).await.split(',').map(str::to_owned).collect()
}

async fn focused(browser: &Browser) -> String {
    browser.text("return document.activeElement.id").await
}

#[tokio::test]
async fn an_empty_form_comes_back_with_a_summary_that_leads_to_each_field() {
    let browser = Browser::open().await;
    browser.go("/contact").await;
    browser.click("form.enquiry .btn").await;
    browser.wait_for("#problem").await;
    let title = browser.client.title().await.unwrap();
    assert!(title.starts_with("Error: "), "{title}");

    let announced = "
        const summary = document.querySelector('#problem'), first = document.querySelector('main').firstElementChild;
        return document.activeElement === summary || (summary === first && summary.getAttribute('role') === 'alert')";
    assert_eq!(browser.run(announced).await, true, "the summary is neither focused nor first and announced");

    let fields = linked_fields(&browser).await;
    assert_eq!(fields, ["name", "email", "message"]);
    for field in fields {
        browser.click(&format!("#problem a[href='#{field}']")).await;
        assert_eq!(focused(&browser).await, field);
        let described = format!(
            "const field = document.getElementById('{field}');
            const says = field.getAttribute('aria-describedby').split(' ').map(id => document.getElementById(id).textContent).join();
            return field.getAttribute('aria-invalid') === 'true' && says.includes('Error:')"
        );
        assert_eq!(browser.run(&described).await, true, "{field} does not say what is wrong with it");
    }
    browser.close().await;
}

#[tokio::test]
async fn a_wrong_form_keeps_every_value() {
    let browser = Browser::open().await;
    browser.go("/contact").await;
    let typed = [
        ("#name", "Thandi \"T\" <Dube>"),
        ("#email", "thandi.at.example"),
        ("#phone", "12"),
        ("#message", "First line\nsecond & last line"),
    ];
    for (selector, text) in typed {
        browser.fill(selector, text).await;
    }
    browser.run("document.querySelector('#company').closest('details').open = true").await;
    browser.fill("#company", "Dube & Daughters").await;
    browser.fill("#attendees", "7").await;
    browser.run("document.querySelector('#course').value = 'sql-fundamentals'").await;
    browser.click("input[value=whatsapp]").await;
    browser.click("input[name=marketing]").await;
    browser.click("form.enquiry .btn").await;
    browser.wait_for("#problem").await;

    assert_eq!(linked_fields(&browser).await, ["email", "phone"]);
    for (selector, text) in typed.into_iter().chain([("#company", "Dube & Daughters"), ("#attendees", "7")]) {
        assert_eq!(browser.text(&format!("return document.querySelector('{selector}').value")).await, text);
    }
    assert_eq!(browser.text("return document.querySelector('#course').value").await, "sql-fundamentals");
    assert_eq!(browser.count("input[value=whatsapp]:checked").await, 1);
    assert_eq!(browser.count("input[name=marketing]:checked").await, 1);
    browser.close().await;
}
