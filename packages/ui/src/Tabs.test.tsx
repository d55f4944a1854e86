// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, test } from 'vitest'
import { Tab, TabList, TabPanel, Tabs } from './Tabs.tsx'

afterEach(cleanup)

test('the panel of the tab before is gone in the moment in which the next one is there', async () => {
  const user = userEvent.setup()
  const panels: number[] = []
  render(
    <Tabs defaultValue="a">
      <TabList label="Letters">
        <Tab value="a">A</Tab>
        <Tab value="b">B</Tab>
      </TabList>
      <TabPanel value="a">first</TabPanel>
      <TabPanel value="b">second</TabPanel>
    </Tabs>,
  )
  const observer = new MutationObserver(() => panels.push(screen.queryAllByRole('tabpanel').length))
  observer.observe(document.body, { subtree: true, childList: true, attributes: true })
  await user.click(screen.getByRole('tab', { name: 'B' }))
  await screen.findByText('second')
  observer.disconnect()
  expect(Math.max(...panels)).toBe(1)
  expect(screen.getByRole('tabpanel').textContent).toBe('second')
})
