import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';

import { AppModule } from '../app.module.js';
import { openApiDocument } from '../common/openapi.js';
import { readConfig } from '../config/index.js';

/** Writes the API's document. Needs no database and no settings: the program is looked at, not started. */
export async function writeOpenApi(file: string): Promise<{ file: string; routes: number }> {
  const secret = randomBytes(32).toString('hex');
  const url = 'postgresql://nobody@localhost/nothing';
  const config = readConfig({ DATABASE_URL: url, JWT_SECRET: secret, ENCRYPTION_KEY: secret });
  const app = await NestFactory.create(AppModule.forRoot(config, { url }), new FastifyAdapter(), {
    preview: true,
    abortOnError: false,
    logger: ['error', 'fatal'],
  });
  const document = openApiDocument(app);
  await writeFile(file, `${JSON.stringify(document, null, 2)}\n`);
  return { file, routes: Object.keys(document.paths).length };
}
