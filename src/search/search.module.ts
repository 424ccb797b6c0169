import { Module } from '@nestjs/common';

import { ConversationsModule } from '../conversations/index.js';
import { GuestsModule } from '../guests/index.js';
import { MessagesModule } from '../messages/index.js';
import { MessageSearchRepository } from './message-search.repository.js';
import { SearchController } from './search.controller.js';
import { SearchService } from './search.service.js';

@Module({
  imports: [ConversationsModule, GuestsModule, MessagesModule],
  controllers: [SearchController],
  providers: [MessageSearchRepository, SearchService],
})
export class SearchModule {}
