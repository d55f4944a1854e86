import type { Need, Serving, Visiting } from '@deskside/protocol'

/** A needed skill as its fields hold it; `relaxAfter` is empty where it never relaxes, `when` where all need it. */
export interface DraftNeed {
  readonly key: string
  readonly skill: string
  readonly level: number
  readonly relaxAfter: string
  readonly when: string
}

/** How visitors are served, while somebody edits it. An empty number is none. */
export interface DraftServing {
  readonly needs: readonly DraftNeed[]
  readonly weight: string
  readonly wrapUpSeconds: string
  readonly mayChoose: boolean
  readonly request: Serving['request']
  readonly targetSeconds: string
  readonly overflow: DraftOverflow | null
  readonly escalation: { readonly afterSeconds: string; readonly priority: number } | null
}
export interface DraftOverflow {
  readonly toQueueId: string
  readonly afterSeconds: string
  readonly whenWaiting: string
  readonly whenNobody: boolean
}

/** What visitors meet, while somebody edits it. */
export interface DraftVisiting {
  readonly leaveMessage: boolean
  readonly callBack: boolean
  /** Null: nothing is asked. */
  readonly survey: string | null
  /** One a line. */
  readonly origins: string
  readonly openLabel: string
  readonly closedLabel: string
  /** Null: the site's. */
  readonly color: string | null
}

export function draftServingOf({ needs, overflow, escalation, ...serving }: Serving): DraftServing {
  return {
    needs: needs.map(({ skill, level, relaxAfterSeconds, when }) => ({
      key: crypto.randomUUID(),
      skill,
      level,
      relaxAfter: textOf(relaxAfterSeconds),
      when: when ? whenValue(when) : '',
    })),
    weight: String(serving.weight),
    wrapUpSeconds: String(serving.wrapUpSeconds),
    mayChoose: serving.mayChoose,
    request: serving.request,
    targetSeconds: String(serving.targetSeconds),
    overflow: overflow && {
      toQueueId: overflow.toQueueId,
      afterSeconds: textOf(overflow.afterSeconds),
      whenWaiting: textOf(overflow.whenWaiting),
      whenNobody: overflow.whenNobody,
    },
    escalation: escalation && { afterSeconds: String(escalation.afterSeconds), priority: escalation.priority },
  }
}

export function servingOf({ needs, overflow, escalation, ...draft }: DraftServing): Serving {
  return {
    needs: needs.map(({ skill, level, relaxAfter, when }) => ({
      skill,
      level,
      relaxAfterSeconds: numberOrNone(relaxAfter),
      when: whenOf(when),
    })),
    weight: numberOf(draft.weight),
    wrapUpSeconds: numberOf(draft.wrapUpSeconds),
    mayChoose: draft.mayChoose,
    request: draft.request,
    targetSeconds: numberOf(draft.targetSeconds),
    overflow: overflow && {
      toQueueId: overflow.toQueueId,
      afterSeconds: numberOrNone(overflow.afterSeconds),
      whenWaiting: numberOrNone(overflow.whenWaiting),
      whenNobody: overflow.whenNobody,
    },
    escalation: escalation && { afterSeconds: numberOf(escalation.afterSeconds), priority: escalation.priority },
  }
}

export function draftVisitingOf({ leaveMessage, callBack, survey, embed }: Visiting): DraftVisiting {
  const { origins, openLabel, closedLabel, color } = embed
  return {
    leaveMessage,
    callBack,
    survey: survey?.question ?? null,
    origins: origins.join('\n'),
    openLabel,
    closedLabel,
    color,
  }
}

export function visitingOf({ leaveMessage, callBack, survey, ...embed }: DraftVisiting): Visiting {
  return {
    leaveMessage,
    callBack,
    survey: survey === null ? null : { question: survey },
    embed: { ...embed, origins: linesOf(embed.origins) },
  }
}

export const newNeed = (): DraftNeed => ({ key: crypto.randomUUID(), skill: '', level: 1, relaxAfter: '', when: '' })

/** The lines that say something. */
export const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')

/** An answer as one value of a list; it starts with the question's id, which holds no space. */
export const whenValue = ({ fieldId, option }: NonNullable<Need['when']>): string => `${fieldId} ${option}`

/** The question and the answer that a value of the list stands for; null for the empty one, which stands for all. */
export function whenOf(value: string): Need['when'] {
  const space = value.indexOf(' ')
  return space < 0 ? null : { fieldId: value.slice(0, space), option: value.slice(space + 1) }
}

const textOf = (value: number | null): string => (value === null ? '' : String(value))
const numberOf = (text: string): number => (text.trim() === '' ? Number.NaN : Number(text))
const numberOrNone = (text: string): number | null => (text.trim() === '' ? null : Number(text))
