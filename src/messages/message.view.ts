import { ApiExtraModels, ApiProperty, getSchemaPath } from '@nestjs/swagger';

import type { MessageContent } from '../channels/index.js';
import type { DeliveryStatus } from '../common/delivery-status.js';
import { CONTENT_VIEWS } from './content.view.js';

export class AuthorView {
  kind: 'guest' | 'user' | 'flow' | 'automation' | 'system';
  /** Guest, attendee (groups) or user; null: a machine */
  id: string | null;
  name: string | null;
}

export class FailureView {
  /** One of a closed list; screens translate by it */
  code: string;
  reason: string;
  /** The same message may go through later */
  retryable: boolean;
}

export class ReactionView {
  emoji: string;
  author: AuthorView;
  /** How far our own has come; a guest's is always received */
  status: 'received' | 'queued' | 'sent' | 'failed';
  /** Why the guest does not see our reaction, or still sees one that was taken back */
  failure: FailureView | null;
}

export class QuoteView {
  id: string;
  /** '' where the reader of this conversation may not read the quoted one */
  preview: string;
  direction: 'inbound' | 'outbound' | 'internal';
}

/** How a message tried a flow's step. */
export class FlowTryView {
  runId: string;
  flowId: string;
  step: string;
  /** null: not known yet */
  success: boolean | null;
}

@ApiExtraModels(...CONTENT_VIEWS)
export class MessageView {
  id: string;
  /** Its episode */
  conversationId: string;
  chatId: string;
  direction: 'inbound' | 'outbound' | 'internal';
  author: AuthorView;
  /** Told apart by `type` */
  @ApiProperty({ oneOf: CONTENT_VIEWS.map((view) => ({ $ref: getSchemaPath(view) })) })
  content: MessageContent;
  status: DeliveryStatus | 'received';
  failure: FailureView | null;
  reactions: ReactionView[];
  replyTo: QuoteView | null;
  /** As the sending client gave it */
  clientId: string | null;
  providerMessageId: string | null;
  /** The provider's time; our own: when it was queued */
  sentAt: Date;
  createdAt: Date;
  editedAt: Date | null;
  deletedAt: Date | null;
  /** Typed on the hotel's phone, not here */
  sentElsewhere: boolean;
  /** Orders messages of one second within the chat */
  seq: number;
  flow: FlowTryView | null;
  version: number;
}

export class HiddenEpisodeView {
  /** Its name; null: an episode of no department */
  department: string | null;
  /** A day of the hotel, `2026-06-04` */
  from: string;
  /** null: still going on */
  to: string | null;
}

/** Stands for an episode the reader may not see. */
export class HiddenEpisodeItemView {
  hiddenEpisode: HiddenEpisodeView;
}
