import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';

import { Channels, type MessageContent } from '../channels/index.js';
import { Clock } from '../common/clock.js';
import { newId } from '../common/ids.js';
import { Config } from '../config/config.js';
import { recordChange } from '../conversations/index.js';
import { ChangeSignal } from '../database/change-signal.js';
import { RebuildableQueries } from '../database/hot-queries.js';
import { inTransaction, type Tx } from '../database/transaction.js';
import { isOpen, opensNext } from '../departments/index.js';
import { JobQueue, Sweeper, type JobContext, type Jobs } from '../queue/index.js';
import { DecisionApplier } from './decision.applier.js';
import { GuestConversationRouter } from './guest-conversation-router.js';
import { guessLanguage, resolveLanguage, type ResolvedLanguage } from './language.js';
import { inputsForRecord } from './route-record.js';
import type { RouteInput } from './route.types.js';
import {
  countTry,
  markDecided,
  nextScene,
  releaseRouting,
  unroutedChats,
  type RoutingScene,
} from './routing.repository.js';

/** Dead within this time, and another worker takes over; each message renews it. */
const LEASE_MS = 15_000;

/**
 * Routes what a chat received, one message after another in the order they came (promise 5). The claim has
 * a fence: a worker that was given up for dead cannot write any more.
 */
@Injectable()
export class RouteProcessor implements OnModuleInit {
  private readonly logger = new Logger(RouteProcessor.name);
  private readonly router = new GuestConversationRouter();

  constructor(
    private readonly db: DataSource,
    private readonly sql: RebuildableQueries,
    private readonly queue: JobQueue,
    private readonly sweeper: Sweeper,
    private readonly channels: Channels,
    private readonly applier: DecisionApplier,
    private readonly signal: ChangeSignal,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.queue.handle('chat.route', (job, context) => this.run(job, context));
    this.sweeper.add({ name: 'unrouted chats', everyMs: 5_000, run: () => this.sweep() });
  }

  private async run({ hotelId, chatId }: Jobs['chat.route'], { signal }: JobContext): Promise<void> {
    let held: number | null = null;
    while (!signal.aborted) {
      const scene = await nextScene(this.sql, hotelId, chatId, LEASE_MS, held);
      if (!scene) return;
      held = scene.fence;
      try {
        const done = await this.route(hotelId, chatId, scene);
        if (!done?.more) return; // the claim ended with the last arrival; a later one brings its own job
      } catch (error) {
        await this.givenUp(hotelId, chatId, scene, error);
      }
    }
    if (held !== null) await releaseRouting(this.sql, hotelId, chatId, held);
  }

  /** One message. Null: the claim is another worker's. */
  private async route(hotelId: string, chatId: string, scene: RoutingScene): Promise<{ more: boolean } | null> {
    const now = this.clock.now();
    const language = languageOf(scene);
    const input = this.inputOf(scene, language.language, now);
    const routed = this.router.route(input);
    const decided = { hotelId, chatId, scene, routed, inputs: inputsForRecord(input), now };
    const { guest } = scene;
    const learnt = guest !== null && language.source === 'words' && guest.language !== language.language;
    const quiet = routed.decision.kind === 'relay' || routed.decision.kind === 'ignore';
    // Most messages are relayed: one statement, its own transaction.
    if (quiet && !learnt) return markDecided(this.sql, decided);

    const done = await inTransaction(this.db, async (tx) => {
      // Lock order: guest, chat, conversation, message.
      if (guest)
        await tx.query(`SELECT 1 FROM guest WHERE hotel_id = $1 AND id = $2 FOR NO KEY UPDATE`, [hotelId, guest.id]);
      const moved = await markDecided(tx, decided);
      if (!moved) return null;
      if (learnt) await learnLanguage(tx, hotelId, guest.id, language.language, now);
      const { conversationId, messageId } = scene;
      const sends = await this.applier.apply(
        tx,
        { hotelId, chatId, conversationId, messageId, guestId: guest?.id ?? null, now },
        routed.decision,
      );
      if (!quiet) await recordChange(tx, { hotelId, kind: 'conversation.updated', conversationId, at: now });
      return { ...moved, sends };
    });
    if (!done) return null;
    this.signal.signal();
    if (done.sends)
      this.queue.enqueue('chat.send', { hotelId, chatId }, { jobId: `${chatId}:routed:${scene.inboundSeq}` });
    return done;
  }

