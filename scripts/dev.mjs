// Server and dashboard with reload; Ctrl-C, or the end of one, ends both.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));

// A group of its own for each, because the tools start further processes and do not always end them.
const children = [
  ['nest', 'start', '--watch', '--preserveWatchOutput'],
  ['vite', '--config', 'web/vite.config.ts'],
].map(([command, ...args]) => spawn(`node_modules/.bin/${command}`, args, { stdio: 'inherit', detached: true }));

let ending = false;
function end() {
  if (ending) return;
  ending = true;
  for (const { pid } of children) {
    try {
      if (pid) process.kill(-pid, 'SIGTERM');
    } catch {
      // ended already
    }
  }
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, end);
for (const child of children) {
  child.on('exit', (code) => {
    if (!ending) process.exitCode = code ?? 1;
    end();
  });
}
