import { createHash } from 'node:crypto';

import type { MessageContent } from '../channels/index.js';
import { statusRank } from '../common/delivery-status.js';
import { searchableText } from '../messages/index.js';
import type { HistoryPlace, HistoryRows } from './history.types.js';
import { departmentOf, readersOf, STAFF, type DepartmentKey, type StaffKey } from './hotel.js';
import { idAt } from './rows.js';
import type { Line, Scene, Tick } from './scenes/index.js';
import { addReaction, addSend, FAILURE } from './send-rows.js';
import { connectedWords, menuContent, menuRows } from './words.js';

interface Said {
  direction: 'inbound' | 'outbound' | 'internal';
  author: 'guest' | 'user' | 'automation' | 'system';
  authorId?: string;
  content: MessageContent;
  tick?: Tick;
  reaction?: string | undefined;
  replyTo?: string;
}

const MINUTE = 60_000;

/** One scene as rows. Says everything in order, then closes the books. */
export class ConversationHistory {
  readonly id: string;
  private at: Date;
  private lines = 0;
  private last: { id: string; at: Date } | null = null;
  private lastAlive: Date;
  private waitingSince: Date | null = null;
  private menu: object | null = null;
  private readonly readTo = new Map<StaffKey, number>();
  private readonly involved = new Set<StaffKey>();

  constructor(
    private readonly scene: Scene,
    private readonly begins: Date,
    private readonly place: HistoryPlace,
    private readonly rows: HistoryRows,
  ) {
    this.id = idAt(begins);
    this.at = begins;
    this.lastAlive = begins;
  }

  write(): void {
    const { scene } = this;
    scene.lines.forEach((line, index) => {
      this.at = new Date(this.at.getTime() + line.after * MINUTE + ((index * 17) % 40) * 1_000);
      this.line(line);
      if (index === 0) this.opening();
    });
    const { closedBy } = scene;
    if (closedBy) {
      this.pass(2 * MINUTE);
      this.system('closed', { by: this.named(closedBy), reason: null, note: null });
    }
    this.finish();
  }

  private line({ by, text, staff, tick, reaction, from }: Line): void {
    if (by === 'guest') return this.guest({ type: 'text', text }, { reaction });
    if (by === 'automation') {
      this.automation({ type: 'text', text });
      return;
    }
    if (!staff) throw new Error(`A colleague is missing: ${text}`);
    if (by === 'handover' && from) {
      const to = this.department(this.scene.with ?? from);
      return this.system('transferred', { from: this.department(from), to, by: this.named(staff), note: text });
    }
    const authorId = this.place.ids.staff[staff];
    this.involved.add(staff);
    this.readTo.set(staff, this.place.inboundSeq);
    if (by === 'note') {
      this.say({ direction: 'internal', author: 'user', authorId, content: { type: 'note', text, mentions: [] } });
      return;
    }
    for (const reader of this.readers()) this.readTo.set(reader, this.place.inboundSeq);
    this.waitingSince = null;
    this.lastAlive = this.at;
    this.say({
      direction: 'outbound',
      author: 'user',
      authorId,
      content: { type: 'text', text },
      tick: tick ?? 'read',
      reaction,
    });
  }

  /** What the desk did about the guest's first words. */
  private opening(): void {
    const { opened, with: chosen, lines } = this.scene;
    const { language } = this.place.person.guest;
    const { departments } = this.place.ids;
    if (typeof opened === 'object') {
      this.pass(1_000);
      this.system('department_opened', { department: this.department(chosen ?? 'reception'), because: 'urgent' });
      this.ring(opened.urgent);
      return;
    }
    this.pass(1_500);
    const menu = this.automation(menuContent(language, departments));
    const rows = menuRows(language, departments);
    this.menu = {
      options: rows.map(({ id, departmentId, title }) => ({ id, departmentId, title })),
      page: 0,
      misses: 0,
      offeredAt: this.at.toISOString(),
    };
    const pressed = lines.find((line) => line.from)?.from ?? chosen;
    if (pressed === null || opened === 'unanswered') return;
    const department = departmentOf(pressed);
    this.pass(21_000);
    const choice = { type: 'choice' as const, id: `dept:${departments[pressed]}`, title: department.names[language] };
    this.guest(choice, { replyTo: menu });
    this.pass(500);
    this.system('department_opened', { department: this.department(pressed), because: 'chosen' });
    // Where the scene goes on with the desk's own words (closed for tonight), those stand in for the usual ones.
    if (lines[1]?.by !== 'automation') this.automation({ type: 'text', text: connectedWords(language, department) });
  }

  private guest(content: MessageContent, more: { reaction?: string | undefined; replyTo?: string } = {}): void {
    this.waitingSince ??= this.at;
    this.lastAlive = this.at;
    this.place.lastInboundAt = this.at;
    this.place.inboundSeq++;
    this.say({ direction: 'inbound', author: 'guest', authorId: this.place.person.id, content, ...more });
  }

