import { MetaCloudSimulator, type SimOptions } from '../simulators/index.js';
import { GUESTS, type DemoGuest } from './guests.js';
import type { DemoSecrets } from './secrets.js';

/** The hotel's own number: nobody's, as those of the guests. */
export const HOTEL_PHONE = '+351210000111';
export const PHONE_NUMBER_ID = '105550001112223';
export const WABA_ID = '210987654321098';

/** The far side of the demo's channel, with a phone for each guest. */
export function createSimulator(secrets: DemoSecrets, options: Pick<SimOptions, 'now' | 'keep'>): MetaCloudSimulator {
  const simulator = new MetaCloudSimulator({
    ...secrets,
    ...options,
    phoneNumberId: PHONE_NUMBER_ID,
    wabaId: WABA_ID,
    displayPhoneNumber: HOTEL_PHONE.slice(1),
    countryCode: '351',
    // Whenever the desk comes back, it is told what it has missed.
    retry: { attempts: Infinity, longestMs: 5_000 },
  });
  for (const { name, phone, waId, locale, key } of GUESTS) {
    simulator.addGuest({ name, phone, locale, userId: userIdOf(key), ...(waId === undefined ? {} : { waId }) });
  }
  return simulator;
}

/** The digits WhatsApp knows this guest by. */
export function waIdOf({ phone, waId }: DemoGuest): string {
  return waId ?? phone.replace(/\D/g, '');
}

/** WhatsApp's id of this guest for this hotel; also names the phone on the demo's page. */
export function userIdOf(key: string): string {
  const at = GUESTS.findIndex((guest) => guest.key === key);
  const guest = GUESTS[at];
  if (!guest) throw new Error(`${key} is no guest of the demo`);
  return `${guest.locale.slice(-2)}.${4_471_902_283_650_000 + at + 1}`;
}
