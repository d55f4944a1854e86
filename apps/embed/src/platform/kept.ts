/** What a tab remembers while it goes from page to page of one site; gone with the tab, unlike what localStorage keeps. */
export interface Kept {
  read(name: string): string | undefined
  write(name: string, value: string | undefined): void
}

/** Where the page may keep nothing (a sandbox, a browser's setting), it is remembered until the page goes. */
export function createKept(space: string): Kept {
  const memory = new Map<string, string>()
  const key = (name: string): string => `deskside:${space}:${name}`
  const tried = <T>(work: (storage: Storage) => T): T | undefined => {
    try {
      return work(sessionStorage)
    } catch (error) {
      // SecurityError: not here; QuotaExceededError: full.
      if (error instanceof DOMException) return undefined
      throw error
    }
  }
  return {
    read: (name) => tried((storage) => storage.getItem(key(name))) ?? memory.get(name),
    write(name, value) {
      if (value === undefined) memory.delete(name)
      else memory.set(name, value)
      tried((storage) => (value === undefined ? storage.removeItem(key(name)) : storage.setItem(key(name), value)))
    },
  }
}
