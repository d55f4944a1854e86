import { Link } from '@tanstack/react-router'
import { EntryCard } from './platform/EntryCard.tsx'
import { usePageTitle } from './platform/page-title.ts'

/** For addresses that lead nowhere, or nowhere yet. */
export function NotTherePage() {
  usePageTitle('Not here')
  return (
    <EntryCard title="Nothing here" lead="This page does not exist, or not yet.">
      <Link to="/console" className="text-accent-ink underline underline-offset-2">
        Go to the console
      </Link>
    </EntryCard>
  )
}
