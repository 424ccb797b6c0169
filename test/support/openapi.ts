import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { PluginMetadataGenerator } from '@nestjs/cli/lib/compiler/plugins/plugin-metadata-generator.js';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { ReadonlyVisitor } from '@nestjs/swagger/plugin';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CACHE = join(ROOT, '.cache/openapi');

type Metadata = Parameters<typeof SwaggerModule.loadPluginMetadata>[0];

/**
 * The API's document as integrators get it. Tests run from source without the compiler's plugin that
 * `nest build` fills the schemas with, so its metadata is made here: seconds of work, kept until a source changes.
 */
export async function apiDocument(): Promise<OpenAPIObject> {
  const file = join(CACHE, `${digestOfSources()}.json`);
  mkdirSync(CACHE, { recursive: true });
  if (!existsSync(file)) await alone(async () => existsSync(file) || (await make(file)));
  return JSON.parse(readFileSync(file, 'utf8')) as OpenAPIObject;
}

async function make(file: string): Promise<true> {
  const name = `metadata-${randomBytes(4).toString('hex')}.ts`;
  for (const old of readdirSync(CACHE)) if (!old.startsWith('lock')) rmSync(join(CACHE, old));
  const { plugins } = (
    JSON.parse(readFileSync(join(ROOT, 'nest-cli.json'), 'utf8')) as {
      compilerOptions: { plugins: { options: object }[] };
    }
  ).compilerOptions;
  new PluginMetadataGenerator().generate({
    visitors: [new ReadonlyVisitor({ ...plugins[0]?.options, pathToSource: join(ROOT, 'src') })],
    outputDir: CACHE,
    filename: name,
    tsconfigPath: 'tsconfig.build.json',
    printDiagnostics: false,
  });
  const made = join(CACHE, name);
  writeFileSync(made, readFileSync(made, 'utf8').replaceAll('import("./', 'import("../../src/'));
  const { default: metadata } = (await import(/* @vite-ignore */ made)) as { default: Metadata };
  await SwaggerModule.loadPluginMetadata(metadata);
  const document = await read();
  writeFileSync(`${file}.new`, JSON.stringify(document));
  renameSync(`${file}.new`, file);
  return true;
}

/** As `bellhop openapi` makes it: the program is looked at, not started. */
async function read(): Promise<OpenAPIObject> {
  const { AppModule } = await import('../../src/app.module.js');
  const { openApiDocument } = await import('../../src/common/openapi.js');
  const { readConfig } = await import('../../src/config/index.js');
  const secret = randomBytes(32).toString('hex');
  const url = 'postgresql://nobody@localhost/nothing';
  const config = readConfig({ DATABASE_URL: url, JWT_SECRET: secret, ENCRYPTION_KEY: secret });
  const app = await NestFactory.create(AppModule.forRoot(config, { url }), new FastifyAdapter(), {
    preview: true,
    abortOnError: false,
    logger: false,
  });
  return openApiDocument(app);
}

/** Whatever a schema may be made of. */
function digestOfSources(): string {
  const digest = createHash('sha256').update(readFileSync(join(ROOT, 'docs/api.md')));
  const src = join(ROOT, 'src');
  for (const file of readdirSync(src, { recursive: true, encoding: 'utf8' }).toSorted()) {
    if (
      !/\.(controller|dto|view)\.ts$|(^|\/)(error-codes|openapi|fields|schemas|permissions|app\.module)\.ts$/.test(file)
    )
      continue;
    digest.update(file).update(readFileSync(join(src, file)));
  }
  return digest.digest('hex').slice(0, 16);
}

/** One test file at a time makes it; the others wait and find it. */
async function alone(work: () => Promise<unknown>): Promise<void> {
  const lock = join(CACHE, 'lock.pid');
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      break;
    } catch {
      if (!isAlive(lock)) rmSync(lock, { force: true });
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  try {
    await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

/** Whether the program that took the lock is still there; how long it takes depends on how busy the machine is. */
function isAlive(lock: string): boolean {
  try {
    const pid = Number(readFileSync(lock, 'utf8'));
    if (pid === 0) return true; // not written yet
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
