import { Module } from '@nestjs/common';

import { ConversationsModule } from '../conversations/index.js';
import { MessagesModule } from '../messages/index.js';
import { CountsBroadcast } from './counts-broadcast.js';
import { EventComposer } from './event-composer.js';
import { Presence } from './presence.js';
import { Publisher } from './publisher.js';
import { Resume } from './resume.js';
import { StaffGateway } from './staff.gateway.js';
import { Switchboard } from './switchboard.js';

@Module({
  imports: [ConversationsModule, MessagesModule],
  providers: [CountsBroadcast, EventComposer, Presence, Publisher, Resume, StaffGateway, Switchboard],
})
export class RealtimeModule {}
