import type { DataSource } from 'typeorm';

import { Audit } from '../../src/audit/index.js';
import { Adapters } from '../../src/channels/adapters.js';
import { MetaCloudAdapter } from '../../src/channels/meta-cloud/index.js';
import type { ProviderAdapter } from '../../src/channels/port.js';
import type { Clock } from '../../src/common/clock.js';
import { Config } from '../../src/config/index.js';
import { ChangeSignal } from '../../src/database/change-signal.js';
import { ChangeLog } from '../../src/conversations/change-log.js';
import { ConversationActs } from '../../src/conversations/conversation-acts.service.js';
import { ConversationViews } from '../../src/conversations/conversation-views.js';
import { ConversationsRepository } from '../../src/conversations/conversations.repository.js';
import { ConversationsService } from '../../src/conversations/conversations.service.js';
import { CountsRepository } from '../../src/conversations/counts.repository.js';
import { InboxRepository } from '../../src/conversations/inbox.repository.js';
import { Readers } from '../../src/conversations/readers.js';
import { EmbeddedQueue } from '../../src/queue/embedded-queue.js';
import { Unread } from '../../src/conversations/unread.js';

export const HOURS = { expiryHours: 24, providerWindowHours: 24 };

/** Asked what it can do, never to send. */
export const meta = (): MetaCloudAdapter => new MetaCloudAdapter({ graphUrl: 'http://graph.invalid' });

/** The conversations module's parts on a database, wired by hand. */
// oxlint-disable-next-line typescript/explicit-function-return-type -- the shape is the list of parts
export function conversationParts(dataSource: DataSource, clock: Clock, providers: ProviderAdapter[] = [meta()]) {
  const config = { conversations: HOURS } as Config;
  const signal = new ChangeSignal();
  const queue = new EmbeddedQueue({ tries: 3, timeoutMs: 1_000 }); // not started: asked, never run
  const readers = new Readers(dataSource);
  const unread = new Unread(dataSource);
  const views = new ConversationViews(dataSource, unread, clock, new Adapters(providers), config);
  const counts = new CountsRepository(dataSource);
  const conversations = new ConversationsRepository(dataSource);
  const log = new ChangeLog(dataSource, clock);
  const inbox = new InboxRepository(dataSource, clock);
  const service = new ConversationsService(
    dataSource,
    readers,
    inbox,
    counts,
    conversations,
    views,
    log,
    clock,
    signal,
    queue,
  );
  const acts = new ConversationActs(dataSource, conversations, new Audit(clock), clock, config, signal);
  return { config, signal, readers, unread, views, counts, conversations, log, inbox, service, acts, clock };
}
