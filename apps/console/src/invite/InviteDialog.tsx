import { presentCustomer } from '@deskside/protocol'
import type { SessionClient } from '@deskside/realtime'
import { Dialog, Notice, Tab, TabList, TabPanel, Tabs, useObservable } from '@deskside/ui'
import type { ReactNode } from 'react'
import { CopyButton } from '../platform/CopyButton.tsx'
import { NumberReadout } from './NumberReadout.tsx'
import { SendButtons } from './SendButtons.tsx'
import { newLink } from './invitations.ts'

interface InviteDialogProps {
  readonly client: SessionClient
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
}

/** Every way to bring somebody into this session. */
export function InviteDialog({ client, open, onOpenChange }: InviteDialogProps) {
  const { story } = useObservable(client.state)
  const customer = presentCustomer(story.session)
  const forCustomers = (children: ReactNode): ReactNode =>
    customer ? (
      <Notice tone="neutral">
        {customer.name} is in this session. There is one customer at a time: when they have left, you can invite
        another.
      </Notice>
    ) : (
      children
    )
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Invite" width="large">
      <Tabs defaultValue={customer ? 'colleague' : 'phone'}>
        <TabList label="How to invite">
          <Tab value="phone">By phone</Tab>
          <Tab value="mail">By e-mail</Tab>
          <Tab value="link">By link</Tab>
          <Tab value="colleague">A colleague</Tab>
        </TabList>
        <TabPanel value="phone" className="pt-6">
          {forCustomers(<NumberReadout client={client} main />)}
        </TabPanel>
        <TabPanel value="mail" className="pt-6">
          {forCustomers(
            <Way words="A draft with a link and the number opens in your mail program; add the address and send it.">
              <SendButtons client={client} />
            </Way>,
          )}
        </TabPanel>
        <TabPanel value="link" className="pt-6">
          {forCustomers(
            <Way words="Put the link into any message to the customer. It works once, for 24 hours, and they still knock first.">
              <CopyButton label="Copy link" look="primary" text={() => newLink(client.sessionId, 'customer')} />
            </Way>,
          )}
        </TabPanel>
        <TabPanel value="colleague" className="pt-6">
          <Way words="Send this link to somebody with an account here. They join at once to assist: they can chat and write notes, and ask the customer for permissions of their own.">
            <CopyButton
              label="Copy colleague’s link"
              look="primary"
              text={() => newLink(client.sessionId, 'representative')}
            />
          </Way>
        </TabPanel>
      </Tabs>
    </Dialog>
  )
}

function Way({ words, children }: { readonly words: string; readonly children: ReactNode }) {
  return (
    <div className="flex flex-col gap-4">
      <p className="text-ink-soft">{words}</p>
      <div className="flex flex-wrap items-start gap-3">{children}</div>
    </div>
  )
}
