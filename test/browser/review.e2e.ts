import { expect, test, type Locator, type Page } from '@playwright/test';

import { startDemoDesk, type DemoDesk } from './support/demo-desk.js';
import { faultsInEveryLook } from './support/looks.js';
import { atTheDesk, card, type Seat } from './support/people.js';

const OTHER_NUMBER = '105550009998887';
const WABA_ID = '210987654321098';

const sheet = (page: Page): Locator => page.getByRole('dialog');
const cause = (page: Page, name: string): Locator => page.getByRole('region', { name });

/** One event as Meta posts it, of a number that the hotel has not connected. */
function said(text: string, seconds: number): object {
  const value = {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: '351210000999', phone_number_id: OTHER_NUMBER },
    contacts: [{ wa_id: '351912000777', profile: { name: 'Joana Prado' } }],
    messages: [
      {
        from: '351912000777',
        id: `wamid.review${seconds}`,
        timestamp: String(Math.floor(Date.now() / 1000) - 60 + seconds),
        type: 'text',
        text: { body: text },
      },
    ],
  };
  return { object: 'whatsapp_business_account', entry: [{ id: WABA_ID, changes: [{ field: 'messages', value }] }] };
}

/** Helena (administrator) finds what WhatsApp told and Bellhop could not store; mends the cause, and the words stand in their place. */
test.describe('Review', () => {
  test.describe.configure({ mode: 'serial' });
  let desk: DemoDesk;
  let helena: Seat;

  test.beforeAll(async ({ browser }) => {
    desk = await startDemoDesk();
    helena = await atTheDesk(browser, desk, 'helena');
  });
  test.afterAll(async () => {
    await helena?.page.context().close();
    await desk?.stop();
  });

  test('where nothing waits the screen says so', async () => {
    const { page } = helena;
    await page.getByRole('link', { name: 'Review' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Review' })).toBeFocused();
    const past = cause(page, 'WhatsApp had a fault. Send it again in a moment.'); // of the demo's past
    await expect(past.getByRole('listitem')).toContainText('Daniel Adeyemi');
    await expect(past).not.toContainText('problem');
    expect(await faultsInEveryLook(page), 'Q1: with a name').toEqual([]);
    await past.getByRole('button').click();
    await expect(sheet(page)).toContainText('Daniel Adeyemi');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Not routed' }).click();
    await expect(page.getByText('Nothing waits for a person.')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Try all again' })).toBeHidden();
    expect(await faultsInEveryLook(page), 'Q1: empty').toEqual([]);
  });

  test('D5: what could not be stored is there by its cause, with payload, tries and what a retry would do', async () => {
    const { page } = helena;
    expect(await desk.providerPosts(said('A table for two', 1))).toBe(200);
    expect(await desk.providerPosts(said('At eight, please', 2))).toBe(200);
    expect(await desk.providerPosts('["no payload"]')).toBe(400);
    await page.reload();
    const wrong = cause(page, 'For a number that is no channel of this hotel');
    await expect(wrong.getByRole('listitem')).toHaveCount(2);
    await expect(cause(page, 'Not what WhatsApp sends').getByRole('listitem')).toHaveCount(1);
    expect(await faultsInEveryLook(page), 'Q1: the list').toEqual([]);
    await page.getByRole('button', { name: 'Not sent' }).click();
    await expect(wrong).toBeHidden();
    await page.getByRole('button', { name: 'Not stored' }).click();

    await wrong
      .getByRole('button', { name: /names number/ })
      .last()
      .click();
    await expect(sheet(page).getByRole('region', { name: 'Tries' })).toContainText('wrong_channel');
    await sheet(page).getByText('What came').click();
    await expect(sheet(page).getByText('A table for two')).toBeVisible();
    await sheet(page).getByRole('button', { name: 'What would change' }).click();
    await expect(sheet(page)).toContainText('It would fail again.');
    await sheet(page).getByRole('button', { name: 'Try again' }).click();
    await expect(sheet(page)).toContainText('It was tried again and waits on.');
    expect(await faultsInEveryLook(page), 'Q1: one of them').toEqual([]);
    await page.keyboard.press('Escape');
  });

  test('E18: nothing is discarded without a reason', async () => {
    const { page } = helena;
    await cause(page, 'Not what WhatsApp sends').getByRole('button').click();
    await sheet(page).getByRole('button', { name: 'Discard …' }).click();
    await expect(sheet(page).getByLabel('Why it needs nobody')).toBeFocused();
    await expect(sheet(page).getByRole('button', { name: 'Discard', exact: true })).toBeDisabled();
    await page.keyboard.type('A test of ours');
    expect(await faultsInEveryLook(page), 'Q1: discarding').toEqual([]);
    await page.keyboard.press('Enter');
    await expect(cause(page, 'Not what WhatsApp sends')).toBeHidden();
  });

  test('D5: mended and tried again, the words stand in their place', async () => {
    const { page } = helena;
    await (
      await desk.staff('helena')
    ).post('/channels', {
      provider: 'meta-cloud',
      name: 'The restaurant',
      settings: { phoneNumberId: OTHER_NUMBER, wabaId: WABA_ID },
      credentials: desk.credentials,
    });
    const wrong = cause(page, 'For a number that is no channel of this hotel');
    await wrong
      .getByRole('button', { name: /names number/ })
      .last()
      .click();
    await sheet(page).getByRole('button', { name: 'What would change' }).click();
    await expect(sheet(page)).toContainText('Messages: 1 new');
    await expect(sheet(page)).toContainText('Guests: 1 new');
    expect(await faultsInEveryLook(page), 'Q1: what would change').toEqual([]);
    await page.keyboard.press('Escape');
    await wrong.getByRole('button', { name: 'Try these again' }).click();
    await expect(page.getByText('Tried 2; 2 no longer wait.')).toBeVisible();
    await expect(page.getByText('Nothing waits for a person.')).toBeVisible();

    await page.getByRole('link', { name: 'Inbox' }).click();
    await page.keyboard.press('4');
    await card(page, 'Joana Prado').click();
    const words = page.getByRole('feed').getByRole('article');
    await expect(words.filter({ hasText: 'A table for two' })).toBeVisible();
    await expect(words.filter({ hasText: 'At eight, please' })).toBeVisible();
  });

  test('S6: for others it is no screen', async ({ browser }) => {
    const tomas = await atTheDesk(browser, desk, 'tomas');
    await expect(tomas.page.getByRole('link', { name: 'Review' })).toBeHidden();
    await tomas.page.goto('/system/review');
    await expect(tomas.page.getByRole('heading', { level: 1, name: 'There is no such page' })).toBeFocused();
    await tomas.page.context().close();
  });

  test('B4, V6: every request was ours, and no page broke its own policy', () => {
    helena.wire.expectOnlyOurs();
  });
});
