import { Module } from '@nestjs/common';

import { ChannelsModule } from '../channels/index.js';
import { MessagesModule } from '../messages/index.js';
import { ReceiptReader } from './receipt-reader.js';
import { ReceiptsRepository } from './receipts.repository.js';
import { Replay } from './replay.js';
import { ReviewActs } from './review-acts.js';
import { ReviewController } from './review.controller.js';
import { ReviewRepository } from './review.repository.js';
import { WebhookTrace } from './webhook-trace.js';
import { WebhooksRoutes } from './webhooks.routes.js';

@Module({
  imports: [ChannelsModule, MessagesModule],
  controllers: [ReviewController],
  providers: [ReceiptReader, ReceiptsRepository, Replay, ReviewActs, ReviewRepository, WebhooksRoutes, WebhookTrace],
  exports: [Replay, ReviewActs, ReviewRepository, WebhooksRoutes],
})
export class WebhooksModule {}
