import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromBase64url, toBase64url } from './base64url.ts';

test('any bytes come back, and agree with Node', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
      const text = toBase64url(bytes);
      expect(text).toBe(Buffer.from(bytes).toString('base64url'));
      expect(fromBase64url(text)).toEqual(new Uint8Array(bytes));
    }),
  );
});

test.each(['A', 'AB=', 'AA==', 'A A', 'AQ\n', 'A+/A', 'AR', 'ä'])(
  'bytes have one spelling only: %j is refused',
  (text) => expect(fromBase64url(text)).toBeNull(),
);
