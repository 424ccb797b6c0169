import { describe, expect, it } from 'vitest';
import { NO_THREAD, type Thread } from './desk.js';
import { at, message } from './samples.spec-data.js';
import { firstUnread, timelineOf, type Row } from './timeline.js';

const thread = (messages: ReturnType<typeof message>[], hidden: [string, string, string][] = []): Thread => ({
  ...NO_THREAD,
  messages: new Map(messages.map((one) => [one.id, one])),
  hidden: new Map(hidden.map(([department, from, to]) => [from, { department, from, to }])),
});
const options = { dayOf: (iso: string) => iso.slice(0, 10), unreadFrom: null as string | null, unreadCount: 0 };
const say = (row: Row): string => {
  switch (row.kind) {
    case 'message':
      return row.first ? row.message.id : `${row.message.id}'`;
    case 'pending':
      return `…${row.send.clientId}`;
    case 'hidden':
      return `hidden ${row.episode.department as string}`;
    case 'episode':
      return `${row.before} → ${row.conversationId}`;
    case 'day':
    case 'unread':
      return row.kind;
  }
};

describe('the thread', () => {
  it('T2: stands in the order of the guest’s clock, ties in the order they were stored, however it came', () => {
    const late = [
      message('c', { sentAt: at('14:02') }),
      message('b', { sentAt: at('14:01'), seq: 2 }),
      message('a', { sentAt: at('14:01'), seq: 1 }),
    ];
    expect(timelineOf(thread(late), [], options).map(say)).toEqual(['day', 'a', "b'", "c'"]);
  });
  it('T4: names the author once in three minutes', () => {
    const maria = { kind: 'user', id: 'maria', name: 'Maria' } as const;
    const said = [
      message('a', { sentAt: at('14:00') }),
      message('b', { sentAt: at('14:02') }),
      message('c', { sentAt: at('14:08') }),
      message('d', { sentAt: at('14:08'), direction: 'outbound', author: maria }),
      message('e', {
        sentAt: at('14:09'),
        direction: 'internal',
        author: maria,
        content: { type: 'note', text: 'n', mentions: [] },
      }),
    ];
    expect(timelineOf(thread(said), [], options).map(say)).toEqual(['day', 'a', "b'", 'c', 'd', 'e']);
  });
  it('T1: marks where another department takes over, and days', () => {
    const said = [
      message('a', { conversationId: 'spa', sentAt: '2026-11-19T23:00:00Z' }),
      message('b', { conversationId: 'ana', sentAt: at('14:00') }),
    ];
    expect(timelineOf(thread(said), [], options).map(say)).toEqual(['day', 'a', 'day', 'spa → ana', 'b']);
  });
  it('T1: shows an episode of others as its line, in its place', () => {
    const said = [message('a', { sentAt: at('10:00') }), message('b', { sentAt: at('12:00') })];
    const rows = timelineOf(thread(said, [['Spa', at('11:00'), at('11:30')]]), [], options);
    expect(rows.map(say)).toEqual(['day', 'a', 'hidden Spa', 'b']);
  });
  it('T3: draws the line above the first unread', () => {
    const said = [message('a', { sentAt: at('14:00') }), message('b', { sentAt: at('14:01') })];
    const rows = timelineOf(thread(said), [], { ...options, unreadFrom: 'b', unreadCount: 1 });
    expect(rows.map(say)).toEqual(['day', 'a', 'unread', 'b']);
  });
  it('T3: counts back over the guest’s own words of this episode only', () => {
    const said = [
      message('a', { sentAt: at('14:00') }),
      message('b', { sentAt: at('14:01') }),
      message('x', { sentAt: at('14:02'), direction: 'outbound' }),
      message('c', { sentAt: at('14:03') }),
    ];
    expect(firstUnread(said, 'ana', 2)).toBe('b');
    expect(firstUnread(said, 'ana', 9)).toBe('a');
    expect(firstUnread(said, 'ana', 0)).toBeNull();
    expect(firstUnread(said, 'spa', 2)).toBeNull();
  });
  it('W2: a bubble keeps its key when its row takes its place', () => {
    const row = message('m1', { direction: 'outbound', clientId: 'c1' });
    expect(timelineOf(thread([row]), [], options).at(-1)!.key).toBe('c1');
  });
});
