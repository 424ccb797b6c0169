import { Module } from '@nestjs/common';

import { AuditModule } from '../audit/index.js';
import { AuthModule } from '../auth/index.js';
import { ChannelsModule } from '../channels/index.js';
import { ConversationsModule } from '../conversations/index.js';
import { MediaModule } from '../media/index.js';
import { Neighbours, ProcessesModule } from '../processes/index.js';
import { FirstInLine } from './first-in-line.js';
import { GuestSignals } from './guest-signals.js';
import { HistoryRepository } from './history.repository.js';
import { IngestionService } from './ingestion.service.js';
import { MessageViews } from './message-views.js';
import { Messages } from './messages.service.js';
import { MessagesController } from './messages.controller.js';
import { NumberPace } from './number-pace.js';
import { OutgoingMedia } from './outbound-media.js';
import { ReactionProcessor } from './reaction.processor.js';
import { Reactions } from './reactions.service.js';
import { ReplayStore } from './replay.store.js';
import { SendConclusions } from './send.conclusions.js';
import { SendProcessor } from './send.processor.js';
import { StartController } from './start.controller.js';
import { StartConversations } from './start.service.js';
import { TimelineController } from './timeline.controller.js';
import { TimelineRepository } from './timeline.repository.js';
import { TimelineService } from './timeline.service.js';

@Module({
  imports: [AuditModule, AuthModule, ChannelsModule, ConversationsModule, MediaModule, ProcessesModule],
  controllers: [MessagesController, StartController, TimelineController],
  providers: [
    FirstInLine,
    GuestSignals,
    HistoryRepository,
    IngestionService,
    Messages,
    MessageViews,
    { provide: NumberPace, inject: [Neighbours], useFactory: (neighbours: Neighbours) => new NumberPace(neighbours) },
    OutgoingMedia,
    ReactionProcessor,
    Reactions,
    ReplayStore,
    SendConclusions,
    SendProcessor,
    StartConversations,
    TimelineRepository,
    TimelineService,
  ],
  exports: [IngestionService, Messages, MessageViews, ReplayStore, TimelineService],
})
export class MessagesModule {}
