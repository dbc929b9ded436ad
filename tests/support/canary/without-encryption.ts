import type { BrowserContext } from '@playwright/test';

/**
 * Switches encryption off in a browser, below Holdfast: AES-GCM passes its input through, with an empty tag.
 * It exists to show that the canary test would notice.
 */
export async function withoutEncryption(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const tagBytes = 16;
    const view = (data: BufferSource) =>
      ArrayBuffer.isView(data)
        ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
        : new Uint8Array(data);
    const prototype = SubtleCrypto.prototype;
    prototype.encrypt = (_algorithm, _key, data) => {
      const plain = view(data);
      const padded = new Uint8Array(plain.length + tagBytes);
      padded.set(plain);
      return Promise.resolve(padded.buffer);
    };
    prototype.decrypt = (_algorithm, _key, data) => {
      const padded = view(data);
      return Promise.resolve(padded.slice(0, padded.length - tagBytes).buffer);
    };
  });
}
