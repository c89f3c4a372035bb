// Passkeys: asks the browser for a key and sends its answer as a form. Without this script the forms stay hidden.
const bytes = text => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), letter => letter.charCodeAt(0))
const text = buffer => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "")

function readable(options) {
  options.challenge = bytes(options.challenge)
  if (options.user) options.user.id = bytes(options.user.id)
  for (const list of ["allowCredentials", "excludeCredentials"])
    for (const known of options[list] || []) known.id = bytes(known.id)
  return options
}

function written(key) {
  const response = {}
  for (const name of ["attestationObject", "clientDataJSON", "authenticatorData", "signature", "userHandle"])
    if (key.response[name]) response[name] = text(key.response[name])
  return JSON.stringify({
    id: key.id, rawId: text(key.rawId), type: key.type, response, extensions: key.getClientExtensionResults(),
  })
}

async function ask(form) {
  const answer = await fetch(form.dataset.options, { method: "POST", redirect: "error" })
  if (!answer.ok || !answer.headers.get("content-type").startsWith("application/json")) throw new Error("no options")
  const publicKey = readable((await answer.json()).publicKey)
  form.elements.credential.value = written(await navigator.credentials[form.dataset.passkey]({ publicKey }))
  // What waits to be sent again goes along, whichever way leads in.
  for (const kept of document.querySelectorAll("[name=resume], [name=resume_fields]"))
    if (kept.form !== form) form.append(kept)
  form.submit()
}

for (const form of window.PublicKeyCredential ? document.querySelectorAll("form[data-passkey]") : []) {
  form.hidden = false
  form.addEventListener("submit", event => {
    event.preventDefault()
    form.querySelector("[role=status]").textContent = ""
    ask(form).catch(() => {
      form.querySelector("[role=status]").textContent = "No passkey was used. Reload the page to try again, or go on without one."
    })
  })
}
