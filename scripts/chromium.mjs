// A browser for the tests: the system's Chromium, fetched by apt-get for root on Debian, Playwright's own where
// the system's is only a stub that asks for snap.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { chromium } from '@playwright/test';

const SYSTEM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

function isSnapStub(path) {
  return statSync(path).size < 100_000 && readFileSync(path, 'utf8').includes('/snap/');
}

function installed() {
  const named = process.env.CHROMIUM;
  if (named) return existsSync(named) ? named : null;
  return [...SYSTEM, chromium.executablePath()].find((path) => existsSync(path) && !isSnapStub(path)) ?? null;
}

function run(command, args) {
  console.log(`> ${command} ${args.join(' ')}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'], env }).status === 0;
}

/** Its path; null, with the line to run printed, where it cannot be had by itself. */
export function findChromium() {
  const found = installed();
  if (found) return found;
  const debian = existsSync('/etc/debian_version');
  if (process.getuid?.() === 0 && debian && !process.env.CHROMIUM) {
    const snapOnly = /^ID=ubuntu$/m.test(readFileSync('/etc/os-release', 'utf8'));
    if (snapOnly) run('npx', ['playwright', 'install', '--with-deps', 'chromium']);
    else if (run('apt-get', ['update', '-qq'])) run('apt-get', ['install', '-y', '-qq', 'chromium']);
    const fetched = installed();
    if (fetched) return fetched;
  }
  const line = debian ? 'sudo apt-get install -y chromium' : 'npx playwright install --with-deps chromium';
  console.log(`The browser tests need Chromium. Run this once, or set CHROMIUM to its path:\n\n  ${line}\n`);
  return null;
}
