import { createSubscriber } from 'svelte/reactivity';
import type * as Y from 'yjs';
import { isBlank } from '../../../collab/documents/needs/rich-text.ts';

/** Whether nothing is written in a text, as a value that the page can follow. */
export function blankness(fragment: Y.XmlFragment | null): { readonly blank: boolean } {
  if (fragment === null) return { blank: true };
  const follow = createSubscriber((update) => {
    fragment.observeDeep(update);
    return () => {
      fragment.unobserveDeep(update);
    };
  });
  return {
    get blank() {
      follow();
      return isBlank(fragment);
    },
  };
}
