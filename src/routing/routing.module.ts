import { Module } from '@nestjs/common';

import { ChannelsModule } from '../channels/index.js';
import { ConversationsModule } from '../conversations/index.js';
import { MessagesModule } from '../messages/index.js';
import { DecisionApplier } from './decision.applier.js';
import { RouteProcessor } from './route.processor.js';

@Module({
  imports: [ChannelsModule, ConversationsModule, MessagesModule],
  providers: [DecisionApplier, RouteProcessor],
})
export class RoutingModule {}
