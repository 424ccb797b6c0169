import { setTimeout as wait } from 'node:timers/promises';

import type { ReadMark, ShownFigures, StaffAnswer } from './checker/index.js';
import { StaffClient } from './staff-client.js';
import type { Random } from './random.js';

/** Milliseconds between two acts of one person: below the desk's limit of writes a minute. */
const PAUSE: [number, number] = [500, 2_000];

interface Card {
  id: string;
  unreadCount: number;
  lastMessage: { id: string; direction: string } | null;
}
interface Message {
  id: string;
}

/** A member of staff at work: reads, answers, closes; and notes what the desk has promised them. */
export class StaffMember {
  readonly answers: StaffAnswer[] = [];
  readonly sentAgain = new Set<string>();
  readonly marks: ReadMark[] = [];

  constructor(
    readonly client: StaffClient,
    readonly userId: string,
    private readonly name: string,
    private readonly random: Random,
  ) {}

  async work(signal: AbortSignal): Promise<void> {
    for (let n = 1; !signal.aborted; n++) {
      const cards = await this.client.read<{ items: Card[] }>('/conversations?status=active&limit=30');
      const card = cards && cards.items.length > 0 ? this.random.pick(cards.items) : null;
      if (card) await this.act(card, n);
      await wait(this.random.between(...PAUSE), undefined, { signal }).catch(() => undefined);
    }
  }

  /** What the desk shows now; throws where it does not answer. */
  async figures(): Promise<ShownFigures> {
    const counts = await this.client.read<ShownFigures['counts']>('/conversations/counts');
    const cards = await this.client.read<{ items: Card[] }>('/conversations?status=active&limit=100');
    if (!counts || !cards) throw new Error(`The desk does not show ${this.name} any figures.`);
    return {
      userId: this.userId,
      counts,
      unread: new Map(cards.items.map(({ id, unreadCount }) => [id, unreadCount])),
    };
  }

  private async act(card: Card, n: number): Promise<void> {
    const path = `/conversations/${card.id}`;
    if (this.random.chance(0.3) && card.lastMessage?.direction === 'inbound') {
      const messageId = card.lastMessage.id;
      const read = await this.client.write(`${path}/read`, { messageId });
      if (read) this.marks.push({ userId: this.userId, conversationId: card.id, messageId });
    }
    if (this.random.chance(0.05)) return void (await this.client.write(`${path}/close`, { reason: 'done' }));
    if (this.random.chance(0.3)) await this.sendAgain();
    await this.answer(path, n);
    // A second line right behind it, as people write.
    if (this.random.chance(0.3)) await this.answer(path, n + 0.5);
  }

  /** One of their own that failed, as the screens offer it. */
  private async sendAgain(): Promise<void> {
    if (this.answers.length === 0) return;
    const { messageId } = this.random.pick(this.answers);
    if (messageId === null || this.sentAgain.has(messageId)) return;
    const history = await this.client.read<{ attempts: { status: string }[] }>(`/messages/${messageId}/history`);
    if (history?.attempts.at(-1)?.status !== 'failed') return;
    this.sentAgain.add(messageId); // before it is known: it may be done though no answer ever comes
    await this.client.write(`/messages/${messageId}/retry`, {});
  }

  private async answer(path: string, n: number): Promise<void> {
    const clientId = `${this.name}-${n}`;
    const text = `We are on our way. (${clientId})`;
    const content = { type: 'text', text };
    const answer: StaffAnswer = { userId: this.userId, clientId, text, messageId: null };
    this.answers.push(answer); // before it is known: it may be stored though no answer ever comes
    answer.messageId = (await this.client.write<Message>(`${path}/messages`, { content, clientId }))?.id ?? null;
  }
}