  /** Counted on the row; the last try puts the message before a person, and never blocks the chat behind it. */
  private async givenUp(hotelId: string, chatId: string, scene: RoutingScene, error: unknown): Promise<void> {
    const tries = await countTry(this.sql, hotelId, chatId, scene.fence);
    if (tries < this.config.queue.tries) {
      await releaseRouting(this.sql, hotelId, chatId, scene.fence);
      throw error;
    }
    const reason = error instanceof Error ? error.message : String(error);
    const stack = error instanceof Error ? (error.stack ?? null) : null;
    this.logger.error(`Message ${scene.messageId} could not be routed and waits in review: ${stack ?? reason}`);
    const now = this.clock.now();
    await inTransaction(this.db, async (tx) => {
      if (!(await markDecided(tx, { hotelId, chatId, scene, routed: null, inputs: null, now }))) return;
      await tx.query(
        `INSERT INTO review_item (hotel_id, id, kind, conversation_id, message_id, code, reason, tries, payload, stack, at)
         VALUES ($1, $2, 'job', $3, $4, 'routing_failed', $5, $6, $7, $8, $9)`,
        [
          hotelId,
          newId(),
          scene.conversationId,
          scene.messageId,
          reason,
          tries,
          JSON.stringify({ job: 'chat.route', hotelId, chatId }),
          stack,
          now,
        ],
      );
    });
  }

  private inputOf(scene: RoutingScene, language: string, now: Date): RouteInput {
    const { hotel, conversation, guest } = scene;
    const { buttons, list, text } = this.channels.adapter(scene.provider).capabilities;
    return {
      now,
      hotel: {
        name: hotel.name,
        timeZone: hotel.timeZone,
        languages: hotel.languages,
        frontDeskDepartmentId: hotel.frontDeskDepartmentId,
        automation: hotel.autoReply.enabled !== false,
      },
      chat: { kind: scene.chatKind, optedOut: guest?.optedOut ?? false },
      language,
      conversation,
      message: {
        direction: 'inbound',
        type: scene.type,
        text: wordsOf(scene.content),
        choice: scene.content.type === 'choice' ? { id: scene.content.id, title: scene.content.title } : null,
        historical: false, // history has no inbound sequence and never comes here
      },
      departments: scene.departments.map(({ hours, ...department }) => ({
        ...department,
        open: isOpen(hours, now, hotel.timeZone),
        opensAt: opensNext(hours, now, hotel.timeZone),
      })),
      capabilities: { buttons, list, text },
    };
  }

  private async sweep(): Promise<void> {
    for (const { hotelId, chatId, inboundSeq } of await unroutedChats(this.sql)) {
      this.queue.enqueue('chat.route', { hotelId, chatId }, { jobId: `${chatId}:${inboundSeq}` });
    }
  }
}

function languageOf({ guest, hotel, content }: RoutingScene): ResolvedLanguage {
  const staff = guest?.languageSource === 'staff' ? guest.language : null;
  const before = guest?.languageSource === 'words' ? guest.language : null;
  return resolveLanguage({
    staff,
    stay: guest?.stayLanguage ?? null,
    words: guessLanguage(wordsOf(content), hotel.languages) ?? before,
    phoneCountry: guest?.country ?? null,
    hotelLanguages: hotel.languages,
  });
}

/** What staff set, or a booking says, stays. */
async function learnLanguage(tx: Tx, hotelId: string, guestId: string, language: string, now: Date): Promise<void> {
  await tx.query(
    `UPDATE guest SET language = $3, language_source = 'words', updated_at = $4, version = version + 1
     WHERE hotel_id = $1 AND id = $2 AND (language_source IS NULL OR language_source IN ('words', 'phone'))`,
    [hotelId, guestId, language, now],
  );
}

function wordsOf(content: MessageContent): string {
  if (content.type === 'text') return content.text;
  if (content.type === 'choice') return content.title;
  return 'caption' in content ? (content.caption ?? '') : '';
}
