// The README's `npm test`: every check, then the tests, then the tests in a browser, one after the other.
// Ends with the one line `N passed, N failed`; a check counts as one, a skipped test as failed.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { findChromium } from './chromium.mjs';
import { findRedis } from './redis.mjs';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));

// Larger counts of the same tests: random batches, kills, worlds.
const env = process.argv.includes('--long') ? { ...process.env, TEST_LONG: '1' } : { ...process.env };
const REPORT = 'test-results/report.json';
const total = { passed: 0, failed: 0 };
const failures = [];

/** Runs an npm script, shows what it says, and answers its exit code and output. */
function npmRun(script) {
  return new Promise((done) => {
    const child = spawn('npm', ['run', '--silent', script], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', (chunk) => {
      process.stdout.write(chunk);
      output += chunk;
    });
    child.on('close', (code) => done({ ok: code === 0, output }));
  });
}

function count(name, passed, failed) {
  total.passed += passed;
  total.failed += failed;
  if (failed > 0) failures.push(name);
}

async function check(name, script) {
  const began = Date.now();
  const { ok } = await npmRun(script);
  console.log(`${ok ? 'passed' : 'FAILED'}: ${name} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
  count(name, ok ? 1 : 0, ok ? 0 : 1);
}

async function tests() {
  // Without it the tests of the queue on Redis fail by themselves.
  const redis = findRedis();
  if (redis) env.REDIS_SERVER = redis;
  const { ok, output } = await npmRun('test:unit');
  const [, passed = '0', failed = '0', skipped = '0'] =
    /(\d+) passed, (\d+) failed(?:, (\d+) skipped)?\s*$/.exec(output) ?? [];
  const bad = Number(failed) + Number(skipped);
  // An exit code without a failed test: the run itself broke.
  count('tests', Number(passed), ok ? bad : Math.max(bad, 1));
}

async function browserTests() {
  const some = existsSync('test/browser') && readdirSync('test/browser').some((name) => name.endsWith('.e2e.ts'));
  if (!some) return;
  const chromium = findChromium();
  if (!chromium) return count('browser tests (no Chromium)', 0, 1);
  env.CHROMIUM = chromium;
  rmSync(REPORT, { force: true });
  const { ok } = await npmRun('test:browser');
  const { stats } = existsSync(REPORT) ? JSON.parse(readFileSync(REPORT, 'utf8')) : { stats: null };
  const bad = stats ? stats.unexpected + stats.flaky + stats.skipped : 1;
  count('browser tests', stats?.expected ?? 0, ok ? bad : Math.max(bad, 1));
}

await check('build', 'prestart');
await check('format', 'check:format');
await check('types', 'check:types');
await check('lint', 'check:lint');
await check('import rules', 'check:imports');
await check('unused code', 'check:unused');
await tests();
await browserTests();

if (failures.length > 0) console.log(`\nFailed: ${failures.join(', ')}`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 ? 1 : 0;
