import {
  expect,
  test as base,
  type Browser,
  type BrowserContext,
  type Page,
} from '@playwright/test';
import { HoldfastProcess } from './holdfast-process.ts';
import { Post } from './post.ts';
import { openAccount, openCouple, type Account, type OpenedAccount } from './people.ts';

/** One person in a browser of their own. */
export interface Person extends OpenedAccount {
  readonly context: BrowserContext;
  readonly page: Page;
}

interface Options {
  /** The server to live on; the worker's when left out. */
  readonly server?: HoldfastProcess;
  readonly names?: readonly [string, string];
  /** Keep the app on the device, as browsers outside of tests do. */
  readonly installed?: boolean;
}

interface Fixtures {
  /** A server of this test alone, with settings or data that no other test wants. It has no mail server: its console has the mails. */
  ownServer: (env?: Readonly<Record<string, string>>) => Promise<HoldfastProcess>;
  /** The worker's server, for a test that stops or kills it: it runs again before the next test. */
  mortalServer: HoldfastProcess;
  /** A browser that nobody has used yet. */
  newBrowser: (options?: Options) => Promise<OpenBrowser>;
  /** Somebody with an account and no space yet, signed in and at home. */
  newPerson: (options?: Options & { readonly name?: string }) => Promise<Person>;
  /**
   * Two partners, paired and signed in, whom the tests of a worker share: for a test that writes in documents of its own, and leaves
   * neither of them locked, offline, without their keys or with a check-in that is open.
   */
  couple: [Person, Person];
  /** Two partners, paired, signed in and at home. */
  newCouple: (options?: Options) => Promise<[Person, Person]>;
  /** One of two partners, signed in and at home; the other is nowhere signed in. */
  newPartner: () => Promise<Person>;
}

interface WorkerFixtures {
  /** The mail server that the worker's server sends its mails through. */
  post: Post;
  server: HoldfastProcess;
  /** Makes this worker's couple when it is first asked for. */
  residents: () => Promise<[Person, Person]>;
}

/** Every test comes from one address; only the test of the limits wants them as they are. */
const generousLimits = { ATTEMPTS_PER_ADDRESS: '100000' };

/** Signs in through the page itself. */
export async function signIn(
  page: Page,
  account: Account,
  { stay = false }: { readonly stay?: boolean } = {},
): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('E-mail address').fill(account.email);
  await page.getByLabel('Password', { exact: true }).fill(account.password);
  if (stay) await page.getByLabel('Stay signed in on this device').check();
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
}

/** Opens what a reload or the lock button locked. */
export async function unlock(page: Page, account: Account): Promise<void> {
  await page.getByLabel('Password', { exact: true }).fill(account.password);
  await page.getByRole('button', { name: 'Unlock' }).click();
}

interface OpenBrowser {
  readonly context: BrowserContext;
  readonly page: Page;
}

async function openBrowser(
  browser: Browser,
  server: HoldfastProcess,
  installed = false,
): Promise<OpenBrowser> {
  const context = await browser.newContext({
    baseURL: server.url,
    // What only moves costs time; a test of motion itself asks for it.
    reducedMotion: 'reduce',
    serviceWorkers: installed ? 'allow' : 'block',
  });
  return { context, page: await context.newPage() };
}

/** Signs somebody in through the page, in a browser of their own. */
async function enter(account: OpenedAccount, browser: Promise<OpenBrowser>): Promise<Person> {
  const person = { ...account, ...(await browser) };
  await signIn(person.page, person);
  return person;
}

/** Both of a couple, each signed in through the page in a browser of their own. */
async function signedIn(
  { first, second }: Awaited<ReturnType<typeof openCouple>>,
  open: () => Promise<OpenBrowser>,
): Promise<[Person, Person]> {
  return [await enter(first, open()), await enter(second, open())];
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  post: [
    async ({}, use) => {
      await using post = new Post();
      await use(post);
    },
    { scope: 'worker' },
  ],

  server: [
    async ({ post }, use) => {
      const server = await HoldfastProcess.start({ ...generousLimits, ...(await post.open()) });
      await use(server);
      await server.dispose();
    },
    { scope: 'worker' },
  ],

  ownServer: async ({}, use) => {
    const servers: HoldfastProcess[] = [];
    await use(async (env = {}) => {
      const server = await HoldfastProcess.start({ ...generousLimits, ...env });
      servers.push(server);
      return server;
    });
    await Promise.all(servers.map((server) => server.dispose()));
  },

  mortalServer: async ({ server }, use) => {
    await use(server);
    if (!server.runs) await server.startAgain();
  },

  newBrowser: async ({ browser, server: shared }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async ({ server = shared, installed } = {}) => {
      const opened = await openBrowser(browser, server, installed);
      contexts.push(opened.context);
      return opened;
    });
    // A page asks until it closes: what a test answered in the server's place must not fail for having lost its page.
    const routed = contexts.flatMap((context) => [context, ...context.pages()]);
    // One that the test has closed itself has nothing left to answer.
    await Promise.allSettled(routed.map((place) => place.unrouteAll({ behavior: 'ignoreErrors' })));
    await Promise.all(contexts.map((context) => context.close()));
  },

  newPerson: async ({ newBrowser, server: shared }, use) => {
    await use(async ({ server = shared, name = 'Ada' } = {}) =>
      enter(await openAccount(server.url, name), newBrowser({ server })),
    );
  },

  newPartner: async ({ newBrowser, server }, use) => {
    await use(async () => enter((await openCouple(server.url)).first, newBrowser()));
  },

  newCouple: async ({ newBrowser, server: shared }, use) => {
    await use(async ({ server = shared, names } = {}) =>
      signedIn(await openCouple(server.url, names), () => newBrowser({ server })),
    );
  },

  residents: [
    async ({ browser, server }, use) => {
      let couple: Promise<[Person, Person]> | undefined;
      await use(
        () =>
          (couple ??= openCouple(server.url).then((accounts) =>
            signedIn(accounts, () => openBrowser(browser, server)),
          )),
      );
      for (const { context } of (await couple) ?? []) await context.close();
    },
    { scope: 'worker' },
  ],

  couple: async ({ residents }, use) => {
    const couple = await residents();
    for (const { page } of couple) {
      await page.setViewportSize({ width: 1280, height: 720 });
      await page.emulateMedia({ colorScheme: null, reducedMotion: 'reduce' });
    }
    await use(couple);
  },
});

export { expect };
