/** What one needs-and-fears document holds. Each limit is told before anything is lost. */
export const limits = {
  /** Characters (code points) of one text: an item's words, how to manage it, how to support, the opening text. */
  textCharacters: 100_000,
  /** Paragraphs and differently styled stretches of one text, so that one paste stays well under the largest envelope. */
  textPieces: 5_000,
  /** Needs and fears of one partner in one document. */
  items: 1_000,
  /** How deep lists may stand in one another. */
  listDepth: 4,
  /** Characters of the address that a link leads to. */
  linkCharacters: 2_000,
  /** Offers of support, questions and answers of one partner beside one item. */
  notes: 50,
  /** Characters of one of them. */
  noteCharacters: 2_000,
  /** Characters of another wording that the partner suggests, its form not counted. */
  suggestionCharacters: 10_000,
  /** Suggested wordings of one item, answered ones included. */
  suggestions: 50,
  /**
   * Wordings of one item that a page reads. Keeping them has no limit but the size of the document, which is full before so many are in
   * it: more are somebody's nonsense, and are counted.
   */
  wordings: 10_000,
  /** Characters (code points) of a document's title. */
  titleCharacters: 120,
} as const;

/**
 * Length of a text as people count it: in code points, so that an emoji is not two.
 * Counts no further than `upTo`, and then returns `upTo + 1`.
 */
export function countCharacters(text: string, upTo = Number.MAX_SAFE_INTEGER): number {
  // A string never has more code points than code units.
  let count = 0;
  for (let index = 0; index < text.length && count <= upTo; count += 1) {
    index += (text.codePointAt(index) ?? 0) > 0xffff ? 2 : 1;
  }
  return count;
}
