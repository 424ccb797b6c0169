import type { About } from '../simulators/index.js';
import { DEMO_PASSWORD, emailOf, HOTEL, STAFF } from './hotel.js';

export function print(line = ''): void {
  process.stdout.write(`${line}\n`);
}

/** Where everything is and who may come in. */
export function printAddresses(desk: string, about: About): void {
  print();
  print(`${HOTEL.name}, a demo: nothing leaves this machine`);
  print(`  desk            ${desk}`);
  print(`  guest’s phone   ${desk}/demo/phone`);
  print();
  print('Sign in as');
  for (const { key, name, role } of STAFF) {
    print(`  ${name.padEnd(16)}${role.padEnd(9)}${emailOf(key).padEnd(24)}${DEMO_PASSWORD}`);
  }
  print();
  print(`Simulated Cloud API (${desk}/sim/meta/about)`);
  print(`  phone number id ${about.phoneNumberId}`);
  print(`  WABA id         ${about.wabaId}`);
  print(`  access token    ${about.accessToken}`);
  print(`  app secret      ${about.appSecret}`);
  print(`  verify token    ${about.verifyToken}`);
  print(`  webhooks go to  ${about.webhookUrl ?? '–'}`);
  print();
}
