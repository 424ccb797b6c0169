import { expect, test } from '@playwright/test';

import { emailOf, startDemoDesk, type DemoDesk } from './support/demo-desk.js';
import { faultsInEveryLook } from './support/looks.js';
import {
  atTheDesk,
  bubble,
  card,
  cards,
  composer,
  list,
  phoneInHand,
  Presses,
  signIn,
  takeSeat,
  thread,
  type Seat,
} from './support/people.js';

/** Guests of the Spa and of Reception alone, and what Camila heard from Reception days ago. */
const NOT_HIS = ['Sofia Almeida', 'Elsa Lindqvist', 'when does the pool close', 'Margaret Whitcombe', 'rio-e-luz'];
const NOTE = 'She sounds upset. Fresh sheets are up already; please call her.';

/** Tomás (Housekeeping), Beatriz (Reception) and Carmen (Spa, Restaurant), each before a screen of their own. */
test.describe('Two colleagues', () => {
  test.describe.configure({ mode: 'serial' });
  let desk: DemoDesk;
  let tomas: Seat;
  let beatriz: Seat;
  let carmen: Seat;

  test.beforeAll(async ({ browser }) => {
    desk = await startDemoDesk();
    tomas = await takeSeat(browser, desk);
    beatriz = await atTheDesk(browser, desk, 'beatriz');
    carmen = await atTheDesk(browser, desk, 'carmen');
  });
  test.afterAll(async () => {
    for (const seat of [tomas, beatriz, carmen]) await seat?.page.context().close();
    await desk?.stop();
  });

  test('E16: a wrong password and an unknown e-mail get the same sentence; the right pair opens the inbox', async () => {
    const { page } = tomas;
    await page.goto('/inbox/all');
    await expect(page).toHaveURL(/\/login$/);
    await signIn(page, 'tomas', 'not the harbour lights');
    const alert = page.getByRole('alert');
    await expect(alert).toHaveText('E-mail and password do not fit.');
    expect(await faultsInEveryLook(page), 'Q1: the sign-in').toEqual([]);

    await page.getByLabel('E-mail').fill('nobody@aurora.example');
    await page.getByLabel('Password').fill('not the harbour lights');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(alert).toHaveText('E-mail and password do not fit.');

    await page.getByLabel('E-mail').fill('');
    await page.getByLabel('Password').fill('');
    await page.getByLabel('E-mail').focus();
    await signIn(page, 'tomas');
    await expect(list(page)).toBeVisible();
  });

  test('E23, L5: Tomás sees Housekeeping and what is nobody’s; counts equal their lists', async () => {
    const { page } = tomas;
    const views = page.getByRole('navigation', { name: 'Views' });
    const notHis = cards(page).filter({ hasNotText: /(Housekeeping|General) · / });
    for (const view of ['Waiting', 'Free', 'All']) {
      const tab = views.getByRole('link', { name: view });
      await tab.click();
      await expect(page.getByRole('heading', { level: 1 })).toContainText(view);
      await expect(cards(page).first()).toBeVisible();
      await expect(tab).toHaveText(`${view}${await cards(page).count()}`);
      await expect(notHis).toHaveCount(0);
    }
    await views.getByRole('link', { name: 'Past' }).click();
    await expect(cards(page).filter({ hasText: 'closed' }).first()).toBeVisible();
    await expect(notHis).toHaveCount(0);
  });

  test('E23, T1: another department’s days with his guest are one line of name and dates', async () => {
    const { page } = tomas;
    await page.keyboard.press('1');
    await card(page, 'Camila Brandão').click();
    await expect(thread(page)).toContainText(/Reception, .+: not your department/);
    await expect(bubble(page, 'derrubou o café')).toBeVisible();
    await page.keyboard.press('Escape');
  });

  test('E23, E15: what is said in the Spa meanwhile reaches Carmen, and not a word of it Tomás’s browser', async () => {
    await desk.guestWrites('Sofia Almeida', 'e amanhã às onze, tem vaga? SEGREDO-DO-SPA');
    await expect(card(carmen.page, 'Sofia Almeida')).toContainText('SEGREDO-DO-SPA');
    await desk.guestWrites('Camila Brandão', 'obrigada pela paciência');
    await expect(card(tomas.page, 'Camila Brandão')).toContainText('obrigada pela paciência');

    await card(carmen.page, 'Sofia Almeida').click();
    await expect(bubble(carmen.page, 'masagem')).toBeVisible();
    const secrets = ['SEGREDO-DO-SPA', 'masagem', ...NOT_HIS];
    expect(await tomas.wire.heard('obrigada pela paciência', ...secrets)).toEqual(['obrigada pela paciência']);
    expect(await carmen.wire.heard('SEGREDO-DO-SPA', 'masagem')).toEqual(['SEGREDO-DO-SPA', 'masagem']);
  });

  test('S6: the address of a Spa conversation looks exactly like one that does not exist', async ({ browser }) => {
    const inTheSpa = await (
      await desk.staff('carmen')
    ).get<{ items: { id: string; name: string }[] }>('/conversations?status=active');
    const sofia = inTheSpa.items.find(({ name }) => name === 'Sofia Almeida');
    const seat = await atTheDesk(browser, desk, 'tomas');
    for (const id of [sofia?.id, '01990000-0000-7000-8000-000000000000']) {
      await seat.page.goto(`/inbox/all/${id}`);
      await expect(seat.page.getByRole('region', { name: 'Conversation', exact: true })).toHaveText(
        'This conversation does not exist, or is not yours to see.Back to the list',
      );
    }
    expect(await seat.wire.heard('Sofia', 'masagem')).toEqual([]);
    seat.wire.expectOnlyOurs({ but: /404/ });
    await seat.page.context().close();
  });

  test('J4, H5: T, a letter, Enter, the note, Ctrl+Enter hand Camila to Reception: four presses', async () => {
    const { page } = tomas;
    await expect(card(beatriz.page, 'Camila Brandão')).toBeHidden();
    await page.keyboard.press('t');
    const sheet = page.getByRole('dialog', { name: 'Hand Camila Brandão over' });
    await expect(sheet).toBeVisible();
    expect(await faultsInEveryLook(page), 'Q1: the sheet').toEqual([]);
    await page.keyboard.press('Escape');
    await expect(sheet).toBeHidden();

    const waited = await minutesWaited(tomas);
    const keys = new Presses(page);
    await keys.press('t');
    await expect(sheet.getByRole('radio').first()).toBeFocused();
    await keys.press('r');
    await expect(sheet.getByRole('radio', { name: 'Reception' })).toBeChecked();
    await keys.press('Enter');
    await page.keyboard.type(NOTE);
    await keys.press('Control+Enter');
    expect(keys.count).toBe(4);

    await expect(card(beatriz.page, 'Camila Brandão')).toContainText('Reception · free');
    await expect(card(page, 'Camila Brandão')).toBeHidden();
    await expect(thread(page)).toBeHidden();
    await expect(cards(page).first()).toBeFocused();
    // The guest's clock goes on (L6).
    expect(await minutesWaited(beatriz)).toBeGreaterThanOrEqual(waited);
  });

  test('H7, A3: Beatriz reads his note and saves one of her own; neither is ever on the phone', async ({ browser }) => {
    const { page } = beatriz;
    await card(page, 'Camila Brandão').click();
    await expect(bubble(page, NOTE)).toContainText('Tomás Reis handed over: Housekeeping → Reception');
    await page.keyboard.press('i');
    await page.keyboard.type('Called her: all is well.');
    await expect(page.getByRole('button', { name: 'Save note' })).toBeVisible();
    await page.keyboard.press('Control+Enter');
    // Not a letter is lost to the box that was only just opened.
    await expect(bubble(page, 'Called her: all is well.')).toContainText('Only staff see this');

    await page.keyboard.press('F2');
    await expect(composer(page)).toBeFocused();
    await page.keyboard.type('Tudo resolvido, Camila!');
    await page.keyboard.press('Control+Enter');
    const camila = await phoneInHand(browser, desk, 'Camila Brandão');
    await expect(camila.page.getByRole('listitem').filter({ hasText: 'Tudo resolvido, Camila!' })).toBeVisible();
    await expect(bubble(page, 'Tudo resolvido').getByTitle('Read')).toBeVisible();
    for (const words of [NOTE, 'Called her']) {
      await expect(camila.page.locator('body')).not.toContainText(words);
      expect(JSON.stringify(await desk.phoneOf('Camila Brandão'))).not.toContain(words);
    }
    camila.wire.expectOnlyOurs();
    await camila.page.context().close();
  });

  test('T5, T6: a failed send says why; Send again really sends it, once (J9, B5)', async () => {
    const { page } = beatriz;
    const text = 'Done: you have 212, two doors down, from 15:00.';
    const onThePhone = async (): Promise<number> =>
      (await desk.phoneOf('Daniel Adeyemi')).filter(({ content }) => content.text === text).length;
    expect(await onThePhone()).toBe(0);
    await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'All' }).click();
    await card(page, 'Daniel Adeyemi').click();
    const failed = bubble(page, text);
    await expect(failed).toContainText('WhatsApp had a fault. Send it again in a moment.');
    await failed.getByRole('button', { name: 'Send again' }).click();
    await expect(failed.getByTitle('Delivered')).toBeVisible();
    await expect(failed).not.toContainText('WhatsApp had a fault');
    await expect.poll(onThePhone).toBe(1);
  });

  test('S9: signing out leaves nothing of a guest behind, for Back as for the next person', async () => {
    const { page, wire } = beatriz;
    await page.keyboard.press('r');
    await composer(page).fill('An unfinished thought for Daniel');
    await page.getByRole('button', { name: 'Beatriz Lima: settings' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await expect(page).toHaveURL(/\/login$/);
    await page.goBack();
    await expect(page.getByLabel('E-mail')).toBeVisible();
    await expect(page.locator('body')).not.toContainText('Adeyemi');
    const kept = await page.evaluate(async () => [
      ...Object.keys(localStorage),
      ...Object.keys(sessionStorage),
      ...(await indexedDB.databases()).map(({ name }) => name),
      ...(await caches.keys()),
      document.cookie,
    ]);
    expect(kept.filter((one) => one !== '')).toEqual([]);

    // The same tab, not reloaded: the next one in is Tomás.
    const documents = wire.documents;
    await page.getByLabel('E-mail').fill(emailOf('tomas'));
    await page.getByLabel('Password').fill('harbour lights 1907');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('button', { name: 'Tomás Reis: settings' })).toBeVisible();
    await page.keyboard.press('4');
    await expect(cards(page).first()).toBeVisible();
    await expect(cards(page).filter({ hasText: 'Reception' })).toHaveCount(0);
    await expect(page.locator('body')).not.toContainText('Adeyemi');
    expect(wire.documents).toBe(documents);
  });

  test('Q1: the inbox has no fault that axe finds, light and dark, wide and narrow', async () => {
    await expect(cards(carmen.page).first()).toBeVisible();
    expect(await faultsInEveryLook(carmen.page)).toEqual([]);
  });

  test('B4, V6: every request, socket and file was ours, and no page broke its own policy', () => {
    for (const { wire } of [tomas, beatriz, carmen]) wire.expectOnlyOurs();
  });

  test('B4: the policy stops a request to anybody else, and this test hears of it', async ({ browser }) => {
    const { page, wire } = await takeSeat(browser, desk);
    await page.goto('/login');
    await page.evaluate(() => fetch('https://elsewhere.example/').catch(() => null));
    await expect.poll(() => wire.violations).toEqual(['connect-src: https://elsewhere.example/']);
    await page.context().close();
  });
});

/** As the card says it to those who listen: "waiting 9 min". */
async function minutesWaited({ page }: Seat): Promise<number> {
  const sentence = await card(page, 'Camila Brandão').getAttribute('aria-label');
  return Number(/waiting (\d+) min/.exec(sentence ?? '')?.[1]);
}
