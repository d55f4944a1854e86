import { Download } from 'lucide-react'
import { reportPath } from './reports.ts'
import type { ReportName } from './reports.ts'

interface DownloadsProps {
  readonly report: ReportName
  readonly query: string
}

const LINK =
  'inline-flex min-h-10 items-center justify-center gap-2 rounded-control border border-line-strong bg-surface px-4 py-1.5 font-medium hover:bg-surface-hover'

/** The report as it is asked for, to keep. */
export function Downloads({ report, query }: DownloadsProps) {
  return (
    <div className="flex flex-wrap gap-2 print:hidden">
      {(['csv', 'json'] as const).map((format) => (
        <a key={format} href={reportPath(report, `${query}&format=${format}`)} download className={LINK}>
          <Download aria-hidden="true" className="size-4.5" />
          Download {format.toUpperCase()}
        </a>
      ))}
    </div>
  )
}
