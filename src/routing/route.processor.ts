import { setTimeout } from 'node:timers/promises';

import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';

import { Channels } from '../channels/index.js';
import { Clock } from '../common/clock.js';
import { MessageTrace } from '../common/message-trace.js';
import { Metrics } from '../common/metrics.js';
import { withTrace } from '../common/trace.js';
import { Config } from '../config/config.js';
import { recordChange } from '../conversations/index.js';
import { ChangeSignal } from '../database/change-signal.js';
import { RebuildableQueries } from '../database/hot-queries.js';
import { inTransaction, statements } from '../database/transaction.js';
import { IngestionService } from '../messages/index.js';
import { JobQueue, Sweeper, type Jobs } from '../queue/index.js';
import { DecisionApplier } from './decision.applier.js';
import { failedTry, putBeforePerson, recordFailedTry } from './given-up.js';
import { GuestConversationRouter } from './guest-conversation-router.js';
import { inputOf, languageOf } from './route-input.js';
import { inputsForRecord } from './route-record.js';
import type { Routed } from './route.types.js';
import {
  countTry,
  markDecided,
  recordLanguages,
  releaseRouting,
  unroutedChats,
  type Decided,
} from './routing-decisions.repository.js';
import { nextScenes, type ChatToRoute, type RoutingScene } from './routing-scenes.repository.js';

/** Dead within this time, and another worker takes over; each message renews it. */
const LEASE_MS = 15_000;
/** Chats routed side by side in one go. */
const MAX_CHATS = 64;
/**
 * How long routing stands back while guests' messages are coming in: storing them goes first, and the more chats
 * are routed together, the less each of them costs.
 */
const STAND_BACK_MS = 200;
const LOOK_MS = 5;

interface Waiting extends ChatToRoute {
  resolve(): void;
  reject(error: unknown): void;
}

interface Decision extends Decided {
  routed: Routed;
  /** nothing to do but to move on */
  quiet: boolean;
  /** a language the guest's words told us */
  learnt: string | null;
}

/**
 * Routes what chats received: of one chat one message after another in the order they came, chats side by side
 * (promise 5). Jobs that wait are taken together, so that the many messages that are only relayed cost two
 * statements for all of them. A claim has a fence: a worker that was given up for dead cannot write any more.
 */
@Injectable()
export class RouteProcessor implements OnModuleInit {
  private readonly logger = new Logger(RouteProcessor.name);
  private readonly router = new GuestConversationRouter();
  private readonly waiting: Waiting[] = [];
  private working = false;

  constructor(
    private readonly db: DataSource,
    private readonly sql: RebuildableQueries,
    private readonly queue: JobQueue,
    private readonly sweeper: Sweeper,
    private readonly channels: Channels,
    private readonly ingestion: IngestionService,
    private readonly applier: DecisionApplier,
    private readonly signal: ChangeSignal,
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly metrics: Metrics,
    private readonly trace: MessageTrace,
  ) {}

  onModuleInit(): void {
    this.queue.handle('chat.route', (job) => this.join(job));
    this.sweeper.add({ name: 'unrouted chats', queue: 'whatsapp-messages', everyMs: 5_000, run: () => this.sweep() });
  }

