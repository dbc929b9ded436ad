import type { Depth } from '../../domain/check-in/prompts.ts';

/** How each depth is written on a screen. */
export const depthWords: Readonly<
  Record<Depth, { readonly title: string; readonly lede: string }>
> = {
  shallows: { title: 'The shallows', lede: 'Where you can both stand.' },
  deeper: { title: 'Deeper', lede: 'Where you start to swim.' },
  deep: { title: 'Deep water', lede: 'Only as far down as you want to go.' },
};
