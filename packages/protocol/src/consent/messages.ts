import { z } from 'zod'
import { commandSchema, idSchema, timeSchema } from '../session/identifiers.ts'

/**
 * What a representative may ask of a customer. Each is its own: allowing one gives none of the others.
 * `*.view` and `*.control` concern the customer's computer; `*.share-view` and `*.share-control` the representative's.
 */
export const capabilitySchema = z.enum([
  'desktop.view',
  'desktop.control',
  'desktop.share-view',
  'desktop.share-control',
  'application.view',
  'application.control',
  'application.share-view',
  'application.share-control',
  'page.view',
  'page.control',
  'files.browse',
  'files.send',
  'files.fetch',
  'clipboard.in',
  'clipboard.out',
  'recording',
  'device.information',
  'device.reboot',
  'device.script',
  'device.elevation',
  'device.shell',
])

/** What a device runs: a page in a browser, or the Support Manager. */
export const programSchema = z.enum(['page', 'support-manager'])

/** What is asked for in so many words, for kinds that need them: a script's name and its whole text. */
export const requestDetailSchema = z.object({ title: z.string().max(120), text: z.string().max(16_000) })

/** Who or what ended a grant. */
export const revocationSchema = z.enum([
  'customer',
  'representative',
  'left',
  'ended',
  'capture-ended',
  'done',
  'unknown-here',
  'program-gone',
])

export const consentEvents = [
  z.object({
    type: z.literal('consent.requested'),
    requestId: idSchema,
    capability: capabilitySchema,
    representativeId: idSchema,
    customerId: idSchema,
    expiresAt: timeSchema,
    detail: requestDetailSchema.nullable(),
  }),
  /** The customer gets the Support Manager ready, where the request can be allowed; it waits longer. */
  z.object({ type: z.literal('consent.prepared'), requestId: idSchema, expiresAt: timeSchema }),
  z.object({
    type: z.literal('consent.granted'),
    grantId: idSchema,
    requestId: idSchema,
    capability: capabilitySchema,
    representativeId: idSchema,
    customerId: idSchema,
    /** True where an earlier "Allow everything this representative asks for in this session" answered. */
    automatic: z.boolean(),
    detail: requestDetailSchema.nullable(),
    /** Where it was said, or "everything" was. Missing in stories that were stored before this was told. */
    program: programSchema.optional(),
  }),
  z.object({ type: z.literal('consent.declined'), requestId: idSchema }),
  z.object({ type: z.literal('consent.expired'), requestId: idSchema }),
  z.object({ type: z.literal('consent.withdrawn'), requestId: idSchema }),
  z.object({
    type: z.literal('consent.everything-allowed'),
    representativeId: idSchema,
    customerId: idSchema,
    /** Where it was said: what only the Support Manager serves is covered only by what was said there. */
    program: programSchema,
  }),
  z.object({ type: z.literal('consent.everything-ended'), representativeId: idSchema, customerId: idSchema }),
  z.object({ type: z.literal('consent.revoked'), grantId: idSchema, reason: revocationSchema }),
] as const

export const consentRequests = {
  'consent.request': commandSchema.extend({
    capability: capabilitySchema,
    /** Which script of the library, for `device.script`; the server adds its name and text. */
    scriptId: idSchema.optional(),
  }),
  'consent.prepare': commandSchema.extend({ requestId: idSchema }),
  'consent.allow': commandSchema.extend({ requestId: idSchema, everything: z.boolean() }),
  'consent.decline': commandSchema.extend({ requestId: idSchema }),
  'consent.withdraw': commandSchema.extend({ requestId: idSchema }),
  'consent.revoke': commandSchema.extend({
    grantId: idSchema,
    /** Said by the Support Manager: what was allowed is done, or it knows of no approval of its own for it. */
    because: z.enum(['done', 'unknown-here']).optional(),
  }),
  'consent.revoke-everything': commandSchema.extend({ representativeId: idSchema }),
} as const
