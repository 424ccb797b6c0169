// A process of its own that starts the embedded PostgreSQL in the DATA_DIR given and waits to be killed.
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const source = fileURLToPath(new URL('../../src/database/embedded-postgres.ts', import.meta.url));
const { module } = await runnerImport(source, { configFile: false, logLevel: 'error' });
const server = new module.EmbeddedPostgres({
  dataDir: process.argv[2],
  settings: { fsync: 'off', shared_buffers: '16MB' },
  log: (line) => process.stderr.write(`${line}\n`),
});
await server.start();
process.send('ready');
setInterval(() => undefined, 60_000);
