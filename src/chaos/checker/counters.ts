import type { Evidence, ShownFigures } from './evidence.js';
import { repeated, type Finding } from './findings.js';
import type { ConversationRow, Record, UnreadRow } from './record.js';

/** Promise 4, and every figure that is kept or shown equals a recount of the rows it stands for. */
export function checkCounters({ figures }: Evidence, record: Record): Finding[] {
  return [
    ...twoActive(record.conversations),
    ...chats(record),
    ...record.conversations.flatMap(waiting),
    ...record.past.flatMap(({ place, kept, counted }) => differs(`past conversations of ${place}`, kept, counted)),
    ...figures.flatMap((shown) => shownTo(shown, record)),
  ];
}

function twoActive(conversations: ConversationRow[]): Finding[] {
  const places = conversations
    .filter(({ status }) => status === 'active')
    .map(({ chat_id, type, department_id }) => `${type} of chat ${chat_id}, department ${department_id ?? 'none'}`);
  return [...repeated(places)].map(([place, times]) => ({
    rule: 'two active conversations',
    detail: `${times} × ${place}`,
  }));
}

function chats(record: Record): Finding[] {
  return record.chats.flatMap((chat) => [
    ...(chat.routed_seq === chat.inbound_seq
      ? []
      : [{ rule: 'not routed' as const, detail: `chat ${chat.id}: ${chat.routed_seq} of ${chat.inbound_seq}` }]),
    ...differs(`inbound_seq of chat ${chat.id}`, chat.inbound_seq, chat.arrivals),
    ...differs(`last arrival of chat ${chat.id}`, chat.last_arrival, chat.arrivals),
    ...differs(`message_seq of chat ${chat.id}`, chat.message_seq, chat.last_seq),
    ...differs(`sequences of chat ${chat.id}`, chat.sequences, chat.messages),
  ]);
}

function waiting({ id, status, waits, unanswered }: ConversationRow): Finding[] {
  if (status !== 'active') return differs(`waiting of past conversation ${id}`, Number(waits), 0);
  return differs(`waiting of conversation ${id}`, Number(waits), Number(unanswered));
}

/** What a member of staff sees in the desk, against what they should. */
function shownTo({ userId, counts, unread }: ShownFigures, { conversations, unread: counted }: Record): Finding[] {
  const own = new Map(counted.filter((row) => row.user_id === userId).map((row) => [row.conversation_id, row]));
  const visible = conversations.filter((conversation) => maySee(own.get(conversation.id), conversation));
  const active = visible.filter(({ status }) => status === 'active');
  const recount: ShownFigures['counts'] = {
    waiting: active.filter(({ waits }) => waits).length,
    mine: active.filter(({ assignee_id }) => assignee_id === userId).length,
    free: active.filter(({ assignee_id }) => assignee_id === null).length,
    all: active.length,
    past: visible.length - active.length,
    unread: active.filter(({ id }) => (own.get(id)?.unread ?? 0) > 0).length,
  };
  const badges = (Object.keys(recount) as (keyof typeof recount)[]).flatMap((name) =>
    differs(`"${name}" as ${userId} sees it`, counts[name], recount[name]),
  );
  const cards = [...unread].flatMap(([id, shown]) =>
    differs(`unread of conversation ${id} as ${userId} sees it`, shown, own.get(id)?.unread ?? 0),
  );
  return [...badges, ...cards];
}

/** Of a hotel with its first settings: admins see all, others the general ones and their departments'. */
function maySee(person: UnreadRow | undefined, { type, department_id }: ConversationRow): boolean {
  if (!person) return false;
  if (person.role === 'admin' || type === 'general') return true;
  return department_id !== null && person.departments.includes(department_id);
}

function differs(what: string, kept: number, counted: number): Finding[] {
  return kept === counted ? [] : [{ rule: 'counter differs', detail: `${what}: ${kept}, counted ${counted}` }];
}
