import type { X11 } from '../../platform/x11.ts'

/** A program as password managers are: its text can be had, and it says that it is a password. */
export async function openMarkedOwner(owner: X11): Promise<{ readonly asked: string[] }> {
  const asked: string[] = []
  const names = ['CLIPBOARD', 'TARGETS', 'UTF8_STRING', 'x-kde-passwordManagerHint'] as const
  const [selection, targets, utf8, hint] = (await Promise.all(names.map((name) => owner.atom(name)))) as [
    number,
    number,
    number,
    number,
  ]
  const window = owner.client.AllocID()
  owner.client.CreateWindow(window, owner.root, 0, 0, 1, 1, 0, 0, 0, 0, {})
  owner.onEvent((event) => {
    if (event.name !== 'SelectionRequest') return
    asked.push(event.target === targets ? 'TARGETS' : String(event.target))
    if (event.target === targets)
      owner.client.ChangeProperty(0, event.requestor, event.property, 4, 32, [targets, utf8, hint])
    else owner.client.ChangeProperty(0, event.requestor, event.property, utf8, 8, Buffer.from('hunter2'))
    const answer = Buffer.alloc(32)
    answer.writeUInt8(31, 0)
    const fields = [event.time, event.requestor, event.selection, event.target, event.property]
    for (const [index, field] of fields.entries()) answer.writeUInt32LE(field, 4 + index * 4)
    owner.client.SendEvent(event.requestor, 0, 0, answer)
  })
  owner.client.SetSelectionOwner(window, selection, 0)
  await owner.sync()
  return { asked }
}
