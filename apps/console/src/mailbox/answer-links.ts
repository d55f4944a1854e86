import type { Mail } from '@deskside/protocol'

/** Opens the representative's own mail program, with nothing in it that the visitor could have smuggled in. */
export const mailLink = ({ email, queueName }: Pick<Mail, 'email' | 'queueName'>): string =>
  `mailto:${encodeURIComponent(email).replaceAll('%40', '@')}?subject=${encodeURIComponent(`Your message: ${queueName}`)}`

/** Calls the number, without an extension, which is dialled by hand. */
export const phoneLink = ({ phone }: Pick<Mail, 'phone'>): string => {
  const number = phone.normalize('NFKC').split(/x|ext|#/i)[0] ?? ''
  return `tel:${number.trim().startsWith('+') ? '+' : ''}${number.replaceAll(/\D/g, '')}`
}
