/** Whether this page may use WebCrypto: browsers allow it on https and on localhost only. */
export function canKeepSecrets(
  scope: {
    readonly isSecureContext?: boolean;
    readonly crypto?: { readonly subtle?: unknown };
  } = globalThis,
): boolean {
  return scope.isSecureContext === true && scope.crypto?.subtle !== undefined;
}
