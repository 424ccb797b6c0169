import { Module } from '@nestjs/common';

import { ChannelsModule } from '../channels/index.js';
import { MessagesModule } from '../messages/index.js';
import { WebhooksRoutes } from './webhooks.routes.js';

@Module({
  imports: [ChannelsModule, MessagesModule],
  providers: [WebhooksRoutes],
  exports: [WebhooksRoutes],
})
export class WebhooksModule {}
