/** What the two say in the pictures. */
export const answers = {
  first: [
    'You made coffee before I was up, and sat down with me. I was glad of that all day.',
    'Tired, and a little better since Thursday. The walk on Sunday helped.',
    'I keep thinking about the move, and that I have not told you how much it frightens me.',
    'When you laughed at dinner. I had forgotten how that sounds.',
    'To be asked how I am before we talk about what is to be done.',
    'I am afraid that you stay because leaving would be harder.',
  ],
  second: [
    'You called my mother back. I had not found the strength, and you just did it.',
    'Full. I sleep badly when we have not made up.',
    'Whether I say too little. I often notice it an hour later.',
    'On the stairs, when I walked on. I wanted to turn round.',
    'An evening a week that is only ours, without phones.',
    'I did not answer because I was ashamed, not because I did not care.',
  ],
} as const;
