import type { Grant } from '@deskside/protocol'
import type { SessionClient } from '@deskside/realtime'
import { Button } from '@deskside/ui'
import { Square } from 'lucide-react'
import { CAPABILITY_WORDS } from '../consent/index.ts'

/** Ends a running permission: here at once, also when the server cannot be reached. */
export function StopButton({ client, grant }: { readonly client: SessionClient; readonly grant: Grant }) {
  return (
    <Button
      size="small"
      look="danger"
      icon={<Square aria-hidden="true" className="size-3 fill-current" />}
      onClick={() => client.screen.stop(grant.id)}
    >
      Stop {CAPABILITY_WORDS[grant.capability].what}
    </Button>
  )
}
