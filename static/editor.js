// The editor never loses a word: it keeps what is typed on the server and in this browser, and never writes into a field by itself.
const form = document.getElementById("editor")
const body = document.getElementById("body")
const said = document.getElementById("said")
const others = document.getElementById("others")
const changed = document.getElementById("changed")
const preview = document.getElementById("preview")
const beside = document.getElementById("beside")
const again = document.getElementById("again")
const place = "writing " + form.getAttribute("action")
const AFTER_A_PAUSE = 3000

const fields = () => new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"))
const words = () => {
  const all = fields()
  all.delete("version")
  return all.toString()
}
const post = (end, sent = fields()) => fetch(form.getAttribute("action") + end, { method: "POST", body: sent })

let kept = words()
let isLocal = true
let waiting, looking

// In this browser, at every stroke.
function keepHere() {
  try {
    localStorage.setItem(place, JSON.stringify({ at: Date.now(), words: words() }))
    isLocal = true
  } catch { isLocal = false }
}
function forgetHere() {
  try { localStorage.removeItem(place) } catch { /* nothing was kept */ }
}

// On the server, after a pause.
async function keep() {
  clearTimeout(waiting)
  const now = words()
  if (now === kept) return
  try {
    const answer = await post("/autosave")
    if (answer.status === 401) return signInAgain()
    if (!answer.ok) throw new Error(answer.status)
    show(await answer.json())
    kept = now
    if (words() === now) forgetHere()
  } catch {
    said.textContent = "No connection. Your words are kept in this browser, and sent when it is back."
    waiting = setTimeout(keep, AFTER_A_PAUSE * 3)
  }
}

function show(standing) {
  if (standing.said) said.textContent = standing.said
  others.textContent = standing.others ? "· " + standing.others : ""
  changed.hidden = !standing.stale
}

async function tellPresence() {
  try {
    const answer = await post("/presence", new URLSearchParams({ version: form.dataset.version }))
    if (answer.ok) show(await answer.json())
    else if (answer.status === 401) signInAgain()
  } catch { /* the next one may arrive */ }
}

// What readers will see, drawn by the server as it draws the page.
async function look() {
  clearTimeout(looking)
  try {
    const answer = await post("/look")
    if (!answer.ok) return
    const seen = await answer.json()
    preview.innerHTML = seen.preview
    beside.innerHTML = seen.beside
  } catch { /* the last one stays */ }
}

// The session ended: sign in over the page.
function signInAgain() {
  keepHere()
  said.textContent = "Your session ended. Your words are kept in this browser."
  if (!again.open) again.showModal()
}
document.getElementById("again-later").addEventListener("click", () => again.close())
// A password is the first step; where a code is wanted too, the same form asks for it.
function askForSecond(isWanted) {
  for (const step of again.querySelectorAll("[data-step]")) {
    step.hidden = (step.dataset.step === "2") !== isWanted
    for (const field of step.querySelectorAll("input")) field.disabled = step.hidden
  }
  again.querySelector("[data-step]:not([hidden]) input").focus()
}
document.getElementById("again-form").addEventListener("submit", async event => {
  event.preventDefault()
  const wrong = document.getElementById("again-error")
  const isSecond = again.querySelector("[data-step='1']").hidden
  wrong.textContent = ""
  try {
    const sent = new URLSearchParams(new FormData(event.target))
    const answer = await fetch("/admin/login" + (isSecond ? "/code" : ""), { method: "POST", body: sent })
    if (answer.redirected && !new URL(answer.url).pathname.startsWith("/admin/login")) {
      askForSecond(false)
      again.close()
      body.focus()
      keep()
      tellPresence()
      return
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html")
    const why = page.querySelector("#problem li")?.textContent
    askForSecond(!!page.getElementById("code"))
    if (why) wrong.textContent = why
    else if (!page.querySelector("#code, #email")) wrong.textContent = "Your account asks for a passkey. Sign in on another page of the desk, then come back and choose Later."
  } catch { wrong.textContent = "No connection. Try again in a moment." }
})

form.addEventListener("input", () => {
  keepHere()
  clearTimeout(waiting)
  waiting = setTimeout(keep, AFTER_A_PAUSE)
  clearTimeout(looking)
  looking = setTimeout(look, 500)
})
form.addEventListener("submit", event => {
  if (event.submitter?.value === "find") {
    event.preventDefault()
    findPictures(new URLSearchParams(new FormData(form, event.submitter)))
    return
  }
  if (event.submitter?.value === "preview") {
    event.preventDefault()
    look().then(() => preview.focus())
    return
  }
  clearTimeout(waiting)
  kept = words()
})
// The server draws the whole page, as it does without a script; only the pictures of it are taken.
async function findPictures(body) {
  const answer = await fetch(form.action, { method: "POST", body }).catch(() => null)
  const page = answer?.ok && new DOMParser().parseFromString(await answer.text(), "text/html")
  const fresh = page && page.getElementById("hero")
  if (!fresh) return
  document.getElementById("hero").replaceWith(fresh)
  fresh.querySelector("[type=search]").focus()
}
addEventListener("online", keep)
addEventListener("beforeunload", event => {
  if (words() !== kept && !isLocal) event.preventDefault()
})

// What this browser kept and the server never got: offered, not forced.
function offerWhatIsHere() {
  let here
  try { here = JSON.parse(localStorage.getItem(place)) } catch { return }
  if (!here) return
  if (here.words === kept) return forgetHere()
  const note = document.createElement("div")
  note.className = "notice warn"
  note.id = "here"
  const when = new Date(here.at).toLocaleString("en-ZA")
  note.innerHTML = "<p>This browser kept words that did not reach the server. <button type=button class=plain>Put them into the form</button> <button type=button class=plain>Leave them out</button></p>"
  note.firstChild.prepend(when + ": ")
  const [take, leave] = note.querySelectorAll("button")
  take.addEventListener("click", () => {
    const values = new URLSearchParams(here.words)
    for (const name of ["title", "standfirst", "description", "body"]) {
      const field = form.elements[name]
      if (values.has(name) && field.value !== values.get(name)) replaceAll(field, values.get(name))
    }
    note.remove()
    body.focus()
  })
  leave.addEventListener("click", () => {
    forgetHere()
    note.remove()
    body.focus()
  })
  form.before(note)
}
// As if it were typed, so that it can be undone.
function replaceAll(field, text) {
  field.focus()
  field.select()
  document.execCommand(text ? "insertText" : "delete", false, text)
}

const phone = document.getElementById("phone")
phone.hidden = false
phone.addEventListener("click", () => {
  phone.setAttribute("aria-pressed", preview.classList.toggle("phone"))
})

offerWhatIsHere()
tellPresence()
setInterval(tellPresence, 45000)
