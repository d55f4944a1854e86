import { describe, expect, it } from 'vitest'
import { mailDraft } from './invitations.ts'

const letter = {
  siteName: 'Help & Co',
  representativeName: 'Anna',
  siteUrl: 'https://help.example',
  number: '123456789',
  link: 'https://help.example/j/abc',
}

describe('an invitation by e-mail', () => {
  it('is a draft with link and number', () => {
    const url = new URL(mailDraft(letter))
    expect(url.protocol).toBe('mailto:')
    expect(url.searchParams.get('subject')).toBe('Help from Help & Co')
    expect(url.searchParams.get('body')).toContain('https://help.example/j/abc')
    expect(url.searchParams.get('body')).toContain('type this number: 123 456 789')
  })

  it('does not speak of a number that is not there', () => {
    expect(new URL(mailDraft({ ...letter, number: undefined })).searchParams.get('body')).not.toMatch(/number/)
  })

  it('G2: names with any characters add no field to the letter', () => {
    const url = new URL(
      mailDraft({ ...letter, siteName: 'X&bcc=evil@example.com\r\nBcc: evil@example.com', representativeName: '?#&' }),
    )
    expect([...url.searchParams.keys()]).toEqual(['subject', 'body'])
  })
})
