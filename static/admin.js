// The desk's comforts. Every page works without them.
const problem = document.getElementById("problem")
if (problem) problem.focus()
