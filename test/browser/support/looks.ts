import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

const WIDE = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };
const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** What axe and the ruler find wrong with what is on the screen now: wide and narrow, light and dark. */
export async function faultsInEveryLook(page: Page): Promise<string[]> {
  const before = page.viewportSize() ?? WIDE;
  const faults: string[] = [];
  for (const size of [PHONE, WIDE]) {
    await page.setViewportSize(size);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.waitForFunction(
        (theme) =>
          document.documentElement.dataset['theme'] === theme &&
          document.getAnimations().every((animation) => animation.playState !== 'running'),
        colorScheme,
      );
      const { violations } = await new AxeBuilder({ page }).withTags(WCAG).setLegacyMode().analyze();
      const look = `${size.width} ${colorScheme}`;
      for (const { id, nodes } of violations) {
        faults.push(
          ...nodes.map(({ target, failureSummary }) => `${look}: ${id} ${target.join(' ')} ${failureSummary}`),
        );
      }
      const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (tooWide > 0) faults.push(`${look}: ${tooWide} px wider than the screen`);
    }
  }
  await page.setViewportSize(before);
  await page.emulateMedia({ colorScheme: 'light' });
  return faults;
}
