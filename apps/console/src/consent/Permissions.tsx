import type { Story } from '@deskside/protocol'
import { CAPABILITY_WORDS } from './capability-words.ts'

/** Who may do what right now, in words, one line a representative: colleagues' permissions too. */
export function Permissions({ story, me }: { readonly story: Story; readonly me: string }) {
  const { grants, everything } = story.consent
  const lines = new Map<string, string[]>()
  const add = (id: string, words: string): void => void lines.set(id, [...(lines.get(id) ?? []), words])
  for (const entry of everything) add(entry.representativeId, 'everything asked for')
  for (const grant of Object.values(grants)) add(grant.representativeId, CAPABILITY_WORDS[grant.capability].what)
  if (lines.size === 0) return <p>Nothing</p>
  return [...lines].map(([id, words]) => (
    <p key={id}>
      <bdi>{id === me ? 'You' : (story.session.participants[id]?.name ?? 'Somebody')}</bdi>: {words.join(', ')}
    </p>
  ))
}
