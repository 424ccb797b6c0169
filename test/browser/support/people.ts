import { expect, type Browser, type Locator, type Page } from '@playwright/test';

import { emailOf, PASSWORD, type DemoDesk, type StaffName } from './demo-desk.js';
import { Wire } from './wire.js';

/** Somebody before a browser of their own, with all that goes over its wire. */
export interface Seat {
  page: Page;
  wire: Wire;
}

/** A browser that knows nobody yet. */
export async function takeSeat(browser: Browser, desk: Pick<DemoDesk, 'url'>): Promise<Seat> {
  const context = await browser.newContext({
    baseURL: desk.url,
    locale: 'en-GB',
    timezoneId: 'Europe/Lisbon',
    viewport: { width: 1440, height: 900 },
  });
  const wire = await Wire.on(context, desk.url);
  return { page: await context.newPage(), wire };
}

/** By keyboard alone. The page must be the sign-in. */
export async function signIn(page: Page, name: StaffName, password = PASSWORD): Promise<void> {
  await expect(page.getByLabel('E-mail')).toBeFocused();
  await page.keyboard.type(emailOf(name));
  await page.keyboard.press('Tab');
  await page.keyboard.type(password);
  await page.keyboard.press('Enter');
}

/** A colleague at the inbox, list and socket there. */
export async function atTheDesk(browser: Browser, desk: DemoDesk, name: StaffName): Promise<Seat> {
  const seat = await takeSeat(browser, desk);
  const socket = seat.page.waitForEvent('websocket');
  await seat.page.goto('/');
  await signIn(seat.page, name);
  await (await socket).waitForEvent('framereceived', { predicate: ({ payload }) => String(payload).startsWith('40') });
  await expect(list(seat.page)).toBeVisible();
  return seat;
}

/** A guest's phone, on the demo's page. */
export async function phoneInHand(browser: Browser, desk: DemoDesk, name: string): Promise<Seat> {
  const seat = await takeSeat(browser, desk);
  await seat.page.goto('/demo/phone');
  await pickPhone(seat.page, name);
  return seat;
}

export async function pickPhone(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name }).click();
  await expect(page).toHaveTitle(new RegExp(name));
}

export const list = (page: Page): Locator => page.getByRole('region', { name: 'Conversations' });
export const thread = (page: Page): Locator => page.getByRole('feed');
export const composer = (page: Page): Locator => page.getByRole('textbox', { name: /^Answer to/ });
export const cards = (page: Page): Locator => list(page).locator('a[data-card]');
export const card = (page: Page, name: string): Locator =>
  list(page).getByRole('link', { name: new RegExp(`^${name},`) });
export const bubble = (page: Page, words: string): Locator =>
  thread(page).getByRole('article').filter({ hasText: words });

/** Keys as DASHBOARD counts them: a chord is one press, typing the words is free. */
export class Presses {
  count = 0;

  constructor(private readonly page: Page) {}

  async press(chord: string): Promise<void> {
    this.count++;
    await this.page.keyboard.press(chord);
  }
}
