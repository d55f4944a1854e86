import { foldStory } from '@deskside/protocol'
import type { Capability, RequestDetail, StoredEvent, Story, StoryEvent } from '@deskside/protocol'
import { expect, test } from 'vitest'
import type { ScreenPort } from '../screen/screen-port.ts'
import { Approvals } from './approvals.ts'
import { choicesFor, panelQuestion, questionsOf } from './questions.ts'
import type { Question } from './questions.ts'

const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const [ANNA, CARL, REQUEST, GRANT] = [id(1), id(3), id(4), id(5)]
const ASKED = { requestId: REQUEST, representativeId: ANNA, customerId: CARL } as const

/** What a server says happened: it may say anything. */
function told(name: string, ...more: StoryEvent[]): Story {
  const people: readonly StoryEvent[] = [
    {
      type: 'session.started',
      participantId: ANNA,
      userId: 'u',
      name,
      siteName: 'Acme',
      supportManagerAllowed: true,
    },
    { type: 'session.knocked', knockId: CARL, name: 'Carl', browser: '', place: '' },
    { type: 'session.admitted', knockId: CARL, name: 'Carl' },
  ]
  const events = [...people, ...more].map((body, index): StoredEvent => ({ seq: index + 1, at: 1, by: CARL, body }))
  return foldStory(events) as Story
}
const requested = (
  capability: Capability,
  { detail = null, expiresAt = 99 }: { detail?: RequestDetail | null; expiresAt?: number } = {},
): StoryEvent => ({ type: 'consent.requested', ...ASKED, capability, expiresAt, detail })

function asked(name: string, ...more: StoryEvent[]): Question {
  const [question] = questionsOf(told(name, ...more), CARL, new Approvals(CARL))
  if (!question) throw new Error('nothing is asked')
  return question
}
const script = (text: string): StoryEvent => requested('device.script', { detail: { title: 'Clean up', text } })

test('[consent R6] C4: a server that puts another question in the place of one that was read gets another question, never its answer', () => {
  const read = asked('Anna', requested('clipboard.in'))
  for (const other of [
    asked('Anna', requested('clipboard.in'), requested('device.shell')),
    asked('Anna from your bank', requested('clipboard.in')),
  ]) {
    expect(other.requestId).toBe(read.requestId)
    expect(other.id).not.toBe(read.id)
  }
  expect(asked('Anna', script('bash\nls')).id).not.toBe(asked('Anna', script('bash\nrm -r ~')).id)
  // More time for the same question changes nothing that was read.
  expect(asked('Anna', requested('clipboard.in', { expiresAt: 100 })).id).toBe(read.id)
})

test('[consent R11] what was stopped here is not asked about again, also when the server goes on saying that it is granted', () => {
  const share = { ...ASKED, capability: 'desktop.share-view', detail: null } as const
  const story = told('Anna', { type: 'consent.granted', grantId: GRANT, automatic: false, ...share })
  const guard = new Approvals(ANNA)
  guard.handleStory(story)
  expect(questionsOf(story, ANNA, guard)).toHaveLength(1)
  guard.stop(GRANT)
  expect(questionsOf(story, ANNA, guard)).toEqual([])
})

test('[device R4] C4: what a script hides in characters that show nothing, or that turn the others round, stands in the question', () => {
  const text = 'bash\n# \u202e x \u2066\u0000\tend\r\n\rrm\u200b\u3164'
  const { detail } = panelQuestion(asked('Anna', script(text)), undefined)
  expect(detail).toBe('Clean up\n\nbash\n# ⟨U+202E⟩ x ⟨U+2066⟩⟨U+0000⟩\tend\n⟨U+000D⟩rm⟨U+200B⟩⟨U+3164⟩')
})

test('F2: everything that lets somebody work on the computer is asked with the plain warning, and what only shows something is not', () => {
  const warns = (capability: Capability): boolean =>
    (panelQuestion(asked('Anna', requested(capability)), undefined).warn ?? '').includes('We never call you first')
  const works: readonly Capability[] = [
    'desktop.control',
    'application.control',
    'device.script',
    'device.shell',
    'device.elevation',
    'device.reboot',
  ]
  expect(works.filter((capability) => !warns(capability))).toEqual([])
  expect(['desktop.view', 'desktop.share-view'].filter((capability) => warns(capability as Capability))).toEqual([])
})

test('[screen R19] where what there is to choose cannot be had the question is put all the same, with nothing in it to allow', async () => {
  const failed: unknown[] = []
  const gone = new Error('the display is busy')
  const screen = { applications: () => Promise.reject(gone) } as Partial<ScreenPort> as ScreenPort
  const choices = await choicesFor(asked('Anna', requested('application.view')), screen, (error) => failed.push(error))
  expect(choices).toEqual({ kind: 'application', options: [] })
  expect(failed).toEqual([gone])
})
