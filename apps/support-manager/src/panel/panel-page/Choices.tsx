import type { PanelChoices } from '../panel-state.ts'
import { WORDS } from './words.ts'

interface ChoicesProps {
  readonly choices: PanelChoices
  readonly chosen: string | undefined
  readonly onChoose: (id: string) => void
}

/** Which monitor or program is meant, each with a small picture of how it looks now. */
export function Choices({ choices: { kind, options }, chosen, onChoose }: ChoicesProps) {
  if (options.length === 0) return <p class="notice warn">{WORDS.nothingToChoose[kind]}</p>
  return (
    <fieldset class="choices">
      <legend>{WORDS.choose[kind]}</legend>
      <div class={options.length === 1 ? 'choice-list single' : 'choice-list'}>
        {options.map(({ id, label, thumbnail }) => (
          <label key={id} class="choice">
            {thumbnail ? <img src={thumbnail} alt="" /> : <span class="no-picture" aria-hidden="true" />}
            <span class="choice-name">
              <input type="radio" name="choice" checked={id === chosen} onChange={() => onChoose(id)} />
              <bdi>{label}</bdi>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
