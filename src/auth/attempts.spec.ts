import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { PASSWORD, PeopleDesk, type Answer, type Person } from '../../test/support/people-app.js';
import { networkOf } from './network.js';
import { Throttle } from './throttle.js';

describe('E16: guessing passwords', () => {
  let desk: PeopleDesk;
  let ines: Person;
  beforeAll(async () => {
    desk = await PeopleDesk.open({ TRUST_PROXY: '127.0.0.1' });
    ines = await desk.hotel('Hotel Aurora');
  });
  afterAll(() => desk.close());

  const from = (address: string, email: string, password: string): Promise<Answer> =>
    desk.ask('POST', '/auth/login', { email, password }, { 'x-forwarded-for': address });
  const guesses = (count: number, email: string, address: (n: number) => string): Promise<Answer[]> =>
    Promise.all(Array.from({ length: count }, (_, n) => from(address(n), email, `wrong guess ${n}`)));
  const count = (answers: Answer[], wanted: number): number => answers.filter(({ status }) => status === wanted).length;

  it('stops who guesses at one account, and lets its person in from elsewhere', async () => {
    const tomas = await desk.colleague(ines, 'Tomas', 'agent');
    const answers = await guesses(14, tomas.email, () => '203.0.113.9');
    expect([count(answers, 401), count(answers, 429)]).toEqual([10, 4]);
    const limited = await from('203.0.113.9', tomas.email, PASSWORD);
    expect([limited.status, limited.body.code]).toEqual([429, 'limited']);
    expect(Number(limited.headers['retry-after'])).toBeGreaterThan(600);
    expect((await from('198.51.100.7', tomas.email, PASSWORD)).status).toBe(200);
  });

  it('stops who guesses from many places, but not where the person has signed in before', async () => {
    const vera = await desk.colleague(ines, 'Vera', 'agent');
    expect((await from('198.51.100.8', vera.email, PASSWORD)).status).toBe(200);
    const answers = await guesses(60, vera.email, (n) => `203.0.113.${n + 20}`);
    expect([count(answers, 401), count(answers, 429)]).toEqual([50, 10]);
    expect((await from('203.0.113.250', vera.email, PASSWORD)).status).toBe(429);
    expect((await from('198.51.100.8', vera.email, PASSWORD)).status).toBe(200);
    expect((await from('198.51.100.8', vera.email, 'wrong again')).status).toBe(401);
  });

  it('lets in who proves by a link that the account is theirs, from wherever they are', async () => {
    const omar = await desk.colleague(ines, 'Omar', 'agent');
    await guesses(60, omar.email, (n) => `192.0.2.${n + 1}`);
    const here = { 'x-forwarded-for': '198.51.100.99' };
    expect((await from('198.51.100.99', omar.email, PASSWORD)).status).toBe(429);
    const { url } = (await ines.post(`/users/${omar.id}/link`)).body;
    const chosen = { token: new URL(url).hash.replace('#token=', ''), password: 'brass keys on hooks' };
    expect((await desk.ask('POST', '/auth/password', chosen, here)).status).toBe(204);
    expect((await from('198.51.100.99', omar.email, chosen.password)).status).toBe(200);
  });

  it('stops who tries many accounts from one address, unknown ones too', async () => {
    const answers = await Promise.all(
      Array.from({ length: 64 }, (_, n) => from('192.0.2.200', `person${n}@nowhere.example`, 'harbour lights')),
    );
    expect([count(answers, 401), count(answers, 429)]).toEqual([60, 4]);
    expect((await from('192.0.2.200', ines.email, PASSWORD)).status).toBe(429);
    expect((await from('192.0.2.201', ines.email, PASSWORD)).status).toBe(200);
  });

  it('costs nothing to sign in rightly, however often', async () => {
    for (let n = 0; n < 12; n++) expect((await from('192.0.2.210', ines.email, PASSWORD)).status).toBe(200);
  });
});

describe('the throttle', () => {
  it('lets through again once the window is over', () => {
    let now = 0;
    const throttle = new Throttle(2, 1_000, () => now);
    expect([throttle.take('a'), throttle.take('a'), throttle.take('a')]).toEqual([null, null, 1]);
    now = 1_001;
    expect(throttle.take('a')).toBeNull();
    expect(throttle.size).toBe(1);
  });

  it('remembers no more keys than it may, and forgets those of longest ago', () => {
    const throttle = new Throttle(1, 60_000, () => 0, 100);
    for (let n = 0; n < 10_000; n++) throttle.take(`key ${n}`);
    expect(throttle.size).toBe(100);
    expect(throttle.take('key 9999')).not.toBeNull();
    expect(throttle.take('key 0')).toBeNull();
  });
});

it.each([
  ['203.0.113.9', '203.0.113.9'],
  ['::ffff:203.0.113.9', '203.0.113.9'],
  ['2001:db8:1:2:aaaa:bbbb:cccc:dddd', '2001:db8:1:2::/64'],
  ['2001:DB8:0001:0002::1', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
])('E16: %s belongs to %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});
