// Comforts of the text field: toolbar, shortcuts, lists that go on, pictures that are pasted, links that are looked up. What is put
// into the field is put there as if it were typed, so that undo takes it back.
const form = document.getElementById("editor")
const body = document.getElementById("body")
const said = document.getElementById("said")
const keys = document.getElementById("keys")
const pick = document.getElementById("pick")

function insert(text, from = body.selectionStart, to = body.selectionEnd) {
  body.focus()
  body.setSelectionRange(from, to)
  document.execCommand(text ? "insertText" : "delete", false, text)
}
const chosen = () => body.value.slice(body.selectionStart, body.selectionEnd)
const lineStart = at => body.value.lastIndexOf("\n", at - 1) + 1

function wrap(mark, words) {
  const from = body.selectionStart
  const text = chosen() || words
  insert(mark + text + mark)
  body.setSelectionRange(from + mark.length, from + mark.length + text.length)
}
function prefix(mark) {
  const from = lineStart(body.selectionStart)
  const lines = body.value.slice(from, body.selectionEnd).split("\n")
  insert(lines.map((line, at) => (mark === "1. " ? at + 1 + ". " : mark) + line).join("\n"), from)
}
function block(text) {
  const at = body.selectionStart
  const before = body.value.slice(0, at)
  insert((before === "" || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n") + text)
}

const TOOLS = [
  ["B", "Bold", () => wrap("**", "bold")],
  ["I", "Italic", () => wrap("*", "italic")],
  ["H2", "H2 heading", () => prefix("## ")],
  ["“", "Quote", () => prefix("> ")],
  ["•", "List", () => prefix("- ")],
  ["1.", "1. Numbered list", () => prefix("1. ")],
  ["Link", "Link", () => openPick()],
  ["Image", "Picture", () => file.click()],
  ["Table", "Table", () => block("| One | Two |\n| --- | --- |\n|  |  |\n")],
  ["Course", "Card of a course", () => block("{{course:address-of-the-course}}\n")],
  ["?", "Shortcuts", () => keys.showModal()],
]
const bar = document.createElement("div")
bar.className = "tools"
bar.setAttribute("role", "toolbar")
bar.setAttribute("aria-label", "Text")
bar.setAttribute("aria-controls", "body")
TOOLS.forEach(([sign, name, act], at) => {
  const button = document.createElement("button")
  button.type = "button"
  button.textContent = sign
  if (sign !== name) button.setAttribute("aria-label", sign.length > 2 ? sign + ": " + name : name)
  button.title = name
  button.tabIndex = at ? -1 : 0
  button.addEventListener("click", act)
  bar.append(button)
})
// One stop for the Tab key; arrows move within.
bar.addEventListener("keydown", event => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
  if (!step) return
  const all = [...bar.children]
  const next = all[(all.indexOf(document.activeElement) + step + all.length) % all.length]
  all.forEach(button => { button.tabIndex = button === next ? 0 : -1 })
  next.focus()
  event.preventDefault()
})
body.before(bar)

// Shortcuts, which can be turned off.
const on = document.getElementById("keys-on")
try { on.checked = localStorage.getItem("shortcuts") !== "off" } catch { /* on, then */ }
on.addEventListener("change", () => {
  try { localStorage.setItem("shortcuts", on.checked ? "on" : "off") } catch { /* for this page, then */ }
})
const SHORTCUTS = {
  b: TOOLS[0][2],
  i: TOOLS[1][2],
  k: () => openPick(),
  s: () => form.requestSubmit(form.querySelector(".acts [value=save]")),
  enter: () => form.requestSubmit(form.querySelector("[value=preview]")),
}
form.addEventListener("keydown", event => {
  const act = SHORTCUTS[event.key.toLowerCase()]
  if (!on.checked || !act || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
  if ("bik".includes(event.key.toLowerCase()) && event.target !== body) return
  event.preventDefault()
  act()
})

// A list goes on with the next line, and ends with an empty point.
body.addEventListener("keydown", event => {
  if (event.key !== "Enter" || event.isComposing || event.shiftKey || event.ctrlKey || event.metaKey) return
  const at = body.selectionStart
  if (at !== body.selectionEnd) return
  const from = lineStart(at)
  const point = /^(\s*)([-*+]|(\d+)([.)])|>)(\s+)(\[[ x]\]\s+)?/.exec(body.value.slice(from, at))
  if (!point) return
  event.preventDefault()
  if (point[0].length === at - from) return insert("", from, at)
  const mark = point[3] ? Number(point[3]) + 1 + point[4] : point[2]
  insert("\n" + point[1] + mark + point[5] + (point[6] ? "[ ] " : ""))
})

// Pictures that are pasted, dropped or chosen.
const file = document.createElement("input")
Object.assign(file, { type: "file", accept: "image/jpeg,image/png,image/webp,image/gif", multiple: true, hidden: true })
file.addEventListener("change", () => {
  [...file.files].forEach(send)
  file.value = ""
})
const pictures = data => [...(data?.files || [])].filter(one => one.type.startsWith("image/"))
let count = 0
async function send(picture) {
  const mark = "![" + picture.name.replace(/[[\]]/g, "") + " is on its way " + ++count + "]()"
  insert(mark + "\n")
  let text = ""
  try {
    const sent = new FormData()
    sent.append("file", picture)
    const answer = await fetch(form.dataset.media, { method: "POST", body: sent, headers: { Accept: "application/json" } })
    const told = await answer.json()
    if (!answer.ok || !told.markdown) throw new Error(told.error || "")
    text = told.markdown
  } catch (error) {
    said.textContent = "“" + picture.name + "” was not taken. " + (error.message && !(error instanceof SyntaxError) ? error.message : "Try again in a moment.")
  }
  const at = body.value.indexOf(mark)
  if (at < 0) return
  const [from, to] = [body.selectionStart, body.selectionEnd]
  insert(text, at, at + mark.length)
  const moved = place => (place > at ? Math.max(at, place + text.length - mark.length) : place)
  body.setSelectionRange(moved(from), moved(to))
}
body.addEventListener("paste", event => {
  const found = pictures(event.clipboardData)
  const text = event.clipboardData.getData("text/plain").trim()
  if (found.length && !text) {
    event.preventDefault()
    found.forEach(send)
  } else if (chosen() && /^https?:\/\/\S+$/.test(text)) {
    event.preventDefault()
    insert("[" + chosen() + "](" + text + ")")
  }
})
body.addEventListener("dragover", event => {
  if ([...event.dataTransfer.types].includes("Files")) event.preventDefault()
})
body.addEventListener("drop", event => {
  const found = pictures(event.dataTransfer)
  if (!found.length) return
  event.preventDefault()
  found.forEach(send)
})

// Links, by the button, Ctrl+K or `[[`.
const q = document.getElementById("pick-q")
const list = document.getElementById("pick-list")
let range, asked
function openPick(from = body.selectionStart, to = body.selectionEnd, text = chosen()) {
  range = [from, to, text]
  q.value = text
  list.replaceChildren()
  pick.showModal()
  q.select()
  find()
}
function take(label, address) {
  pick.close()
  const [from, to, text] = range
  insert("[" + (text || label) + "](" + address + ")", from, to)
}
async function find() {
  const text = q.value.trim()
  asked?.abort()
  asked = new AbortController()
  if (text.length < 2) return list.replaceChildren()
  if (/^(\/|https?:|mailto:)/.test(text)) return offer([{ label: text, kind: "Address", address: text }])
  try {
    const answer = await fetch(form.dataset.links + "?q=" + encodeURIComponent(text), { signal: asked.signal })
    if (answer.ok) offer(await answer.json())
  } catch { /* a later question is on its way, or there is no connection */ }
}
function offer(found) {
  list.replaceChildren(...found.map(({ label, kind, address }) => {
    const [item, button] = [document.createElement("li"), document.createElement("button")]
    button.type = "button"
    button.textContent = label + " · " + kind
    button.addEventListener("click", () => take(label, address))
    item.append(button)
    return item
  }))
}
q.addEventListener("input", find)
q.addEventListener("keydown", event => {
  if (event.key !== "Enter") return
  event.preventDefault()
  list.querySelector("button")?.click()
})
body.addEventListener("input", event => {
  const at = body.selectionStart
  if (event.data === "[" && body.value.slice(at - 2, at) === "[[") openPick(at - 2, at, "")
})
