import { describe, expect, it } from 'vitest';
import { Failure, failureCodes } from '../../domain/failure/failure.ts';
import { sentenceOf, sentences, wordsFor } from './sentences.ts';

const jargon =
  /\b(envelope|keyring|rls|token|kdf|argon|hash|cipher|ciphertext|null|undefined|exception|error|code \d|database|http \d|invalid|failed|failure|user|session|sync|payload|uuid|epoch|client)\b/i;
const blame =
  /\b(you (must|should|failed|forgot|have not|did not)|your (mistake|fault)|wrong with you|please)\b/i;

/** Sentences of a text, by their closing marks; a dot within an address such as example.org closes nothing. */
function countSentences(text: string): number {
  return text.match(/[.?](?=\s|$)/g)?.length ?? 0;
}

describe.each(failureCodes)('what is said about %s', (code) => {
  const { title, sentence, next } = sentences[code];
  const all = [title, sentence, next].filter((text) => text !== undefined);

  it('is one or two short sentences, and at most two about what to do next', () => {
    expect(countSentences(sentence)).toBeGreaterThanOrEqual(1);
    expect(countSentences(sentence)).toBeLessThanOrEqual(2);
    expect(sentence.length).toBeLessThanOrEqual(130);
    if (next !== undefined) {
      expect(countSentences(next)).toBeGreaterThanOrEqual(1);
      expect(countSentences(next)).toBeLessThanOrEqual(2);
      expect(next.length).toBeLessThanOrEqual(110);
    }
  });

  it('is calm: no exclamation mark, no blame, no jargon', () => {
    for (const text of all) {
      expect(text).not.toContain('!');
      expect(text).not.toMatch(jargon);
      expect(text).not.toMatch(blame);
    }
  });

  it('has a title without a full stop, in sentence case', () => {
    if (title === undefined) return;
    expect(title).not.toMatch(/\.$/);
    expect(title.slice(1)).not.toMatch(/\b(?!Holdfast\b)[A-Z][a-z]/);
    expect(title.length).toBeLessThanOrEqual(42);
  });
});

it('no two failures are told in the same words', () => {
  const said = failureCodes.map((code) => sentences[code].sentence);
  expect(new Set(said).size).toBe(said.length);
});

describe('too many attempts', () => {
  it.each([
    [5, 'in a minute'],
    [61, 'in 2 minutes'],
    [600, 'in 10 minutes'],
    [3600, 'in an hour'],
    [7000, 'in 2 hours'],
  ])('after %i seconds says %s', (retryAfterSeconds, words) => {
    const failure = new Failure('too_many_attempts', { retryAfterSeconds });
    expect(wordsFor(failure).next).toBe(`Try again ${words}.`);
    expect(sentenceOf(failure)).toContain(sentences.too_many_attempts.sentence);
  });

  it('without a known wait keeps its general words', () => {
    expect(wordsFor(new Failure('too_many_attempts'))).toBe(sentences.too_many_attempts);
  });
});