  /** Returns the provider's id of it. */
  private automation(content: MessageContent): string {
    return this.say({ direction: 'outbound', author: 'automation', content, tick: 'read' });
  }

  private system(code: string, data: Record<string, unknown>): void {
    this.say({ direction: 'internal', author: 'system', content: { type: 'system', code, data } });
  }

  private say(said: Said): string {
    const { ids, chatId, person } = this.place;
    const id = idAt(this.at);
    const { direction, author, content, tick } = said;
    const external = direction !== 'internal' && tick !== 'unconfirmed';
    const providerId = `wamid.${createHash('sha256').update(`${person.userId} ${id}`).digest('base64url')}`;
    this.place.seq++;
    this.lines++;
    this.rows.message.push({
      hotel_id: ids.hotelId,
      id,
      chat_id: chatId,
      conversation_id: this.id,
      channel_id: ids.channelId,
      direction,
      author_kind: author,
      author_id: said.authorId ?? null,
      type: content.type,
      content,
      text_folded: searchableText(content),
      provider_id: external ? providerId : null,
      status: tick ? statusRank(tick) : null,
      failure: tick === 'failed' ? FAILURE : null,
      reply_to_provider_id: said.replyTo ?? null,
      seq: this.place.seq,
      inbound_seq: direction === 'inbound' ? this.place.inboundSeq : null,
      sent_at: this.at,
      created_at: this.at,
      repaired: false,
      sent_elsewhere: false,
      version: 1,
    });
    const message = { id, providerId, conversationId: this.id, at: this.at };
    if (tick) addSend(this.rows, this.place, message, tick);
    if (said.reaction)
      addReaction(this.rows, this.place, message, said.reaction, direction === 'inbound' ? 'user' : 'guest');
    // While the guest waits the card keeps the guest's words.
    if (direction !== 'internal' && (author !== 'automation' || this.waitingSince === null))
      this.last = { id, at: this.at };
    return providerId;
  }

  private ring(word: string): void {
    const { ids } = this.place;
    const messageId = this.last?.id ?? null;
    for (const reader of this.readers()) {
      this.rows.notification.push({
        hotel_id: ids.hotelId,
        id: idAt(this.at),
        user_id: ids.staff[reader],
        kind: 'urgent',
        conversation_id: this.id,
        data: { word, messageId },
        at: this.at,
      });
    }
  }

  private finish(): void {
    const { scene, place } = this;
    const { ids, now, expiryHours } = place;
    const expiresAt = new Date(this.lastAlive.getTime() + expiryHours * 60 * MINUTE);
    const status = scene.closedBy ? 'closed' : expiresAt < now ? 'expired' : 'active';
    const closedAt = { closed: this.at, expired: expiresAt, active: null }[status];
    const firstToAnswer = scene.lines.find(({ by }) => by === 'staff')?.staff ?? null;
    const assignee = scene.assignee === undefined ? firstToAnswer : scene.assignee;
    this.rows.conversation.push({
      hotel_id: ids.hotelId,
      id: this.id,
      chat_id: place.chatId,
      type: scene.with === null ? 'general' : 'service',
      status,
      department_id: scene.with === null ? null : ids.departments[scene.with],
      assignee_id: assignee === null ? null : ids.staff[assignee],
      priority: typeof scene.opened === 'object' ? 'urgent' : 'normal',
      menu: this.menu,
      last_message_id: this.last?.id ?? null,
      last_message_at: this.last?.at ?? this.begins,
      waiting_since: status === 'active' ? this.waitingSince : null,
      expires_at: expiresAt,
      opened_at: this.begins,
      closed_at: closedAt,
      close_reason: status === 'closed' ? 'done' : null,
      version: this.lines,
      updated_at: closedAt ?? this.at,
    });
    this.rows.conversation_attendee.push({
      hotel_id: ids.hotelId,
      conversation_id: this.id,
      attendee_id: place.attendeeId,
    });
    if (assignee) this.involved.add(assignee);
    for (const reader of new Set([...this.readers(), ...this.involved])) {
      const seq = status === 'active' ? (this.readTo.get(reader) ?? 0) : place.inboundSeq;
      if (seq === 0 && !this.involved.has(reader)) continue;
      this.rows.participant.push({
        hotel_id: ids.hotelId,
        conversation_id: this.id,
        user_id: ids.staff[reader],
        involved: this.involved.has(reader),
        last_read_seq: seq,
        last_read_at: this.at,
        joined_at: this.begins,
      });
    }
  }

  private readers(): StaffKey[] {
    return readersOf(this.scene.with);
  }

  private pass(ms: number): void {
    this.at = new Date(this.at.getTime() + ms);
  }

  private department(key: DepartmentKey): { id: string; name: string } {
    return { id: this.place.ids.departments[key], name: departmentOf(key).names.en };
  }

  private named(key: StaffKey): { id: string; name: string } {
    return { id: this.place.ids.staff[key], name: STAFF.find((one) => one.key === key)?.name ?? key };
  }
}
