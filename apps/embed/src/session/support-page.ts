import { handOverSchema } from '@deskside/protocol'
import { callApi } from '@deskside/realtime'
import type { ApiServer } from '@deskside/realtime'

/**
 * Opens the desk's own page in a new tab, as the same customer. The tab is opened by the click itself, since browsers stop
 * one that comes later, and loses every tie to this page before it goes anywhere.
 * @returns the address, where the browser did not open a tab.
 * @throws ApiError
 */
export async function openSupportPage(server: ApiServer): Promise<string | undefined> {
  const tab = globalThis.open('about:blank', '_blank')
  try {
    const { url } = await callApi({ method: 'POST', path: '/api/v1/hand-overs', answer: handOverSchema, server })
    // An address of the desk, and no other, is worth following (THREATS G12).
    if (new URL(url).origin !== new URL(server.origin).origin) throw new Error('The support page is elsewhere.')
    if (!tab) return url
    tab.opener = null
    tab.location.replace(url)
    return undefined
  } catch (error) {
    tab?.close()
    throw error
  }
}
