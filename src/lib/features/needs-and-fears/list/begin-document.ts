import type { EncryptedDocument } from '../../../collab/provider/types.ts';
import type { SharedDocument } from '../../../domain/space/shared-document.ts';
import type { Template } from '../../../domain/templates/templates.ts';

export interface BeginOptions {
  readonly create: () => Promise<SharedDocument>;
  readonly open: (
    place: Pick<SharedDocument, 'id' | 'generation' | 'epoch'>,
  ) => Promise<EncryptedDocument>;
  /** Longest wait until the questions are on the server, in milliseconds. */
  readonly patience?: number;
}

/**
 * Begins a document, with the questions of a template at its top. It is there once this resolves, also when its questions could not be
 * written: it is then a blank one.
 * @throws {Failure} of the title or the network: nothing was begun
 */
export async function beginDocument(
  template: Template,
  { create, open, patience = 5_000 }: BeginOptions,
): Promise<SharedDocument> {
  const made = await create();
  if (template.questions.length === 0) return made;
  try {
    const { writeOpening } = await import('../../../collab/documents/templates/write-opening.ts');
    const encrypted = await open({
      id: made.id,
      generation: made.generation,
      epoch: made.epoch,
    });
    try {
      await encrypted.whenLoaded;
      if (writeOpening(encrypted.inner, template.questions)) await kept(encrypted, patience);
    } finally {
      await encrypted.close();
    }
  } catch {
    // Without its questions the page is blank, which is said by the page itself.
  }
  return made;
}

/** Resolves when what was written is stored, on this device at least. */
async function kept(encrypted: EncryptedDocument, patience: number): Promise<void> {
  await encrypted.flush();
  if (encrypted.status.saved !== 'saving') return;
  await new Promise<void>((resolve) => {
    const done = () => {
      clearTimeout(timer);
      stop();
      resolve();
    };
    const timer = setTimeout(done, patience);
    const stop = encrypted.onStatus(({ saved }) => {
      if (saved !== 'saving') done();
    });
  });
}
