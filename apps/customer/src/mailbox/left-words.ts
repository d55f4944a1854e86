import type { LeaveInMailbox } from '@deskside/protocol'
import { callWords } from './call-days.ts'

/** What somebody reads whose message or wish is stored. */
export function leftWords(body: LeaveInMailbox, now: number): string {
  if (body.kind === 'message') return `Thank you. We have your message and answer you at ${body.address}.`
  return `Thank you. We call you at ${body.phone}, ${callWords(body.callAt, now)}.`
}
