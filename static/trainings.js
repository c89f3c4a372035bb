// The table of trainings as a spreadsheet: arrow keys move, Escape puts back, what changed is marked. Without this it is one form.
const grid = document.getElementById("grid")
if (grid) {
  const fields = [...grid.querySelectorAll("td input")]
  const place = field => [field.closest("tr"), field.closest("td").cellIndex]
  const changed = field => field.value !== field.defaultValue
  const mark = field => field.classList.toggle("changed", changed(field))
  const step = (field, down) => {
    const [row, column] = place(field)
    for (let next = row; (next = down > 0 ? next.nextElementSibling : next.previousElementSibling);) {
      const found = next.cells[column].querySelector("input")
      if (found) return found
    }
  }
  const beside = (field, on) => {
    const own = [...place(field)[0].querySelectorAll("td input")]
    return own[own.indexOf(field) + on]
  }
  const atEdge = (field, on) => field.selectionStart === field.selectionEnd && field.selectionStart === (on > 0 ? field.value.length : 0)
    || (field.selectionEnd - field.selectionStart === field.value.length)
  grid.addEventListener("input", event => mark(event.target))
  grid.addEventListener("keydown", event => {
    const field = event.target
    if (!fields.includes(field) || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
    const ways = { ArrowDown: () => step(field, 1), ArrowUp: () => step(field, -1),
      ArrowRight: () => atEdge(field, 1) && beside(field, 1), ArrowLeft: () => atEdge(field, -1) && beside(field, -1) }
    if (event.key === "Escape") {
      field.value = field.defaultValue
      return mark(field)
    }
    const next = ways[event.key]?.()
    if (!next) return
    event.preventDefault()
    next.focus()
    next.select()
  })
  // A seat more or fewer is posted at once, unless other changes wait to be saved: then it waits with them.
  grid.addEventListener("click", event => {
    const button = event.target.closest(".step")
    if (!button || !fields.some(changed)) return
    event.preventDefault()
    const field = button.parentElement.querySelector("input")
    field.value = Math.max(0, Number(field.value) + Number(button.value))
    mark(field)
  })
  let saving = false
  grid.addEventListener("submit", event => { saving = event.submitter?.name !== "step" })
  addEventListener("beforeunload", event => { if (!saving && fields.some(changed)) event.preventDefault() })
}
