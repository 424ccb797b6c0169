import type { Role } from '../../src/auth/index.js';
import { newId } from '../../src/common/ids.js';
import type { StaffMember, TestHotel } from '../support/hotel.js';
import { formWith, type Kind, type World } from './world.js';

/** Who asks, about what. `hotel` is where the thing lies. */
export interface Knock {
  world: World;
  hotel: TestHotel;
  person: StaffMember;
  id: string;
}

export interface Door {
  roles: readonly Role[];
  /** the answer to who may, about a thing of theirs */
  ok: number;
  /** the answer about a thing of a department they are no member of; 404 where it is left out and an id is in the address */
  hidden?: number;
  body?: (knock: Knock) => object | Promise<object>;
  query?: string;
  /** what goes out instead of a JSON body */
  form?: () => ReturnType<typeof formWith>;
  /** what the id names, where the part of the address before it does not say */
  kind?: Kind;
  /** the second id in the address: of what lies within the thing */
  within?: (knock: Knock) => Promise<string>;
  /** bodies that name things of the other hotel: refused with that code, and nothing changes */
  foreign?: { code: string; body: (knock: Knock, other: TestHotel) => object | Promise<object> }[];
}

const ALL: readonly Role[] = ['admin', 'manager', 'agent', 'viewer'];
const STAFF: readonly Role[] = ['admin', 'manager', 'agent'];
const LEADS: readonly Role[] = ['admin', 'manager'];
const ADMINS: readonly Role[] = ['admin'];

const NOWHERE = '0190b0c8-0000-7000-8000-000000000000';
const text = (): object => ({ content: { type: 'text', text: 'Of course' }, clientId: newId() });

