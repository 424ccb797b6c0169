import { expect, test, type Locator } from '@playwright/test';

import { photo } from '../support/pictures.js';
import { startDemoDesk, type DemoDesk } from './support/demo-desk.js';
import { faultsInEveryLook } from './support/looks.js';
import { atTheDesk, card, phoneInHand, thread, type Seat } from './support/people.js';

/** A guest shows what is broken, staff show where breakfast is; nobody reloads a page. */
test.describe('Photos both ways', () => {
  test.describe.configure({ mode: 'serial' });
  let desk: DemoDesk;
  let beatriz: Seat;
  let ana: Seat;
  let picture: Buffer;

  test.beforeAll(async ({ browser }) => {
    picture = await photo({ width: 900, height: 1200 });
    desk = await startDemoDesk();
    beatriz = await atTheDesk(browser, desk, 'beatriz');
    ana = await phoneInHand(browser, desk, 'Ana Sousa');
  });
  test.afterAll(async () => {
    await ana?.page.context().close();
    await beatriz?.page.context().close();
    await desk?.stop();
  });

  test('E7, T4: Ana sends a photo, and staff see it, in a place that was kept for it', async () => {
    await ana.page
      .locator('input[type=file]')
      .setInputFiles({ name: 'ar.jpg', mimeType: 'image/jpeg', buffer: picture });
    await expect(card(beatriz.page, 'Ana Sousa')).toContainText('Photo');
    await card(beatriz.page, 'Ana Sousa').click();
    const shown = thread(beatriz.page)
      .getByRole('img', { name: /^Photo from Ana Sousa/ })
      .last();
    await loaded(shown);
    const { width, height } = (await shown.boundingBox())!;
    expect(width / height).toBeCloseTo(0.75, 1);
    await loaded(ana.page.getByRole('img').last());
  });

  test('W6: a file that cannot go says why, and the others still can', async () => {
    const { page } = beatriz;
    await page.locator('input[data-attach]').setInputFiles([
      { name: 'menu.html', mimeType: 'text/html', buffer: Buffer.from('<!doctype html><p>Menu') },
      { name: 'breakfast.jpg', mimeType: 'image/jpeg', buffer: picture },
    ]);
    const tray = page.getByRole('list', { name: 'Attached files' });
    await expect(tray.getByRole('alert')).toHaveText('Files of this type cannot be sent.');
    await expect(tray.getByRole('listitem').filter({ hasText: 'breakfast.jpg' })).toContainText(/kB|MB/);
    expect(await faultsInEveryLook(page), 'Q1: the tray').toEqual([]);
    await page.getByRole('button', { name: 'Take off menu.html' }).click();
    await expect(tray.getByRole('listitem')).toHaveCount(1);
  });

  test('C1, E7: staff send a picture with its words, and it is on her phone', async () => {
    const { page } = beatriz;
    await page.getByRole('textbox', { name: 'Answer to Ana Sousa' }).fill('O café fica aqui, descendo a escada.');
    await page.keyboard.press('Control+Enter');
    await expect(page.getByRole('list', { name: 'Attached files' })).toBeHidden();
    await loaded(
      thread(page)
        .getByRole('img', { name: /^Photo from You/ })
        .last(),
    );
    await expect.poll(async () => (await desk.phoneOf('Ana Sousa')).at(-1)?.content.type).toBe('image');
    const got = ana.page.getByRole('listitem').filter({ hasText: 'O café fica aqui' });
    await loaded(got.getByRole('img'));
    expect(await faultsInEveryLook(page), 'Q1: a thread with photos').toEqual([]);
    expect(await faultsInEveryLook(ana.page), 'Q1: her phone').toEqual([]);
  });

  test('W6: a picture that is pasted or dropped is attached', async () => {
    const { page } = beatriz;
    await page.getByRole('textbox', { name: 'Answer to Ana Sousa' }).focus();
    for (const kind of ['paste', 'drop'] as const) {
      await page.locator('#composer').evaluate(
        (composer, { kind: how, base64 }) => {
          const bytes = Uint8Array.from(atob(base64), (character) => character.codePointAt(0)!);
          const data = new DataTransfer();
          data.items.add(new File([bytes], `${how}.jpg`, { type: 'image/jpeg' }));
          const options = { bubbles: true, cancelable: true };
          composer.dispatchEvent(
            how === 'paste'
              ? new ClipboardEvent('paste', { ...options, clipboardData: data })
              : new DragEvent('drop', { ...options, dataTransfer: data }),
          );
        },
        { kind, base64: picture.toString('base64') },
      );
      await expect(page.getByRole('list', { name: 'Attached files' })).toContainText(`${kind}.jpg`);
      // The composer has grown; the end of the thread is where it was.
      await expect(thread(page).getByText('O café fica aqui')).toBeInViewport();
    }
  });

  test('B4, V6: every file came from the desk, and no page broke its own policy', async () => {
    beatriz.wire.expectOnlyOurs({ but: /415 \(Unsupported Media Type\)/ });
    ana.wire.expectOnlyOurs();
  });
});

/** A picture that is really there, not its empty place. */
async function loaded(image: Locator): Promise<void> {
  await expect(image).toBeVisible();
  await expect.poll(() => image.evaluate((node) => (node as HTMLImageElement).naturalWidth)).toBeGreaterThan(0);
}
