const { env } = (globalThis as unknown as { process: { env: Readonly<Record<string, string | undefined>> } }).process

/** How often something random is tried: seldom with every test run, often with `NIGHTLY=1`. */
export function runs(times: { readonly quick: number; readonly nightly: number }): number {
  return env['NIGHTLY'] === '1' ? times.nightly : times.quick
}
