/* A program of the bundle for Windows: Python, in this process, running the script ENTRY that lies in lib.
   WINDOW is defined for a program without a console. Built by windows_tree.py. */
#include <windows.h>
#include <wchar.h>

typedef int (*python_main)(int, wchar_t **);

static int fail(const wchar_t *what) {
#ifdef WINDOW
  MessageBoxW(NULL, what, L"SynthDesk", MB_ICONERROR);
#else
  fwprintf(stderr, L"%ls\n", what);
#endif
  return 1;
}

static int run(int count, wchar_t **words) {
  static wchar_t script[32768];
  DWORD length = GetModuleFileNameW(NULL, script, 32000);
  wchar_t *name = wcsrchr(script, L'\\');
  if (length == 0 || length >= 32000 || name == NULL) return fail(L"The path of the program is too long.");
  wcscpy(name, L"\\python311.dll");
  /* The whole path, so that no other copy is taken. */
  HMODULE library = LoadLibraryExW(script, NULL, LOAD_WITH_ALTERED_SEARCH_PATH);
  if (library == NULL) return fail(L"python311.dll beside the program is missing. Please install SynthDesk again.");
  python_main start = (python_main)(void *)GetProcAddress(library, "Py_Main");
  if (start == NULL) return fail(L"python311.dll beside the program is another one. Please install SynthDesk again.");
  wcscpy(name, L"\\lib\\" ENTRY);
  wchar_t **line = calloc(count + 4, sizeof *line);
  if (line == NULL) return fail(L"There is no memory left.");
  line[0] = words[0];
  line[1] = L"-B"; /* nothing is written beside the program */
  line[2] = script;
  for (int i = 1; i < count; i++) line[i + 2] = words[i];
  return start(count + 2, line);
}

#ifdef WINDOW
int WINAPI wWinMain(HINSTANCE self, HINSTANCE before, LPWSTR rest, int show) {
  (void)self, (void)before, (void)rest, (void)show;
  return run(__argc, __wargv);
}
#else
int wmain(int count, wchar_t **words) { return run(count, words); }
#endif
