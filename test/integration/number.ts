import type { ChannelConnection } from '../../src/channels/index.js';
import { newId } from '../../src/common/ids.js';
import { MetaCloudSimulator } from '../../src/simulators/index.js';

/** A WhatsApp number to walk a path with. */
export interface NumberUnderTest {
  /** null: Meta's own Cloud API, and a real guest's phone */
  simulator: MetaCloudSimulator | null;
  graphUrl: string;
  phoneNumberId: string;
  wabaId: string;
  accessToken: string;
  appSecret: string;
  verifyToken: string;
  /** digits; a phone that wrote to the number within the last 24 hours */
  recipient: string;
  close(): Promise<void>;
}

const NAMES = ['PHONE_NUMBER_ID', 'WABA_ID', 'ACCESS_TOKEN', 'APP_SECRET', 'VERIFY_TOKEN', 'RECIPIENT'] as const;

/**
 * The number that WHATSAPP_TEST_PHONE_NUMBER_ID, _WABA_ID, _ACCESS_TOKEN, _APP_SECRET, _VERIFY_TOKEN and _RECIPIENT
 * name; a simulated one where none of them is given. Some of them without the others is a mistake.
 */
export async function numberUnderTest(): Promise<NumberUnderTest> {
  const given = Object.fromEntries(NAMES.map((name) => [name, process.env[`WHATSAPP_TEST_${name}`] ?? '']));
  const missing = NAMES.filter((name) => given[name] === '');
  if (missing.length === NAMES.length) return simulated();
  if (missing.length > 0) throw new Error(`Also needed: ${missing.map((name) => `WHATSAPP_TEST_${name}`).join(', ')}`);
  return {
    simulator: null,
    graphUrl: process.env['META_GRAPH_URL'] ?? 'https://graph.facebook.com',
    phoneNumberId: given['PHONE_NUMBER_ID'] ?? '',
    wabaId: given['WABA_ID'] ?? '',
    accessToken: given['ACCESS_TOKEN'] ?? '',
    appSecret: given['APP_SECRET'] ?? '',
    verifyToken: given['VERIFY_TOKEN'] ?? '',
    recipient: (given['RECIPIENT'] ?? '').replace(/\D/g, ''),
    close: () => Promise.resolve(),
  };
}

async function simulated(): Promise<NumberUnderTest> {
  const simulator = new MetaCloudSimulator();
  const graphUrl = await simulator.listen();
  const guest = simulator.addGuest({ name: 'Ana Sousa', phone: '+351 912 345 678', locale: 'pt-PT' });
  const { phoneNumberId, wabaId, accessToken, appSecret, verifyToken } = simulator.about();
  return {
    simulator,
    graphUrl,
    phoneNumberId,
    wabaId,
    accessToken,
    appSecret,
    verifyToken,
    recipient: guest.waId,
    close: () => simulator.close(),
  };
}

/** As an adapter is given it. */
export function connectionOf(number: NumberUnderTest): ChannelConnection {
  const { phoneNumberId, wabaId, accessToken, appSecret, verifyToken } = number;
  return {
    hotelId: newId(),
    id: newId(),
    provider: 'meta-cloud',
    name: 'WhatsApp',
    phoneNumber: null,
    externalId: phoneNumberId,
    accountId: wabaId,
    settings: { phoneNumberId, wabaId },
    credentials: { accessToken, appSecret, verifyToken },
  };
}
