/** What only somebody with open keys needs: fetched after signing in, so that the sign-in page stays light. */
export { createSpaces } from '../data/spaces.ts';
export { FurnishedSpace } from './furnished-space.svelte.ts';
