import type { Config } from '../config.ts'
import { fail, ok, warn } from './finding.ts'
import type { Finding } from './finding.ts'

const isLoopback = (host: string): boolean => /^(localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)$/i.test(host)

/** Browsers share a screen only on https, or on the machine itself; links are made from PUBLIC_URL. */
export function checkAddress({ PUBLIC_URL, HOST, PORT }: Config): Finding {
  const open = !isLoopback(HOST)
  if (PUBLIC_URL === undefined) {
    const todo = 'Set PUBLIC_URL to the https address that customers open'
    if (open) return fail(`Address: HOST is ${HOST}, open to other machines, and PUBLIC_URL is not set`, todo)
    return ok(
      `Address: this machine only, at http://${HOST}:${PORT}. For others, set PUBLIC_URL and put a proxy in front`,
    )
  }
  const url = new URL(PUBLIC_URL)
  if (!/^https?:\/\/[^/?#@]+$/i.test(PUBLIC_URL))
    return fail(`Address: PUBLIC_URL has more than scheme, host and port`, `Write ${url.origin}, without / at the end`)
  if (url.protocol === 'https:') return ok(`Address: ${PUBLIC_URL}`)
  if (isLoopback(url.hostname) && !open) return ok(`Address: this machine only, at ${PUBLIC_URL}`)
  const todo =
    'Browsers share no screen over http from another machine: put a proxy with https in front and set PUBLIC_URL to it'
  return (open ? fail : warn)(`Address: ${PUBLIC_URL} is not https`, todo)
}

export function checkProxies({ PUBLIC_URL, TRUSTED_PROXIES }: Config): Finding {
  if (TRUSTED_PROXIES.length > 0) return ok(`Proxies: ${TRUSTED_PROXIES.join(', ')} may say where a request comes from`)
  if (!PUBLIC_URL?.startsWith('https:')) return ok('Proxies: none is trusted')
  return warn(
    'Proxies: PUBLIC_URL is https, so a proxy is in front, but TRUSTED_PROXIES is empty: all requests seem to come from the proxy, and limits on wrong numbers and passwords count everybody together',
    'Set TRUSTED_PROXIES to the address of the proxy, for instance 127.0.0.1',
  )
}

export function checkTurn({ TURN_URLS }: Config): Finding {
  if (TURN_URLS.some((url) => url.startsWith('turn'))) return ok(`TURN: ${TURN_URLS.join(', ')}`)
  const missing = TURN_URLS.length > 0 ? 'TURN_URLS names no turn: server' : 'TURN_URLS and TURN_SECRET are missing'
  return warn(
    `TURN: ${missing}, so customers behind strict firewalls have no shared pictures`,
    'Run a TURN server such as coturn and set both',
  )
}

export function checkMail({ SMTP_URL }: Config): Finding {
  if (SMTP_URL === undefined) return ok('Mail: SMTP_URL is not set; invitations open as drafts in the own mail program')
  return warn(
    'Mail: SMTP_URL is set, but this version sends no mail itself',
    'Nothing to do; invitations open as drafts',
  )
}
