/** What may go over the clipboard. */
export type ClipboardContent =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'image'; readonly png: Uint8Array }

/** The desktop's clipboard. */
export interface ClipboardPort {
  /**
   * Told of what is copied from now on, never of what was there before. What an owner marks as concealed (password
   * managers: `x-kde-passwordManagerHint`, `ExcludeClipboardContentFromMonitorProcessing`, `org.nspasteboard.ConcealedType`)
   * is not told (THREATS C8), and neither is what `write` put there.
   */
  watch(listener: (content: ClipboardContent) => void): () => void
  /** Puts something on the clipboard. */
  write(content: ClipboardContent): Promise<void>
  close(): void
}
