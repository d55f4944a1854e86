// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it } from 'vitest'
import { ScreenStage } from './ScreenStage.tsx'

afterEach(cleanup)

const pressed = () =>
  screen
    .getAllByRole('button', { pressed: true })
    .map((button) => button.textContent)
    .join()

describe('the bar below a picture', () => {
  it('says in words which size is on, and changes it by click and by key', async () => {
    render(<ScreenStage label="Customer's desktop" stream={null} waiting="Waiting" />)
    expect(pressed()).toBe('Fit')
    await userEvent.click(screen.getByRole('button', { name: /^100 %/ }))
    expect(pressed()).toBe('100 %')
    expect(screen.getByRole('region', { name: "Customer's desktop, scrollable" }).tabIndex).toBe(0)
    screen.getByRole('button', { name: 'Fit to window' }).focus()
    await userEvent.keyboard(' ')
    expect(pressed()).toBe('Fit')
  })
})
