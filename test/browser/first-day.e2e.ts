import { expect, test, type Page } from '@playwright/test';

import { startDeskProcess, type DeskProcess } from '../../src/bench/desk-process.js';
import { MailServer, tokenIn } from '../support/mail-server.js';
import { faultsInEveryLook } from './support/looks.js';
import { list, takeSeat, type Seat } from './support/people.js';

const LUCIA = { name: 'Lúcia Prado', email: 'lucia@aurora.example', password: 'wicker chairs on the terrace' };
const NOA = { name: 'Noa Reis', email: 'noa@aurora.example', password: 'brass keys on hooks' };
const NO_HOTEL = { BOOTSTRAP_HOTEL: '', BOOTSTRAP_EMAIL: '', BOOTSTRAP_PASSWORD: '' };

const alert = (page: Page): ReturnType<Page['locator']> => page.getByRole('alert').filter({ hasText: /./ });

/** A desk on its first day: nobody knows it yet. Lúcia sets it up, Noa is invited and forgets. */
test.describe('The first day', () => {
  test.describe.configure({ mode: 'serial' });
  let desk: DeskProcess;
  let lucia: Seat;
  let noa: Seat;
  let link = '';

  test.beforeAll(async ({ browser }) => {
    desk = await startDeskProcess(NO_HOTEL);
    [lucia, noa] = [await takeSeat(browser, desk), await takeSeat(browser, desk)];
    link = /\S+\/welcome#token=\S+/.exec(desk.printed())?.[0] ?? '';
  });
  test.afterAll(async () => {
    for (const seat of [lucia, noa]) await seat?.page.context().close();
    await desk?.stop();
  });

  test('the printed link makes the hotel and its administrator, and opens the inbox', async () => {
    const { page } = lucia;
    await page.goto('/welcome');
    await expect(page.getByText('This page needs the link')).toBeVisible();
    expect(await faultsInEveryLook(page), 'Q1: without the link').toEqual([]);

    await page.goto(link); // pasted where the page is open already
    await expect(page.getByLabel('Name of the hotel')).toBeFocused();
    await expect(page).toHaveURL(/\/welcome$/); // nobody reads the token over a shoulder
    await page.getByLabel('Name of the hotel').fill('Hotel Aurora');
    await page.getByLabel('Time zone').selectOption('Europe/Lisbon');
    await page.getByLabel('Country').fill('PT');
    await page.getByLabel('Your name').fill(LUCIA.name);
    await page.getByLabel('E-mail').fill(LUCIA.email);
    await page.getByLabel('Password').fill('hotelaurora');
    await page.getByRole('button', { name: 'Open the desk' }).click();
    await expect(alert(page)).toHaveText(/^Your name, your e-mail and the hotel’s name are no secret\./);
    expect(await faultsInEveryLook(page), 'Q1: a weak password').toEqual([]);

    await page.getByLabel('Password').fill(LUCIA.password);
    await page.getByRole('button', { name: 'Open the desk' }).click();
    await expect(list(page)).toBeVisible();
  });

  test('the link works once', async () => {
    const { page } = noa;
    await page.goto(link);
    for (const [label, words] of [
      ['Name of the hotel', 'Hotel Mine'],
      ['Country', 'PT'],
      ['Your name', 'Me'],
      ['E-mail', 'me@mine.example'],
      ['Password', NOA.password],
    ] as const)
      await page.getByLabel(label).fill(words);
    await page.getByRole('button', { name: 'Open the desk' }).click();
    await expect(alert(page)).toHaveText(/used already/);
  });

  test('an invitation: Noa chooses a password that is not soon guessed, and is inside', async () => {
    const { page } = noa;
    await page.goto(await invited(desk));
    await expect(page.getByRole('heading', { name: 'Welcome, Noa Reis' })).toBeVisible();
    await expect(page).toHaveURL(/\/password$/);
    await expect(page.getByText('Your place at Hotel Aurora is ready.')).toBeVisible();
    await expect(page.getByLabel('Password')).toBeFocused();
    expect(await faultsInEveryLook(page), 'Q1: the invitation').toEqual([]);
    for (const [password, sentence] of [
      ['short', /too short: at least 10 characters/],
      ['password123', /among the first passwords/],
      [NOA.email, /no secret/],
    ] as const) {
      await page.getByLabel('Password').fill(password);
      await page.keyboard.press('Enter');
      await expect(alert(page)).toHaveText(sentence);
    }
    expect(await faultsInEveryLook(page), 'Q1: refused').toEqual([]);
    await page.getByRole('button', { name: 'Show' }).click();
    await page.getByLabel('Password').fill(NOA.password);
    await page.keyboard.press('Enter');
    await expect(list(page)).toBeVisible();
  });

  test('a link that is over says so, and where to go', async () => {
    const { page } = lucia;
    await page.goto('/password#token=used-or-never-ours');
    await expect(page.getByRole('heading', { name: 'This link is over' })).toBeVisible();
    expect(await faultsInEveryLook(page), 'Q1: a link that is over').toEqual([]);
    await page.getByRole('link', { name: 'Ask for a new link' }).click();
    await expect(page).toHaveURL(/\/forgot$/);
  });

  test('a desk without e-mail sends who forgot to an administrator', async () => {
    const { page } = noa;
    await page.context().clearCookies();
    await page.goto('/login');
    await page.getByRole('link', { name: 'Forgotten your password?' }).click();
    await expect(page.getByLabel('E-mail')).toBeFocused();
    expect(await faultsInEveryLook(page), 'Q1: forgotten').toEqual([]);
    await page.keyboard.type('nobody@aurora.example');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('status')).toHaveText(/Ask an administrator of your hotel/);
    expect(await faultsInEveryLook(page), 'Q1: no e-mail here').toEqual([]);
  });

  test('B4: everything asked for was ours', async () => {
    for (const seat of [lucia, noa]) {
      expect(seat.wire.elsewhere).toEqual([]);
      expect(seat.wire.violations).toEqual([]);
    }
  });
});

