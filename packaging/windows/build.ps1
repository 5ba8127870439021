# One command on a Windows machine with Python 3.11 (64 bit) and gcc of MinGW-w64: builds the same bundle as Linux does
# (packaging/windows_tree.py), the portable zip and, where their tools are installed, the .msi (WiX 3) and setup.exe
# (NSIS 3). Not run so far: no Windows machine was at hand.
#   powershell -ExecutionPolicy Bypass -File packaging\windows\build.ps1
# Signed when SIGN_PFX (a file) and SIGN_PASSWORD are set; says "unsigned" otherwise.
$ErrorActionPreference = "Stop"
Set-Location (Join-Path $PSScriptRoot "..\..")
$out = Join-Path (Get-Location) "dist"

python packaging\environment.py --out $out
$python = Join-Path $out "environment\Scripts\python.exe"
& $python packaging\build.py windows --out $out
if ($LASTEXITCODE -ne 0) { throw "the bundle was not built" }
$folder = Join-Path $out "windows\SynthDesk"

function Sign($files) {
  if (-not $files) { return }
  if (-not $env:SIGN_PFX) { Write-Host "unsigned: $files"; return }
  & signtool sign /f $env:SIGN_PFX /p $env:SIGN_PASSWORD /fd sha256 /tr http://timestamp.digicert.com /td sha256 $files
  if ($LASTEXITCODE -ne 0) { throw "not signed" }
}

Sign (Get-ChildItem $folder -Filter "*.exe").FullName
$report = Join-Path $out "self-test.json"
& (Join-Path $folder "synthdesk-cli.exe") self-test --json $report
if ($LASTEXITCODE -ne 0) { throw "the self-test failed" }

& $python packaging\build.py portable applocker --out $out
if (Get-Command candle -ErrorAction SilentlyContinue) { & $python packaging\build.py msi --out $out }
else { Write-Host "no .msi: WiX 3 is not here" }
if (Get-Command makensis -ErrorAction SilentlyContinue) { & $python packaging\build.py setup --out $out }
else { Write-Host "no setup.exe: NSIS is not here" }
Sign (Get-ChildItem $out -Filter "SynthDesk-*.msi").FullName
Sign (Get-ChildItem $out -Filter "SynthDesk-*-setup.exe").FullName
& $python packaging\build.py checksums --out $out
