@echo off
rem run [arguments]        start SynthDesk; the first call makes .venv and installs everything into it
rem run test [arguments]   pass all tests
setlocal
cd /d "%~dp0"
set PIP=.venv\Scripts\python -m pip install --disable-pip-version-check -q -c packaging\constraints.txt
if not exist .venv\Scripts\python.exe (
  py -3.11 -m venv .venv || py -3.12 -m venv .venv || py -3.13 -m venv .venv || (
    echo Python 3.11, 3.12 or 3.13 is needed.
    exit /b 1
  )
)
if /i "%~1"=="test" (
  if not exist .venv\ready-test (
    %PIP% -e .[test] || exit /b 1
    echo ok> .venv\ready-test
  )
  shift
  goto test
)
if not exist .venv\ready (
  echo Installing SynthDesk into .venv ^(once; a minute or two^) ...
  %PIP% -e . || exit /b 1
  echo ok> .venv\ready
)
.venv\Scripts\python -m synthdesk %*
exit /b %errorlevel%
:test
.venv\Scripts\python -m pytest %1 %2 %3 %4 %5 %6 %7 %8 %9
exit /b %errorlevel%
