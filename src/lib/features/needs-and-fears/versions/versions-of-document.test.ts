import { expect, test, vi } from 'vitest';
import * as Y from 'yjs';
import { writeRichText } from '../../../collab/documents/needs/write-rich-text.ts';
import { stateOf } from '../../../collab/documents/versions/state.ts';
import type { EncryptedDocument } from '../../../collab/provider/types.ts';
import { Failure } from '../../../domain/failure/failure.ts';
import type { DocumentVersion } from '../../../domain/needs/versions/outline.ts';
import type { SharedDocument } from '../../../domain/space/shared-document.ts';
import { VersionsOfDocument, type VersionRepository } from './versions-of-document.svelte.ts';

const documentId = '00000000-0000-4000-8000-00000000000d';
const me = '00000000-0000-4000-8000-00000000000a';

/** A document that is open, and versions of it, all empty, whose answers may get lost. */
async function openVersions() {
  const inner = new Y.Doc();
  const kept = new Map<string, DocumentVersion>();
  let losing = false;
  let closed = false;
  const status = { connection: 'online', refusal: null as string | null };
  const versions: VersionRepository = {
    list: () => Promise.resolve([...kept.values()]),
    keep: ({ id, label }) => {
      if (!kept.has(id)) {
        kept.set(id, { id, documentId, generation: 0, label, at: new Date(kept.size), by: me });
      }
      return losing ? Promise.reject(new Failure('server_unreachable')) : Promise.resolve();
    },
    state: () => Promise.resolve(stateOf(new Y.Doc())),
  };
  const encrypted = {
    inner,
    whenLoaded: Promise.resolve(),
    whenSynced: Promise.resolve(),
    status,
    onStatus: () => () => undefined,
    flush: () => Promise.resolve(),
    close: () => {
      closed = true;
      return Promise.resolve();
    },
  } as unknown as EncryptedDocument;
  const row = { id: documentId, kind: 'needs_and_fears', generation: 0 } as SharedDocument;
  const page = new VersionsOfDocument({
    documentId,
    documents: () => ({ get: () => Promise.resolve(row) }),
    versions: () => versions,
    open: () => Promise.resolve(encrypted),
    people: () => ({ me, partner: null }),
    signals: { send: () => undefined, on: () => () => undefined },
  });
  const stop = page.follow();
  await vi.waitFor(() => {
    expect([page.failure, page.ready]).toEqual([null, true]);
  });
  return {
    page,
    inner,
    status,
    stop,
    isClosed: () => closed,
    labels: () => [...kept.values()].map(({ label }) => label),
    loseAnswers: (on: boolean) => {
      losing = on;
    },
  };
}

test('a version whose answer got lost is kept once', async () => {
  const { page, labels, loseAnswers, stop } = await openVersions();
  loseAnswers(true);
  await expect(page.keep('March')).rejects.toMatchObject({ code: 'server_unreachable' });
  loseAnswers(false);
  await page.keep('March');
  expect(labels()).toEqual(['March']);
  stop();
});

test('under another name, or of other words, it is another version', async () => {
  const { page, inner, labels, loseAnswers, stop } = await openVersions();
  loseAnswers(true);
  await expect(page.keep('March')).rejects.toMatchObject({ code: 'server_unreachable' });
  loseAnswers(false);
  await page.keep('After we talked');
  expect(labels()).toEqual(['March', 'After we talked']);

  loseAnswers(true);
  await expect(page.keep('April')).rejects.toMatchObject({ code: 'server_unreachable' });
  loseAnswers(false);
  inner.getXmlFragment('opening').insert(0, [new Y.XmlElement('paragraph')]);
  await page.keep('April');
  expect(labels()).toEqual(['March', 'After we talked', 'April', 'April']);
  stop();
});

test('a document that the relay refuses as too large is not taken back to a version, and says that it is full', async () => {
  const { page, status, labels, stop } = await openVersions();
  await page.keep('March');
  status.refusal = 'too_large';
  expect(await page.goBack(page.list?.[0]?.id ?? '')).toBeNull();
  expect(page.failure?.code).toBe('document_full');
  expect(labels()).toEqual(['March']);
  stop();
});

test('after going back, the way from there stays open past the page, until it is let go', async () => {
  const { page, inner, labels, isClosed, stop } = await openVersions();
  await page.keep('empty');
  const opening = inner.getXmlFragment('opening');
  const runs = [{ text: 'In June', bold: false, italic: false, link: null }];
  writeRichText(opening, [{ kind: 'paragraph', runs }]);
  const gone = await page.goBack(page.list?.[0]?.id ?? '');
  expect(opening.toString()).not.toContain('In June');
  expect(labels()).toEqual(['empty', 'Before going back to “empty”']);
  stop();
  expect(isClosed()).toBe(false);
  await gone?.takeBack();
  expect(opening.toString()).toContain('In June');
  gone?.letGo();
  expect(isClosed()).toBe(true);
});
