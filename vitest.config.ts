import swc from 'unplugin-swc';
import { defineConfig } from 'vitest/config';

/** They start whole desks, or try what desks say to each other over Redis: nothing in them would be tried on another PostgreSQL. */
const WHOLE_DESKS = [
  'test/chaos/**',
  'test/cluster.spec.ts',
  'test/crash.spec.ts',
  'test/main-job.spec.ts',
  'src/realtime/processes.spec.ts',
];

export default defineConfig({
  // Reads tsconfig.json for decorators and their metadata, which Nest's injection needs.
  plugins: [swc.vite({ module: { type: 'es6' } })],
  test: {
    include: ['src/**/*.spec.ts', 'web/src/**/*.spec.ts', 'test/**/*.spec.ts'],
    exclude: [
      'test/browser/**',
      'node_modules/**',
      'dist/**',
      ...(process.env['TEST_POSTGRES_BIN'] ? WHOLE_DESKS : []),
    ],
    setupFiles: ['test/support/setup.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    reporters: ['default', './test/support/plain-reporter.ts'],
    pool: 'forks',
    maxWorkers: 2,
    // Generous, because a test that hangs is rare and a machine that is busy is not: what passes quietly passes ten times slower too.
    testTimeout: 90_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 30_000 } },
    coverage: { provider: 'v8', include: ['src/**'], reporter: ['text-summary', 'html'] },
  },
});
