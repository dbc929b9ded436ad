import { Failure } from '../domain/failure/failure.ts';

/**
 * Whether a link is whole, before its reader makes an account for it. Says nothing of whether it still works.
 * @throws Failure `invite_mangled`, `offline` when the check could not be loaded
 */
export async function checkInviteLink(fragment: string): Promise<void> {
  const { parseInviteFragment } = await import('../crypto/invites/index.ts').catch(
    (cause: unknown) => {
      throw new Failure('offline', { cause });
    },
  );
  await parseInviteFragment(fragment);
}
