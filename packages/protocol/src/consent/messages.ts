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

/** Who or what ended a grant. */
export const revocationSchema = z.enum(['customer', 'representative', 'left', 'ended', 'capture-ended'])

export const consentEvents = [
  z.object({
    type: z.literal('consent.requested'),
    requestId: idSchema,
    capability: capabilitySchema,
    representativeId: idSchema,
    customerId: idSchema,
    expiresAt: timeSchema,
  }),
  z.object({
    type: z.literal('consent.granted'),
    grantId: idSchema,
    requestId: idSchema,
    capability: capabilitySchema,
    representativeId: idSchema,
    customerId: idSchema,
    /** True where an earlier "Allow everything this representative asks for in this session" answered. */
    automatic: z.boolean(),
  }),
  z.object({ type: z.literal('consent.declined'), requestId: idSchema }),
  z.object({ type: z.literal('consent.expired'), requestId: idSchema }),
  z.object({ type: z.literal('consent.withdrawn'), requestId: idSchema }),
  z.object({ type: z.literal('consent.everything-allowed'), representativeId: idSchema, customerId: idSchema }),
  z.object({ type: z.literal('consent.everything-ended'), representativeId: idSchema, customerId: idSchema }),
  z.object({ type: z.literal('consent.revoked'), grantId: idSchema, reason: revocationSchema }),
] as const

export const consentRequests = {
  'consent.request': commandSchema.extend({ capability: capabilitySchema }),
  'consent.allow': commandSchema.extend({ requestId: idSchema, everything: z.boolean() }),
  'consent.decline': commandSchema.extend({ requestId: idSchema }),
  'consent.withdraw': commandSchema.extend({ requestId: idSchema }),
  'consent.revoke': commandSchema.extend({ grantId: idSchema }),
  'consent.revoke-everything': commandSchema.extend({ representativeId: idSchema }),
} as const
