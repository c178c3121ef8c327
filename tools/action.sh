#!/usr/bin/env bash
# What action.yml runs: one report for code scanning, one as annotations, and the audit's own exit code.
set -uo pipefail

arguments=("$AUDITED" --profile "$PROFILE")
[[ -z "$SELECT" ]] || arguments+=(--select "$SELECT")
[[ -z "$IGNORE" ]] || arguments+=(--ignore "$IGNORE")
[[ -z "$BASELINE" ]] || arguments+=(--baseline "$BASELINE")

scaffolio="$RUNNER_TEMP/scaffolio/bin/scaffolio"
sarif="$RUNNER_TEMP/scaffolio.sarif"
"$scaffolio" audit "${arguments[@]}" --fail-on never --format sarif --output "$sarif" && echo "sarif=$sarif" >>"$GITHUB_OUTPUT"
"$scaffolio" audit "${arguments[@]}" --fail-on never --format markdown >>"$GITHUB_STEP_SUMMARY"
"$scaffolio" audit "${arguments[@]}" --fail-on "$FAIL_ON" --format github
