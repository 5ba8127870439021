#!/bin/sh
# For the tar.gz: menu entry, icon and file type for this user, from the folder this file lies in. No root needed.
#   ./install-here.sh            enter SynthDesk into the menu
#   ./install-here.sh --remove   take it out again
set -eu
here=$(cd "$(dirname "$0")" && pwd)
share=${XDG_DATA_HOME:-$HOME/.local/share}
entry=$share/applications/synthdesk.desktop
type=$share/mime/packages/synthdesk.xml
icon=$share/icons/hicolor/scalable/apps/synthdesk.svg
if [ "${1:-}" = --remove ]; then
  rm -f "$entry" "$type" "$icon"
else
  mkdir -p "$(dirname "$entry")" "$(dirname "$type")" "$(dirname "$icon")"
  sed "s|/usr/bin/synthdesk|\"$here/SynthDesk\"|; /^TryExec/d" "$here/desktop/synthdesk.desktop" > "$entry"
  cp "$here/desktop/synthdesk.xml" "$type"
  cp "$here/_internal/resources/icons/app.svg" "$icon"
fi
command -v update-mime-database > /dev/null && update-mime-database "$share/mime" || true
command -v update-desktop-database > /dev/null && update-desktop-database "$share/applications" || true
