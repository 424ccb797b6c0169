import { Module, type DynamicModule } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ChangeSignal } from './change-signal.js';
import { HotQueries, LiveQueries, RebuildableQueries } from './hot-queries.js';
import { LostConnections } from './lost-connections.js';
import { DatabaseAddress, POOL_LIMITS } from './pg-client.js';

/** TypeORM's DataSource (injected by its class) and the database's address for code with own connections. */
@Module({})
export class DatabaseModule {
  /** `url` as `startDatabase` gave it: already migrated. */
  static forRoot({ url, poolSize = 20 }: { url: string; poolSize?: number }): DynamicModule {
    const address = new DatabaseAddress(url);
    const lost = new LostConnections();
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
          connectTimeoutMS: POOL_LIMITS.connectionTimeoutMillis,
          extra: POOL_LIMITS,
          // Idle connections break when the database goes; the pool makes new ones when it is back.
          poolErrorHandler: (error: Error) => lost.tell(error),
          retryAttempts: 0,
        }),
      ],
      providers: [
        ChangeSignal,
        { provide: DatabaseAddress, useValue: address },
        { provide: LostConnections, useValue: lost },
        { provide: HotQueries, useFactory: () => new HotQueries(address, lost) },
        { provide: LiveQueries, useFactory: () => new LiveQueries(address, lost) },
        { provide: RebuildableQueries, useFactory: () => new RebuildableQueries(address, lost) },
      ],
      exports: [ChangeSignal, DatabaseAddress, HotQueries, LiveQueries, RebuildableQueries],
    };
  }
}
