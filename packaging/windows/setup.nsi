; For one user without an administrator (/S /CurrentUser), or for all (/S /AllUsers). /D=PATH, last, chooses the folder.
; makensis -DVERSION=0.1.0 -DBUNDLE=folder -DTARGET=setup.exe setup.nsi
Unicode true
!ifdef AMD64
  Target amd64-unicode
!endif
!define MULTIUSER_EXECUTIONLEVEL Highest
!define MULTIUSER_MUI
!define MULTIUSER_INSTALLMODE_COMMANDLINE
!define MULTIUSER_USE_PROGRAMFILES64
!define MULTIUSER_INSTALLMODE_INSTDIR "SynthDesk"
!define MULTIUSER_INSTALLMODE_DEFAULT_CURRENTUSER
!include MultiUser.nsh
!include MUI2.nsh
!define REMOVAL "Software\Microsoft\Windows\CurrentVersion\Uninstall\SynthDesk"

Name "SynthDesk"
OutFile "${TARGET}"
; Made in two minutes of a processor; LZMA is smaller, and was not done after five.
SetCompressor zlib
VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "SynthDesk"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "FileDescription" "SynthDesk setup"
VIAddVersionKey "LegalCopyright" "SynthDesk project"

!insertmacro MULTIUSER_PAGE_INSTALLMODE
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"

Function .onInit
  !insertmacro MULTIUSER_INIT
FunctionEnd

Function un.onInit
  !insertmacro MULTIUSER_UNINIT
FunctionEnd

Section
  ; An older version goes first, so that no file of it is loaded by mistake.
  RMDir /r "$INSTDIR\lib"
  SetOutPath "$INSTDIR"
  File /r "${BUNDLE}/*.*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateDirectory "$SMPROGRAMS\SynthDesk"
  CreateShortcut "$SMPROGRAMS\SynthDesk\SynthDesk.lnk" "$INSTDIR\SynthDesk.exe"
  WriteRegStr SHCTX "Software\Classes\.synthdesk" "" "SynthDesk.Project"
  WriteRegStr SHCTX "Software\Classes\SynthDesk.Project" "" "SynthDesk project"
  WriteRegStr SHCTX "Software\Classes\SynthDesk.Project\DefaultIcon" "" "$INSTDIR\SynthDesk.exe,0"
  WriteRegStr SHCTX "Software\Classes\SynthDesk.Project\shell\open\command" "" '"$INSTDIR\SynthDesk.exe" "%1"'
  WriteRegStr SHCTX "${REMOVAL}" "DisplayName" "SynthDesk"
  WriteRegStr SHCTX "${REMOVAL}" "DisplayVersion" "${VERSION}"
  WriteRegStr SHCTX "${REMOVAL}" "DisplayIcon" "$INSTDIR\SynthDesk.exe"
  WriteRegStr SHCTX "${REMOVAL}" "UninstallString" '"$INSTDIR\uninstall.exe" /$MultiUser.InstallMode'
  WriteRegStr SHCTX "${REMOVAL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /$MultiUser.InstallMode /S'
SectionEnd

Section Uninstall
  RMDir /r "$INSTDIR\lib"
  Delete "$INSTDIR\*.exe"
  Delete "$INSTDIR\*.dll"
  Delete "$INSTDIR\*._pth"
  Delete "$INSTDIR\*.txt"
  Delete "$INSTDIR\*.json"
  Delete "$INSTDIR\*.md"
  RMDir "$INSTDIR"
  RMDir /r "$SMPROGRAMS\SynthDesk"
  DeleteRegKey SHCTX "Software\Classes\.synthdesk"
  DeleteRegKey SHCTX "Software\Classes\SynthDesk.Project"
  DeleteRegKey SHCTX "${REMOVAL}"
SectionEnd
