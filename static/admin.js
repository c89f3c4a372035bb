// The desk's comforts. Every page works without them.
const problem = document.getElementById("problem")
if (problem) problem.focus()

// A password can be looked at while it is typed.
for (const field of document.querySelectorAll("input[type=password]")) {
  const button = document.createElement("button")
  button.type = "button"
  button.className = "plain"
  button.textContent = "Show the password"
  button.setAttribute("aria-controls", field.id)
  button.addEventListener("click", () => {
    const hidden = field.type === "password"
    field.type = hidden ? "text" : "password"
    button.textContent = hidden ? "Hide the password" : "Show the password"
  })
  field.after(button)
}

// Enter in a search inside a form looks for pictures, and does not save.
addEventListener("keydown", event => {
  if (event.key !== "Enter" || !event.target.matches?.(".pictures [type=search]")) return
  event.preventDefault()
  event.target.closest(".pictures").querySelector("button").click()
})
