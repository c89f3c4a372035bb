// Comforts. Every page works without this file; each part below makes one thing quicker or safer where it can.

const find = (selector, from = document) => from.querySelector(selector);
const all = (selector, from = document) => [...from.querySelectorAll(selector)];
const make = (name, ...properties) => Object.assign(document.createElement(name), ...properties);
const on = (target, events, act) => events.split(" ").forEach(event => target.addEventListener(event, act));

// What a screen reader is told.
const status = make("output", { className: "vh" });
find("main").append(status);
const say = words => (status.textContent = words);

// Filters: the list and the form change in place; address, way back and focus stay right.
const FORM = "form[data-filter]", LIST = "[data-list]";
const TYPED = "input:not([type=checkbox], [type=radio])";
let shown = location.pathname + location.search;
let request;

async function swap(address) {
    request?.abort();
    request = new AbortController();
    find(LIST).ariaBusy = "true";
    const answer = await fetch(address, { signal: request.signal });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const [list, form] = [find(LIST, page), find(FORM, page)];
    if (!answer.ok || !list || !form) throw Error(address);
    document.title = page.title;
    find(LIST).replaceWith(list);
    // What somebody is typing just now stays as it is.
    if (!document.activeElement.matches(`${FORM} :is(${TYPED})`)) swapForm(find(FORM), form);
    say(heading().textContent);
}

function swapForm(old, form) {
    const { name, value } = document.activeElement;
    const had = old.contains(document.activeElement);
    all("details", old).forEach((part, index) => all("details", form)[index]?.toggleAttribute("open", part.open));
    old.replaceWith(form);
    if (had) [...form.elements].find(one => one.name === name && one.value === value)?.focus({ preventScroll: true });
}

const heading = () => find(`${LIST} :is(.count, h2)`);

// Shows a list at its own address. `arrives`: as a new page would, with its beginning in view.
async function show(address, arrives) {
    try {
        if (arrives) document.activeElement.blur();
        history.replaceState({ y: scrollY }, "");
        await swap(address);
        if (address !== shown) history.pushState(null, "", address);
        shown = address;
        if (arrives) {
            heading().tabIndex = -1;
            heading().focus({ preventScroll: true });
            find(LIST).scrollIntoView();
        }
    } catch (error) {
        if (error.name !== "AbortError") location.assign(address);
    }
}

function addressOf(form) {
    const filled = [...new FormData(form)].filter(([, value]) => value);
    return [form.getAttribute("action"), new URLSearchParams(filled)].filter(String).join("?");
}

if (find(FORM) && find(LIST)) {
    on(document, "change", ({ target }) => target.form?.matches(FORM) && !target.matches(TYPED) && show(addressOf(target.form)));
    on(document, "focusout", ({ target }) => {
        if (target.matches(`${FORM} :is(${TYPED})`) && target.value !== target.defaultValue) show(addressOf(target.form));
    });
    on(document, "submit", event => {
        if (!event.target.matches(FORM)) return;
        event.preventDefault();
        show(addressOf(event.target), true);
    });
    on(document, "click", event => {
        const link = event.target.closest(`${LIST} a, ${FORM} a`);
        const plain = !event.button && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
        if (!link || !plain || link.origin !== location.origin || link.pathname !== location.pathname || link.hash) return;
        event.preventDefault();
        show(link.pathname + link.search, true);
    });
    on(window, "popstate", async ({ state }) => {
        const address = location.pathname + location.search;
        if (address === shown) return;
        shown = address;
        document.activeElement.blur();
        await swap(address).then(() => scrollTo(0, state?.y ?? 0), error => error.name !== "AbortError" && location.reload());
    });
}

// Suggestions while one types: a combobox with a list (ARIA 1.2).
function suggest(input, number) {
    const box = make("ul", { id: `suggestions-${number}`, role: "listbox", ariaLabel: "Suggestions", hidden: true });
    let asked, timer, chosen;
    input.after(box);
    Object.assign(input, { role: "combobox", ariaAutoComplete: "list", ariaExpanded: "false", autocomplete: "off" });
    input.setAttribute("aria-controls", box.id);

    const choose = index => {
        chosen = index;
        [...box.children].forEach((option, at) => (option.ariaSelected = String(at === index)));
        input.setAttribute("aria-activedescendant", box.children[index]?.id ?? "");
    };
    const open = found => {
        box.replaceChildren(...found.map(({ label, kind, address }, at) => {
            const option = make("li", { id: `${box.id}-${at}`, role: "option", textContent: label });
            option.append(" ", make("small", { textContent: kind }));
            option.dataset.address = address;
            return option;
        }));
        box.hidden = !found.length;
        input.ariaExpanded = String(!box.hidden);
        choose(-1);
        say(found.length === 1 ? "1 suggestion" : `${found.length || "No"} suggestions`);
    };
    const close = () => {
        clearTimeout(timer);
        asked?.abort();
        box.hidden = true;
        input.ariaExpanded = "false";
        choose(-1);
    };
    const ask = async words => {
        asked = new AbortController();
        const answer = await fetch(`${input.dataset.suggest}?q=${encodeURIComponent(words)}`, { signal: asked.signal });
        open(await answer.json());
    };
    const go = option => option && location.assign(option.dataset.address);

    on(input, "input", () => {
        const words = input.value.trim();
        clearTimeout(timer);
        asked?.abort();
        if (words.length < 2) close();
        else timer = setTimeout(() => ask(words).catch(() => {}), 150);
    });
    on(input, "keydown", event => {
        const step = { ArrowDown: 1, ArrowUp: -1 }[event.key], places = box.children.length + 1;
        if (box.hidden || event.isComposing) return;
        if (step) choose((chosen + 1 + step + places) % places - 1); // the field itself is a place too
        else if (event.key === "Enter" && chosen >= 0) go(box.children[chosen]);
        else if (event.key === "Escape") close();
        else return;
        event.preventDefault();
    });
    on(input, "blur", close);
    on(box, "mousedown", event => event.preventDefault()); // the field keeps the focus
    on(box, "click", ({ target }) => go(target.closest("[data-address]")));
}
if (!navigator.connection?.saveData) all("input[data-suggest]").forEach(suggest);

