#!/usr/bin/env bash
# Installs the system programs that some tests drive: Chromium (the page), Tesseract with Danish (scanned PDFs).
# Where it may not install, it says which tests are left out, and the run goes on.
set -u
missing=()
command -v chromium >/dev/null 2>&1 || missing+=(chromium)
{ command -v tesseract >/dev/null 2>&1 && tesseract --list-langs 2>/dev/null | grep -qx dan; } || missing+=(tesseract-ocr-dan)
[ ${#missing[@]} -eq 0 ] && exit 0

if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
  echo "Installing ${missing[*]} with apt-get."
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "${missing[@]}"; } >/dev/null 2>&1
fi
command -v chromium >/dev/null 2>&1 ||
  echo "NOT INSTALLED: chromium. Tests marked 'browser' are skipped. Remedy: apt-get install chromium."
{ command -v tesseract >/dev/null 2>&1 && tesseract --list-langs 2>/dev/null | grep -qx dan; } ||
  echo "NOT INSTALLED: tesseract with Danish. Tests marked 'ocr' are skipped. Remedy: apt-get install tesseract-ocr-dan."
exit 0
