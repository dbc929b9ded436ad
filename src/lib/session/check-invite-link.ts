import { loadPart } from './load-part.ts';

/**
 * Whether a link is whole, before its reader makes an account for it. Says nothing of whether it still works.
 * @throws Failure `invite_mangled`; as `loadPart`
 */
export async function checkInviteLink(fragment: string): Promise<void> {
  const { parseInviteFragment } = await loadPart(import('../crypto/invites/index.ts'));
  await parseInviteFragment(fragment);
}
