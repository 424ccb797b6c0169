import { beforeEach, describe, expect, it } from 'vitest';
import { applyEvent } from '../live/apply.js';
import {
  clearDesk,
  deskState,
  withAnswer,
  withConversations,
  withMessages,
  withoutConversation,
  withPage,
  withPending,
  withReading,
  withView,
  type DeskState,
  type PendingSend,
} from './desk.js';
import { newerMessage } from './merge.js';
import { at, conversation, message } from './samples.spec-data.js';
import { rankOf } from './views.js';

let empty: DeskState;
beforeEach(() => {
  clearDesk();
  empty = deskState();
});

const pending = (clientId: string): PendingSend => ({
  clientId,
  conversationId: 'ana',
  chatId: 'chat-ana',
  content: { type: 'text', text: 'On our way' },
  author: { kind: 'user', id: 'maria', name: 'Maria' },
  replyTo: null,
  at: at('14:04'),
  state: 'sending',
  problem: null,
});
const sent = (clientId: string, part = {}) =>
  message('m1', { direction: 'outbound', status: 'queued', clientId, version: 1, ...part });

describe('W2: a bubble painted before the server answered', () => {
  it('W2: its row takes its place, whether the answer or the socket comes first', () => {
    const painted = withPending(empty, pending('c1'));
    const answered = withMessages(painted, 'chat-ana', [sent('c1')]);
    expect(answered.pending.size).toBe(0);
    expect([...answered.threads.get('chat-ana')!.messages.values()]).toHaveLength(1);

    const open = withMessages(painted, 'chat-ana', []);
    const told = applyEvent(open, {
      name: 'message.created',
      data: { message: sent('c1'), conversation: conversation('ana') },
    });
    const both = withMessages(told, 'chat-ana', [sent('c1')]);
    expect(both.pending.size).toBe(0);
    expect(both.threads.get('chat-ana')!.messages.size).toBe(1);
  });

  it('W2: another guest’s row does not', () => {
    const next = withMessages(withPending(empty, pending('c1')), 'chat-ana', [sent('c2')]);
    expect([...next.pending.keys()]).toEqual(['c1']);
  });
});

describe('A3: an echo of the phone that turns out to be a message sent here', () => {
  it('leaves one bubble, and the card as the server has it', () => {
    const both = withMessages(empty, 'chat-ana', [
      sent('c1'),
      message('echo', { direction: 'outbound', status: 'sent', sentElsewhere: true }),
    ]);
    const next = applyEvent(both, { name: 'message.removed', data: { id: 'echo', conversation: conversation('ana') } });
    expect([...next.threads.get('chat-ana')!.messages.keys()]).toEqual(['m1']);
    expect(next.conversations.has('ana')).toBe(true);
  });

  it('says nothing to a thread that is not open', () => {
    const told = { id: 'echo', conversation: conversation('ana') };
    expect(applyEvent(empty, { name: 'message.removed', data: told }).threads.size).toBe(0);
  });
});

describe('T5: ticks only move forward', () => {
  it('T5: an answer that comes after the socket does not take a tick back', () => {
    expect(newerMessage(sent('c1', { status: 'delivered', version: 3 }), sent('c1', { version: 1 })).status).toBe(
      'delivered',
    );
  });
  it('T5: sending again takes a failed one back to the start', () => {
    const again = sent('c1', { status: 'queued', version: 5 });
    expect(newerMessage(sent('c1', { status: 'failed', version: 4 }), again).status).toBe('queued');
  });
});

