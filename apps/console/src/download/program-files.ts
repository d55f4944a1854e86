import type { Platform, ProgramFile } from '@deskside/protocol'
import { fetchProgramFiles } from '@deskside/realtime'
import { ownPlatform } from '@deskside/ui'
import { useQuery } from '@tanstack/react-query'

/** Which Support Managers this server has. */
export function useProgramFiles() {
  return useQuery({ queryKey: ['program-files'], queryFn: fetchProgramFiles })
}

/** For which system this computer would need one; undefined where there is none. */
export function useOwnPlatform() {
  return useQuery({
    queryKey: ['own-platform'],
    queryFn: async () => (await ownPlatform()) ?? null,
    staleTime: Infinity,
  })
}

/** One's own system first; the others stay as the server lists them. */
export function ownFirst(files: readonly ProgramFile[], own: Platform | null): readonly ProgramFile[] {
  return [...files.filter((f) => f.platform === own), ...files.filter((f) => f.platform !== own)]
}
