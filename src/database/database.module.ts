import { Logger, Module, type DynamicModule } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ChangeSignal } from './change-signal.js';
import { HotQueries, LiveQueries, RebuildableQueries } from './hot-queries.js';
import { CONNECTION_LIMITS, DatabaseAddress } from './pg-client.js';

const logger = new Logger('Database');

/** TypeORM's DataSource (injected by its class) and the database's address for code with own connections. */
@Module({})
export class DatabaseModule {
  /** `url` as `startDatabase` gave it: already migrated. */
  static forRoot({ url, poolSize = 20 }: { url: string; poolSize?: number }): DynamicModule {
    const address = new DatabaseAddress(url);
    return {
      module: DatabaseModule,
      global: true,
      imports: [
        TypeOrmModule.forRoot({
          type: 'postgres',
          url,
          autoLoadEntities: true,
          synchronize: false,
          migrationsRun: false,
          installExtensions: false,
          logging: false,
          poolSize,
          connectTimeoutMS: CONNECTION_LIMITS.connectionTimeoutMillis,
          extra: CONNECTION_LIMITS,
          // Idle connections break when the database goes; the pool makes new ones when it is back.
          poolErrorHandler: (error: Error) => logger.warn(`A connection to the database was lost: ${error.message}`),
          retryAttempts: 0,
        }),
      ],
      providers: [
        ChangeSignal,
        { provide: DatabaseAddress, useValue: address },
        { provide: HotQueries, useFactory: () => new HotQueries(address) },
        { provide: LiveQueries, useFactory: () => new LiveQueries(address) },
        { provide: RebuildableQueries, useFactory: () => new RebuildableQueries(address) },
      ],
      exports: [ChangeSignal, DatabaseAddress, HotQueries, LiveQueries, RebuildableQueries],
    };
  }
}
