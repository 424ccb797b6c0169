import { setTimeout as sleep } from 'node:timers/promises';

import { newId } from '../common/ids.js';
import type { MetaCloudSimulator, SimMessage } from '../simulators/index.js';
import { DEMO_PASSWORD, departmentOf, emailOf } from './hotel.js';
import { userIdOf } from './simulator.js';
import { StaffClient } from './staff-client.js';
import { print } from './terminal.js';

const GUEST = 'emily';
const HOUSEKEEPING = departmentOf('housekeeping').names.en;
/** It shows the way once; a slow machine sees the rest in the browser. */
const AT_MOST_MS = 10_000;

/** The main job, once, before the reader's eyes: phone, menu, staff, phone, ticks. A start never fails because of it. */
export async function playScenario(simulator: MetaCloudSimulator, desk: string): Promise<void> {
  print();
  print('What Bellhop does, once:');
  try {
    await play(simulator, desk, AbortSignal.timeout(AT_MOST_MS));
  } catch (error) {
    print(`  … and so on in the browser (${error instanceof Error ? error.message : String(error)}).`);
  }
}

async function play(simulator: MetaCloudSimulator, desk: string, signal: AbortSignal): Promise<void> {
  const emily = simulator.guest(userIdOf(GUEST));
  if (!emily) throw new Error('nobody writes');
  const received = (wanted: (message: SimMessage) => boolean): Promise<SimMessage> =>
    emily.receives(wanted, AT_MOST_MS);

  const hello = await emily.writes('Hello! Could we have two more pillows in 214, please?');
  step(
    'Emily, on her phone',
    `“Hello! Could we have two more pillows in 214, please?” (webhook answered ${hello.status})`,
  );

  const menu = await received(({ rows }) => rows.length > 0);
  step('Bellhop, by itself', `offers ${menu.rows.map(({ title }) => title).join(', ')}`);

  await nextSecond(signal);
  await emily.picks(HOUSEKEEPING);
  step('Emily', `chooses ${HOUSEKEEPING}`);
  const welcome = await received(({ id, type }) => id !== menu.id && type === 'text');
  step('Bellhop, by itself', `“${welcome.text}”`);

  const tomas = await StaffClient.signIn(desk, emailOf('tomas'), DEMO_PASSWORD, signal);
  const conversation = await tomas.conversation(emily.name, HOUSEKEEPING);
  step('Tomás, in Housekeeping', 'sees the conversation in his inbox');

  const text = 'Of course, Ms Carter. Two pillows are on their way to 214.';
  const answer = await tomas.answer(conversation.id, text, newId());
  await received((message) => message.text === text);
  step('Tomás', `“${text}”`);
  await tomas.ticked(conversation.id, answer.id, 'delivered');
  step('WhatsApp', 'delivered ✓✓');
  await emily.reads();
  await tomas.ticked(conversation.id, answer.id, 'read');
  step('Emily', 'has read it ✓✓');
}

/** WhatsApp tells times in whole seconds: within one, a guest's press would stand before what it answers. */
async function nextSecond(signal: AbortSignal): Promise<void> {
  await sleep(1_020 - (Date.now() % 1_000), undefined, { signal });
}

function step(who: string, what: string): void {
  print(`  ${who.padEnd(24)}${what}`);
}
