import { expect, test, type Locator, type Page } from '@playwright/test';

import { startDemoDesk, type DemoDesk } from './support/demo-desk.js';
import { faultsInEveryLook } from './support/looks.js';
import {
  atTheDesk,
  bubble,
  card,
  cards,
  composer,
  list,
  Presses,
  takeSeat,
  thread,
  type Seat,
} from './support/people.js';

const NOA = {
  name: 'Noa Reis',
  email: 'noa@aurora.example',
  password: 'brass keys on hooks',
  next: 'linen in the lift',
};

const heading = (page: Page): Locator =>
  page.getByRole('region', { name: 'Conversation', exact: true }).getByRole('heading', { level: 2 });
const sheet = (page: Page): Locator => page.getByRole('dialog');
const found = (page: Page): Locator => page.getByRole('option');

/** Helena (administrator) brings Noa into the team; Noa finds guests, and names one; then Helena shows her out. */
test.describe('Team and search', () => {
  test.describe.configure({ mode: 'serial' });
  let desk: DemoDesk;
  let helena: Seat;
  let noa: Seat;
  let link = '';

  test.beforeAll(async ({ browser }) => {
    desk = await startDemoDesk();
    helena = await atTheDesk(browser, desk, 'helena');
    noa = await takeSeat(browser, desk);
  });
  test.afterAll(async () => {
    for (const seat of [helena, noa]) await seat?.page.context().close();
    await desk?.stop();
  });

  test('E18: Helena invites Noa to two departments; without e-mail the link is hers to copy, once', async () => {
    const { page } = helena;
    await page.getByRole('link', { name: 'Team' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Team' })).toBeFocused();
    await expect(page.getByRole('button', { name: /^Tomás Reis/ })).toContainText('Housekeeping');
    expect(await faultsInEveryLook(page), 'Q1: the team').toEqual([]);

    await page.getByRole('button', { name: 'Invite' }).click();
    await expect(sheet(page).getByLabel('Name')).toBeFocused();
    await page.keyboard.type(NOA.name);
    await page.keyboard.press('Tab');
    await page.keyboard.type('tomas@aurora.example');
    await page.keyboard.press('Enter');
    await expect(sheet(page)).toContainText('Somebody of this hotel has this e-mail already.');
    await sheet(page).getByLabel('E-mail').fill(NOA.email);
    for (const name of ['Housekeeping', 'Restaurant']) await sheet(page).getByRole('checkbox', { name }).check();
    expect(await faultsInEveryLook(page), 'Q1: inviting').toEqual([]);
    await sheet(page).getByRole('button', { name: 'Invite' }).click();
    link = await sheet(page).getByRole('textbox', { name: 'Link' }).inputValue();
    expect(link).toMatch(/\/password#token=/);
    expect(await faultsInEveryLook(page), 'Q1: invited').toEqual([]);
    await sheet(page).getByRole('button', { name: 'Close' }).click();
    const line = page.getByRole('button', { name: /^Noa Reis/ });
    await expect(line).toContainText(/Staff.*Housekeeping, Restaurant.*invited, until/s);
    await expect(page.locator('body')).not.toContainText(link);
  });

  test('Noa sets a password and is inside; the team is no screen of hers (S6)', async () => {
    const { page } = noa;
    await page.goto(link);
    await page.getByLabel('Password').fill(NOA.password);
    await page.getByRole('button', { name: 'Save and come in' }).click();
    await expect(cards(page).first()).toBeVisible();
    await expect(page.getByRole('link', { name: 'Team' })).toBeHidden();
    await page.goto('/setup/team');
    await expect(page.getByRole('heading', { level: 1, name: 'There is no such page' })).toBeFocused();
    await page.getByRole('link', { name: 'Back to the inbox' }).click();
    await expect(list(page)).toBeVisible();
  });

  test('J2, E6: / and a name without its accents, or Ctrl+K and a piece of a number, open the guest', async () => {
    const { page } = noa;
    await expect(cards(page).first()).toBeVisible();
    await page.keyboard.press('/');
    await expect(page.getByRole('combobox')).toBeFocused();
    await page.keyboard.type('FERNANDEZ lucia');
    await expect(found(page).first()).toContainText('Lucía Fernández');
    expect(await faultsInEveryLook(page), 'Q1: found').toEqual([]);
    await page.keyboard.press('Enter');
    await expect(heading(page)).toContainText('Lucía Fernández');
    await expect(composer(page)).toBeFocused();

    // From the middle of an answer, and faster than the list.
    const keys = new Presses(page);
    await keys.press('Control+k');
    await expect(page.getByRole('combobox')).toBeFocused();
    await page.keyboard.type('99000-0105');
    await keys.press('Enter');
    expect(keys.count).toBe(2);
    await expect(heading(page)).toContainText('Camila Brandão');
    await expect(thread(page)).toBeVisible();
  });

  test('search finds what was said, says when there is nothing, and finds nothing of the Spa (E23)', async () => {
    const { page, wire } = noa;
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Search' }).click();
    await page.keyboard.type('derrubou cafe');
    await expect(page.getByRole('group', { name: 'Messages' }).getByRole('option')).toContainText('derrubou o café');
    // Who has a booking is the whole house's guest; what the Spa says with her is not.
    await page.getByRole('combobox').fill('sofia almeida');
    await page.keyboard.press('Enter');
    await expect(sheet(page)).toContainText('There is no conversation with this guest that you may read.');
    await expect(found(page)).toHaveCount(1);
    for (const nowhere of ['masagem', 'zzqq']) {
      await page.getByRole('combobox').fill(nowhere);
      await expect(sheet(page)).toContainText(`Nothing found for “${nowhere}”.`);
    }
    expect(await faultsInEveryLook(page), 'Q1: nothing found').toEqual([]);
    expect(await wire.heard('masagem', 'derrubou o café')).toEqual(['derrubou o café']);

    await page.route('**/api/v1/search?*', (route) => route.abort());
    await page.getByRole('combobox').fill('brandao');
    await expect(sheet(page).getByRole('alert')).toContainText('Bellhop cannot be reached just now.');
    await page.unroute('**/api/v1/search?*');
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(found(page).first()).toContainText('Camila Brandão');
    await page.keyboard.press('Escape');
    await expect(sheet(page)).toBeHidden();
  });

  test('T8: what was found in a message is shown where it was said, and from there both ways', async () => {
    const { page } = noa;
    const camila = (text: string): Promise<void> => desk.guestWrites('Camila Brandão', text);
    const said = bubble(page, 'A blue umbrella stayed in the taxi.');
    await camila('A blue umbrella stayed in the taxi.');
    for (let n = 1; n <= 90; n++) await camila(`Thought ${n}.`);

    await page.keyboard.press('/');
    await page.keyboard.type('umbrella blue');
    await expect(page.getByRole('group', { name: 'Messages' }).getByRole('option')).toContainText('A blue umbrella');
    await page.keyboard.press('Enter');
    await expect(said).toBeFocused();
    await expect(said).toBeInViewport();
    await expect(said).toHaveAttribute('aria-current', 'true');
    await expect(heading(page)).toContainText('Camila Brandão');
    await page.keyboard.press('ArrowDown');
    await expect(bubble(page, 'Thought 1.')).toBeFocused();
    expect(await faultsInEveryLook(page), 'Q1: at a message').toEqual([]);

    // The same page for whoever is given its address; what comes meanwhile is not shown behind a gap.
    await page.reload();
    await expect(said).toBeInViewport();
    await camila('And a hat.');
    await expect(card(page, 'Camila Brandão')).toContainText('And a hat.');
    await expect(bubble(page, 'And a hat.')).toHaveCount(0);
    await expect(bubble(page, 'Thought 90.')).toHaveCount(0);

    // Down to it page by page, or at once.
    await expect
      .poll(async () => {
        await thread(page).evaluate((feed) => feed.scrollTo(0, feed.scrollHeight));
        return bubble(page, 'And a hat.').count();
      })
      .toBe(1);
    await page.goBack();
    await page.goForward();
    await expect(said).toBeInViewport();
    await page.getByRole('button', { name: 'To the newest' }).click();
    await expect(bubble(page, 'And a hat.')).toBeInViewport();
    await expect(page).not.toHaveURL(/message=/);
  });

  test('A2: Noa renames Camila, everywhere; who was slower is told so and loses no word (version)', async () => {
    await helena.page.getByRole('link', { name: 'Inbox' }).click();
    await helena.page.keyboard.press('4');
    await card(helena.page, 'Camila Brandão').click();
    for (const { page } of [noa, helena]) {
      await page.getByRole('button', { name: 'Edit' }).click();
      await expect(sheet(page).getByLabel('Name')).toHaveValue('Camila Brandão');
    }
    expect(await faultsInEveryLook(noa.page), 'Q1: the guest').toEqual([]);
    await sheet(noa.page).getByLabel('Name').fill('Camila Brandão Reis');
    await sheet(noa.page).getByLabel('Notes for colleagues').fill('Coffee on the carpet: no charge.');
    await noa.page.keyboard.press('Control+Enter');
    await expect(sheet(noa.page)).toBeHidden();
    await expect(heading(noa.page)).toContainText('Camila Brandão Reis');
    await expect(noa.page.getByRole('complementary')).toContainText('Coffee on the carpet: no charge.');
    // Below the sheet, where roles are out of reach.
    await expect(helena.page.locator('a[data-card]').filter({ hasText: 'Camila Brandão Reis' })).toBeVisible();

    const slow = sheet(helena.page);
    await slow.getByLabel('Name').fill('Camila B.');
    await slow.getByLabel('VIP because').fill('the carpet');
    await slow.getByRole('button', { name: 'Save' }).click();
    await expect(slow.getByRole('alert')).toContainText('A colleague has changed this guest meanwhile.');
    await expect(slow).toContainText('Meanwhile: Camila Brandão Reis');
    await expect(slow.getByLabel('Name')).toHaveValue('Camila B.');
    await expect(slow.getByLabel('Notes for colleagues')).toHaveValue('Coffee on the carpet: no charge.');
    expect(await faultsInEveryLook(helena.page), 'Q1: told of the other').toEqual([]);
    await slow.getByLabel('Name').fill('Camila Brandão Reis');
    await slow.getByRole('button', { name: 'Save' }).click();
    await expect(slow).toBeHidden();
    await expect(noa.page.getByRole('complementary')).toContainText('VIP: the carpet');
  });

  test('H2: while Helena writes to Camila, Noa is asked once before both answer', async () => {
    const { page } = noa;
    const writing = setInterval(
      () =>
        void composer(helena.page)
          .press('a', { timeout: 1_000 })
          .catch(() => undefined),
      1_000,
    );
    await expect(page.getByText(/^Helena .+ is writing an answer…$/)).toBeVisible();
    await composer(page).fill('It is clean already.');
    await page.keyboard.press('Control+Enter');
    await expect(page.getByText(/^Helena .+ is writing\. Press again to send\.$/)).toBeVisible();
    await expect(composer(page)).toHaveValue('It is clean already.');
    await expect(bubble(page, 'It is clean already.')).toHaveCount(0);
    await page.keyboard.press('Control+Enter');
    clearInterval(writing);
    await expect(bubble(page, 'It is clean already.')).toBeVisible();
    await expect(composer(page)).toHaveValue('');
    await composer(helena.page).fill('');
  });

  test('B9: Helena ends Noa’s session; Noa’s screen says so, and her words are still there', async () => {
    await composer(noa.page).fill('Dear Camila, about the carpet');
    const { page } = helena;
    await page.getByRole('link', { name: 'Team' }).click();
    await page.getByRole('button', { name: /^Noa Reis/ }).click();
    const person = page.getByRole('dialog', { name: NOA.name });
    await expect(person.getByRole('region', { name: 'Signed in on' })).toContainText('Chrome, Linux');
    expect(await faultsInEveryLook(page), 'Q1: a person').toEqual([]);
    await person.getByRole('button', { name: 'Sign out: Chrome, Linux' }).click();
    await expect(person).toContainText('Signed in nowhere.');

    const over = noa.page.getByRole('dialog', { name: 'Sign in again' });
    await expect(over).toContainText('Your session is over.');
    await over.getByLabel('Password').fill(NOA.password);
    await noa.page.keyboard.press('Enter');
    await expect(over).toBeHidden();
    await expect(composer(noa.page)).toHaveValue('Dear Camila, about the carpet');
  });

  test('Helena makes Noa a reader who sees the Spa too, at once, and not herself: the last administrator stays', async () => {
    const { page } = helena;
    await noa.page.getByRole('link', { name: /^All/ }).click();
    await expect(card(noa.page, 'Camila Brandão Reis')).toBeVisible();
    await expect(card(noa.page, 'Sofia Almeida')).toBeHidden();
    await page.getByRole('radio', { name: /^Reader/ }).check();
    await page.getByRole('checkbox', { name: 'Spa' }).check();
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByRole('button', { name: /^Noa Reis/ })).toContainText('Reader');
    await expect(card(noa.page, 'Sofia Almeida')).toBeVisible();
    await page.getByRole('button', { name: /^Helena Marques helena@/ }).click();
    await page.getByRole('radio', { name: /^Staff/ }).check();
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(sheet(page).getByRole('alert').filter({ hasText: /./ })).toHaveText(/this is the last one\.$/);
    await page.keyboard.press('Escape');
  });

  test('B9, X6: Noa’s own account: password, other sessions, language', async ({ browser }) => {
    const { page } = noa;
    const elsewhere = await takeSeat(browser, desk);
    await elsewhere.page.goto('/login');
    await elsewhere.page.getByLabel('E-mail').fill(NOA.email);
    await elsewhere.page.getByLabel('Password').fill(NOA.password);
    await elsewhere.page.keyboard.press('Enter');
    await expect(list(elsewhere.page)).toBeVisible();

    await page.getByRole('button', { name: 'Noa Reis: settings' }).click();
    await page.getByRole('menuitem', { name: 'My account' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'My account' })).toBeVisible();
    await expect(page.getByText('this one')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Sign out everywhere else' })).toBeVisible();
    expect(await faultsInEveryLook(page), 'Q1: the account').toEqual([]);
    await page.getByLabel('Present password').fill('not the one');
    await page.getByLabel('New password').fill(NOA.next);
    await page.keyboard.press('Enter');
    await expect(page.getByText('That is not your present password.')).toBeVisible();
    await page.getByLabel('Present password').fill(NOA.password);
    await page.getByRole('button', { name: 'Change the password' }).click();
    await expect(page.getByText('Everywhere else you are signed out.')).toBeVisible();
    await expect(elsewhere.page.getByRole('dialog', { name: 'Sign in again' })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Sign out everywhere else' })).toBeHidden();
    await page.getByLabel('Language').selectOption('pt-BR');
    await expect(page.getByRole('heading', { level: 1, name: 'Minha conta' })).toBeVisible();
    await expect.poll(() => noa.wire.calls.filter((call) => call === 'PATCH /api/v1/me').length).toBe(3);
    await page.reload(); // kept at the desk, not in this browser
    await expect(page.getByRole('heading', { level: 1, name: 'Minha conta' })).toBeVisible();
    await elsewhere.page.context().close();
  });

  test('B4, V6: every request was ours, and no page broke its own policy', () => {
    helena.wire.expectOnlyOurs({ but: /409/ });
    noa.wire.expectOnlyOurs({ but: /status of 40[01] |ERR_FAILED/ });
  });
});
