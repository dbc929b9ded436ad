import { depths, type Depth } from '../../../domain/needs/depth.ts';

/** What a depth is called beside an item. */
export const depthWords: Readonly<Record<Depth, string>> = {
  shallows: 'Shallows',
  deeper: 'Deeper',
  deep: 'Deep',
};

export type DepthChoice = Depth | 'unsaid';

/** The depths to choose from. */
export const depthChoices: readonly { readonly value: DepthChoice; readonly label: string }[] = [
  ...depths.map((value) => ({ value, label: depthWords[value] })),
  { value: 'unsaid', label: 'Not said' },
];
