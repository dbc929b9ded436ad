import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import * as Y from 'yjs';
import { closeCode, subprotocol } from '../protocol/frames.ts';
import { openEncryptedDocument } from './open-encrypted-document.ts';
import { documentSealer } from './sealer.ts';
import { CountingSealer } from './simulation/counting-sealer.ts';
import { documentId, firstPlace, makeKeys, unreachable } from './simulation/keys.ts';
import { TestCore } from './simulation/open-core.ts';
import { VirtualClock } from './simulation/virtual-clock.ts';

test.each([
  ['not_yours', closeCode.notYours],
  ['deleted', closeCode.deleted],
  ['too_large', closeCode.tooLarge],
] as const)(
  'a document that the relay refuses as %s opens with what is stored, and keeps what was written here',
  async (refusal, code) => {
    const keys = await makeKeys();
    const sealer = documentSealer({ documentId, generation: 0, keys });
    const partner = await TestCore.open({
      sealer: new CountingSealer(sealer),
      clock: new VirtualClock(),
    });
    partner.type('Stored before');
    await partner.pass(1_000);
    // A real WebSocket endpoint that sends everybody away at once.
    const relay = new WebSocketServer({ port: 0, handleProtocols: () => subprotocol });
    relay.on('connection', (socket) => {
      socket.close(code);
    });
    await once(relay, 'listening');
    const document = openEncryptedDocument({
      documentId,
      place: firstPlace,
      authorId: documentId,
      keys: () => Promise.resolve(keys),
      server: {
        ...unreachable,
        stored: () => Promise.resolve([Y.encodeStateAsUpdate(partner.outer)]),
      },
      collabUrl: `ws://localhost:${String((relay.address() as AddressInfo).port)}/collab`,
      ticket: () => Promise.resolve('ticket'),
      persist: false,
      WebSocketImpl: WebSocket as unknown as typeof globalThis.WebSocket,
    });
    const text = document.inner.getText('text');
    text.insert(0, 'Written here. ');
    await document.whenSynced;
    expect(document.status).toMatchObject({ connection: 'refused', refusal });
    expect(text.toString()).toContain('Stored before');
    expect(text.toString()).toContain('Written here.');
    // It is on this page alone, and the page says so.
    expect(document.status.saved).toBe('saving');
    await document.close();
    relay.close();
    await once(relay, 'close');
  },
);
