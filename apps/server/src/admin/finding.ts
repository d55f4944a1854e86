/** One line of the doctor's: how it is, what was looked at, and what to do when it is not well. */
export interface Finding {
  readonly level: 'ok' | 'warn' | 'fail'
  readonly what: string
  readonly todo?: string
}

export const ok = (what: string): Finding => ({ level: 'ok', what })
export const warn = (what: string, todo: string): Finding => ({ level: 'warn', what, todo })
export const fail = (what: string, todo: string): Finding => ({ level: 'fail', what, todo })

export function lineOf({ level, what, todo }: Finding): string {
  return `${level.padEnd(4)}  ${what}.${todo === undefined ? '' : ` ${todo}.`}`
}
