/** What a document can begin with: a title to change, and questions to write under. Never an answer. */
export interface Template {
  readonly key: string;
  /** What it is called where one chooses. */
  readonly name: string;
  /** One sentence: what it is for. */
  readonly purpose: string;
  /** Stands in the field of the title, to be changed. */
  readonly title: string;
  /** The questions at the top of the document, in their order. */
  readonly questions: readonly string[];
}

export const templates = [
  {
    key: 'blank',
    name: 'A blank page',
    purpose: 'Nothing but room for both of you.',
    title: '',
    questions: [],
  },
  {
    key: 'first_talk',
    name: 'The first talk',
    purpose: 'What each of you needs and fears, said for the first time.',
    title: 'Our first talk',
    questions: [
      'What do I need most from us just now, in plain words?',
      'What am I afraid of, even if it sounds small or unfair?',
      'How do I notice that this fear is awake, and what do I do then?',
      'What helps me when it comes up, and what makes it worse?',
      'How do we want to support each other, this month?',
    ],
  },
  {
    key: 'before_change',
    name: 'Before a big change',
    purpose: 'A move, a job, a child, living apart: what it asks of each of you.',
    title: 'Before it changes',
    questions: [
      'What is about to change, and what is still open?',
      'What do I hope for in it, and what do I fear to lose?',
      'What do I need to keep, so that I stay myself?',
      'What could become hard between us, and how would we notice early?',
      'What do we decide now, and what do we leave open, until when?',
    ],
  },
  {
    key: 'after_hurt',
    name: 'After a hurt',
    purpose: 'When something happened, and both of you can speak about it again.',
    title: 'After it hurt',
    questions: [
      'What happened, as I lived it, without guessing what you meant?',
      'What did it touch in me that is older or larger than that day?',
      'What did I need then, and what do I need now?',
      'What do I see of your side?',
      'What would help this to heal, and what is it too early for?',
    ],
  },
] as const satisfies readonly Template[];

export type TemplateKey = (typeof templates)[number]['key'];

export function templateOf(key: TemplateKey): Template {
  return templates.find((template) => template.key === key) ?? templates[0];
}
