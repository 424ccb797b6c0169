import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { PASSWORD, PeopleDesk } from '../../test/support/people-app.js';
import { ConfigError } from '../config/index.js';
import { SetupService } from './index.js';

const AURORA = { name: 'Hotel Aurora', timeZone: 'Europe/Lisbon', country: 'PT', languages: ['pt', 'en'] };
const INES = { name: 'Inês', email: 'ines@aurora.example', password: PASSWORD };

describe('an empty installation', () => {
  let desk: PeopleDesk;
  beforeAll(async () => {
    desk = await PeopleDesk.open();
  });
  afterAll(() => desk.close());

  const link = (): Promise<string | null> => desk.app.get(SetupService, { strict: false }).ensureLink();
  const setUp = (token: string, user: object = INES): ReturnType<PeopleDesk['ask']> =>
    desk.ask('POST', '/setup', { token, hotel: AURORA, user });

  it('prints a link at each of two processes: either is good, and the first that is used ends both', async () => {
    const links = await Promise.all([link(), link()]);
    const [one, other] = links.map(tokenOf) as [string, string];
    expect(one).not.toBe(other);
    expect((await setUp('guessed')).body.code).toBe('setup_link_invalid');
    for (const token of [one, other])
      expect((await setUp(token, { ...INES, password: 'password123' })).body.code).toBe('weak_password');
    const answers = await Promise.all([setUp(one), setUp(one), setUp(other)]);
    expect(answers.map(({ status }) => String(status)).toSorted()).toEqual(['201', '403', '403']);
    expect(await desk.sql('SELECT * FROM setup_link')).toEqual([]);
    expect(await desk.sql('SELECT name FROM hotel')).toEqual([{ name: 'Hotel Aurora' }]);
    expect(await link()).toBeNull();
  });

  it('has a hotel then whose front desk the administrator works in', async () => {
    const ines = await desk.signIn(INES.email);
    const { body } = await ines.get('/departments');
    expect(body.items).toMatchObject([
      { name: 'Receção', names: { pt: 'Receção', en: 'Reception' }, isFrontDesk: true, members: [{ name: 'Inês' }] },
    ]);
    expect((await ines.get('/me')).body).toMatchObject({ role: 'admin', language: 'pt', hotelName: 'Hotel Aurora' });
  });
});

describe('an empty installation with BOOTSTRAP_*', () => {
  it('has its hotel from the start, made once by two processes', async () => {
    const desk = await PeopleDesk.open({
      BOOTSTRAP_HOTEL: 'Aurora',
      BOOTSTRAP_EMAIL: INES.email,
      BOOTSTRAP_PASSWORD: PASSWORD,
    });
    try {
      const setup = desk.app.get(SetupService, { strict: false });
      expect(await Promise.all([setup.ensureLink(), setup.ensureLink()])).toEqual([null, null]);
      expect(await desk.sql('SELECT name FROM hotel')).toEqual([{ name: 'Aurora' }]);
      expect((await desk.signIn(INES.email)).email).toBe(INES.email);
    } finally {
      await desk.close();
    }
  });

  it('is refused a password that is soon guessed, by the name of its setting', async () => {
    const desk = await PeopleDesk.open({
      BOOTSTRAP_HOTEL: 'Aurora',
      BOOTSTRAP_EMAIL: INES.email,
      BOOTSTRAP_PASSWORD: 'harbour harbour',
    });
    try {
      const refused = desk.app.get(SetupService, { strict: false }).ensureLink();
      await expect(refused).rejects.toThrow(/^BOOTSTRAP_PASSWORD cannot be used\. This password is among the first/);
      await expect(refused).rejects.toBeInstanceOf(ConfigError);
      expect(await desk.sql('SELECT 1 FROM hotel')).toEqual([]);
    } finally {
      await desk.close();
    }
  });
});

function tokenOf(link: string | null): string {
  return new URL(link ?? '').hash.replace('#token=', '');
}
