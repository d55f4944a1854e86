import type { Capability } from '@deskside/protocol'

interface CapabilityWords {
  /** What is running: "Stop <what>". */
  readonly what: string
  /** After "Anna asked to …": from the representative's side. */
  readonly to: string
}

/** How the console names every capability, now and to come. */
export const CAPABILITY_WORDS: Readonly<Record<Capability, CapabilityWords>> = {
  'desktop.view': { what: 'desktop view', to: 'see the customer’s desktop' },
  'desktop.control': { what: 'desktop control', to: 'control the customer’s desktop' },
  'desktop.share-view': { what: 'desktop share', to: 'show their own desktop' },
  'desktop.share-control': { what: 'desktop share with control', to: 'let the customer control their desktop' },
  'application.view': { what: 'application view', to: 'see one of the customer’s applications' },
  'application.control': { what: 'application control', to: 'control one of the customer’s applications' },
  'application.share-view': { what: 'application share', to: 'show one of their own applications' },
  'application.share-control': {
    what: 'application share with control',
    to: 'let the customer control one of their applications',
  },
  'page.view': { what: 'co-browsing view', to: 'see the customer’s page' },
  'page.control': { what: 'co-browsing control', to: 'use the customer’s page' },
  'files.browse': { what: 'file browsing', to: 'browse the customer’s files' },
  'files.send': { what: 'sending of files', to: 'send files to the customer' },
  'files.fetch': { what: 'fetching of files', to: 'fetch files from the customer' },
  'clipboard.in': { what: 'clipboard to the customer', to: 'put text on the customer’s clipboard' },
  'clipboard.out': { what: 'clipboard from the customer', to: 'read the customer’s clipboard' },
  recording: { what: 'recording', to: 'record the session' },
  'device.information': { what: 'system information', to: 'read the customer’s system information' },
  'device.reboot': { what: 'reboot', to: 'restart the customer’s computer' },
  'device.script': { what: 'script', to: 'run a script on the customer’s computer' },
  'device.elevation': { what: 'elevation', to: 'act with more rights on the customer’s computer' },
  'device.shell': { what: 'remote shell', to: 'use a command line on the customer’s computer' },
}
