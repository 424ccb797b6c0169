import { Module, type DynamicModule, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';

import { AuditModule } from '../audit/index.js';
import { AuthModule } from '../auth/index.js';
import { backupBeforeUpdate } from '../backup/index.js';
import { CommonModule } from '../common/common.module.js';
import { ConfigModule, readConfig, type Config, type Purpose } from '../config/index.js';
import { DatabaseModule } from '../database/database.module.js';
import { startDatabase } from '../database/start-database.js';
import { HotelsModule } from '../hotels/index.js';
import { WebhooksModule } from '../webhooks/index.js';
import { RowsAlone } from './rows-alone.js';

/** What commands need and nothing that works by itself: a desk may be running beside it, with the queue in its hands. */
@Module({})
class OperatorModule {
  static forRoot(config: Config, url: string): DynamicModule {
    return {
      module: OperatorModule,
      imports: [
        ConfigModule.forRoot(config),
        DatabaseModule.forRoot({ url, poolSize: 2 }),
        CommonModule,
        AuditModule,
        AuthModule,
        HotelsModule,
        RowsAlone,
        WebhooksModule,
      ],
    };
  }
}

/** Runs `work` on the desk's database: the running desk's, else one that is started for this command. */
export async function asOperator<T>(
  work: (desk: INestApplicationContext) => Promise<T>,
  purpose: Purpose = 'operate',
): Promise<T> {
  const config = readConfig(process.env, purpose);
  const database = await startDatabase(config, { join: true, beforeUpdate: backupBeforeUpdate(config) });
  try {
    const desk = await NestFactory.createApplicationContext(OperatorModule.forRoot(config, database.url), {
      logger: ['error', 'fatal'],
      abortOnError: false,
    });
    try {
      return await work(desk);
    } finally {
      await desk.close();
    }
  } finally {
    await database.stop();
  }
}
