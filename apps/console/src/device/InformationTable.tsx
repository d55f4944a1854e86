import type { DeviceInformation } from '@deskside/protocol'
import { formatSpan } from '../platform/times.ts'

/** The facts of a customer's computer, one line each. */
export function InformationTable({ information }: { readonly information: DeviceInformation }) {
  return (
    <div className="overflow-x-auto" role="region" aria-label="System information" tabIndex={0}>
      <table className="w-full text-sm">
        <tbody className="divide-y divide-line">
          {linesOf(information).map(([what, value], index) => (
            <tr key={index} className="align-top">
              <th scope="row" className="py-1.5 pe-6 text-start font-medium whitespace-nowrap">
                {what}
              </th>
              <td className="py-1.5 wrap-anywhere">
                <bdi>{value}</bdi>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function linesOf(info: DeviceInformation): (readonly [string, string])[] {
  return [
    ['System', info.system],
    ['Release', `${info.release} (${info.architecture})`],
    ['Computer’s name', info.hostName],
    ['Running for', formatSpan(info.uptimeMs)],
    ['Processor', `${info.processor.name}, ${info.processor.cores} cores`],
    ['Memory', `${gigabytes(info.memory.free)} free of ${gigabytes(info.memory.total)}`],
    ...info.disks.map(
      ({ name, kind, size, free }) =>
        ['Disk', `${name} (${kind}): ${gigabytes(free)} free of ${gigabytes(size)}`] as const,
    ),
    ...info.screens.map(({ name, width, height }) => ['Screen', `${name}: ${width} × ${height}`] as const),
    ...info.networks.map(
      ({ name, kind, addresses }) => ['Network', `${name} (${kind}): ${addresses.join(', ')}`] as const,
    ),
    ...info.programs.map(({ name, version }) => ['Program', `${name} ${version}`] as const),
  ]
}

/** Memory and disks are sold in these. */
function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`
}
