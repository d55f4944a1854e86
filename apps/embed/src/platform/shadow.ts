import { inkOn } from './colour.ts'
import { el } from './dom.ts'

/**
 * Opens the embed's own ground inside its element: nothing of the page's styles reaches in, nothing of ours out. A style sheet
 * made by script is no inline style, so a page's Content-Security-Policy has nothing against it.
 * @param nonce of the page's script, for browsers that need a `<style>` instead.
 */
export function openGround(host: HTMLElement, css: string, nonce: string): ShadowRoot {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' })
  try {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(css)
    root.adoptedStyleSheets = [sheet]
  } catch (error) {
    // Safari before 16.4.
    if (!(error instanceof TypeError)) throw error
    root.append(el('style', { nonce: nonce || undefined }, css))
  }
  return root
}

/**
 * Above everything of the page, whatever its z-indexes and transforms are: in the browser's top layer where it has one for
 * elements that are not modal.
 */
export function raise(host: HTMLElement): void {
  if (!('popover' in host)) return
  host.popover = 'manual'
  if (!host.matches(':popover-open')) host.showPopover()
}

/** A page that builds itself anew throws out what it does not know: the embed comes back, and gives in when that goes on. */
export function stayIn(host: HTMLElement): void {
  let returns = 10
  new MutationObserver((_changes, observer) => {
    if (host.isConnected) return
    returns -= 1
    if (returns < 0) return observer.disconnect()
    document.documentElement.append(host)
    raise(host)
  }).observe(document.documentElement, { childList: true })
}

/** The colour of the button, with words that can be read on it. */
export function paint(element: HTMLElement, color: string | null | undefined): void {
  if (!color) return
  // By the object model, which a policy against inline styles allows.
  element.style.setProperty('--accent', color)
  element.style.setProperty('--on-accent', inkOn(color))
}
