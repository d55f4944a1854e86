import type { begin as Begin } from './main.ts'

/**
 * `/embed.js`, as other people's pages carry it: finds its own script element and brings the rest from where it came itself.
 * A classic script, so that it works wherever the line is pasted, and wrapped by the build, so that it leaves no name behind:
 * the element that it puts into the page is the mark that it was here.
 */
declare const MAIN: string

function load(): void {
  const { currentScript } = document
  // A module has no current script; the page then has one that says the queue.
  const script =
    currentScript instanceof HTMLScriptElement
      ? currentScript
      : document.querySelector<HTMLScriptElement>('script[data-queue][src$="/embed.js"]')
  const queue = script?.dataset['queue']
  if (!script || !queue) return console.error('Deskside: the script needs its address and data-queue="<queue>".')
  const { origin } = new URL(script.src)
  const mark = `deskside-embed[data-queue="${CSS.escape(queue)}"]`
  if (document.querySelector(mark)) return
  const host = document.createElement('deskside-embed')
  host.dataset['queue'] = queue
  document.documentElement.append(host)
  import(/* @vite-ignore */ origin + MAIN).then(
    ({ begin }: { readonly begin: typeof Begin }) =>
      begin({ host, baseUrl: origin, data: { ...script.dataset }, nonce: script.nonce }),
    (error: unknown) => {
      host.remove()
      console.error('Deskside: the button could not be loaded.', error)
    },
  )
}

load()
