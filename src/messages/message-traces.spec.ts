import { Writable } from 'node:stream';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { io } from 'socket.io-client';
import type { AddressInfo } from 'node:net';

import { Screen } from '../../test/support/live-desk.js';
import { TalkingDesk } from '../../test/support/talking-desk.js';
import { newId } from '../common/ids.js';
import { Log } from '../common/logger.js';

type Line = Record<string, unknown> & { msg: string };

let desk: TalkingDesk;
let log = '';
let screen: Screen;

beforeAll(async () => {
  desk = await TalkingDesk.open({ readMarks: 'never' }, { LOG_LEVEL: 'debug', LOG_FORMAT: 'json' });
  const written = new Writable({ write: (chunk: Buffer, _encoding, done) => (done(), void (log += chunk.toString())) });
  desk.app.useLogger(new Log({ level: 'debug', format: 'json' }, written));
  const { port } = desk.app.getHttpServer().address() as AddressInfo;
  const auth = { token: await desk.tokenOf(desk.hotel.lucia) };
  screen = new Screen(io(`http://127.0.0.1:${port}/staff`, { auth, forceNew: true, transports: ['websocket'] }));
  await desk.until(() => expect(screen.socket.connected).toBe(true));
});
afterAll(async () => {
  screen?.socket.disconnect();
  await desk?.close();
});

/** As `grep ID` finds them, in order. */
const grep = (id: string): Line[] =>
  log
    .split('\n')
    .filter((line) => line.includes(id))
    .map((line) => JSON.parse(line) as Line);
const steps = (id: string): string[] =>
  grep(id)
    .filter(({ context }) => context === 'Trace')
    .map(({ msg }) => msg);

describe('one trace id from the webhook to the socket to the send', () => {
  it('a guest’s message, its way in, what was decided, and what it caused to be sent', async () => {
    await desk.hotel.query(`UPDATE hotel SET auto_reply = '{"enabled": true}' WHERE id = $1`, [desk.hotel.id]);
    const { id } = await desk.says(desk.guest('Ana'), 'Good evening, we are two');
    await desk.settled();
    await desk.until(() => {
      expect([...new Set(steps(id))].toSorted()).toEqual(
        ['webhook received', 'stored', 'routed', 'socket event', 'send', 'provider answered', 'status told'].toSorted(),
      );
    });
    const answered = grep(id).find(({ msg }) => msg === 'provider answered');
    expect(answered).toMatchObject({ traceId: id, outcome: 'accepted' });
    expect(answered?.['messageId']).not.toBe(id); // the menu's, found under the guest's message
    expect(grep(id).find(({ msg }) => msg === 'routed')).toMatchObject({ decision: 'offer-menu' });
    expect(log).not.toContain('Good evening'); // never what was said
    await desk.hotel.query(`UPDATE hotel SET auto_reply = '{"enabled": false}' WHERE id = $1`, [desk.hotel.id]);
  });

  it('a reply of staff goes by its request, also when it is tried again', async () => {
    const { conversationId } = await desk.says(desk.guest('Ben'), 'Is there a pool?');
    desk.cloud.faults.refuse(131000); // passes
    const request = `front-desk-${newId()}`;
    const answer = await desk.app.inject({
      method: 'POST',
      url: `/api/v1/conversations/${conversationId}/messages`,
      headers: { authorization: `Bearer ${await desk.tokenOf(desk.hotel.lucia)}`, 'x-request-id': request },
      payload: { content: { type: 'text', text: 'On the roof' }, clientId: newId() },
    });
    expect(answer.statusCode).toBe(201);
    const answers = (): number => steps(request).filter((step) => step === 'provider answered').length;
    await expect.poll(answers, { timeout: 14_000 }).toBe(2);
    await desk.until(() => expect(steps(request)).toContain('status told'));
    expect(steps(request).slice(0, 1)).toEqual(['queued']);
    expect(steps(request)).toContain('socket event');
    const outcomes = grep(request).filter(({ msg }) => msg === 'provider answered');
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['refused', 'accepted']);
  });
});
