import { defineConfig } from '@playwright/test';

/** Each test file starts the desk it needs (test/browser/support); the browser is Debian's, none is downloaded. */
export default defineConfig({
  testDir: 'test/browser',
  testMatch: '*.e2e.ts',
  outputDir: 'test-results',
  workers: 1,
  // Generous: what passes on a quiet machine passes on a busy one too.
  timeout: 180_000,
  expect: { timeout: 30_000 },
  forbidOnly: true,
  reporter: [['list'], ['json', { outputFile: 'test-results/report.json' }]],
  use: {
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-dev-shm-usage',
        '--disable-gpu',
        // Every other host's name leads nowhere: a page that needs one fails.
        '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
      ],
    },
  },
});
