// Builds the server and the dashboard when what they are made of is newer than what was built.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);

const PARTS = [
  {
    name: 'server',
    script: 'build:server',
    stamp: 'dist/.build-stamp',
    sources: ['src', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json', 'nest-cli.json'],
  },
  {
    name: 'dashboard',
    script: 'build:web',
    stamp: 'web/dist/.build-stamp',
    sources: ['web/src', 'web/public', 'web/index.html', 'web/phone.html', 'web/vite.config.ts', 'package-lock.json'],
  },
];

/** The newest change below a path; a folder's own time counts too, so that a removed file is noticed. */
function newest(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

const stale = PARTS.filter(({ stamp, sources }) => {
  const built = statSync(stamp, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return built === 0 || sources.some((path) => newest(path) > built);
});

if (stale.length === 0) {
  console.log('The build is up to date.');
} else if (!existsSync('node_modules/.bin/nest') || !existsSync('node_modules/.bin/vite')) {
  console.log('The build is older than its sources, and the tools to build are not installed: run npm ci first.');
  process.exit(1);
} else {
  console.log(`Building the ${stale.map(({ name }) => name).join(' and the ')} …`);
  for (const { name, script, stamp } of stale) {
    const began = new Date();
    rmSync(stamp, { force: true });
    const { status, stdout, stderr } = spawnSync('npm', ['run', '--silent', script], { encoding: 'utf8' });
    if (status !== 0) {
      process.stderr.write(`${stdout}${stderr}\nThe ${name} could not be built.\n`);
      process.exit(1);
    }
    // The time the build began: what was saved meanwhile is built next time.
    writeFileSync(stamp, `${began.toISOString()}\n`);
    utimesSync(stamp, began, began);
  }
}
