import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { IngestionDesk } from '../../test/support/ingestion.js';
import { openClient } from '../database/pg-client.js';
import { SecondLook } from './second-look.js';

const IN_TIME = { timeout: 30_000, interval: 50 };

describe('An edit at one process and its message at another, both under way', () => {
  let desk: IngestionDesk;
  beforeAll(async () => {
    desk = await IngestionDesk.open();
  });
  afterAll(() => desk.close());

  it('E18: the message says what it was edited to once both are in the record', async () => {
    const ines = desk.guest({ phone: '351912345678', userId: 'PT.447190', name: 'Inês' });
    await desk.receives(ines.says('Olá'));
    const [one, other] = [desk.anotherService(), desk.anotherService()];
    const bytes = (change: Parameters<typeof desk.body>[0]) => desk.read(desk.body(change));

    // Somebody holds the guest's chat, so that the message's statement has begun and cannot end.
    const holder = openClient({ url: desk.url });
    await holder.connect();
    await holder.query('BEGIN');
    await holder.query('SELECT 1 FROM chat WHERE hotel_id = $1 FOR UPDATE', [desk.channel.hotelId]);
    const storing = one.ingest(bytes(ines.says('Chego às 12h', { id: 'wamid.arrival' })));
    await expect
      .poll(
        () =>
          desk.rows(`SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`),
        IN_TIME,
      )
      .toHaveLength(1);
    await other.ingest(bytes(ines.edits('wamid.arrival', 'Chego às 13h')));
    await holder.query('COMMIT');
    await holder.end();
    await storing;

    await expect
      .poll(async () => {
        const [message] = await desk.rows<{ text: string }>(
          `SELECT content ->> 'text' AS text FROM message WHERE hotel_id = $1 AND provider_id = 'wamid.arrival'`,
          [desk.channel.hotelId],
        );
        return message?.text;
      }, IN_TIME)
      .toBe('Chego às 13h');
  });
});

it('what was not looked at yet is looked at when the desk stops, each message once', () => {
  let woken = 0;
  const look = new SecondLook(() => woken++);
  const key = { hotelId: 'aurora', channelId: 'reception', providerId: 'wamid.1' };
  look.later([key, key]);
  expect(look.isDue).toBe(false);
  look.hurry();
  expect([woken, look.take(), look.isDue]).toEqual([1, [key], false]);
});
