import { skillKey } from '@deskside/protocol'
import type { AgentSkill, Need, NeededSkill } from '@deskside/protocol'
import { needsIn } from './needs.ts'

/** What a row says of a visitor's needs: the bits of the entry, and what the queue's settings say that they stand for. */
export interface NeedsOfRow {
  readonly mask: number
  readonly queueNeeds: readonly Need[] | null
}

/** The skills that a visitor needs, and which of them an agent has. */
export function neededSkills({ mask, queueNeeds }: NeedsOfRow, skills: readonly AgentSkill[]): NeededSkill[] {
  const levels = new Map(skills.map(({ skill, level }) => [skillKey(skill), level]))
  return needsIn(queueNeeds ?? [], mask).map(({ skill, level }) => ({
    skill,
    level,
    have: (levels.get(skillKey(skill)) ?? 0) >= level,
  }))
}
