import { depths, type Depth } from '../check-in/prompts.ts';

export { depths, type Depth };

/** How deep an item goes, when its owner has said so. */
export function parseDepth(value: unknown): Depth | null {
  return depths.find((depth) => depth === value) ?? null;
}
