# One command on a Windows machine with Python 3.11 (python.org, 64 bit): builds the bundle, the portable zip and, where
# their tools are installed, the .msi (WiX 3) and setup.exe (NSIS 3). Not run so far: no Windows machine was at hand.
#   powershell -ExecutionPolicy Bypass -File packaging\windows\build.ps1
# Signed when SIGN_PFX (a file) and SIGN_PASSWORD are set; says "unsigned" otherwise.
$ErrorActionPreference = "Stop"
Set-Location (Join-Path $PSScriptRoot "..\..")
$out = Join-Path (Get-Location) "dist"

python packaging\build.py environment --out $out
$python = Join-Path $out "environment\Scripts\python.exe"
& $python packaging\build.py bundle --out $out
if ($LASTEXITCODE -ne 0) { throw "the bundle was not built" }
$folder = Join-Path $out "SynthDesk"

function Sign($files) {
  if (-not $files) { return }
  if (-not $env:SIGN_PFX) { Write-Host "unsigned: $files"; return }
  & signtool sign /f $env:SIGN_PFX /p $env:SIGN_PASSWORD /fd sha256 /tr http://timestamp.digicert.com /td sha256 $files
  if ($LASTEXITCODE -ne 0) { throw "not signed" }
}

# torch needs msvcp140.dll 14.40 or newer; every copy in the bundle must be one.
Get-ChildItem $folder -Recurse -Filter "msvcp140*.dll" | ForEach-Object {
  $found = [version]$_.VersionInfo.FileVersionRaw
  if ($found -lt [version]"14.40") { throw "$($_.FullName) is $found, older than 14.40" }
}

Sign (Get-ChildItem $folder -Filter "*.exe").FullName
$report = Join-Path $out "self-test.json"
& (Join-Path $folder "synthdesk-cli.exe") self-test --json $report
if ($LASTEXITCODE -ne 0) { throw "the self-test failed" }

& $python packaging\build.py portable --out $out
if (Get-Command candle -ErrorAction SilentlyContinue) { & $python packaging\build.py msi --out $out }
else { Write-Host "no .msi: WiX 3 is not here" }
if (Get-Command makensis -ErrorAction SilentlyContinue) { & $python packaging\build.py setup --out $out }
else { Write-Host "no setup.exe: NSIS is not here" }
Sign (Get-ChildItem $out -Filter "SynthDesk-*.msi").FullName
Sign (Get-ChildItem $out -Filter "SynthDesk-*-setup.exe").FullName
& $python packaging\build.py checksums --out $out
