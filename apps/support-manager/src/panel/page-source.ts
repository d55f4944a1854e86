import { getAsset, isSea } from 'node:sea'

/** The name of the page among the assets of the one-file program. */
export const PANEL_ASSET = 'panel.html'

/** The panel's page as one HTML file: an asset of the one-file program, or bundled from its sources when run from them. */
export async function loadPanelPage(): Promise<string> {
  if (isSea()) return getAsset(PANEL_ASSET, 'utf8')
  // Not a name that a bundler follows: the program carries no bundler.
  const builder = new URL('../../../../scripts/support-manager/panel-page.ts', import.meta.url)
  const { buildPanelPage } = (await import(builder.href)) as { buildPanelPage: () => Promise<string> }
  return buildPanelPage()
}
