# Named, timed steps and the summary of them.

results=() # "seconds<TAB>name<TAB>ok or FAILED"
failed_steps=()
tests_passed=0
tests_failed=0

# step NAME COMMAND...: runs it, remembers how long it took and whether it failed.
step() {
    run "$@"
    record "$1"
}

# tests NAME COMMAND...: a step that runs tests; one that ran none has failed.
tests() {
    local passed failed
    run "$@"
    passed=$(count passed)
    failed=$(count failed)
    tests_passed=$((tests_passed + passed))
    tests_failed=$((tests_failed + failed))
    if ((passed + failed == 0)); then outcome="FAILED, ran no test"; fi
    record "$1"
}

# Sets `outcome` and `seconds`.
run() {
    local started=$SECONDS
    printf '\n== %s\n' "$1"
    outcome=ok
    "${@:2}" 2>&1 | tee "$work/step.log" || outcome=FAILED
    seconds=$((SECONDS - started))
}

# The sum of "N passed" (or failed) in the closing lines of the last step's test binaries.
count() {
    sed -nE "s/^test result: .* ([0-9]+) $1;.*/\1/p" "$work/step.log" | awk '{ sum += $1 } END { print sum + 0 }'
}

record() {
    results+=("$seconds"$'\t'"$1"$'\t'"$outcome")
    if [[ $outcome != ok ]]; then failed_steps+=("$1"); fi
}

# Slowest first; the last line says how many tests passed and failed.
summary() {
    printf '\n== summary: %d s\n' "$SECONDS"
    printf '%s\n' "${results[@]}" | sort -rn | awk -F '\t' '{ printf "%5d s  %-28s %s\n", $1, $2, $3 }'
    if ((${#failed_steps[@]})); then printf 'failed: %s\n' "${failed_steps[@]}"; fi
    printf '%d passed, %d failed\n' "$tests_passed" "$tests_failed"
    ((${#failed_steps[@]} == 0))
}
