import { Module, type DynamicModule } from '@nestjs/common';

import { AuditModule } from './audit/index.js';
import { AuthModule } from './auth/index.js';
import { BackupModule } from './backup/index.js';
import { ChannelsModule } from './channels/index.js';
import { CommonModule } from './common/common.module.js';
import { Config, ConfigModule } from './config/index.js';
import { ConversationsModule } from './conversations/index.js';
import { DatabaseModule } from './database/database.module.js';
import { DepartmentsModule } from './departments/index.js';
import { GuestsModule } from './guests/index.js';
import { HotelsModule } from './hotels/index.js';
import { MessagesModule } from './messages/index.js';
import { NotificationsModule } from './notifications/index.js';
import { OpsModule } from './ops/index.js';
import { QueueModule } from './queue/index.js';
import { RealtimeModule } from './realtime/index.js';
import { RoutingModule } from './routing/index.js';
import { SearchModule } from './search/index.js';
import { UsersModule } from './users/index.js';
import { WebhooksModule } from './webhooks/index.js';

/** What people reach, and nobody who works in the background asks for. */
const DESKS: unknown[] = [
  HotelsModule,
  UsersModule,
  DepartmentsModule,
  GuestsModule,
  SearchModule,
  RealtimeModule,
  NotificationsModule,
];

/** The list of modules, nothing else. */
@Module({})
export class AppModule {
  static forRoot(config: Config, database: { url: string }): DynamicModule {
    const modules = [
      ConfigModule.forRoot(config),
      DatabaseModule.forRoot({ url: database.url }),
      CommonModule,
      QueueModule.on(config),
      AuditModule,
      AuthModule,
      HotelsModule,
      UsersModule,
      DepartmentsModule,
      ChannelsModule,
      ConversationsModule,
      MessagesModule,
      GuestsModule,
      SearchModule,
      RoutingModule,
      WebhooksModule,
      RealtimeModule,
      NotificationsModule,
      BackupModule,
      OpsModule,
    ];
    return {
      module: AppModule,
      imports: config.role === 'worker' ? modules.filter((module) => !DESKS.includes(module)) : modules,
    };
  }
}