/** What the whole API lets whom do. This is the one place where tests say it; a route that is not here fails. */
export const DOORS: Record<string, Door> = {
  'GET /me': { roles: ALL, ok: 200 },
  'PATCH /me': { roles: ALL, ok: 200, body: () => ({ language: 'pt-BR' }) },
  'GET /me/sessions': { roles: ALL, ok: 200 },
  'DELETE /me/sessions': { roles: ALL, ok: 204 },
  'DELETE /me/sessions/{id}': { roles: ALL, ok: 204 },
  'GET /hotel': { roles: ALL, ok: 200 },
  'PATCH /hotel': {
    roles: ADMINS,
    ok: 200,
    body: () => ({ languages: ['pt', 'en'] }),
    foreign: [{ code: 'invalid_input', body: (_, other) => ({ frontDeskDepartmentId: other.spa }) }],
  },
  'GET /users': { roles: ALL, ok: 200, query: 'limit=100' },
  'POST /users': {
    roles: ADMINS,
    ok: 201,
    body: () => ({ email: `${newId()}@aurora.example`, name: 'Noa', role: 'agent' }),
  },
  'PATCH /users/{id}': { roles: ADMINS, ok: 200, hidden: 200, body: () => ({ name: 'Another' }) },
  'DELETE /users/{id}': { roles: ADMINS, ok: 204, hidden: 204 },
  'POST /users/{id}/link': { roles: ADMINS, ok: 201, hidden: 201 },
  'GET /users/{id}/sessions': { roles: ADMINS, ok: 200, hidden: 200 },
  'DELETE /users/{id}/sessions': { roles: ADMINS, ok: 204, hidden: 204 },
  'DELETE /users/{id}/sessions/{sessionId}': { roles: ADMINS, ok: 204, hidden: 204, within: sessionOf },
  'GET /departments': { roles: ALL, ok: 200, query: 'limit=100' },
  'POST /departments': {
    roles: ADMINS,
    ok: 201,
    body: ({ world }) => ({ name: world.name('Pool') }),
    foreign: [
      {
        code: 'invalid_input',
        body: ({ world }, other) => ({ name: world.name('Pool'), outsideHours: { departmentId: other.spa } }),
      },
    ],
  },
  'PATCH /departments/{id}': {
    roles: LEADS,
    ok: 200,
    hidden: 403,
    body: () => ({ menuOrder: 7 }),
    foreign: [{ code: 'invalid_input', body: (_, other) => ({ outsideHours: { departmentId: other.spa } }) }],
  },
  'DELETE /departments/{id}': { roles: ADMINS, ok: 204, hidden: 204 },
  'PUT /departments/{id}/members': {
    roles: LEADS,
    ok: 200,
    hidden: 403,
    body: ({ hotel }) => ({ userIds: [hotel.tomas.userId] }),
    foreign: [{ code: 'invalid_input', body: (_, other) => ({ userIds: [other.tomas.userId] }) }],
  },
  'GET /channels': { roles: ALL, ok: 200 },
  'GET /channels/{id}': { roles: ALL, ok: 200, hidden: 200 },
  'POST /channels': {
    roles: ADMINS,
    ok: 201,
    body: ({ world }) => ({
      provider: 'meta-cloud',
      name: 'Beach bar',
      settings: { phoneNumberId: world.name('1055').replace(/\D/g, ''), wabaId: '210987654321098' },
      credentials: { accessToken: 'token', appSecret: 'secret', verifyToken: 'verify' },
    }),
  },
  'PATCH /channels/{id}': { roles: ADMINS, ok: 200, hidden: 200, body: () => ({ name: 'Pool bar' }) },
  'DELETE /channels/{id}': { roles: ADMINS, ok: 204, hidden: 204 },
  'GET /guests': { roles: ALL, ok: 200, query: 'limit=100' },
  'GET /guests/{id}': { roles: ALL, ok: 200 },
  'PATCH /guests/{id}': { roles: STAFF, ok: 200, body: () => ({ vip: 'Honeymoon' }) },
  'GET /guests/{id}/timeline': { roles: ALL, ok: 200 },
  'POST /guests/{id}/merge': {
    roles: STAFF,
    ok: 200,
    body: async ({ world, hotel }) => ({ guestId: (await world.served(hotel, null)).chat.guestId }),
    foreign: [
      {
        code: 'not_found',
        body: async ({ world }, other) => ({ guestId: (await world.served(other, null)).chat.guestId }),
      },
    ],
  },
  'POST /guests/{id}/unmerge': {
    roles: STAFF,
    ok: 200,
    body: async ({ world, hotel, id }) => ({ guestId: await world.joined(hotel, id) }),
    foreign: [
      {
        code: 'not_found',
        body: async ({ world }, other) => ({ guestId: (await world.served(other, null)).chat.guestId }),
      },
    ],
  },
  'GET /search': { roles: ALL, ok: 200, query: 'q=ana' },
  'GET /conversations': { roles: ALL, ok: 200, query: 'limit=100' },
  'POST /conversations': {
    roles: STAFF,
    ok: 201,
    body: async ({ world, hotel, person }) => ({
      guestId: (await world.served(hotel, null)).chat.guestId,
      channelId: hotel.channelId,
      departmentId: person.departmentIds[0] ?? hotel.reception,
      content: { type: 'text', text: 'Your taxi is here' },
    }),
    foreign: [
      {
        code: 'not_found',
        body: async ({ world, hotel, person }, other) => ({
          guestId: (await world.served(other, null)).chat.guestId,
          channelId: hotel.channelId,
          departmentId: person.departmentIds[0] ?? hotel.reception,
          content: { type: 'text', text: 'Your taxi is here' },
        }),
      },
      {
        code: 'department_not_available',
        body: async ({ world, hotel }, other) => ({
          guestId: (await world.served(hotel, null)).chat.guestId,
          channelId: hotel.channelId,
          departmentId: other.reception,
          content: { type: 'text', text: 'Your taxi is here' },
        }),
      },
      {
        code: 'not_found',
        body: async ({ world, hotel, person }, other) => ({
          guestId: (await world.served(hotel, null)).chat.guestId,
          channelId: other.channelId,
          departmentId: person.departmentIds[0] ?? hotel.reception,
          content: { type: 'text', text: 'Your taxi is here' },
        }),
      },
    ],
  },
  'GET /conversations/counts': { roles: ALL, ok: 200 },
  'GET /conversations/changes': { roles: ALL, ok: 200 },
  'GET /conversations/{id}': { roles: ALL, ok: 200 },
  'GET /conversations/{id}/attendees': { roles: ALL, ok: 200 },
  'GET /conversations/{id}/participants': { roles: ALL, ok: 200 },
  'GET /conversations/{id}/messages': { roles: ALL, ok: 200 },
  'POST /conversations/{id}/read': {
    roles: ALL,
    ok: 200,
    body: async ({ hotel, id }) => ({ messageId: (await lastQuestion(hotel, id)) ?? NOWHERE }),
    foreign: [
      {
        code: 'not_found',
        body: async ({ world }, other) => ({ messageId: (await world.served(other, other.spa)).questionId }),
      },
    ],
  },
  'POST /conversations/{id}/assignment': {
    roles: STAFF,
    ok: 200,
    body: ({ person }) => ({ userId: person.userId }),
    foreign: [{ code: 'assignee_not_allowed', body: (_, other) => ({ userId: other.lucia.userId }) }],
  },
  'POST /conversations/{id}/transfer': {
    roles: STAFF,
    ok: 200,
    body: ({ hotel }) => ({ departmentId: hotel.reception }),
    foreign: [{ code: 'department_not_available', body: (_, other) => ({ departmentId: other.reception }) }],
  },
  'POST /conversations/{id}/close': { roles: STAFF, ok: 200, body: () => ({ reason: 'done' }) },
  'POST /conversations/{id}/reopen': { roles: STAFF, ok: 200, body: () => ({}) },
  'POST /conversations/{id}/messages': {
    roles: STAFF,
    ok: 201,
    body: text,
    foreign: [
      {
        code: 'invalid_content',
        body: async ({ world }, other) => ({
          ...text(),
          replyTo: (await world.served(other, other.spa)).questionId,
        }),
      },
    ],
  },
  'POST /conversations/{id}/notes': {
    roles: STAFF,
    ok: 201,
    body: () => ({ text: 'Likes oat milk' }),
    foreign: [{ code: 'mention_not_allowed', body: (_, other) => ({ text: 'Look', mentions: [other.lucia.userId] }) }],
  },
  'POST /conversations/{id}/typing': { roles: STAFF, ok: 204, body: () => ({}) },
  'PUT /messages/{id}/reaction': { roles: STAFF, ok: 200, kind: 'questions', body: () => ({ emoji: '👍' }) },
  'DELETE /messages/{id}/reaction': { roles: STAFF, ok: 200, kind: 'questions' },
  'POST /messages/{id}/retry': { roles: STAFF, ok: 200 },
  'GET /messages/{id}/history': { roles: ALL, ok: 200 },
  'GET /api-keys': { roles: ADMINS, ok: 200 },
  'POST /api-keys': {
    roles: ADMINS,
    ok: 201,
    body: () => ({ name: 'Booking engine', scopes: ['guest:read'] }),
    foreign: [
      {
        code: 'invalid_input',
        body: (_, other) => ({ name: 'Mine', scopes: ['guest:read'], departmentIds: [other.spa] }),
      },
    ],
  },
  'DELETE /api-keys/{id}': { roles: ADMINS, ok: 204, hidden: 204 },
  'GET /audit': { roles: ADMINS, ok: 200, query: 'limit=100' },
  'GET /notifications': { roles: ALL, ok: 200, query: 'limit=100' },
  'POST /notifications/read': { roles: ALL, ok: 200, body: () => ({}) },
  'POST /media': { roles: STAFF, ok: 201, form: () => formWith('menu.txt', `Menu ${newId()}`) },
  'GET /media/{id}': { roles: ALL, ok: 200 },
  'GET /review': { roles: ADMINS, ok: 200, query: 'limit=100' },
  'GET /review/{id}': { roles: ADMINS, ok: 200, hidden: 200 },
  'POST /review/retry': { roles: ADMINS, ok: 200, body: () => ({ filter: { kind: 'job' } }) },
  'POST /review/{id}/retry': { roles: ADMINS, ok: 200, hidden: 200 },
  'POST /review/{id}/discard': { roles: ADMINS, ok: 204, hidden: 204, body: () => ({ reason: 'A test message' }) },
};

