import type { SharedDocument } from '../../../domain/space/shared-document.ts';

/** A document's title to show; one without a readable title can still be opened and renamed. */
export function documentTitle(document: Pick<SharedDocument, 'title'>): string {
  return document.title ?? 'A title that could not be opened';
}
