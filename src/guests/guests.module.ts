import { Module } from '@nestjs/common';

import { AuditModule } from '../audit/index.js';
import { AuthModule } from '../auth/index.js';
import { ConversationsModule } from '../conversations/index.js';
import { MessagesModule } from '../messages/index.js';
import { GuestMerges } from './guest-merges.service.js';
import { GuestsController } from './guests.controller.js';
import { GuestsRepository } from './guests.repository.js';
import { Guests } from './guests.service.js';

@Module({
  imports: [AuditModule, AuthModule, ConversationsModule, MessagesModule],
  controllers: [GuestsController],
  providers: [GuestMerges, Guests, GuestsRepository],
  exports: [Guests],
})
export class GuestsModule {}
