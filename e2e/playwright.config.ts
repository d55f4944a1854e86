import { defineConfig } from '@playwright/test'

export default defineConfig({
  testDir: './tests',
  testMatch: '**/*.e2e.ts',
  outputDir: './results',
  timeout: 90_000,
  expect: { timeout: 15_000 },
  // A test that passes only the second time is a failed test.
  retries: 0,
  workers: 2,
  forbidOnly: true,
  use: { screenshot: 'only-on-failure' },
  reporter: 'list',
})
