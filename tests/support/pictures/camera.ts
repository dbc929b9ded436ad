import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';

const sizes = { phone: { width: 390, height: 844 }, laptop: { width: 1280, height: 800 } } as const;
const themes = ['light', 'dark'] as const;

/** The smallest phone, and a laptop at 200 % zoom. */
const narrow = [
  { width: 320, height: 568 },
  { width: 640, height: 400 },
] as const;

export interface CameraOptions {
  readonly folder: string;
  /** The titles to take, for instance `landing-laptop-light`; every one when left out. */
  readonly only?: ReadonlySet<string>;
}

interface Shot {
  /** The page as long as it is, not only what fits on the screen. */
  readonly whole?: boolean;
}

/** Takes pictures of pages, each on a phone and a laptop, light and dark. */
export class Camera {
  readonly #folder: string;
  readonly #only: ReadonlySet<string> | undefined;
  readonly #tooWide: string[] = [];

  constructor({ folder, only }: CameraOptions) {
    this.#folder = folder;
    this.#only = only;
    mkdirSync(folder, { recursive: true });
  }

  /** Pages that are wider than a narrow window, which none should be. */
  get tooWide(): readonly string[] {
    return this.#tooWide;
  }

  /** Waits until the page stands still, and takes its pictures. */
  async take(page: Page, name: string, { whole = false }: Shot = {}): Promise<void> {
    await page.locator('.animate-pulse').first().waitFor({ state: 'detached' });
    await page.evaluate(() => document.fonts.ready);
    for (const [size, viewport] of Object.entries(sizes)) {
      for (const theme of themes) {
        const title = `${name}-${size}-${theme}`;
        if (this.#only !== undefined && !this.#only.has(title)) continue;
        await page.setViewportSize(viewport);
        await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
        // What sticks to the window would stand in the middle of a long picture.
        if (whole)
          await page.evaluate(() => {
            scrollTo(0, 0);
          });
        const path = join(this.#folder, `${title}.png`);
        await page.screenshot({ path, animations: 'disabled', fullPage: whole });
      }
    }
    if (this.#only === undefined) await this.#measure(page, name);
    await page.setViewportSize(sizes.laptop);
  }

  async #measure(page: Page, name: string): Promise<void> {
    for (const viewport of narrow) {
      await page.setViewportSize(viewport);
      const beyond = await page.evaluate(() => {
        const { scrollWidth, clientWidth } = document.documentElement;
        // What is fixed to the window is cut off without making the page any wider.
        const edges = [...document.querySelectorAll('header *, nav *')].map(
          (element) => element.getBoundingClientRect().right,
        );
        return Math.round(Math.max(scrollWidth, ...edges) - clientWidth);
      });
      if (beyond > 0)
        this.#tooWide.push(`${name} at ${String(viewport.width)}: ${String(beyond)} px too wide`);
    }
  }
}
