import type { DataSource } from 'typeorm';

import type { Channels } from '../channels/index.js';
import { newId } from '../common/ids.js';
import { query, type Tx } from '../database/transaction.js';
import type { DemoSecrets } from './secrets.js';
import { HOTEL_PHONE, PHONE_NUMBER_ID, WABA_ID } from './simulator.js';

interface NewChannel {
  hotelId: string;
  secrets: DemoSecrets;
  now: Date;
}

/** The hotel's WhatsApp number. Where its Cloud API is, `pointAtSimulator` says at every start. */
export async function seedChannel(tx: Tx, channels: Channels, { hotelId, secrets, now }: NewChannel): Promise<string> {
  const id = newId();
  await tx.query(
    `INSERT INTO channel (hotel_id, id, provider, name, phone_number, external_id, account_id, settings, credentials,
                          last_event_at, created_at, updated_at)
     VALUES ($1, $2, 'meta-cloud', 'WhatsApp', $3, $4, $5, $6, $7, $8, $8, $8)`,
    [
      hotelId,
      id,
      HOTEL_PHONE,
      PHONE_NUMBER_ID,
      WABA_ID,
      JSON.stringify({ phoneNumberId: PHONE_NUMBER_ID, wabaId: WABA_ID }),
      channels.sealFor({ hotelId, id }, { ...secrets }),
      now,
    ],
  );
  await tx.query(`INSERT INTO webhook_address (channel_id, hotel_id) VALUES ($1, $2)`, [id, hotelId]);
  return id;
}

export interface SimulatorAddress {
  hotelId: string;
  channelId: string;
  secrets: DemoSecrets;
  graphUrl: string;
}

/**
 * Ports and secrets may have changed since the last start. A channel that somebody pointed elsewhere, at a
 * Cloud API of their own, is left as it is.
 */
export async function pointAtSimulator(
  db: DataSource,
  channels: Channels,
  { hotelId, channelId: id, secrets, graphUrl }: SimulatorAddress,
): Promise<void> {
  await query(
    db,
    `UPDATE channel SET settings = settings || jsonb_build_object('graphUrl', $3::text), credentials = $4
     WHERE hotel_id = $1 AND id = $2 AND archived_at IS NULL
       AND (settings->>'graphUrl' IS NULL OR settings->>'graphUrl' LIKE '%/sim/meta')`,
    [hotelId, id, graphUrl, channels.sealFor({ hotelId, id }, { ...secrets })],
  );
  channels.forget({ hotelId, provider: 'meta-cloud', id });
}
