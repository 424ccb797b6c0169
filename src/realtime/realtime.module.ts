import { Module } from '@nestjs/common';

import { ChannelsModule } from '../channels/index.js';
import { ConversationsModule } from '../conversations/index.js';
import { MessagesModule } from '../messages/index.js';
import { ProcessesModule } from '../processes/index.js';
import { CountsBroadcast } from './counts-broadcast.js';
import { Elsewhere } from './elsewhere.js';
import { EventComposer } from './event-composer.js';
import { Presence } from './presence.js';
import { Publisher } from './publisher.js';
import { Resume } from './resume.js';
import { SocketMetrics } from './socket-metrics.js';
import { StaffGateway } from './staff.gateway.js';
import { Switchboard } from './switchboard.js';
import { TypingController } from './typing.controller.js';

@Module({
  imports: [ChannelsModule, ConversationsModule, MessagesModule, ProcessesModule],
  controllers: [TypingController],
  providers: [
    CountsBroadcast,
    Elsewhere,
    EventComposer,
    Presence,
    Publisher,
    Resume,
    SocketMetrics,
    StaffGateway,
    Switchboard,
  ],
})
export class RealtimeModule {}
