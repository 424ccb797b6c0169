/**
 * Follows a hotel's inbox: signs in, lists the active conversations, prints what guests write while it runs, and answers
 * each message with ANSWER where one is given. Needs Node.js 20 and `npm install socket.io-client`.
 *
 *   DESK=http://127.0.0.1:3000 EMAIL=tomas@aurora.example PASSWORD='harbour lights 1907' node follow-the-inbox.mjs
 */
import { io } from 'socket.io-client';

const { DESK = 'http://127.0.0.1:3000', EMAIL, PASSWORD, ANSWER } = process.env;
let accessToken;
let refreshCookie;
let position;
/** newest version of each message that was told: an event may come twice */
const versions = new Map();

async function signIn(path, request) {
  const response = await fetch(`${DESK}/api/v1/auth/${path}`, { method: 'POST', ...request });
  const answer = await response.json();
  if (!response.ok) throw new Error(`${answer.code}: ${answer.detail}`);
  ({ accessToken } = answer);
  refreshCookie = response.headers
    .getSetCookie()
    .find((cookie) => cookie.startsWith('bellhop_refresh='))
    .split(';')[0];
}

async function ask(method, path, body) {
  const send = () =>
    fetch(`${DESK}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${accessToken}`, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
  let response = await send();
  if (response.status === 401) {
    await signIn('refresh', { headers: { cookie: refreshCookie } });
    response = await send();
  }
  const answer = await response.json();
  if (!response.ok) throw new Error(`${answer.code}: ${answer.detail}`);
  return answer;
}

async function list() {
  for (let cursor = ''; cursor !== null;) {
    const page = await ask('GET', `/conversations?status=active${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
    for (const { name, department, unreadCount } of page.items)
      console.log(`${name}, ${department?.name ?? 'no department'}, ${unreadCount} unread`);
    cursor = page.nextCursor;
  }
}

async function hear(event, { message, conversation }) {
  const known = versions.get(message.id);
  if (known !== undefined && message.version <= known) return;
  versions.set(message.id, message.version);
  if (known !== undefined || event !== 'message.created') return console.log(`(${message.status})`);
  console.log(`${message.author.name ?? 'Bellhop'}: ${message.content.text ?? message.content.type}`);
  if (!ANSWER || message.direction !== 'inbound') return;
  // Sent again after a lost answer, or after a resume, it is still one message.
  const content = { type: 'text', text: ANSWER };
  await ask('POST', `/conversations/${conversation.id}/messages`, { clientId: `answer-${message.id}`, content });
}

const complain = (error) => console.error(error.message);

await signIn('login', {
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ email: EMAIL, password: PASSWORD }),
});
const socket = io(`${DESK}/staff`, { auth: (send) => send({ token: accessToken }), transports: ['websocket'] });
for (const event of ['message.created', 'message.updated'])
  socket.on(event, (told) => {
    hear(event, told.data).catch(complain);
    position = told.position ?? position;
  });
socket.on('connect', async () => {
  const missed = await socket.emitWithAck('resume', { since: position });
  if (!missed.ok) return complain(new Error(missed.problem.detail));
  position = missed.position;
  if (missed.reset) await list().catch(complain);
  else for (const { name, data } of missed.events) if (data.message) await hear(name, data).catch(complain);
  console.log('Following.');
});
socket.on('connect_error', async (refusal) => {
  complain(refusal);
  if (refusal.message !== 'unauthorized') return void setTimeout(() => socket.active || socket.connect(), 5_000);
  await signIn('refresh', { headers: { cookie: refreshCookie } });
  socket.connect();
});
socket.on('session.ended', () => {
  complain(new Error('Signed out.'));
  process.exitCode = 1;
});
