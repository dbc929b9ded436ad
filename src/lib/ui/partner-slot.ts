/** Which of the two colours and shapes belongs to a person: clay and round for the first, sea and squared for the second. */
export type PartnerSlot = 1 | 2;

/** Whose something is, for its colour: one of the two, or both. */
export type Voice = PartnerSlot | 'ours';

interface VoiceClasses {
  readonly soft: string;
  readonly text: string;
  readonly edge: string;
  readonly solid: string;
}

/** The classes of a voice: background, words on it, edge, and a solid fill that carries `text-on-accent`. */
export const voiceClasses: Readonly<Record<Voice, VoiceClasses>> = {
  1: { soft: 'bg-clay-soft', text: 'text-clay-text', edge: 'border-clay-line', solid: 'bg-clay' },
  2: { soft: 'bg-sea-soft', text: 'text-sea-text', edge: 'border-sea-line', solid: 'bg-sea' },
  ours: {
    soft: 'bg-accent-soft',
    text: 'text-accent-text',
    edge: 'border-accent',
    solid: 'bg-accent',
  },
};
