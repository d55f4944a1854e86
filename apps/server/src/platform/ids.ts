import { createHash, randomBytes, randomUUID } from 'node:crypto'

/** A random UUID (version 4): 122 random bits, so ids cannot be guessed. */
export const newId = (): string => randomUUID()

/** 128 random bits as 22 characters of base64url. */
export const randomToken = (): string => randomBytes(16).toString('base64url')

/** What is kept of a token: whoever reads the database cannot use it. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('base64url')