test('who forgot chooses a new password by an e-mail, and is inside', async ({ browser }) => {
  const mail = await MailServer.open();
  const desk = await startDeskProcess({ SMTP_URL: mail.url, MAIL_FROM: 'Bellhop <desk@aurora.example>' });
  const seat = await takeSeat(browser, desk);
  try {
    const { page } = seat;
    await page.goto('/forgot');
    await page.getByLabel('E-mail').fill(desk.login.email);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('status')).toHaveText(/an e-mail is on its way/);
    await page.goto(`/password#token=${tokenIn(await mail.mailTo(desk.login.email))}`);
    await expect(page.getByRole('heading', { name: 'A new password' })).toBeVisible();
    await page.getByLabel('Password').fill(LUCIA.password);
    await page.getByRole('button', { name: 'Save and come in' }).click();
    await expect(list(page)).toBeVisible();
    seat.wire.expectOnlyOurs();
  } finally {
    await seat.page.context().close();
    await desk.stop();
    await mail.close();
  }
});

/** Lúcia invites Noa; the link she would copy. */
async function invited({ url }: DeskProcess): Promise<string> {
  const ask = async <T>(path: string, body: object, token?: string): Promise<T> => {
    const headers = { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) };
    const answer = await fetch(`${url}/api/v1${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    expect(answer.ok, path).toBe(true);
    return (await answer.json()) as T;
  };
  const { email, password } = LUCIA;
  const { accessToken } = await ask<{ accessToken: string }>('/auth/login', { email, password });
  const user = { name: NOA.name, email: NOA.email, role: 'agent', language: 'en' };
  const { id } = await ask<{ id: string }>('/users', user, accessToken);
  return (await ask<{ url: string }>(`/users/${id}/link`, {}, accessToken)).url;
}
