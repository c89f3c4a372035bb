// Lists of a form change in place. The server does the work, as it does without a script; only the list itself is swapped.
const form = document.querySelector("form.record")
let touched = false
form?.addEventListener("input", () => { touched = true })
form?.addEventListener("submit", async event => {
  const button = event.submitter
  if (button?.name !== "do") { touched = false; return }
  event.preventDefault()
  const [verb, name, at] = button.value.split(":")
  const send = { method: "POST", body: new URLSearchParams(new FormData(form, button)) }
  const answer = await fetch(form.action, send).catch(() => null)
  const page = answer?.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null
  const fresh = page?.getElementById(name)
  if (!fresh) { touched = false; withVerb(button).submit(); return }
  document.getElementById(name).replaceWith(fresh)
  touched = true
  if (verb === "find") { fresh.querySelector("[type=search]").focus(); return }
  const rows = fresh.querySelectorAll("ol > li")
  const place = { add: rows.length, up: at - 1, down: +at + 1, remove: Math.min(at, rows.length) }[verb]
  const row = rows[place - 1]
  const next = verb === "add" ? row.querySelector("input, select, textarea") : row.querySelector(`button[value^="${verb}:"]:enabled`)
  ;(next ?? row.querySelector("button:enabled")).focus()
})
// Where the answer was none that we know, the form is sent as it would be without a script.
function withVerb(button) {
  form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "do", value: button.value }))
  return form
}
addEventListener("beforeunload", event => { if (touched) event.preventDefault() })
