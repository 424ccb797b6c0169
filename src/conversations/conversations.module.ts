import { Module } from '@nestjs/common';

import { ChannelsModule } from '../channels/index.js';
import { ChangeLog } from './change-log.js';
import { ConversationActs } from './conversation-acts.service.js';
import { ConversationViews } from './conversation-views.js';
import { ConversationsController } from './conversations.controller.js';
import { ConversationsRepository } from './conversations.repository.js';
import { ConversationsService } from './conversations.service.js';
import { CountsRepository } from './counts.repository.js';
import { InboxRepository } from './inbox.repository.js';
import { PastTally } from './past-tally.js';
import { QuietEpisodes } from './quiet-episodes.js';
import { Readers } from './readers.js';
import { Unread } from './unread.js';

@Module({
  imports: [ChannelsModule],
  controllers: [ConversationsController],
  providers: [
    ChangeLog,
    ConversationActs,
    ConversationViews,
    ConversationsRepository,
    ConversationsService,
    CountsRepository,
    InboxRepository,
    PastTally,
    QuietEpisodes,
    Readers,
    Unread,
  ],
  exports: [
    ChangeLog,
    ConversationViews,
    ConversationsRepository,
    ConversationsService,
    CountsRepository,
    Readers,
    Unread,
  ],
})
export class ConversationsModule {}
