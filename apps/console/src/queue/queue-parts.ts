/** The parts of a queue's form in their order: what stands in its list of parts, and which settings each holds, by the beginning of their paths. */
export const QUEUE_PARTS = [
  { id: 'name', title: 'Name and address', paths: ['name', 'slug', 'description'] },
  { id: 'hours', title: 'Opening hours', paths: ['hours'] },
  { id: 'form', title: 'Entry form', paths: ['form'] },
  { id: 'distribution', title: 'Distribution', paths: ['distribution', 'priority', 'acceptSeconds'] },
  { id: 'agents', title: 'Agents', paths: ['agentIds'] },
  { id: 'skills', title: 'Skills', paths: ['serving.needs'] },
  {
    id: 'sessions',
    title: 'Sessions',
    paths: ['serving.request', 'serving.weight', 'serving.wrapUpSeconds', 'serving.mayChoose', 'serving.targetSeconds'],
  },
  { id: 'long-waits', title: 'Long waits', paths: ['serving.escalation', 'serving.overflow'] },
  {
    id: 'afterwards',
    title: 'Messages and survey',
    paths: ['visiting.leaveMessage', 'visiting.callBack', 'visiting.survey'],
  },
  { id: 'button', title: 'Button on web pages', paths: ['visiting.embed'] },
] as const
export type QueuePart = (typeof QUEUE_PARTS)[number]['id']

/** How many things are wrong in each part that has any. */
export function problemsByPart(problems: Readonly<Record<string, string>>): ReadonlyMap<QueuePart, number> {
  const counts = new Map<QueuePart, number>()
  for (const path of Object.keys(problems)) {
    const part = QUEUE_PARTS.find(({ paths }) => paths.some((own) => path === own || path.startsWith(`${own}.`)))
    if (part) counts.set(part.id, (counts.get(part.id) ?? 0) + 1)
  }
  return counts
}
