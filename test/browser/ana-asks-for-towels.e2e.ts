import { expect, test } from '@playwright/test';

import { startDemoDesk, type DemoDesk } from './support/demo-desk.js';
import { faultsInEveryLook } from './support/looks.js';
import {
  atTheDesk,
  bubble,
  card,
  cards,
  composer,
  list,
  phoneInHand,
  pickPhone,
  Presses,
  type Seat,
} from './support/people.js';

const ANSWER = 'Boa tarde, Ana! As toalhas já estão a caminho.';

/** A guest on her phone, Tomás of Housekeeping at the desk; nobody ever reloads a page. */
test.describe('Ana asks for towels', () => {
  test.describe.configure({ mode: 'serial' });
  let desk: DemoDesk;
  let tomas: Seat;
  let ana: Seat;
  /** how many calls the desk had made before Ana wrote */
  let asked = 0;

  test.beforeAll(async ({ browser }) => {
    desk = await startDemoDesk();
    tomas = await atTheDesk(browser, desk, 'tomas');
    ana = await phoneInHand(browser, desk, 'Ana Sousa');
  });
  test.afterAll(async () => {
    await ana?.page.context().close();
    await tomas?.page.context().close();
    await desk?.stop();
  });

  test('S3: what the first screen shows is read once', async () => {
    const { page, wire } = tomas;
    await expect(cards(page).first()).toBeVisible();
    await expect.poll(() => wire.heard('"ok":true')).toHaveLength(1); // the socket was told what came since
    const reads = wire.calls.filter((call) => call.startsWith('GET '));
    expect(reads.filter((call, at) => reads.indexOf(call) !== at)).toEqual([]);
    expect(reads.map((call) => call.split('?')[0])).toEqual(
      expect.arrayContaining(
        ['hotel', 'departments', 'conversations', 'conversations/counts'].map((path) => `GET /api/v1/${path}`),
      ),
    );
  });

  test('J1, L4: N opens who has waited longest, Ctrl+Enter answers: two presses (B5, X1)', async () => {
    const { page } = tomas;
    await expect(cards(page).first()).toContainText('Camila Brandão');

    const keys = new Presses(page);
    await keys.press('n');
    await expect(page.getByRole('textbox', { name: 'Answer to Camila Brandão' })).toBeFocused();
    await page.keyboard.type('Imagina, Camila! Lençóis limpos em cinco minutos.');
    await keys.press('Control+Enter');

    await expect(bubble(page, 'Lençóis limpos')).toBeVisible();
    expect(keys.count).toBe(2);
    await expect(composer(page)).toBeFocused();
    await expect(composer(page)).toHaveValue('');
    await expect(card(page, 'Camila Brandão')).toBeHidden();
    await expect
      .poll(async () => (await desk.phoneOf('Camila Brandão')).at(-1)?.content.text)
      .toContain('Lençóis limpos');
  });

  test('L3, S4: when the last of them is answered, nobody is waiting, and the list says so (A5)', async () => {
    const { page } = tomas;
    for (let left = await cards(page).count(); left > 0; left--) {
      await page.keyboard.press('Escape');
      await page.keyboard.press('n');
      await expect(composer(page)).toBeFocused();
      await page.keyboard.type('Of course. A colleague will be with you in a moment.');
      await page.keyboard.press('Control+Enter');
      await expect(cards(page)).toHaveCount(left - 1);
    }
    await expect(list(page)).toContainText('Nobody is waiting.');
    await expect(page).toHaveTitle('Bellhop');
  });

  test('E24, E1: the guest writes, opens the menu in her language and presses a department', async () => {
    asked = tomas.wire.calls.length;
    const { page } = ana;
    await page.getByRole('textbox', { name: 'Mensagem' }).fill('Boa tarde!');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Escolher' }).click();
    const menu = page.getByRole('dialog');
    await expect(menu.getByRole('listitem')).toHaveText([/Recepção/, /Governança/, /Restaurante/, /Spa/]);
    expect(await faultsInEveryLook(page), 'Q1: the menu on the phone').toEqual([]);

    await menu.getByRole('button', { name: 'Governança' }).click();
    await expect(menu).toBeHidden();
    await expect(page.getByRole('listitem').filter({ hasText: 'Governança' }).first()).toContainText(/entregue|lida/);
    await page.getByRole('textbox', { name: 'Mensagem' }).fill('Podem trazer mais duas toalhas?');
    await page.keyboard.press('Enter');
  });

  test('A5, L1, S7: staff of that department see her live: room, name, words, clock, and nothing was asked for', async () => {
    const { page, wire } = tomas;
    await expect(card(page, 'Ana Sousa')).toHaveAccessibleName(
      /^Ana Sousa, room 412, VIP, waiting .+, \d unread messages?, Podem trazer mais duas toalhas\?, Housekeeping, free$/,
    );
    await expect(card(page, 'Ana Sousa')).toContainText(/now|1 min/);
    await expect(page).toHaveTitle('(1) Bellhop');
    expect(wire.calls.slice(asked).filter((call) => call.startsWith('GET '))).toEqual([]);
  });

  test('J1, T3: N opens her at what is unread, with the caret in the box', async () => {
    const { page } = tomas;
    await page.keyboard.press('Escape');
    await page.keyboard.press('n');
    await expect(page.getByRole('textbox', { name: 'Answer to Ana Sousa' })).toBeFocused();
    await expect(bubble(page, 'Boa tarde!')).toBeVisible();
    await expect(bubble(page, 'Podem trazer mais duas toalhas?')).toBeVisible();
    await expect(page.getByRole('feed')).toContainText(/\d unread/);
    expect(await faultsInEveryLook(page), 'Q1: her thread').toEqual([]);
  });

  test('E1, B5: the answer is on her phone, sent with Ctrl+Enter', async () => {
    // She looks at another chat meanwhile: what arrives is delivered, not read.
    await pickPhone(ana.page, 'Emily Carter');
    await tomas.page.keyboard.type(ANSWER);
    await tomas.page.keyboard.press('Control+Enter');
    await expect.poll(async () => (await desk.phoneOf('Ana Sousa')).at(-1)?.content.text).toBe(ANSWER);
    await expect(list(tomas.page)).toContainText('Nobody is waiting.');
  });

  test('T5, A4: its ticks go from delivered (two) to read (two, blue) as she looks', async () => {
    const ticks = bubble(tomas.page, ANSWER).getByTitle(/Delivered|Read/);
    const colour = (): Promise<string> => ticks.locator('svg').evaluate((icon) => getComputedStyle(icon).color);
    await expect(ticks).toHaveAttribute('title', 'Delivered');
    const grey = await colour();

    await pickPhone(ana.page, 'Ana Sousa');
    await expect(ana.page.getByRole('listitem').filter({ hasText: ANSWER })).toBeVisible();
    await expect(ticks).toHaveAttribute('title', 'Read');
    expect(await colour()).not.toBe(grey);
    expect(hueOf(await colour())).toBeCloseTo(240, -1);
  });

  test('S7: she thanks, and it is on the screen and read aloud without a reload (A5, X3)', async () => {
    await ana.page.getByRole('textbox', { name: 'Mensagem' }).fill('Muito obrigada!');
    await ana.page.keyboard.press('Enter');
    await expect(bubble(tomas.page, 'Muito obrigada!')).toBeVisible();
    await expect(tomas.page.locator('[aria-live=polite]').filter({ hasText: 'Muito obrigada!' })).toHaveText(
      'Ana Sousa: Muito obrigada!',
    );
    await expect(composer(tomas.page)).toBeFocused();
    expect([tomas.wire.documents, ana.wire.documents]).toEqual([1, 1]);
  });

  test('Q1: her phone has no fault that axe finds, light and dark, wide and narrow', async () => {
    expect(await faultsInEveryLook(ana.page)).toEqual([]);
  });

  test('B4, V6: every request, socket and file was ours, and no page broke its own policy', () => {
    tomas.wire.expectOnlyOurs();
    ana.wire.expectOnlyOurs();
    expect(tomas.wire.addresses.some((address) => address.startsWith('ws://'))).toBe(true);
  });
});

/** The hue of a colour as the browser computes it: `oklch(0.5 0.115 240)`. */
function hueOf(colour: string): number {
  return Number(/oklch\(\S+ \S+ ([\d.]+)/.exec(colour)?.[1]);
}
