import { expect, test, type Locator } from '@playwright/test';

import { startDemoDesk, type DemoDesk } from './support/demo-desk.js';
import { faultsInEveryLook } from './support/looks.js';
import { atTheDesk, type Seat } from './support/people.js';

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
});

/** Part of the words is not shown. */
function isCut(words: Locator): Promise<boolean> {
  return words.evaluate(
    ({ scrollWidth, clientWidth, scrollHeight, clientHeight }) =>
      scrollWidth > clientWidth || scrollHeight > clientHeight + 1,
  );
}
