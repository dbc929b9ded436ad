/** How far down a prompt goes; a check-in moves through them in this order. */
export const depths = ['shallows', 'deeper', 'deep'] as const;
export type Depth = (typeof depths)[number];

export const promptKeys = ['appreciation', 'days', 'mind', 'moment', 'need', 'unsaid'] as const;
/** What an answer is filed under, also in the database. A key never changes its meaning; new wording keeps the key. */
export type PromptKey = (typeof promptKeys)[number];

export interface Prompt {
  readonly key: PromptKey;
  readonly depth: Depth;
  /** Asked of the writer, about themselves and the partner. */
  readonly question: string;
  /** A way in, for when the page stays empty. */
  readonly hint: string;
  /** What the answer is about, in a word or two, for lists and headings. */
  readonly topic: string;
}

/** The six prompts in the order in which they are asked: appreciation first, then by depth. */
export const prompts: readonly Prompt[] = [
  {
    key: 'appreciation',
    depth: 'shallows',
    topic: 'Appreciation',
    question: 'What did your partner do lately that you were glad of?',
    hint: 'Small counts. Name the moment: where you were, what they said or did, what it was like for you.',
  },
  {
    key: 'days',
    depth: 'shallows',
    topic: 'Your days',
    question: 'How have your days been since you last checked in?',
    hint: 'Sleep, work, the dishes, a good walk. What would you like your partner to know about them?',
  },
  {
    key: 'mind',
    depth: 'deeper',
    topic: 'On your mind',
    question: 'What has been on your mind, about the two of you or anything else?',
    hint: 'If you can find the word for what you felt, say it. It does not need a reason.',
  },
  {
    key: 'moment',
    depth: 'deeper',
    topic: 'A moment',
    question: 'Which moment between you has stayed with you?',
    hint: 'A good one or a hard one. Tell it from where you stood: what happened, and what it was like for you.',
  },
  {
    key: 'need',
    depth: 'deep',
    topic: 'A need',
    question: 'What do you need more of, or less of?',
    hint: 'From your partner, from yourself, from life. To be heard, time alone, a hand on your shoulder: whatever it really is.',
  },
  {
    key: 'unsaid',
    depth: 'deep',
    topic: 'Hard to say',
    question: 'What is hard to say, and true?',
    hint: 'A fear, an old story, something you held back. You choose how far down you go, and leaving this one open is fine.',
  },
];

/** The prompts of one depth, in the order in which they are asked. */
export function promptsOf(depth: Depth): readonly Prompt[] {
  return prompts.filter((prompt) => prompt.depth === depth);
}

export function isPromptKey(value: unknown): value is PromptKey {
  return promptKeys.some((key) => key === value);
}
