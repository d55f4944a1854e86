import type { Platform } from '@deskside/protocol'

/** What a browser says of the computer that it runs on; `architecture` only some do, when they are asked. */
export interface Hints {
  readonly userAgent: string
  readonly platform: string
  readonly architecture?: string | undefined
}

/**
 * For which system a program would have to be on this computer; undefined where there is none, as on phones.
 * A Mac that does not say what is in it is taken for one with Apple's own chip: all are since 2023.
 */
export function platformOf({ userAgent, platform, architecture }: Hints): Platform | undefined {
  if (/Android|iPhone|iPad|Mobile|CrOS/.test(userAgent)) return undefined
  if (/Win/.test(platform) || /Windows/.test(userAgent)) return 'win-x64'
  if (/Mac/.test(platform) || /Macintosh/.test(userAgent)) return architecture === 'x86' ? 'darwin-x64' : 'darwin-arm64'
  if (!/Linux/.test(platform) && !/Linux/.test(userAgent)) return undefined
  return /aarch64|armv/.test(`${platform} ${userAgent}`) || architecture === 'arm' ? undefined : 'linux-x64'
}

/** Chromium's way to say more of the computer (User-Agent Client Hints), which the type library does not know. */
interface AgentData {
  getHighEntropyValues(hints: readonly string[]): Promise<{ readonly architecture?: string }>
}

/** The same for this very browser. */
export async function ownPlatform(): Promise<Platform | undefined> {
  const { userAgent, platform } = navigator
  const { userAgentData } = navigator as Navigator & { readonly userAgentData?: AgentData }
  const more = await userAgentData?.getHighEntropyValues(['architecture']).catch((error: unknown) => {
    console.warn('This browser does not say what computer it runs on.', error)
    return undefined
  })
  return platformOf({ userAgent, platform, architecture: more?.architecture })
}
