import { expect, test } from 'vitest';
import { deviceObstacle } from './check-device.ts';

test('a page on plain http, or without WebCrypto, cannot start, and says why', () => {
  const subtle = {};
  expect(deviceObstacle({ isSecureContext: true, crypto: { subtle } })).toBeNull();
  expect(deviceObstacle({ isSecureContext: false, crypto: { subtle } })?.code).toBe(
    'insecure_context',
  );
  expect(deviceObstacle({ isSecureContext: true, crypto: {} })?.code).toBe('browser_too_old');
  expect(deviceObstacle({})?.code).toBe('insecure_context');
});
