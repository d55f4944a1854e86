/**
 * The one catalogue of everything that Deskside refuses or fails at. Every program uses these codes; docs/errors.md lists
 * the same ones (a test keeps the two equal). A sentence says what happened and what to do, in plain words, and never
 * holds a value that somebody typed.
 */
export interface ErrorDefinition {
  /** HTTP status that a route answers with. */
  readonly status: number
  /** Whether the same call may work when it is simply tried again later. */
  readonly retry: boolean
  /** What a person reads. */
  readonly sentence: string
}

function define<T extends Record<string, ErrorDefinition>>(catalogue: T): T {
  return catalogue
}

export const ERRORS = define({
  // What the caller sent
  'request.invalid': {
    status: 400,
    retry: false,
    sentence: 'Something in this request is missing or not allowed. Check it and try again.',
  },
  'request.too-large': {
    status: 413,
    retry: false,
    sentence: 'That is more than fits in one message. Make it shorter and try again.',
  },
  'request.too-many': { status: 429, retry: true, sentence: 'That was too quick. Wait a moment and try again.' },
  'request.not-found': { status: 404, retry: false, sentence: 'There is nothing here. It may have ended or moved.' },
  'request.origin': {
    status: 403,
    retry: false,
    sentence: 'This page may not talk to this server. Open Deskside from its own address.',
  },
  'request.version': { status: 409, retry: false, sentence: 'This page is older than the server. Reload it to go on.' },
  // The server itself
  'server.failed': {
    status: 500,
    retry: true,
    sentence: 'Something went wrong on our side. Nothing was lost; try again in a moment.',
  },
  'server.unavailable': {
    status: 503,
    retry: true,
    sentence: 'The server is busy or restarting. Your page tries again by itself.',
  },
  'server.full': {
    status: 507,
    retry: true,
    sentence: 'The server has no space left to store this. Tell the person who runs it; your text is still here.',
  },
  // People
  'account.signed-out': { status: 401, retry: false, sentence: 'You are signed out. Sign in to go on.' },
  'account.wrong-credentials': {
    status: 401,
    retry: false,
    sentence: 'The e-mail address or the password is not right. Try again.',
  },
  'account.locked': {
    status: 429,
    retry: true,
    sentence: 'Too many wrong passwords. Wait fifteen minutes, or ask your administrator to reset it.',
  },
  'account.forbidden': { status: 403, retry: false, sentence: 'Your account may not do this. Ask your administrator.' },
  'account.email-taken': { status: 409, retry: false, sentence: 'Somebody with this e-mail address is here already.' },
  'account.weak-password': {
    status: 400,
    retry: false,
    sentence: 'Choose a password of 12 to 128 characters that is not a well-known one.',
  },
  'account.last-administrator': {
    status: 409,
    retry: false,
    sentence: 'A site needs at least one administrator. Make somebody else one first.',
  },
  // First run
  'site.set-up-token': {
    status: 403,
    retry: false,
    sentence: 'This set-up link is not right. Use the link that the server printed when it started.',
  },
  'site.already-set-up': { status: 409, retry: false, sentence: 'This site is set up already. Sign in instead.' },
  // Coming in
  'invite.not-valid': {
    status: 404,
    retry: false,
    sentence: 'This number does not work. Check it with your representative, or ask for a new one.',
  },
  'invite.challenge': {
    status: 429,
    retry: true,
    sentence: 'Many wrong numbers were tried just now. One moment, your browser shows that you are not a robot.',
  },
  'download.code': {
    status: 404,
    retry: false,
    sentence: 'This code does not work any more. Get the Support Manager again from the page of your session.',
  },
  'download.none': {
    status: 404,
    retry: false,
    sentence: 'The Support Manager for this system is not on this server. Ask the person who runs it.',
  },
  'download.forbidden': {
    status: 403,
    retry: false,
    sentence: 'This site does not use the Support Manager. Your session goes on in the browser.',
  },
  'download.replaced': {
    status: 409,
    retry: false,
    sentence:
      'The Support Manager was started again, here or on another computer. This one has let go of everything; go on in the newer one.',
  },
  // The session
  'session.not-found': { status: 404, retry: false, sentence: 'This session does not exist, or you are not in it.' },
  'session.ended': { status: 409, retry: false, sentence: 'This session has ended.' },
  'session.not-joined': { status: 403, retry: false, sentence: 'You are not in this session.' },
  'session.not-allowed': { status: 403, retry: false, sentence: 'You cannot do this in this session right now.' },
  'session.already-admitted': { status: 409, retry: false, sentence: 'Another customer is in this session already.' },
  'session.knock-gone': { status: 409, retry: false, sentence: 'This person is no longer waiting.' },
  'session.one-at-a-time': {
    status: 409,
    retry: false,
    sentence: 'You help one customer at a time on this site. End your current session first.',
  },
  'session.conflict': { status: 409, retry: true, sentence: 'The session changed at the same moment. Try again.' },
  // Chat and notes
  'chat.empty': { status: 400, retry: false, sentence: 'Write something first.' },
  'chat.too-long': {
    status: 413,
    retry: false,
    sentence: 'A message holds at most 4,000 characters. Shorten it or send it in parts.',
  },
  'chat.recipient-gone': { status: 409, retry: false, sentence: 'That person is no longer in the session.' },
  'notes.too-long': { status: 413, retry: false, sentence: 'Notes hold at most 20,000 characters.' },
  'notes.conflict': {
    status: 409,
    retry: false,
    sentence: 'These notes were changed elsewhere. Look at the newer text, then save again.',
  },
  // Consent
  'consent.no-customer': { status: 409, retry: false, sentence: 'There is no customer to ask yet.' },
  'consent.already-asked': { status: 409, retry: false, sentence: 'The customer is being asked this already.' },
  'consent.already-granted': { status: 409, retry: false, sentence: 'The customer has allowed this already.' },
  'consent.request-gone': { status: 409, retry: false, sentence: 'This request is no longer open.' },
  'consent.not-granted': { status: 403, retry: false, sentence: 'The customer has not allowed this.' },
  'screen.wrong-surface': {
    status: 409,
    retry: false,
    sentence:
      'That is not what was asked for. Choose again: a whole screen for the desktop, a window or a tab for an application.',
  },
  'consent.needs-support-manager': {
    status: 409,
    retry: false,
    sentence: 'This is answered in the Support Manager, the small window on the computer itself.',
  },
  'consent.support-manager-forbidden': {
    status: 409,
    retry: false,
    sentence: 'This site does not use the Support Manager. Ask to see the screen in the browser instead.',
  },
  'screen.needs-support-manager': {
    status: 409,
    retry: false,
    sentence: 'Only the Support Manager can show this. Start it, then try again.',
  },
  'consent.not-offered': { status: 409, retry: false, sentence: 'This cannot be asked for here yet.' },
  // Queues
  'queue.not-found': { status: 404, retry: false, sentence: 'There is no such queue here. Check the address.' },
  'queue.closed': {
    status: 409,
    retry: false,
    sentence: 'We are closed right now. The page says when we are open again.',
  },
  'queue.foreign-page': {
    status: 403,
    retry: false,
    sentence: 'This queue does not take visitors from this web page. Its administrator can allow the page’s address.',
  },
  'queue.address-taken': { status: 409, retry: false, sentence: 'Another queue has this address. Choose another one.' },
  'queue.offer-gone': {
    status: 409,
    retry: false,
    sentence: 'This request is no longer yours to answer: somebody else took it, its time was over, or they left.',
  },
  // Mailboxes and surveys
  'mailbox.not-offered': {
    status: 409,
    retry: false,
    sentence: 'This cannot be left here any more. Reload the page to see what can.',
  },
  'mailbox.too-many': {
    status: 429,
    retry: true,
    sentence: 'This was sent too often from your connection. Try again in an hour.',
  },
  'mailbox.changed': {
    status: 409,
    retry: false,
    sentence: 'Somebody changed this message just now. Look at it again.',
  },
  'survey.gone': { status: 404, retry: false, sentence: 'There is nothing to answer here any more.' },
  // Transfer
  'transfer.not-agent': {
    status: 403,
    retry: false,
    sentence: 'Only who serves a queue hands sessions over. Ask your administrator.',
  },
  'transfer.already-offered': {
    status: 409,
    retry: false,
    sentence: 'This session is being handed over already. Take that back first.',
  },
  'transfer.agent-not-available': {
    status: 409,
    retry: false,
    sentence: 'This agent cannot take it right now. Choose somebody who is available, or a queue.',
  },
  'transfer.target-gone': {
    status: 404,
    retry: false,
    sentence: 'This agent or queue is no longer there. Choose another one.',
  },
  'transfer.gone': {
    status: 409,
    retry: false,
    sentence: 'Somebody took this session a moment ago. There is nothing to take back any more.',
  },
  // The manager's page
  'monitor.not-there': {
    status: 404,
    retry: false,
    sentence: 'This is no longer there: somebody was quicker, or it ended. The page shows how things are now.',
  },
  'monitor.agent-not-here': {
    status: 409,
    retry: false,
    sentence: 'This agent has no console open now, so nobody would answer. They can only be set offline.',
  },
  'monitor.agent-not-free': {
    status: 409,
    retry: false,
    sentence: 'This agent is not available in that queue now. Choose another one.',
  },
} as const)

export type ErrorCode = keyof typeof ERRORS

/** All codes, in the catalogue's order. */
export const ERROR_CODES = Object.keys(ERRORS) as ErrorCode[]

/** What a program sends when it refuses or fails: an HTTP body, or the `error` of a WebSocket reply. */
export interface ErrorBody {
  readonly code: ErrorCode
  readonly message: string
  readonly retry: boolean
  /** Which fields are wrong and why, for forms. */
  readonly fields?: readonly { readonly path: string; readonly message: string }[] | undefined
  /** More that the client may know, by code: a challenge, newer notes. */
  readonly details?: unknown
}

export function errorBody(code: ErrorCode, fields?: ErrorBody['fields']): ErrorBody {
  const { sentence, retry } = ERRORS[code]
  return fields && fields.length > 0 ? { code, message: sentence, retry, fields } : { code, message: sentence, retry }
}
