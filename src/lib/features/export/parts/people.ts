import type { Slot } from '../../../domain/check-in/check-in.ts';
import type { OpenSpace } from '../../../domain/space/open-space.ts';

/** How the member in this place is called in an export. */
export function nameOfSlot({ me, partner }: OpenSpace, slot: Slot): string {
  if (slot === me.slot) return me.name || 'You';
  return partner?.name || 'Your former partner';
}

/** How the author of something is called in an export. */
export function nameOfPerson({ me, partner }: OpenSpace, userId: string | null): string {
  if (userId === me.id) return me.name || 'You';
  return (userId === partner?.id && partner?.name) || 'Your former partner';
}