// "Did you mean name@gmail.com?": one slip away from a domain that many use (`types::email_address` says the same without script).
const DOMAINS = "gmail.com googlemail.com hotmail.com outlook.com yahoo.com ymail.com icloud.com mail.com email.com yahoo.co.za hotmail.co.za webmail.co.za mweb.co.za telkomsa.net vodamail.co.za absamail.co.za";

function isOneSlip(one, other) {
    while (one && one[0] === other[0]) [one, other] = [one.slice(1), other.slice(1)];
    while (one && one.at(-1) === other.at(-1)) [one, other] = [one.slice(0, -1), other.slice(0, -1)];
    return one.length < 2 && other.length < 2 || one.length === 2 && one === other[1] + other[0];
}

function better(address) {
    const [, name, domain] = address.trim().toLowerCase().match(/^(.+)@(.+)$/) ?? [];
    const domains = DOMAINS.split(" ");
    if (!domain || domains.includes(domain)) return;
    const meant = domain.startsWith("gmail.") ? domains[0] : domains.find(one => isOneSlip(domain, one));
    return meant && `${name}@${meant}`;
}

function hint(input) {
    const button = make("button", { type: "button", className: "hint" });
    on(input, "change", () => {
        const meant = better(input.value);
        button.remove();
        if (!meant) return;
        button.textContent = `Did you mean ${meant}?`;
        input.after(button);
        say(button.textContent);
    });
    on(button, "click", () => {
        input.value = better(input.value) ?? input.value;
        input.focus();
        input.dispatchEvent(new Event("input", { bubbles: true }));
        button.remove();
    });
}

// What somebody types into an enquiry stays in this tab until it is sent.
const DRAFT = "draft";

function keep(form, draft) {
    const fields = [...form.elements].filter(one => one.matches("textarea, input:not([type=hidden], [type=checkbox], [type=radio], .hp *)"));
    fields.forEach(field => (field.value ||= draft[field.name] ?? ""));
    all("details", form).forEach(part => (part.open ||= fields.some(field => part.contains(field) && field.value)));
    on(form, "input change", () => {
        fields.forEach(field => (draft[field.name] = field.value));
        sessionStorage.setItem(DRAFT, JSON.stringify(draft));
    });
    on(form, "formdata", ({ formData }) => formData.set("took", performance.now() / 1000 | 0)); // robots are quick
}
all("form.enquiry input[type=email]").forEach(hint);
try {
    if (find("[data-sent]")) sessionStorage.removeItem(DRAFT);
    const draft = JSON.parse(sessionStorage.getItem(DRAFT) ?? "{}");
    all("form.enquiry").forEach(form => keep(form, draft));
} catch {
    // A browser that keeps nothing, keeps nothing.
}

// Pages kept offline: only those that a visitor asks for, with what they need to look right.
const PAGES = "pages", FILES = "files";
const copies = async () => await caches.has(PAGES) ? (await caches.open(PAGES)).keys() : []; // to open is to make one
const kept = async () => (await copies()).map(page => page.url).filter(page => !page.endsWith("/offline"));

async function take(address) {
    const files = all("link[rel=stylesheet], link[rel=icon], script[src]").map(one => one.href ?? one.src);
    await (await caches.open(FILES)).addAll(files);
    await (await caches.open(PAGES)).addAll(["/offline", address]);
}

async function drop(address) {
    await (await caches.open(PAGES)).delete(address);
    if ((await kept()).length) return;
    for (const name of [PAGES, FILES]) await caches.delete(name);
    for (const worker of await navigator.serviceWorker.getRegistrations()) await worker.unregister();
}

async function offerToKeep(button) {
    const address = location.pathname + location.search;
    let has = (await kept()).includes(location.origin + address);
    const name = () => (button.textContent = has ? "Remove the offline copy" : "Keep this page offline");
    if (has && navigator.onLine) take(address).catch(() => {}); // the copy becomes today's
    name();
    button.hidden = false;
    on(button, "click", async () => {
        try {
            if (has) await drop(address);
            else await take(address), await navigator.serviceWorker.register("/sw.js");
            has = !has;
            name();
            say(has ? "Kept. It opens without a connection too." : "Removed.");
        } catch {
            say("This browser could not keep the page.");
        }
    });
}

async function listKept(part) {
    for (const page of await kept()) {
        const copy = await caches.match(page, { ignoreVary: true });
        const textContent = new DOMParser().parseFromString(await copy.text(), "text/html").title;
        const row = make("li", { className: "row" }), button = make("button", { type: "button", className: "btn alt", textContent: "Remove" });
        button.ariaLabel = `Remove ${textContent}`;
        on(button, "click", async () => (await drop(page), row.remove(), say("Removed.")));
        row.append(make("a", { href: page, textContent }), button);
        part.append(row);
    }
}

if ("serviceWorker" in navigator && "caches" in window) {
    all("[data-keep]").forEach(offerToKeep);
    all("[data-kept]").forEach(listKept);
}
