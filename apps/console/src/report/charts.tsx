import type { AgentReport } from '@deskside/protocol'
import {
  Bar,
  BarChart,
  CartesianGrid,
  ComposedChart,
  Legend,
  Line,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts'
import { formatNumber, formatPart, formatTook } from './report-words.ts'

/** Colours of the theme, which has two sets: light and dark. What differs in colour differs in place or stroke, too. */
const INK = 'var(--ink-soft)'
const GRID = <CartesianGrid stroke="var(--line)" vertical={false} />
const AXIS = { stroke: 'var(--line-strong)', tick: { fill: INK, fontSize: 12 }, tickLine: false } as const
const TOOLTIP = {
  isAnimationActive: false,
  cursor: { fill: 'var(--surface-hover)' },
  contentStyle: {
    background: 'var(--surface)',
    border: '1px solid var(--line-strong)',
    borderRadius: 8,
    color: 'var(--ink)',
  },
  labelStyle: { color: 'var(--ink)', fontWeight: 600 },
  itemStyle: { color: 'var(--ink)' },
} as const
const LEGEND = (
  <Legend itemSorter={null} formatter={(name: string) => <span className="text-sm text-ink">{name}</span>} />
)
const still = { isAnimationActive: false } as const
/** As in the legend. */
const box = { ...still, legendType: 'square', maxBarSize: 48 } as const
const stroke = { ...still, legendType: 'plainline' } as const
const margin = { top: 8, right: 0, bottom: 0, left: -8 }

interface QueueBar {
  readonly name: string
  readonly answered: number
  readonly abandoned: number
  readonly waiting: number
  readonly serviceLevel: number | null
}

/** How many came and how they fared; the service level as a line. */
export function QueueChart({ bars }: { readonly bars: readonly QueueBar[] }) {
  return (
    <ResponsiveContainer>
      <ComposedChart data={[...bars]} margin={margin} accessibilityLayer={false} barCategoryGap="20%">
        {GRID}
        <XAxis dataKey="name" {...AXIS} minTickGap={24} />
        <YAxis {...AXIS} allowDecimals={false} axisLine={false} />
        <YAxis
          {...AXIS}
          yAxisId="part"
          orientation="right"
          domain={[0, 1]}
          tickFormatter={(part: number) => `${part * 100}%`}
          axisLine={false}
        />
        <Tooltip
          {...TOOLTIP}
          formatter={(value, name) =>
            name === 'Service level' ? formatPart(Number(value)) : formatNumber(Number(value))
          }
        />
        {LEGEND}
        <Bar {...box} dataKey="answered" name="Answered" stackId="came" fill="var(--accent)" />
        <Bar {...box} dataKey="abandoned" name="Abandoned" stackId="came" fill="var(--dot-warn)" />
        <Bar {...box} dataKey="waiting" name="Still waiting" stackId="came" fill="var(--dot-neutral)" />
        <Line
          {...stroke}
          yAxisId="part"
          dataKey="serviceLevel"
          name="Service level"
          stroke="var(--ink)"
          strokeWidth={2}
          strokeDasharray="5 4"
          dot={bars.length > 60 ? false : { r: 2.5, fill: 'var(--ink)', strokeDasharray: 'none' }}
          connectNulls
        />
      </ComposedChart>
    </ResponsiveContainer>
  )
}

const HOUR = 3_600
const STATES = [
  ['available', 'Available', 'var(--accent)'],
  ['busy', 'Busy', 'var(--dot-danger)'],
  ['wrap-up', 'Finishing up', 'var(--ink-soft)'],
  ['away', 'Away', 'var(--dot-warn)'],
] as const

/** Hours in each state, agent by agent. */
export function AgentChart({ agents }: { readonly agents: AgentReport['agents'] }) {
  const bars = agents.map(({ name, times }) => ({
    name,
    ...Object.fromEntries(
      STATES.map(([state]) => [
        state,
        times.reduce((sum, time) => (time.state === state ? sum + time.seconds / HOUR : sum), 0),
      ]),
    ),
  }))
  return (
    <ResponsiveContainer>
      <BarChart data={bars} margin={margin} accessibilityLayer={false} barCategoryGap="20%">
        {GRID}
        <XAxis dataKey="name" {...AXIS} minTickGap={12} />
        <YAxis {...AXIS} axisLine={false} unit=" h" />
        <Tooltip {...TOOLTIP} formatter={(value) => formatTook(Number(value) * HOUR)} />
        {LEGEND}
        {STATES.map(([state, name, fill]) => (
          <Bar {...box} key={state} dataKey={state} name={name} stackId="time" fill={fill} />
        ))}
      </BarChart>
    </ResponsiveContainer>
  )
}

interface StaffingPoint {
  readonly name: string
  readonly needed: number | null
  readonly there: number
  readonly visitors: number
}

/** Agents needed beside those who were there; visitors as bars behind them. */
export function StaffingChart({ points }: { readonly points: readonly StaffingPoint[] }) {
  return (
    <ResponsiveContainer>
      <ComposedChart data={[...points]} margin={margin} accessibilityLayer={false}>
        {GRID}
        <XAxis dataKey="name" {...AXIS} minTickGap={32} />
        <YAxis {...AXIS} allowDecimals={false} axisLine={false} />
        <YAxis {...AXIS} yAxisId="visitors" orientation="right" axisLine={false} />
        <Tooltip {...TOOLTIP} formatter={(value) => formatNumber(Number(value))} />
        {LEGEND}
        <Bar {...box} yAxisId="visitors" dataKey="visitors" name="Visitors (mean)" fill="var(--line)" />
        <Line
          {...stroke}
          type="step"
          dataKey="needed"
          name="Agents needed"
          stroke="var(--accent)"
          strokeWidth={2.5}
          dot={false}
        />
        <Line
          {...stroke}
          type="step"
          dataKey="there"
          name="Agents there (mean)"
          stroke="var(--dot-warn)"
          strokeWidth={2}
          strokeDasharray="5 4"
          dot={false}
        />
      </ComposedChart>
    </ResponsiveContainer>
  )
}
