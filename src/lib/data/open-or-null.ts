import { toFailure } from '../domain/failure/failure.ts';

/**
 * Opens one sealed field among many: what does not open becomes null, so that one damaged row never hides the others.
 * @throws whatever is not about the envelope itself
 */
export async function openOrNull<Content>(opening: Promise<Content>): Promise<Content | null> {
  try {
    return await opening;
  } catch (thrown) {
    const failure = toFailure(thrown);
    if (failure.code.startsWith('envelope_')) return null;
    throw failure;
  }
}
