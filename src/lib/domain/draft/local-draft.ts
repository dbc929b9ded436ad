import * as z from 'zod/mini';

/**
 * What one tab keeps on the device of a text that is being written. Every tab has its own record, so that two tabs never overwrite
 * each other; `reconcile` brings them together again.
 */
export interface LocalDraft<Content> {
  readonly content: Content;
  /** Token of the stored version that this text grew out of; null when there was none. */
  readonly base: string | null;
  /** Whether the server has confirmed storing exactly this content. */
  readonly confirmed: boolean;
  /** When it was last changed, ISO 8601. */
  readonly at: string;
  /** Random id of the tab that wrote it. */
  readonly writer: string;
}

/** Schema of a local draft around the schema of its content. */
export function localDraftSchema<Content>(
  content: z.ZodMiniType<Content>,
): z.ZodMiniType<LocalDraft<Content>> {
  return z.object({
    content,
    base: z.nullable(z.string()),
    confirmed: z.boolean(),
    at: z.iso.datetime(),
    writer: z.string().check(z.minLength(1), z.maxLength(64)),
  }) as unknown as z.ZodMiniType<LocalDraft<Content>>;
}
