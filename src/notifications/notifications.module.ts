import { Module } from '@nestjs/common';

import { ConversationsModule } from '../conversations/index.js';
import { NotificationsController } from './notifications.controller.js';
import { NotificationsRepository } from './notifications.repository.js';

@Module({
  imports: [ConversationsModule],
  controllers: [NotificationsController],
  providers: [NotificationsRepository],
})
export class NotificationsModule {}
