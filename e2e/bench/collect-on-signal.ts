import { COLLECT_SIGNAL } from './server-memory.ts'

// Loaded into the measured server before its own code (`--import`, with `--expose-gc`): left alone, V8 keeps the garbage of
// thousands of greetings, and empty pages, for as long as the machine has memory, and that is not what an idle socket costs.
process.on(COLLECT_SIGNAL, () => {
  void globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' })
})
