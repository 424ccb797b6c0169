import { expect, test, type Locator } from '@playwright/test';

import { startDemoDesk, type DemoDesk } from './support/demo-desk.js';
import { faultsInEveryLook } from './support/looks.js';
import { atTheDesk, card, list, takeSeat, type Seat } from './support/people.js';

/** What is around every screen: the house's name, who sits there. */
test.describe('The house', () => {
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

  test('S1: the hotel and who sits there are named in full, on a wide screen and on a phone', async () => {
    const { page } = helena;
    const rail = page.getByRole('navigation', { name: 'Main' });
    expect(await isCut(rail.getByText('Hotel Aurora'))).toBe(false);
    expect(await isCut(rail.getByText('Helena Marques'))).toBe(false);

    await page.setViewportSize({ width: 390, height: 844 });
    await page.getByRole('button', { name: 'Helena Marques: settings' }).click();
    const menu = page.getByRole('menu');
    for (const words of ['Helena Marques', 'helena@aurora.example', 'Hotel Aurora']) {
      await expect(menu.getByText(words, { exact: true })).toBeVisible();
      expect(await isCut(menu.getByText(words, { exact: true }))).toBe(false);
    }
    await page.keyboard.press('Escape');
    await page.setViewportSize({ width: 1440, height: 900 });
    expect(await faultsInEveryLook(page), 'Q1').toEqual([]);
  });

  test('S1: how many guests wait stands beside the inbox, whichever screen was opened first', async () => {
    const { page } = helena;
    const inbox = page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: /^Inbox/ });
    await expect(inbox).toHaveText(/^Inbox\s*[1-9]/);
    const told = await inbox.innerText();
    await page.goto('/setup/team');
    await expect(page.getByRole('heading', { level: 1, name: 'Team' })).toBeVisible();
    await expect(inbox).toHaveText(told, { useInnerText: true });
    await page.goto('/');
  });

  test('L1, T0: a guest’s long name that is cut is told when pointed at, on the card and above the talk', async () => {
    const { page } = helena;
    const long = card(page, 'Margaret Whitcombe').getByText('Margaret Whitcombe');
    expect(await isCut(long)).toBe(true);
    await expect(long).toHaveAttribute('title', 'Margaret Whitcombe');
    await long.click();
    await expect(page.getByRole('heading', { level: 2 }).getByTitle('Margaret Whitcombe')).toBeVisible();
    await page.goto('/');
  });

  for (const address of ['/nowhere', '/inbox/tomorrow', '/inbox/all/one/two', '/setup/team/7?sort=name']) {
    test(`S2: ${address} says that there is no such page, and leads back`, async () => {
      const { page } = helena;
      await page.goto(address);
      await expect(page.getByRole('heading', { level: 1, name: 'There is no such page' })).toBeFocused();
      await expect(page).toHaveURL(address);
      await expect(page.getByRole('navigation', { name: 'Main' }).getByText('Hotel Aurora')).toBeVisible();
      expect(await faultsInEveryLook(page), 'Q1').toEqual([]);
      await page.getByRole('link', { name: 'Back to the inbox' }).click();
      await expect(list(page)).toBeVisible();
      await expect(page).toHaveURL('/inbox/waiting');
    });
  }

  test('S2: who is not signed in is asked to sign in first, wherever the address leads', async ({ browser }) => {
    const { page } = await takeSeat(browser, desk);
    await page.goto('/nowhere');
    await expect(page.getByLabel('E-mail')).toBeFocused();
    await page.context().close();
  });
});

/** Part of the words is not shown. */
function isCut(words: Locator): Promise<boolean> {
  return words.evaluate(
    ({ scrollWidth, clientWidth, scrollHeight, clientHeight }) =>
      scrollWidth > clientWidth || scrollHeight > clientHeight + 1,
  );
}
