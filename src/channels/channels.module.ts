import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';

import { Clock } from '../common/clock.js';
import { Config } from '../config/config.js';
import { ProcessesModule } from '../processes/index.js';
import { Adapters, PROVIDER_ADAPTERS } from './adapters.js';
import { Channel } from './channel.entity.js';
import { Channels } from './channels.js';
import { ChannelsController } from './channels.controller.js';
import { ChannelsService } from './channels.service.js';
import { MetaCloudAdapter } from './meta-cloud/index.js';
import type { ProviderAdapter } from './port.js';

@Module({
  imports: [ProcessesModule, TypeOrmModule.forFeature([Channel])],
  controllers: [ChannelsController],
  providers: [
    Adapters,
    Channels,
    ChannelsService,
    {
      provide: PROVIDER_ADAPTERS,
      inject: [Config, Clock],
      useFactory: (config: Config, clock: Clock): ProviderAdapter[] => [
        new MetaCloudAdapter({ graphUrl: config.meta.graphUrl, anyGraphUrl: config.demo, now: () => clock.now() }),
      ],
    },
  ],
  exports: [Adapters, Channels, ChannelsService],
})
export class ChannelsModule {}
