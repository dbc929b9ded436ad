import { WebSocket } from 'ws';
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import { testServer } from '../support/test-server.ts';
import { newCouple, call } from '../support/people.ts';
import { RelayClient, bareSocket, closeCodeOf, ticketFor } from '../support/relay-client.ts';
import { updateFrame } from '../../../src/server/relay/messages.ts';
process.on('unhandledRejection', (e) => console.log('UNHANDLED', String(e), (e as Error).stack?.split('\n').slice(0,8).join('\n')));
await using server = await testServer({});
const couple = await newCouple(server.url);
const room = `${couple.documentId}.0`;
const deep = '['.repeat(100000) + ']'.repeat(100000);
const enc = encoding.createEncoder();
encoding.writeVarUint(enc, 1); encoding.writeVarUint(enc, 1); encoding.writeVarUint(enc, 77); encoding.writeVarUint(enc, 0);
encoding.writeUint8(enc, 5); encoding.writeVarUint(enc, 1); encoding.writeVarString(enc, 'u'); encoding.writeVarString(enc, deep);
encoding.writeVarUint(enc, 0);
const update = encoding.toUint8Array(enc);
const d = new Y.Doc(); try { Y.applyUpdate(d, update); console.log('applied'); Y.encodeStateAsUpdate(d); console.log('encoded') } catch (e) { console.log('local', String(e)); }
// 25 rows
for (let i = 0; i < 25; i++) {
  const dd = new Y.Doc(); dd.getArray('u').push(['x' + i]);
  const r = await call(server.url, '/rest/v1/document_updates', couple.first.token, { document_id: couple.documentId, generation: 0, author_id: couple.first.id, body: Buffer.from(Y.encodeStateAsUpdate(dd)).toString('base64url') });
  if (!r.ok) console.log(await r.text());
}
const socket = bareSocket(server.url, room, await ticketFor(server.url, couple.first, room));
socket.on('error', (e) => console.log(e));
await new Promise((r) => socket.once('message', r));
socket.send(updateFrame(update));
console.log('close', await closeCodeOf(socket));
await new Promise((r) => setTimeout(r, 500));
// awareness
const aw = (id: number, clock: number, state: string) => { const e = encoding.createEncoder(); encoding.writeVarUint(e, 1); encoding.writeVarUint(e, id); encoding.writeVarUint(e, clock); encoding.writeVarString(e, state); const f = encoding.createEncoder(); encoding.writeVarUint(f, 1); encoding.writeVarUint8Array(f, encoding.toUint8Array(e)); return encoding.toUint8Array(f); };
const c2 = await newCouple(server.url); const room2 = `${c2.documentId}.0`;
const open = async () => { const s = bareSocket(server.url, room2, await ticketFor(server.url, c2.first, room2)); await new Promise((r) => s.once('message', r)); return s; };
const a = await open(); const b = await open();
const heard = new Promise((r) => b.once('message', r));
a.send(aw(5, 1, '{"c":"x"}')); await heard;
await new Promise((r) => setTimeout(r, 200));
b.send(aw(5, 2, '['.repeat(30000) + ']'.repeat(30000)));
console.log('b closed', await closeCodeOf(b));
const c = bareSocket(server.url, room2, await ticketFor(server.url, c2.first, room2));
c.on('message', () => console.log('c hears'));
await new Promise((r) => setTimeout(r, 800));
console.log('state', c.readyState);
