// The inbox by keyboard: j and k move along the list, Enter opens, e and a act on an open enquiry. Every page works without.
const rows = [...document.querySelectorAll("[data-inbox] tbody a")]
const isTyping = target => target.closest("input, select, textarea, [contenteditable]")

addEventListener("keydown", event => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
  const at = rows.indexOf(document.activeElement)
  if (event.key === "j") rows[Math.min(at + 1, rows.length - 1)]?.focus()
  else if (event.key === "k") rows[Math.max(at - 1, 0)]?.focus()
  else document.querySelector(`[data-key="${CSS.escape(event.key)}"]`)?.focus()
})
