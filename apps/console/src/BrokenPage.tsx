import { Button } from '@deskside/ui'
import { EntryCard } from './platform/EntryCard.tsx'

/** When a page itself failed: say so and offer the way back. What was typed is kept elsewhere. */
export function BrokenPage() {
  return (
    <EntryCard title="This page failed" lead="That is our mistake, not yours. Your sessions go on.">
      <Button look="primary" onClick={() => location.reload()}>
        Reload
      </Button>
    </EntryCard>
  )
}
