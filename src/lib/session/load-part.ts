import { Failure } from '../domain/failure/failure.ts';

/**
 * Waits for a part of the app that is fetched only when it is needed.
 * @throws Failure `offline`, `server_unreachable` when it cannot be fetched
 */
export async function loadPart<Part>(part: Promise<Part>): Promise<Part> {
  try {
    return await part;
  } catch (cause) {
    throw new Failure(navigator.onLine ? 'server_unreachable' : 'offline', { cause });
  }
}
