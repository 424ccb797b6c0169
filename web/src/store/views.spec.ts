import { describe, expect, it } from 'vitest';
import { at, conversation } from './samples.spec-data.js';
import type { ConversationView } from '../api/types.js';
import { SortedView } from './sorted-view.js';
import { belongs, frozenOrder, rankOf, rowsOf } from './views.js';

const last = (time: string) => ({
  id: 'm',
  author: { kind: 'guest' as const, id: 'guest', name: 'Ana' },
  direction: 'inbound' as const,
  preview: '',
  type: 'text' as const,
  status: 'received' as const,
  at: at(time),
});
const maria = { id: 'maria', name: 'Maria' };

describe('L3: views', () => {
  it.each([
    ['waiting', conversation('a', { waitingSince: at('14:00') }), true],
    ['waiting', conversation('a'), false],
    ['waiting', conversation('a', { waitingSince: at('14:00'), status: 'closed' }), false],
    ['mine', conversation('a', { assignee: maria }), true],
    ['mine', conversation('a', { assignee: { id: 'tomas', name: 'Tomás' } }), false],
    ['free', conversation('a'), true],
    ['free', conversation('a', { assignee: maria }), false],
    ['all', conversation('a'), true],
    ['all', conversation('a', { status: 'expired' }), false],
    ['past', conversation('a', { status: 'expired' }), true],
    ['past', conversation('a'), false],
  ] as const)('L3: %s', (view, one, there) => expect(belongs(view, one, 'maria')).toBe(there));
});

describe('L4: order', () => {
  it('L4: who has waited longest comes first, ties by id', () => {
    const rows = rowsOf(
      'waiting',
      [
        conversation('c', { waitingSince: at('14:02') }),
        conversation('b', { waitingSince: at('14:00') }),
        conversation('a', { waitingSince: '2026-11-20T15:02:00+01:00' }),
      ],
      'maria',
      null,
    );
    expect(rows.map((row) => row.id)).toEqual(['b', 'a', 'c']);
  });
  it('L4: elsewhere the newest word comes first', () => {
    const known = [
      conversation('a', { lastMessage: last('09:00') }),
      conversation('b', { lastMessage: last('11:00') }),
      conversation('c'),
    ];
    expect(rowsOf('all', known, 'maria', null).map((row) => row.id)).toEqual(['b', 'a', 'c']);
  });
  it('L2: what lies behind the last page that was read is not shown yet', () => {
    const known = ['09:00', '10:00', '11:00'].map((time, index) =>
      conversation(`${index}`, { lastMessage: last(time) }),
    );
    expect(rowsOf('all', known, 'maria', rankOf('recent', known[1]!)).map((row) => row.id)).toEqual(['2', '1']);
  });
});

describe('L7: nothing jumps', () => {
  const all = (): boolean => true;
  it('L7: a newcomer is counted, not shown', () => {
    expect(frozenOrder(['a', 'b'], ['new', 'a', 'b'], all)).toEqual({ ids: ['a', 'b'], fresh: 1 });
  });
  it('L7: who moved up, or left the view, stays where it is being pointed at', () => {
    expect(frozenOrder(['a', 'b', 'c'], ['c', 'a'], all)).toEqual({ ids: ['a', 'b', 'c'], fresh: 0 });
  });
  it('S6: who was taken away leaves at once', () => {
    expect(frozenOrder(['a', 'b'], ['a'], (id) => id !== 'b')).toEqual({ ids: ['a'], fresh: 0 });
  });
  it('L2: the next page follows below', () => {
    expect(frozenOrder(['a', 'b'], ['a', 'b', 'c', 'd'], all)).toEqual({ ids: ['a', 'b', 'c', 'd'], fresh: 0 });
  });
});

describe('N6: order kept, not sorted again', () => {
  it('N6: after any changes the rows are those of a fresh sort', () => {
    let seed = 7;
    const dice = (sides: number): number => (seed = (seed * 48_271) % 2_147_483_647) % sides;
    const random = (id: string, version: number): ConversationView =>
      conversation(id, {
        version,
        status: dice(6) === 0 ? 'closed' : 'active',
        waitingSince: dice(2) ? at(`1${dice(5)}:${10 + dice(49)}`) : null,
        lastMessage: last(`1${dice(5)}:${10 + dice(49)}`),
      });
    for (const view of ['waiting', 'all', 'past'] as const) {
      const kept = new SortedView(view, 'maria');
      let known = new Map(Array.from({ length: 80 }, (_, index) => [`${index}`, random(`${index}`, 1)]));
      for (let turn = 0; turn < 60; turn++) {
        known = new Map(known);
        for (let times = dice(5); times > 0; times--) {
          const id = `${dice(90)}`;
          if (dice(5) === 0) known.delete(id);
          else known.set(id, random(id, turn + 2));
        }
        const until = turn % 20 < 10 ? null : { at: Date.parse(at('12:30')), id: '40' };
        const fresh = rowsOf(view, known.values(), 'maria', until);
        expect(kept.update(known, until).map((row) => row.id)).toEqual(fresh.map((row) => row.id));
      }
    }
  });
});