  private join({ hotelId, chatId }: Jobs['chat.route']): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ hotelId, chatId, resolve, reject });
      if (!this.working) void this.work();
    });
  }

  private async work(): Promise<void> {
    this.working = true;
    while (this.waiting.length > 0) {
      await this.standBack();
      await this.routeTogether(this.waiting.splice(0, MAX_CHATS));
    }
    this.working = false;
  }

  /** In a rush: until enough chats wait to be routed together. */
  private async standBack(): Promise<void> {
    const until = Date.now() + STAND_BACK_MS;
    while (this.waiting.length < MAX_CHATS && this.ingestion.busy && Date.now() < until) await setTimeout(LOOK_MS);
  }

  /** The next message of each of these chats; one that has more waits again. */
  private async routeTogether(jobs: Waiting[]): Promise<void> {
    const open = new Map<string, Waiting>();
    for (const job of jobs) {
      open.get(job.chatId)?.resolve(); // the same chat twice: once is enough
      open.set(job.chatId, job);
    }
    try {
      const scenes = await nextScenes(this.sql, [...open.values()], LEASE_MS, this.config.flood, this.clock.now());
      const going = new Set(scenes.map((scene) => scene.chatId));
      for (const job of open.values()) if (!going.has(job.chatId)) finish(open, job);
      await this.routeRound(open, scenes);
      this.waiting.unshift(...open.values());
    } catch (error) {
      for (const job of open.values()) job.reject(error);
    }
  }

  private async routeRound(open: Map<string, Waiting>, scenes: RoutingScene[]): Promise<void> {
    const now = this.clock.now();
    const began = performance.now();
    const decisions: Decision[] = [];
    for (const scene of scenes) {
      try {
        decisions.push(this.decide(scene, now));
      } catch (error) {
        await this.giveUp(open, scene, error, began);
      }
    }
    await this.learnLanguages(decisions, now);
    const moved = await this.moveOn(
      decisions.filter((decision) => decision.quiet),
      now,
    );
    for (const decision of decisions) {
      const { scene } = decision;
      const job = open.get(scene.chatId);
      if (!job) continue;
      try {
        const done = decision.quiet && moved ? moved.get(scene.chatId) : await this.act(decision, now);
        if (done) this.tell(decision);
        if (!done?.more) finish(open, job); // a later arrival brings its own job
      } catch (error) {
        await this.giveUp(open, scene, error, began);
      }
    }
  }

  /** Those that are only relayed, in one statement. Undefined: it failed, so each goes alone and one poison costs itself. */
  private async moveOn(quiet: Decision[], now: Date): Promise<Map<string, { more: boolean }> | undefined> {
    try {
      return await markDecided(this.sql, quiet, now);
    } catch (error) {
      this.logger.warn(`${quiet.length} messages could not be routed together and are routed alone: ${String(error)}`);
      return undefined;
    }
  }

  /** One message's failure is its own: the others of the round go on, and its chat when the message waits in review. */
  private async giveUp(open: Map<string, Waiting>, scene: RoutingScene, error: unknown, began: number): Promise<void> {
    try {
      await this.givenUp(scene, error, performance.now() - began);
    } catch (failure) {
      open.get(scene.chatId)?.reject(failure);
      open.delete(scene.chatId);
    }
  }

  private tell({ scene, routed }: Decision): void {
    this.metrics.routeSeconds.observe((+this.clock.now() - +scene.storedAt) / 1_000);
    const { messageId, chatId, conversationId } = scene;
    const { rule, decision } = routed;
    this.trace.tell('routed', messageId, { messageId, chatId, conversationId, rule, decision: decision.kind });
  }

  private decide(scene: RoutingScene, now: Date): Decision {
    const language = languageOf(scene);
    const input = inputOf(scene, language.language, this.channels.adapter(scene.provider).capabilities, now);
    const routed = this.router.route(input);
    const learnt = scene.guest !== null && language.source === 'words' && scene.guest.language !== language.language;
    return {
      scene,
      routed,
      inputs: inputsForRecord(input),
      quiet: routed.decision.kind === 'relay' || routed.decision.kind === 'ignore',
      learnt: learnt ? language.language : null,
    };
  }

  /** Before the decisions: guests are locked before chats. Whatever becomes of the decisions, these words were said. */
  private async learnLanguages(decisions: Decision[], now: Date): Promise<void> {
    const learnt = decisions.flatMap(({ scene: { hotelId, guest }, learnt: language }) =>
      guest !== null && language !== null ? [{ hotelId, guestId: guest.id, language }] : [],
    );
    try {
      await recordLanguages(this.sql, learnt, now);
    } catch (error) {
      this.logger.warn(
        `What ${learnt.length} guests speak was not noted; their next words tell it again: ${String(error)}`,
      );
    }
  }

  /** What was decided, done in one transaction. Undefined: the claim is another worker's. */
  private async act(decision: Decision, now: Date): Promise<{ more: boolean } | undefined> {
    const { scene, routed, quiet } = decision;
    const { hotelId, chatId, guest, conversationId, messageId } = scene;
    // What is said for it is sent for it: the guest's message is its trace.
    const done = await withTrace(messageId, () =>
      inTransaction(this.db, async (tx) => {
        // Lock order: guest, chat, conversation, message.
        if (guest)
          await tx.query(`SELECT 1 FROM guest WHERE hotel_id = $1 AND id = $2 FOR NO KEY UPDATE`, [hotelId, guest.id]);
        const moved = (await markDecided(tx, [decision], now)).get(chatId);
        if (!moved) return undefined;
        const place = { hotelId, chatId, conversationId, messageId, guestId: guest?.id ?? null, now };
        const sends = await this.applier.apply(tx, place, routed.decision);
        if (!quiet) await recordChange(tx, { hotelId, kind: 'conversation.updated', conversationId, at: now });
        return { ...moved, sends };
      }),
    );
    if (!done) return undefined;
    this.signal.signal();
    if (done.sends)
      this.queue.enqueue('chat.send', { hotelId, chatId }, { jobId: `${chatId}:routed:${scene.inboundSeq}` });
    return done;
  }

  /** Counted on the row; the last try puts the message before a person, and never blocks the chat behind it. */
  private async givenUp(scene: RoutingScene, error: unknown, tookMs: number): Promise<void> {
    const { hotelId, chatId } = scene;
    const tries = await countTry(this.sql, hotelId, chatId, scene.fence);
    const failed = failedTry(error, this.clock.now(), tookMs);
    await recordFailedTry(statements(this.db), scene, failed);
    if (tries < this.config.queue.tries) {
      await releaseRouting(this.sql, hotelId, chatId, scene.fence);
      throw error;
    }
    this.logger.error(
      `Message ${scene.messageId} could not be routed and waits in review: ${failed.stack ?? failed.reason}`,
    );
    await inTransaction(this.db, async (tx) => {
      const moved = await markDecided(tx, [{ scene, routed: null, inputs: null }], failed.at);
      if (moved.has(chatId)) await putBeforePerson(tx, scene, tries, failed);
    });
  }

  private async sweep(): Promise<void> {
    for (const { hotelId, chatId, inboundSeq } of await unroutedChats(this.db)) {
      this.queue.enqueue('chat.route', { hotelId, chatId }, { jobId: `${chatId}:${inboundSeq}` });
    }
  }
}

function finish(open: Map<string, Waiting>, job: Waiting): void {
  open.delete(job.chatId);
  job.resolve();
}
