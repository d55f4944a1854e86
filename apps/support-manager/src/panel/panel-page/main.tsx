import { render } from 'preact'
import { Panel } from './Panel.tsx'
import { PanelLink } from './panel-link.ts'
import type { Standing } from './panel-link.ts'

const root = document.querySelector('#panel')
if (!root) throw new Error('The page has no place for the panel.')

const show = (standing: Standing): void => {
  render(<Panel standing={standing} act={link.act} />, root)
  // Where the program itself opened the window, it closes with the program.
  if (standing.is === 'closed') window.close()
}
const link = new PanelLink(show)
void link.follow()
