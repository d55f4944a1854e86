import koffi from 'koffi'

export type WebKit = NonNullable<ReturnType<typeof webKitLibraries>>

/** The functions of GTK 3, GLib and WebKitGTK that a window needs; undefined where the system lacks one of them. */
export function webKitLibraries() {
  const webkit = firstOf('libwebkit2gtk-4.1.so.0', 'libwebkit2gtk-4.0.so.37')
  const gtk = firstOf('libgtk-3.so.0')
  const gobject = firstOf('libgobject-2.0.so.0')
  const glib = firstOf('libglib-2.0.so.0')
  if (!webkit || !gtk || !gobject || !glib) return undefined
  const OnSignal = koffi.proto('void OnSignal(void *source, void *detail)')
  const OnReadable = koffi.proto('bool OnReadable(int fd, int condition, void *data)')
  const OnDecision = koffi.proto('bool OnDecision(void *page, void *decision, int kind, void *data)')
  return {
    gtk: {
      init: gtk.func('bool gtk_init_check(void *argc, void *argv)'),
      newWindow: gtk.func('void *gtk_window_new(int type)'),
      setTitle: gtk.func('void gtk_window_set_title(void *window, const char *title)'),
      setDefaultSize: gtk.func('void gtk_window_set_default_size(void *window, int width, int height)'),
      setKeepAbove: gtk.func('void gtk_window_set_keep_above(void *window, bool above)'),
      setIconName: gtk.func('void gtk_window_set_icon_name(void *window, const char *name)'),
      add: gtk.func('void gtk_container_add(void *container, void *widget)'),
      showAll: gtk.func('void gtk_widget_show_all(void *widget)'),
      present: gtk.func('void gtk_window_present(void *window)'),
      deiconify: gtk.func('void gtk_window_deiconify(void *window)'),
      main: gtk.func('void gtk_main(void)'),
    },
    glib: {
      OnSignal,
      OnReadable,
      OnDecision,
      setProgramName: glib.func('void g_set_prgname(const char *name)'),
      connect: gobject.func(
        'unsigned long g_signal_connect_data(void *source, const char *signal, void *callback, void *data, void *destroy, int flags)',
      ),
      onReadable: glib.func('unsigned int g_unix_fd_add(int fd, int condition, void *callback, void *data)'),
    },
    view: {
      ephemeralContext: webkit.func('void *webkit_web_context_new_ephemeral(void)'),
      withContext: webkit.func('void *webkit_web_view_new_with_context(void *context)'),
      load: webkit.func('void webkit_web_view_load_uri(void *page, const char *address)'),
      title: webkit.func('const char *webkit_web_view_get_title(void *page)'),
      actionOf: webkit.func('void *webkit_navigation_policy_decision_get_navigation_action(void *decision)'),
      requestOf: webkit.func('void *webkit_navigation_action_get_request(void *action)'),
      addressOf: webkit.func('const char *webkit_uri_request_get_uri(void *request)'),
      ignore: webkit.func('void webkit_policy_decision_ignore(void *decision)'),
    },
  }
}

function firstOf(...names: readonly string[]): ReturnType<typeof koffi.load> | undefined {
  for (const name of names) {
    try {
      return koffi.load(name)
    } catch (error) {
      // koffi says by this alone that the system has no such library.
      if (!(error instanceof Error)) throw error
    }
  }
  return undefined
}