describe('S7: news by id and version', () => {
  it('S7: an older telling of a conversation is ignored, the same one again is welcome', () => {
    const known = withConversations(empty, [conversation('ana', { version: 5, name: 'Ana', unreadCount: 2 })]);
    const older = withConversations(known, [conversation('ana', { version: 4, name: 'unknown' })]);
    expect(older.conversations.get('ana')!.name).toBe('Ana');
    const mine = withConversations(known, [conversation('ana', { version: 5, name: 'Ana', unreadCount: 0 })]);
    expect(mine.conversations.get('ana')!.unreadCount).toBe(0);
  });

  it('S7: told twice is told once', () => {
    const event = {
      name: 'message.created',
      data: { message: message('m1'), conversation: conversation('ana') },
    } as const;
    const open = withMessages(empty, 'chat-ana', []);
    const once = applyEvent(open, event);
    const twice = applyEvent(once, event);
    expect(twice.threads.get('chat-ana')!.messages.size).toBe(1);
    expect(twice.news).toBe(once.news);
  });

  it('S7: threads that were never opened are not filled from the middle', () => {
    const next = applyEvent(empty, {
      name: 'message.created',
      data: { message: message('m1'), conversation: conversation('ana') },
    });
    expect(next.threads.has('chat-ana')).toBe(false);
    expect(next.conversations.has('ana')).toBe(true);
  });

  it('S6: what is taken away leaves the list and its words leave the thread', () => {
    const open = withMessages(withConversations(empty, [conversation('ana')]), 'chat-ana', [
      message('m1'),
      message('m2', { conversationId: 'earlier' }),
    ]);
    const gone = withoutConversation(open, 'ana');
    expect(gone.conversations.has('ana')).toBe(false);
    expect([...gone.threads.get('chat-ana')!.messages.keys()]).toEqual(['m2']);
    expect([...gone.gone.keys()]).toEqual(['ana']);
    expect(withConversations(gone, [conversation('ana')]).gone.size).toBe(0); // given back
  });

  it('S6: an answer that was asked for before it was taken away does not bring it back, a later one does', () => {
    const asked = withConversations(empty, [conversation('ana', { version: 5 })]);
    const gone = withoutConversation(asked, 'ana');
    const taken = conversation('ana', { version: 6, assignee: { id: 'maria', name: 'Maria' } });
    expect(withAnswer(gone, [taken], asked).conversations.has('ana')).toBe(false);
    expect(withView(gone, 'all', 'maria', [taken], null, null, asked).conversations.has('ana')).toBe(false);
    const later = withAnswer(gone, [taken], gone);
    expect(later.conversations.has('ana')).toBe(true);
    expect(later.gone.size).toBe(0);
  });

  it('S6: not even one of a list that was asked for before anything was known', () => {
    const gone = applyEvent(empty, { name: 'conversation.removed', data: { id: 'ana' } });
    const told = [conversation('ana'), conversation('rui')];
    expect([...withView(gone, 'all', 'maria', told, null, null, empty).conversations.keys()]).toEqual(['rui']);
  });

  it('S7: reading a view again drops who has left it, but not what was told meanwhile', () => {
    const waits = (id: string, time: string) => conversation(id, { waitingSince: at(time) });
    const before = withConversations(empty, [waits('ana', '14:00'), waits('rui', '14:01'), waits('zoe', '15:00')]);
    const meanwhile = withConversations(before, [{ ...waits('ana', '14:00'), version: 2 }]);
    const until = rankOf('waiting', waits('klaus', '14:30'));
    const after = withView(meanwhile, 'waiting', 'maria', [waits('klaus', '14:30')], null, until, before);
    expect([...after.conversations.keys()].sort()).toEqual(['ana', 'klaus', 'zoe']); // zoe lies behind the page
  });
});

describe('T8: a thread that is read around a message', () => {
  const told = (id: string, time: string) =>
    ({
      name: 'message.created',
      data: { message: message(id, { sentAt: at(time) }), conversation: conversation('ana') },
    }) as const;
  const known = (state: DeskState): string[] => [...state.threads.get('chat-ana')!.messages.keys()].sort();
  const old = [message('m1', { sentAt: at('08:00') }), message('m2', { sentAt: at('08:05') })];

  it('T8: holds no gap: what another reading knew goes, what is told waits until all before it was read', () => {
    const newest = withPage(empty, 'chat-ana', [message('m9', { sentAt: at('14:00') })], null, false);
    const middle = withPage(newest, 'chat-ana', old, 'm1', true);
    expect(known(middle)).toEqual(['m1', 'm2']);
    const heard = applyEvent(middle, told('m10', '14:10'));
    expect(known(heard)).toEqual(['m1', 'm2']);
    const older = withPage(heard, 'chat-ana', [message('m0', { sentAt: at('07:00') })], 'm1');
    expect(known(older)).toEqual(['m0', 'm1', 'm2']);
    const end = withPage(older, 'chat-ana', [message('m9', { sentAt: at('14:00') })], 'm1', false);
    expect(known(end)).toEqual(['m0', 'm1', 'm10', 'm2', 'm9']);
    expect(known(applyEvent(end, told('m11', '14:20')))).toContain('m11');
  });

  it('T8: a tick on a message that is there shows at once', () => {
    const middle = withPage(empty, 'chat-ana', old, 'm1', true);
    const ticked = applyEvent(middle, {
      name: 'message.updated',
      data: { message: { ...old[1]!, version: 2, status: 'read' }, conversation: conversation('ana') },
    });
    expect(ticked.threads.get('chat-ana')!.messages.get('m2')!.status).toBe('read');
  });

  it('S7: what is told while the first page is on its way is there with it', () => {
    const asked = withReading(empty, 'chat-ana', null);
    const heard = applyEvent(asked, told('m10', '14:10'));
    const read = withPage(heard, 'chat-ana', old, null, false);
    expect(known(read)).toEqual(['m1', 'm10', 'm2']);
    const again = withPage(read, 'chat-ana', [...old, message('m3', { sentAt: at('08:06') })], null, false);
    expect(known(again)).toEqual(['m1', 'm10', 'm2', 'm3']);
  });
});
