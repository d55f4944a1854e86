import type { NeededSkill } from '@deskside/protocol'

interface NeededSkillsProps {
  readonly needs: readonly NeededSkill[]
  /** They are of a queue that this agent does not serve. */
  readonly fromOtherQueue?: boolean
}

/** Why a visitor comes to this agent, where that is not plain: which skills they need, and what of these the agent lacks. */
export function NeededSkills({ needs, fromOtherQueue = false }: NeededSkillsProps) {
  const words = neededWords(needs, fromOtherQueue)
  if (words.length === 0) return null
  return (
    <ul className="flex flex-col text-sm text-ink-soft wrap-anywhere">
      {words.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  )
}

function neededWords(needs: readonly NeededSkill[], fromOtherQueue: boolean): string[] {
  const list = (some: readonly NeededSkill[]): string => some.map(({ skill, level }) => `${skill} ${level}`).join(', ')
  const lacking = needs.filter(({ have }) => !have)
  return [
    ...(fromOtherQueue ? ['You help out: this queue is not one of yours.'] : []),
    ...(needs.length > 0 ? [`Needs ${list(needs)}`] : []),
    ...(lacking.length > 0 ? [`You do not have ${list(lacking)}.`] : []),
  ]
}