/** What the id in an address names; undefined: there is none. */
export function kindOf(route: string): Kind | undefined {
  return DOORS[route]?.kind ?? (/\/([\w-]+)\/\{id\}/.exec(route)?.[1] as Kind | undefined);
}

/** Doors of the API without sign-in: what who knows nothing is told there. */
export const OPEN: Record<string, { status: number; body?: object }> = {
  'POST /auth/login': { status: 401, body: { email: 'nobody@aurora.example', password: 'a wrong password' } },
  'POST /auth/refresh': { status: 401 },
  'POST /auth/logout': { status: 204 },
  'POST /auth/forgot': { status: 202, body: { email: 'nobody@aurora.example' } },
  'POST /auth/password-link': { status: 403, body: { token: 'not one of ours' } },
  'POST /auth/password': { status: 403, body: { token: 'not one of ours', password: 'a long enough one' } },
  'POST /setup': {
    status: 403,
    body: {
      token: 'not the link’s',
      hotel: { name: 'Mine', timeZone: 'UTC', country: 'PT', languages: ['en'] },
      user: { name: 'Me', email: 'me@mine.example', password: 'a long enough one' },
    },
  },
};

/** What is registered beside the API: who knows nothing asks, and is told this. */
export const OUTSIDE: [route: RegExp, status: number][] = [
  [/^GET \/health\/(live|ready)$/, 200],
  [/^GET \/metrics$/, 200], // asked on this machine
  [/^GET \/api\/docs\/(LICENSE|.*\*)$/, 404], // beside the page's own files there is nothing
  [/^GET \/api\/(docs|openapi\.json)/, 200],
  [/^GET \/webhooks\/:provider\/:channelId$/, 404],
  [/^POST \/webhooks\/:provider\/:channelId$/, 404],
  [/^GET \/(?!(api|webhooks|sim|demo)\b)[\w./-]*\*?$/, 200], // the built screens
];

async function sessionOf({ hotel, id }: Knock): Promise<string> {
  const [row] = await hotel.query<{ id: string }>(
    `SELECT id FROM user_session WHERE user_id = $1 AND ended_at IS NULL`,
    [id],
  );
  return row?.id ?? NOWHERE;
}

async function lastQuestion(hotel: TestHotel, conversationId: string): Promise<string | undefined> {
  const [row] = await hotel.query<{ id: string }>(
    `SELECT id FROM message WHERE conversation_id = $1 AND direction = 'inbound' ORDER BY seq DESC LIMIT 1`,
    [conversationId],
  );
  return row?.id;
}
