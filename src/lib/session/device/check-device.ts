import { checkPlatform } from '../../crypto/platform/check-platform.ts';
import { Failure, toFailure } from '../../domain/failure/failure.ts';

/** Why nothing can start on this page at all: browsers allow WebCrypto on https and on localhost only, and very old ones have none. Null when it can. */
export function deviceObstacle(
  scope: {
    readonly isSecureContext?: boolean;
    readonly crypto?: { readonly subtle?: unknown };
  } = globalThis,
): Failure | null {
  if (scope.isSecureContext !== true) return new Failure('insecure_context');
  return scope.crypto?.subtle === undefined ? new Failure('browser_too_old') : null;
}

/** Why this browser cannot hold keys, found by trying; null when it can. Asked before anybody types a password. */
export async function browserObstacle(): Promise<Failure | null> {
  return checkPlatform().then(
    () => null,
    (thrown: unknown) => toFailure(thrown),
  );
}
